package ods

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

const namespaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"`

// flat is a spreadsheet in one XML, of styles and of what stands in its body.
func flat(styles, body string) string {
	return `<office:document` + namespaces + `><office:automatic-styles>` + styles + `</office:automatic-styles><office:body><office:spreadsheet>` + body + `</office:spreadsheet></office:body></office:document>`
}

// sheet is a sheet of rows.
func sheet(rows string) string { return `<table:table table:name="A">` + rows + `</table:table>` }

// row is a row of cells.
func row(cells ...string) string {
	return `<table:table-row>` + strings.Join(cells, "") + `</table:table-row>`
}

// cell is a cell with these attributes and paragraphs.
func cell(attributes string, paragraphs ...string) string {
	s := `<table:table-cell ` + attributes + `>`
	for _, p := range paragraphs {
		s += `<text:p>` + p + `</text:p>`
	}
	return s + `</table:table-cell>`
}

// text is a cell that holds a text.
func text(s string) string { return cell(`office:value-type="string"`, s) }

func openFlat(xml, wanted string) (*sheets.Book, error) {
	d, err := OpenFlat(source.New(strings.NewReader(xml), "a.fods"))
	if err != nil {
		return nil, err
	}
	return sheets.Open(d, "a.fods", wanted, nil)
}

// packed is an archive of these parts, by name and content.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openPacked(t testing.TB, data []byte) (*sheets.Book, error) {
	t.Helper()
	a, err := archive.Open(bytes.NewReader(data), "a.ods")
	if err != nil {
		return nil, err
	}
	if !Is(a) {
		return nil, errors.New("no spreadsheet")
	}
	d, err := Open(a)
	if err != nil {
		return nil, err
	}
	return sheets.Open(d, "a.ods", "", nil)
}

// rowsOf gives copies of all rows of the sheet that is read.
func rowsOf(t *testing.T, b *sheets.Book) []tabular.Row {
	t.Helper()
	r, release, err := b.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var rows []tabular.Row
	for {
		row, err := r.Next()
		if err == io.EOF {
			return rows
		} else if err != nil {
			t.Fatal(err)
		}
		kept := *row
		kept.Cells, kept.Problems = slices.Clone(row.Cells), slices.Clone(row.Problems)
		rows = append(rows, kept)
	}
}

// textsOf gives the texts of all rows, cells between |, with the codes of what is wrong behind a row.
func textsOf(t *testing.T, b *sheets.Book) []string {
	t.Helper()
	var all []string
	for _, row := range rowsOf(t, b) {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		line := strings.Join(cells, "|")
		for _, p := range row.Problems {
			line += " " + p.Code + "@" + tabular.ColumnLetters(p.Column)
		}
		all = append(all, line)
	}
	return all
}

// shown gives the texts of the rows of one sheet with these styles.
func shown(t *testing.T, styles, rows string) []string {
	t.Helper()
	b, err := openFlat(flat(styles, sheet(rows)), "")
	if err != nil {
		t.Fatalf("%s: %v", rows, err)
	}
	return textsOf(t, b)
}
