package main

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// workbookShare is how many times fewer rows a workbook has: its cells take that much longer to read than those of text.
const workbookShare = 10

// listed is one organization as an office would list it: its parent by name, and two columns that orgbatch has no use for.
type listed struct {
	Name   string  `json:"name"`
	Custom string  `json:"custom_id"`
	Parent string  `json:"organization,omitempty"`
	Since  int     `json:"-"` // a spreadsheet's number of a day
	Area   float64 `json:"area"`
}

type listing []listed

var listingHeader = []string{"name", "custom_id", "organization", "Area"}

// makeListing makes organizations, of which every hundredth is the parent of those behind it. Every tenth name has a comma.
func makeListing(rows int) listing {
	l := make(listing, rows)
	for i := range l {
		l[i] = listed{Name: fmt.Sprintf("Provåkern nummer %d Fastigheter AB", i), Custom: fmt.Sprintf("P%06d", i), Since: 40000 + i%5000, Area: float64(i%90000) / 4}
		if i%10 == 3 {
			l[i].Name = fmt.Sprintf("Prov, Åker & Äng nummer %d HB", i)
		}
		if i%100 > 0 {
			l[i].Parent = l[i-i%100].Name
		}
	}
	return l
}

func (l listing) writeCSV(path string) error {
	return written(path, func(out io.Writer) error {
		w := csv.NewWriter(out)
		if err := w.Write(listingHeader); err != nil {
			return err
		}
		for _, o := range l {
			if err := w.Write([]string{o.Name, o.Custom, o.Parent, fmt.Sprintf("%.2f", o.Area)}); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	})
}

func (l listing) writeJSONL(path string) error {
	return written(path, func(out io.Writer) error {
		lines := json.NewEncoder(out)
		lines.SetEscapeHTML(false)
		for _, o := range l {
			if err := lines.Encode(o); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeWorkbook writes what spreadsheets save: texts in a table of their own, days and numbers as numbers with a format.
func (l listing) writeWorkbook(path string) error {
	return written(path, func(out io.Writer) error {
		z := zip.NewWriter(out)
		for _, part := range []struct {
			name  string
			write func(io.Writer) error
		}{
			{"[Content_Types].xml", text(contentTypes)},
			{"_rels/.rels", text(packageRels)},
			{"xl/workbook.xml", text(workbook)},
			{"xl/_rels/workbook.xml.rels", text(workbookRels)},
			{"xl/styles.xml", text(styles)},
			{"xl/sharedStrings.xml", l.writeStrings},
			{"xl/worksheets/sheet1.xml", l.writeSheet},
		} {
			w, err := z.Create(part.name)
			if err != nil {
				return err
			}
			if err := part.write(w); err != nil {
				return err
			}
		}
		return z.Close()
	})
}

// writeStrings writes the header's texts, then two for each row; a parent is the name of an earlier one.
func (l listing) writeStrings(out io.Writer) error {
	w := bufio.NewWriter(out)
	_, _ = fmt.Fprint(w, xmlHead, `<sst `+mainSpace+`><si><t>name</t></si><si><t>custom_id</t></si><si><t>organization</t></si><si><t>Since</t></si><si><t>Area</t></si>`)
	for _, o := range l {
		_, _ = fmt.Fprintf(w, "<si><t>%s</t></si><si><t>%s</t></si>", escaped.Replace(o.Name), o.Custom)
	}
	_, _ = fmt.Fprint(w, "</sst>")
	return w.Flush()
}

func (l listing) writeSheet(out io.Writer) error {
	w := bufio.NewWriter(out)
	_, _ = fmt.Fprint(w, xmlHead, `<worksheet `+mainSpace+`><sheetData><row r="1">`)
	for i, column := range "ABCDE" {
		_, _ = fmt.Fprintf(w, `<c r="%c1" t="s"><v>%d</v></c>`, column, i)
	}
	_, _ = fmt.Fprint(w, "</row>")
	for i, o := range l {
		row, first := i+2, 5+2*i
		_, _ = fmt.Fprintf(w, `<row r="%[1]d"><c r="A%[1]d" t="s"><v>%[2]d</v></c><c r="B%[1]d" t="s"><v>%[3]d</v></c>`, row, first, first+1)
		if o.Parent != "" {
			_, _ = fmt.Fprintf(w, `<c r="C%d" t="s"><v>%d</v></c>`, row, 5+2*(i-i%100))
		}
		_, _ = fmt.Fprintf(w, `<c r="D%[1]d" s="1"><v>%[2]d</v></c><c r="E%[1]d" s="2"><v>%[3]g</v></c></row>`, row, o.Since, o.Area)
	}
	_, _ = fmt.Fprint(w, "</sheetData></worksheet>")
	return w.Flush()
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, xmlHead+s); return err }
}

// written makes a file by streaming to it.
func written(path string, stream func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	err = stream(w)
	if ferr := w.Flush(); err == nil {
		err = ferr
	}
	if cerr := file.Close(); err == nil {
		err = cerr
	}
	return err
}
