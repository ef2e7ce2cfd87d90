//go:build !race

// What runs in another program is left out under the race detector, which sees nothing there.

package table_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// saved is a table with what spreadsheets like to break: all of its cells are taken as text.
var saved = [][]string{
	{"Namn", "Kundnr", "Anteckning"},
	{"Åkerlunden Förvaltning AB", "00123", `sade "ja", sedan; nej`},
	{"Exempelbacken & Söner AB", "2026-01-05", "två\nrader"},
	{"Provgatan Bostäder AB", "1,50", "  luft runt om  "},
	{"Tänkta Gården <HB>", "", "=1+1"},
	{"Lilla Låtsasbolaget AB", "556016-0680", "café – naïve €"},
}

// soffice runs LibreOffice, with a home of its own.
func soffice(t *testing.T, dir string, args ...string) {
	t.Helper()
	args = append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/home", "--headless", "--norestore"}, args...)
	out, err := exec.Command("soffice", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
}

// TestSavedByLibreOffice: what a real spreadsheet program saves, as a workbook and as text in several encodings, is read back equal.
func TestSavedByLibreOffice(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice (soffice) is not installed, so that it can save nothing to be read")
	}
	dir := t.TempDir()
	source := filepath.Join(dir, "source.csv")
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(saved); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(source, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// The columns are read as text (2), in UTF-8 (76).
	soffice(t, dir, "--infilter=CSV:44,34,76,1,1/2/2/2/3/2", "--convert-to", "xlsx", "--outdir", dir, source)
	book := filepath.Join(dir, "source.xlsx")
	checkSaved(t, book, tabular.Format{Name: tabular.FormatXLSX})
	for _, format := range []string{tabular.FormatODS, tabular.FormatFODS} {
		soffice(t, dir, "--convert-to", format, "--outdir", dir, book)
		checkSaved(t, filepath.Join(dir, "source."+format), tabular.Format{Name: format})
	}
	for _, c := range []struct {
		filter string
		want   tabular.Format
	}{
		{"44,34,76", tabular.Format{Name: tabular.FormatCSV, Encoding: "utf-8", Delimiter: ","}},
		{"9,34,76", tabular.Format{Name: tabular.FormatCSV, Encoding: "utf-8", Delimiter: "\t"}},
		{"59,34,1", tabular.Format{Name: tabular.FormatCSV, Encoding: "windows-1252", Delimiter: ";"}},
		{"9,34,65535", tabular.Format{Name: tabular.FormatCSV, Encoding: "utf-16le", Delimiter: "\t"}},
	} {
		soffice(t, dir, "--convert-to", "csv:Text - txt - csv (StarCalc):"+c.filter+",1,,0,false,true,false", "--outdir", dir, book)
		checkSaved(t, filepath.Join(dir, "source.csv"), c.want)
	}
}

func checkSaved(t *testing.T, path string, want tabular.Format) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tb, err := table.Open(f, filepath.Base(path), table.Options{})
	if err != nil {
		t.Errorf("%s %s %q: %v", want.Name, want.Encoding, want.Delimiter, err)
		return
	}
	if got := tb.Format(); got.Name != want.Name || got.Encoding != want.Encoding || got.Delimiter != want.Delimiter {
		t.Errorf("read as %+v, want %+v", got, want)
	}
	got := append([][]string{tb.Header()}, texts(t, tb)...)
	if !slices.EqualFunc(got, saved, slices.Equal[[]string]) {
		t.Errorf("%s %s %q:\n got %q\nwant %q", want.Name, want.Encoding, want.Delimiter, got, saved)
	}
}
