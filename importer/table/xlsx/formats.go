package xlsx

import (
	"encoding/xml"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/numfmt"
)

// formats shows numbers and texts as Excel shows them.
type formats struct {
	numbers  []*numfmt.Format // by style; nil for General
	calendar numfmt.Calendar
}

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
func readFormats(a *archive.Archive, b *book) (*formats, error) {
	f := &formats{}
	if b.date1904 {
		f.calendar = numfmt.From1904
	}
	styles, err := a.ReadXML(b.styles)
	if err != nil || styles == nil {
		return f, err
	}
	var x stylesXML
	if err := xml.Unmarshal(styles, &x); err != nil {
		return nil, a.Damaged("its styles can't be read", err)
	}
	custom := make(map[int]string, len(x.Formats))
	for _, c := range x.Formats {
		custom[c.ID] = c.Code
	}
	parsed := make(map[int]*numfmt.Format)
	f.numbers = make([]*numfmt.Format, len(x.Cells))
	for i, c := range x.Cells {
		if _, ok := parsed[c.Format]; !ok {
			parsed[c.Format] = parseFormat(c.Format, custom)
		}
		f.numbers[i] = parsed[c.Format]
	}
	return f, nil
}

// parseFormat gives a format by its number.
func parseFormat(id int, custom map[int]string) *numfmt.Format {
	if code, ok := custom[id]; ok {
		return numfmt.Of(code)
	}
	return numfmt.Of(numfmt.Builtin(id))
}

// of gives the format of a style, nil for General.
func (f *formats) of(style int) *numfmt.Format {
	if style < 0 || style >= len(f.numbers) {
		return nil
	}
	return f.numbers[style]
}

// number shows a number with a style.
func (f *formats) number(value []byte, style int) string {
	return f.of(style).Read(string(value), f.calendar)
}

// text shows a text with a style.
func (f *formats) text(s string, style int) string { return f.of(style).Text(s) }

// date shows a cell that holds a date as text, as few programs write them.
func date(value string) string {
	if t, ok := numfmt.ParseISO(value); ok {
		return numfmt.ISO(t)
	}
	return value
}
