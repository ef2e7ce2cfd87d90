package table_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestSavedAsODS: one list as LibreOffice and Gnumeric have saved it is read the same, whatever they make of its cells: a hidden sheet in front,
// a merged title, headings for each page, a hidden group, numbers that a format makes codes, a link, a note, lines, a date before 1900, an error.
func TestSavedAsODS(t *testing.T) {
	want := [][]string{
		{"Exempelbacken AB", "00123", "556012-3456", "Provgatan 1\n2  tr", "2026-11-29", "12.5%", "TRUE"},
		{"Låtsasviken & Söner", "K-7", "5590123457", "", "1850-01-02", "100.0%", "42"},
		{"Fiktiva", "Fiktiva", "", "", "", "", "#N/A"},
	}
	for name, format := range map[string]string{"libreoffice-7.4.7.ods": tabular.FormatODS, "libreoffice-7.4.7.fods": tabular.FormatFODS, "gnumeric-1.12.55.ods": tabular.FormatODS} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, forced := range []string{"", format} {
			tb, err := table.Open(bytes.NewReader(data), name, table.Options{Format: forced})
			if err != nil {
				t.Fatal(err)
			}
			if f := tb.Format(); f.Name != format || f.Sheet != "Kunder" || f.HeaderRow != 3 || tb.Header()[2] != "Organisationsnummer" {
				t.Errorf("%s: %+v, %q", name, f, tb.Header())
			}
			if got := texts(t, tb); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
				t.Errorf("%s: %q", name, got)
			}
			if got := strings.Join(codes(tb.Problems()), " "); got != "other-sheets hidden-rows hidden-columns preamble" {
				t.Errorf("%s: %s", name, got)
			}
		}
		for _, forced := range []string{tabular.FormatXLSX, tabular.FormatODS, tabular.FormatFODS} {
			_, err := table.Open(bytes.NewReader(data), name, table.Options{Format: forced})
			var e *tabular.InputError
			if forced != format && (!errors.As(err, &e) || e.Problem != "its format is "+format+", not "+forced) {
				t.Errorf("%s as %s: %v", name, forced, err)
			}
		}
	}
}

// TestFlatInGzip: a spreadsheet in one XML is unpacked as every text is.
func TestFlatInGzip(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "libreoffice-7.4.7.fods"))
	if err != nil {
		t.Fatal(err)
	}
	tb := open(t, "a.fods.gz", pack(t, "gzip", string(data)), table.Options{})
	if f := tb.Format(); f.Name != tabular.FormatFODS || f.Compression != "gzip" || len(rows(t, tb)) != 3 {
		t.Errorf("%+v", f)
	}
	if tb.Offset() == 0 {
		t.Error("nothing was read")
	}
	if plain := open(t, "a.fods", string(data), table.Options{Format: tabular.FormatCSV}); plain.Format().Name != tabular.FormatCSV {
		t.Errorf("%+v", plain.Format())
	}
}

// TestFarRow: a row that stands a million blank ones below costs neither memory nor a word for each.
func TestFarRow(t *testing.T) {
	cell := func(text string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + text + `</text:p></table:table-cell>`
	}
	var b bytes.Buffer
	packODS(t, &b, func(w io.Writer) {
		_, _ = io.WriteString(w, `<office:document-content`+odsNames+`><office:body><office:spreadsheet><table:table table:name="A"><table:table-row>`+cell("Namn")+cell("Kod")+`</table:table-row><table:table-row>`+cell("Ekhus AB")+cell("K-1")+
			`</table:table-row><table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>`+cell("Nordvik AB")+cell("K-2")+
			`</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`)
	})
	before := allocated()
	tb := open(t, "a.ods", b.String(), table.Options{})
	all := rows(t, tb)
	if len(all) != 2 || all[1].Number != 1<<20 || all[1].Cells[0].Text != "Nordvik AB" {
		t.Fatalf("%+v", all)
	}
	if grown := allocated() - before; grown > 32<<20 {
		t.Errorf("%d MiB", grown>>20)
	}
}
