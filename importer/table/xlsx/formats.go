package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// formats shows numbers as Excel shows them. Dates whose format follows the settings of the computer are shown as in Sweden.
type formats struct {
	file  *excelize.File // has the styles and one sheet with the one cell A1; nil without styles
	codes []string       // number formats by style, "" for General
	style int            // of A1
	shown map[shownKey]string
	date4 bool // dates count from 1904
}

type shownKey struct {
	style int
	value string
}

// maxShownKept is how many shown values are remembered, since dates come again and again; maxFormat is the longest format taken.
const (
	maxShownKept = 1 << 12
	maxFormat    = 512
)

type stylesXML struct {
	Formats []struct {
		ID   int    `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		Format int `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// readFormats reads the styles. A workbook without any is fine.
func (p *parts) readFormats(b *book) (*formats, error) {
	f := &formats{date4: b.date1904, shown: make(map[shownKey]string)}
	styles, err := p.readWhole(b.styles)
	if err != nil || styles == nil {
		return f, err
	}
	var x stylesXML
	if err := xml.Unmarshal(styles, &x); err != nil {
		return nil, p.damaged("its styles can't be read", err)
	}
	custom := make(map[int]string, len(x.Formats))
	for _, c := range x.Formats {
		custom[c.ID] = c.Code
	}
	f.codes = make([]string, len(x.Cells))
	for i, c := range x.Cells {
		f.codes[i] = codeOf(c.Format, custom)
	}
	if f.file, err = styledFile(styles, b.date1904); err != nil {
		return nil, p.damaged("its styles can't be read", err)
	}
	return f, nil
}

// codeOf gives a format's code, "" for one that shows numbers as they are; built-in ones, which have no code in the file, are marked by
// their number.
func codeOf(id int, custom map[int]string) string {
	code, ok := custom[id]
	switch {
	case !ok && id > 0:
		return "builtin " + strconv.Itoa(id)
	case !ok, strings.EqualFold(code, "general"), code == "@", len(code) > maxFormat:
		return ""
	}
	return code
}

const textFormat = "builtin 49"

func (f *formats) close() {
	if f.file != nil {
		_ = f.file.Close() // it has neither files nor anything to write
	}
}

// number shows a number with a style.
func (f *formats) number(value []byte, style int) string {
	if style < 0 || style >= len(f.codes) || f.codes[style] == "" || f.codes[style] == textFormat {
		return general(string(value))
	}
	key := shownKey{style: style, value: string(value)}
	if text, ok := f.shown[key]; ok {
		return text
	}
	n, err := strconv.ParseFloat(key.value, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return key.value
	}
	text := f.format(key)
	if swedish(f.codes[style]) {
		text = swapSeparators(text)
	}
	if len(f.shown) == maxShownKept {
		clear(f.shown)
	}
	f.shown[key] = text
	return text
}

// format asks excelize. A format that it can't take shows the number as it is.
func (f *formats) format(key shownKey) (text string) {
	defer func() {
		if recover() != nil {
			text = general(key.value)
		}
	}()
	if f.style != key.style {
		if err := f.file.SetCellStyle(formatSheet, "A1", "A1", key.style); err != nil {
			return general(key.value)
		}
		f.style = key.style
	}
	if err := f.file.SetCellDefault(formatSheet, "A1", key.value); err != nil {
		return general(key.value)
	}
	text, err := f.file.GetCellValue(formatSheet, "A1")
	if err != nil || text == key.value {
		return general(key.value)
	}
	return strings.TrimSpace(text)
}

// date shows a cell that holds a date as text, as few programs write them.
func (f *formats) date(value string, style int) string {
	for _, layout := range []string{"2006-01-02T15:04:05.999Z07:00", "2006-01-02T15:04:05.999", "2006-01-02"} {
		t, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			return t.Format("2006-01-02")
		}
		return t.Format("2006-01-02 15:04:05")
	}
	return value
}

// general shows a number without a format: all of its digits, of which Excel keeps fifteen, where a narrow cell would show fewer.
func general(value string) string {
	if plainInteger(value) {
		return value
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return value
	}
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	if n == 0 {
		return "0"
	}
	if size := math.Abs(n); size >= 1e-9 && size < 1e15 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return strconv.FormatFloat(n, 'E', -1, 64)
}

func plainInteger(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	if len(digits) == 0 || len(digits) > 15 || digits[0] == '0' && len(s) > 1 {
		return false
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}

// swedish says whether a format for numbers names Swedish: then a comma stands before decimals and a no-break space between thousands.
func swedish(code string) bool {
	return strings.Contains(strings.ToUpper(code), "-41D]") && strings.ContainsAny(code, "0#") && !strings.ContainsAny(strings.ToLower(code), "yh")
}

func swapSeparators(text string) string {
	return strings.NewReplacer(",", "\u00a0", ".", ",").Replace(text)
}

const formatSheet = "s"

// styledFile is the smallest workbook with these styles.
func styledFile(styles []byte, date1904 bool) (*excelize.File, error) {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const pkg = "http://schemas.openxmlformats.org/package/2006/"
	return fileOf(map[string]string{
		"[Content_Types].xml": `<Types xmlns="` + pkg + `content-types"/>`,
		"_rels/.rels":         `<Relationships xmlns="` + pkg + `relationships"><Relationship Id="r1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": fmt.Sprintf(`<workbook xmlns="%s" xmlns:r="%s"><workbookPr date1904="%t"/><sheets><sheet name="%s" sheetId="1" r:id="r1"/></sheets></workbook>`,
			main, rel, date1904, formatSheet),
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="` + pkg + `relationships"><Relationship Id="r1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="` + rel + `/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet xmlns="` + main + `"><sheetData/></worksheet>`,
		"xl/styles.xml":              string(styles),
	})
}

func fileOf(parts map[string]string) (*excelize.File, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, text); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return excelize.OpenReader(&b, excelize.Options{
		UnzipSizeLimit: 2 * maxPart, UnzipXMLSizeLimit: 2 * maxPart, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss",
	})
}
