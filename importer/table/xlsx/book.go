package xlsx

import (
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// book is what the list of sheets and its references say.
type book struct {
	sheets          []*sheet
	strings, styles string // names of parts, "" for none
	date1904        bool
	calculated      bool // it says how it was calculated, as programs that calculate do
	calculatedLater bool // it asks to be calculated when it is opened, so that the results in it may be no results
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
	Calculation *struct {
		OnLoad string `xml:"fullCalcOnLoad,attr"`
		Always string `xml:"forceFullCalc,attr"`
	} `xml:"calcPr"`
}

// mainPart finds the part that lists the sheets, wherever the archive has it.
func (p *parts) mainPart() (string, error) {
	main := "xl/workbook.xml"
	roots, err := p.relations("")
	for _, r := range roots {
		if r.is("officeDocument") {
			main = r.Target
		}
	}
	return main, err
}

// readBook reads the list of sheets.
func (p *parts) readBook() (*book, error) {
	main, err := p.mainPart()
	if err != nil {
		return nil, err
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
	if c := x.Calculation; c != nil {
		b.calculated, b.calculatedLater = true, truth(c.OnLoad) || truth(c.Always)
	}
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
	data, err := p.readXML(name)
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

// readXML reads a small part as UTF-8; nil where there is none.
func (p *parts) readXML(name string) ([]byte, error) {
	data, err := p.readWhole(name)
	if data == nil || err != nil {
		return nil, err
	}
	if data, err = io.ReadAll(utf8Of(bytes.NewReader(data))); err != nil {
		return nil, p.damaged("its part "+tabular.Shorten(name)+" is not XML that can be read", err)
	}
	return data, nil
}
