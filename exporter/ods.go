package exporter

import (
	"archive/zip"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/exporter/excel"
)

// odsForm is the form of OpenDocument 1.3. Each cell has its text twice, as a value and
// as the one paragraph that is shown: of all forms only this comes back whole from
// LibreOffice, gnumeric, SheetJS, pandas and the like.
type odsForm struct {
	replaced *int // texts with characters that XML has no way to write
}

func (odsForm) begin(z *zip.Writer, columns []string, at time.Time) (io.Writer, string, error) {
	if err := writeMimetype(z, at); err != nil {
		return nil, "", err
	}
	for _, part := range odsParts {
		if err := part.write(z, at); err != nil {
			return nil, "", err
		}
	}
	sheet, err := excel.Part(z, "content.xml", at)
	var styles, all strings.Builder
	for i, name := range columns {
		fmt.Fprintf(&styles, `<style:style style:name="width%d" style:family="table-column">`+
			`<style:table-column-properties style:column-width="%.1fcm"/></style:style>`, i, float64(columnWidth(name))/5)
		fmt.Fprintf(&all, `<table:table-column table:style-name="width%d" table:default-cell-style-name="text"/>`, i)
	}
	return sheet, contentStart + styles.String() + tableStart + all.String(), err
}

// writeMimetype writes what tells the archive's kind: first in it, as it is, its size
// before it, or SheetJS refuses the whole.
func writeMimetype(z *zip.Writer, at time.Time) error {
	h := &zip.FileHeader{Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(odsType)),
		CompressedSize64: uint64(len(odsType)), UncompressedSize64: uint64(len(odsType))}
	//lint:ignore SA1019 CreateRaw writes the time that this sets, and no other
	h.SetModTime(at)
	w, err := z.CreateRaw(h)
	if err == nil {
		_, err = io.WriteString(w, odsType)
	}
	return err
}

func (odsForm) takes(string) bool { return true } // of any length, in all that read it

func (f odsForm) row(dst []byte, n int, cells []string) []byte {
	style := "text"
	if n == 1 {
		style = "header"
	}
	dst = append(dst, `<table:table-row>`...)
	for _, cell := range cells {
		dst = append(append(append(dst, `<table:table-cell table:style-name="`...), style...), '"')
		if cell == "" {
			dst = append(dst, `/>`...)
			continue
		}
		text := strings.Map(xmlRune, cell)
		if text != cell {
			*f.replaced++
		}
		dst = append(dst, ` office:value-type="string" office:string-value="`...)
		dst = append(append(dst, odsValue.Replace(text)...), `"><text:p>`...)
		dst = append(append(dst, odsParagraph.Replace(text)...), `</text:p></table:table-cell>`...)
	}
	return append(dst, `</table:table-row>`...)
}

// How a text stands in an attribute and in a paragraph.
var (
	odsValue     = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
	odsParagraph = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
)

// xmlRune is U+FFFD for a character that no XML can hold.
func xmlRune(r rune) rune {
	if excel.Unwritable(r) {
		return '\uFFFD'
	}
	return r
}

func (odsForm) end(columns, rows int) string {
	return fmt.Sprintf(`</table:table><table:database-ranges><table:database-range table:name="%s" `+
		`table:target-range-address="%[1]s.A1:%[1]s.%c%d" table:display-filter-buttons="true"/></table:database-ranges>`+
		`</office:spreadsheet></office:body></office:document-content>`, sheetName, 'A'+columns-1, rows)
}
