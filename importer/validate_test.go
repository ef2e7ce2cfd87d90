package importer_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// validated checks texts and lists "row code: message" of all issues, sorted.
func validated(t testing.TB, texts ...string) (validate.Summary, []string) {
	t.Helper()
	var o validate.Options
	for i, text := range texts {
		o.Inputs = append(o.Inputs, input(fmt.Sprintf("%c.csv", 'a'+i), text))
	}
	var lines []string
	o.Issue = func(i run.Issue, _ bool) error {
		lines = append(lines, fmt.Sprintf("%d %s %s", i.Number, i.Severity, i.Code))
		return nil
	}
	s, err := validate.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return s, lines
}

const idA, idB = "497f6eca-6276-4993-bfeb-53cbbbba6f01", "497f6eca-6276-4993-bfeb-53cbbbba6f02"

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name  string
		texts []string
		want  []string
		bad   int
	}{
		{name: "sound", texts: []string{"name,custom_id,organization\nA1,1,\nB1,2,A1\nC1,3,2\n"}},
		{name: "parents by id", texts: []string{"id,name,organization\n" + idA + ",A1,\n" + idB + ",B1," + idA + "\n"}},
		{name: "parent elsewhere", texts: []string{"name,organization\nA1,Z1\n"}, want: []string{"2 warning parent-not-in-file"}},
		{name: "parent in another file", texts: []string{"name,organization\nA1,Z1\n", "Namn\nZ1\n"}},
		{name: "same again", texts: []string{"name,custom_id\nA1,1\nA1,1\n"}, want: []string{"3 warning duplicate-row"}},
		{name: "same again in another file", texts: []string{"name,custom_id\nA1,1\n", "custom_id,name\n1,A1\n"}, want: []string{"2 warning duplicate-row"}},
		{name: "contradiction", texts: []string{"name,custom_id\nA1,1\nA1,1\nA1,2\nB1,3\n"}, bad: 3,
			want: []string{"2 error contradicting-rows", "3 error contradicting-rows", "4 error contradicting-rows"}},
		{name: "one name, two ids", texts: []string{"id,name\n" + idA + ",A1\n" + idB + ",A1\n"}, bad: 2,
			want: []string{"2 error name-twice", "3 error name-twice"}},
		{name: "one id, two names", texts: []string{"id,name\n" + idA + ",A1\n" + idA + ",B1\n"}, bad: 2,
			want: []string{"2 error contradicting-rows", "3 error contradicting-rows"}},
		{name: "near", texts: []string{"name\nÅkern AB\nÅKERN Aktiebolag\n"}, want: []string{"3 warning near-duplicate"}},
		{name: "custom_id twice", texts: []string{"name,custom_id\nA1,7\nB1,7\n"}, want: []string{"3 warning custom-id-twice"}},
		{name: "ambiguous parent", texts: []string{"name,custom_id,organization\nA1,7,\nB1,7,\nC1,8,7\n"}, bad: 1,
			want: []string{"3 warning custom-id-twice", "4 error parent-ambiguous"}},
		{name: "ring", texts: []string{"name,organization\nA1,B1\nB1,C1\nC1,A1\nD1,A1\nE1,E1\n"}, bad: 4,
			want: []string{"2 error parent-cycle", "3 error parent-cycle", "4 error parent-cycle", "6 error parent-cycle"}},
		{name: "rows", texts: []string{"name,custom_id\n,1\n#N/A,2\n"}, bad: 2, want: []string{"2 error name-missing", "3 error excel-error"}},
		{name: "empty", texts: []string{"name\n"}},
	} {
		s, got := validated(t, c.texts...)
		if !slices.Equal(got, c.want) || s.BadRows != c.bad {
			t.Errorf("%s: got %q and %d bad rows, want %q and %d", c.name, got, s.BadRows, c.want, c.bad)
		}
		if s.Errors+s.Warnings != len(got) {
			t.Errorf("%s: counts %d errors and %d warnings", c.name, s.Errors, s.Warnings)
		}
	}
}

