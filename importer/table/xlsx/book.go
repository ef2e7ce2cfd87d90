package xlsx

import (
	"encoding/xml"
	"path"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
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
	sheets.Sheet
	part    string
	results int // of formulas, that aren't 0, as far as they were read
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
func mainPart(a *archive.Archive) (string, error) {
	main := "xl/workbook.xml"
	roots, err := relations(a, "")
	for _, r := range roots {
		if r.is("officeDocument") {
			main = r.Target
		}
	}
	return main, err
}

// readBook reads the list of sheets.
func readBook(a *archive.Archive) (*book, error) {
	main, err := mainPart(a)
	if err != nil {
		return nil, err
	}
	var x bookXML
	if err := a.Decode(main, &x); err != nil {
		return nil, err
	}
	listed, err := relations(a, main)
	if err != nil {
		return nil, err
	}
	b := &book{date1904: truth(x.Properties.Date1904)}
	if c := x.Calculation; c != nil {
		b.calculated, b.calculatedLater = true, truth(c.OnLoad) || truth(c.Always)
	}
	byID := make(map[string]relation, len(listed))
	for _, r := range listed {
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
			b.sheets = append(b.sheets, &sheet{Sheet: sheets.Sheet{Name: s.Name, Hidden: s.State == "hidden" || s.State == "veryHidden"}, part: r.Target})
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

func truth[T ~string | ~[]byte](s T) bool {
	return string(s) == "1" || string(s) == "true" || string(s) == "on"
}

// relations reads what a part refers to, with targets as names of parts; "" is the archive itself.
func relations(a *archive.Archive, part string) ([]relation, error) {
	dir, file := path.Split(part)
	var x struct {
		Relations []relation `xml:"Relationship"`
	}
	if err := a.Decode(dir+"_rels/"+file+".rels", &x); err != nil {
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
