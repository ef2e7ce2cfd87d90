package xlsx

import (
	"bytes"
	"encoding/xml"
	"path"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// book is what the list of sheets and its references say.
type book struct {
	sheets          []*sheet
	strings, styles string // names of parts, "" for none
	date1904        bool
}

// sheet is one sheet with rows and columns, as opposed to a chart.
type sheet struct {
	name, part string
	hidden     bool
	survey     survey
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// is compares the last word of a type: what stands before it differs between the two dialects of the format.
func (r *relation) is(kind string) bool { return path.Base(r.Type) == kind && r.Mode != "External" }

type bookXML struct {
	Properties struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string     `xml:"name,attr"`
		State string     `xml:"state,attr"`
		Attrs []xml.Attr `xml:",any,attr"`
	} `xml:"sheets>sheet"`
}

// readBook reads the list of sheets.
func (p *parts) readBook() (*book, error) {
	main := "xl/workbook.xml"
	roots, err := p.relations("")
	if err != nil {
		return nil, err
	}
	for _, r := range roots {
		if r.is("officeDocument") {
			main = r.Target
		}
	}
	var x bookXML
	if err := p.decode(main, &x); err != nil {
		return nil, err
	}
	relations, err := p.relations(main)
	if err != nil {
		return nil, err
	}
	b := &book{date1904: truth(x.Properties.Date1904)}
	byID := make(map[string]relation, len(relations))
	for _, r := range relations {
		byID[r.ID] = r
		switch {
		case r.is("sharedStrings"):
			b.strings = r.Target
		case r.is("styles"):
			b.styles = r.Target
		}
	}
	for _, s := range x.Sheets {
		if r := byID[relationID(s.Attrs)]; r.is("worksheet") {
			b.sheets = append(b.sheets, &sheet{name: s.Name, part: r.Target, hidden: s.State == "hidden" || s.State == "veryHidden"})
		}
	}
	return b, nil
}

// relationID finds r:id, whatever its prefix and namespace: sheets have no other attribute of that name.
func relationID(attrs []xml.Attr) string {
	for _, a := range attrs {
		if a.Name.Local == "id" {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

// relations reads what a part refers to, with targets as names of parts; "" is the archive itself.
func (p *parts) relations(part string) ([]relation, error) {
	dir, file := path.Split(part)
	var x struct {
		Relations []relation `xml:"Relationship"`
	}
	if err := p.decode(dir+"_rels/"+file+".rels", &x); err != nil {
		return nil, err
	}
	for i := range x.Relations {
		r := &x.Relations[i]
		r.Target = strings.ReplaceAll(r.Target, `\`, "/")
		if strings.HasPrefix(r.Target, "/") {
			r.Target = r.Target[1:]
		} else {
			r.Target = path.Join(dir, r.Target)
		}
	}
	return x.Relations, nil
}

// decode reads a small part into v.
func (p *parts) decode(name string, v any) error {
	data, err := p.readWhole(name)
	if err != nil {
		return err
	}
	if data == nil {
		return p.damaged("its part "+tabular.Shorten(name)+" is missing", nil)
	}
	if err := xml.NewDecoder(bytes.NewReader(data)).Decode(v); err != nil {
		return p.damaged("its part "+tabular.Shorten(name)+" is not XML that can be read", err)
	}
	return nil
}