// TestValidateStreams: standard input is kept in SpoolDir only while it is read, and every issue is given however many there are.
func TestValidateStreams(t *testing.T) {
	dir, n := t.TempDir(), 0
	s, err := validate.Run(context.Background(), validate.Options{
		Inputs:   []intake.Input{{Name: "standard input", Stream: strings.NewReader("name,custom_id\n" + strings.Repeat(",1\n", 5000))}},
		SpoolDir: dir, Fingerprint: true,
		Issue: func(run.Issue, bool) error { n++; return nil },
	})
	if err != nil || n != 5000 || s.BadRows != 5000 || s.Groups[0].Count != 5000 || len(s.Sources[0].SHA256) != 64 {
		t.Errorf("%d issues, %+v, %v", n, s, err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	_, err = validate.Run(context.Background(), validate.Options{
		Inputs: []intake.Input{input("a.csv", "name,custom_id\n,1\n,2\n")},
		Issue:  func(run.Issue, bool) error { return io.ErrClosedPipe },
	})
	if err != io.ErrClosedPipe {
		t.Errorf("got %v", err)
	}
}

// manyRows makes a CSV of n rows, each with a parent before it.
func manyRows(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "many.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(f)
	rows := [][]string{{"name", "custom_id", "organization"}}
	for i := range n {
		parent := ""
		if i > 0 {
			parent = fmt.Sprintf("Exempelbolaget nummer %d i Öster AB", i/3)
		}
		rows = append(rows, []string{fmt.Sprintf("Exempelbolaget nummer %d i Öster AB", i), fmt.Sprintf("K-%07d", i), parent})
		if len(rows) == 1000 || i == n-1 {
			if err := w.WriteAll(rows); err != nil {
				t.Fatal(err)
			}
			rows = rows[:0]
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func fileInput(path string) intake.Input {
	return intake.Input{Name: path, Path: path, Open: func() (io.ReadSeekCloser, error) { return os.Open(path) }}
}

// BenchmarkValidate reads a file of 100,000 rows, and beside it lets encoding/csv read the same.
func BenchmarkValidate(b *testing.B) {
	const rows = 100_000
	path := manyRows(b, rows)
	var plain time.Duration
	for b.Loop() {
		s, err := validate.Run(context.Background(), validate.Options{Inputs: []intake.Input{fileInput(path)}})
		if err != nil || s.Rows != rows || s.Errors+s.Warnings > 0 {
			b.Fatalf("%+v, %v", s, err)
		}
		b.StopTimer()
		start := time.Now()
		readPlain(b, path)
		plain += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(b.Elapsed().Seconds()/plain.Seconds(), "x-encoding/csv")
}

func readPlain(b *testing.B, path string) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); err == io.EOF {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// TestMessySample: the sample shows what its README says, all rows of it, and neither its title nor its total is one.
func TestMessySample(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "samples", "messy.csv"))
	if err != nil {
		t.Fatal(err)
	}
	s, lines := validated(t, string(text))
	all := strings.Join(lines, "\n")
	for _, code := range []string{
		"preamble", "footer", "mojibake", "excel-error", "scientific-number", "odd-space", "leading-apostrophe", "short-row", "long-row", "bad-id",
		"control-character", "stray-quote", "trimmed", "name-missing", "too-long", "contradicting-rows", "duplicate-row", "near-duplicate",
		"custom-id-twice", "parent-cycle", "parent-not-in-file",
	} {
		if !strings.Contains(all, " "+code) {
			t.Errorf("no row shows %s", code)
		}
	}
	readme, err := os.ReadFile(filepath.Join("..", "samples", "README.md"))
	if said := fmt.Sprintf("`messy.csv` | %d rows", s.Rows); err != nil || !strings.Contains(string(readme), said) {
		t.Errorf("the README of the samples doesn't say %q (%v)", said, err)
	}
}
