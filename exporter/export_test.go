package exporter_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// drawText draws a text that the API can carry: not blank, trimmed, no NUL.
func drawText(limit int) *rapid.Generator[string] {
	part := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{`"`, "\n", "\r\n", "\r", ",", ";", "\t", "🏠", "\u202eabc", "\u2028", "å", `\`, "'", "="}))
	return rapid.Custom(func(t *rapid.T) string {
		s := "x" + strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "parts"), "")
		if rapid.IntRange(0, 9).Draw(t, "long") == 0 {
			s += strings.Repeat("𝌆", limit)
		}
		r := []rune(strings.ReplaceAll(s, "\x00", ""))
		return strings.TrimSpace(string(r[:min(len(r), limit)]))
	})
}

func drawObjects() *rapid.Generator[[]object] {
	return rapid.Custom(func(t *rapid.T) []object {
		objects := family(rapid.IntRange(0, 12).Draw(t, "n"))
		for i := range objects {
			objects[i].Name = fmt.Sprint(i) + drawText(pigello.MaxNameLength-2).Draw(t, "name")
			if objects[i].CustomID != nil {
				*objects[i].CustomID = drawText(pigello.MaxCustomIDLength).Draw(t, "custom_id")
			}
			if rapid.Bool().Draw(t, "orphan") {
				objects[i].Parent = nil
			}
		}
		return objects
	})
}

// What the API holds comes out equal, as JSONL and through the reader of an
// import as CSV, compressed or not.
func TestWhatIsThereComesOut(t *testing.T) {
	dir := t.TempDir()
	to := serve(t, sandbox.Options{})
	rapid.Check(t, func(rt *rapid.T) {
		if err := to.sandbox.Reset(context.Background()); err != nil {
			rt.Fatal(err)
		}
		objects := drawObjects().Draw(rt, "objects")
		to.load(rt, objects)
		ending := rapid.SampledFrom([]string{"", ".gz", ".zst"}).Draw(rt, "ending")
		jsonl, csv, excel := filepath.Join(dir, "a.jsonl"+ending), filepath.Join(dir, "a.csv"+ending), filepath.Join(dir, "excel.csv"+ending)
		for _, path := range []string{jsonl, csv, excel} {
			m := to.export(rt, path, exporter.Options{Overwrite: true, AllowEmpty: true, Excel: path == excel})
			raw, err := os.ReadFile(path)
			if err != nil {
				rt.Fatal(err)
			}
			hash := sha256.Sum256(raw)
			if m.Rows != len(objects) || m.Bytes != int64(len(raw)) || m.SHA256 != hex.EncodeToString(hash[:]) {
				rt.Fatalf("manifest %+v of %d rows, %d bytes", m, len(objects), len(raw))
			}
		}
		wantObjects(rt, readJSONL(rt, jsonl), objects)
		wantObjects(rt, readTable(rt, read(rt, csv)), objects)
		noFormulas(rt, read(rt, excel))
		wantObjects(rt, readTable(rt, read(rt, excel)), objects)
	})
}

// noFormulas wants a file in which Excel finds no formula, and the mark by which
// it knows UTF-8.
func noFormulas(t fataler, file []byte) {
	t.Helper()
	tab, err := table.Open(bytes.NewReader(file), "export.csv", table.Options{})
	if err != nil || !bytes.HasPrefix(file, []byte("\xEF\xBB\xBF")) || tab.Format().Delimiter != ";" {
		t.Fatalf("%v: %.80q", err, file)
	}
	for row, err := range tab.Rows() {
		for _, c := range row.Cells {
			if err != nil || c.Text != "" && strings.ContainsAny(c.Text[:1], "=+-@\t\r") {
				t.Fatalf("%q begins as a formula, %v", c.Text, err)
			}
		}
	}
}

// readTable reads a CSV file as an import does.
func readTable(t fataler, file []byte) []object {
	t.Helper()
	tab, err := table.Open(bytes.NewReader(file), "export.csv", table.Options{})
	if err != nil {
		t.Fatalf("%v: %q", err, file)
	}
	if header := slices.DeleteFunc(slices.Clone(tab.Header()), func(c string) bool { return c == "orgbatch_format" }); !slices.Equal(header, exporter.DefaultColumns()) {
		t.Fatalf("header %q", tab.Header())
	}
	var objects []object
	for row, err := range columns.Rows(tab) {
		if err != nil || row.Unreadable {
			t.Fatalf("%v %+v", err, row)
		}
		o := object{ID: row.Cells[0].Text, Name: row.Cells[1].Text, CreatedAt: row.Cells[4].Text}
		if custom := row.Cells[2].Text; custom != "" {
			o.CustomID = &custom
		}
		if id := row.Cells[3].Text; id != "" {
			o.Parent = &parent{ID: id}
		}
		objects = append(objects, o)
	}
	return objects
}

// Whatever the answer to an open question of lists, the export is whole.
func TestWholeUnderEveryAssumption(t *testing.T) {
	t.Parallel()
	objects := family(1200)
	for name, value := range map[string]string{
		"list-cap": "500", "list-envelope": "results", "created-at-filter": "date", "created-at-precision": "seconds", "jsonl-form": "array",
		"jsonl-paging": "honoured", "list-state": "batches", "parent-answer": "more", "page-size-cap": "100", "auth-status": "401",
	} {
		t.Run(name, func(t *testing.T) {
			o := sandbox.Options{}
			if err := o.Assume.Set(name, value); err != nil {
				t.Fatal(err)
			}
			to := serve(t, o)
			to.load(t, objects)
			want := slices.Clone(objects)
			if name == "created-at-precision" {
				for i := range want {
					want[i].CreatedAt = want[i].CreatedAt[:19] + "Z"
				}
			}
			path := filepath.Join(t.TempDir(), "a.jsonl")
			if m := to.export(t, path, exporter.Options{}); m.Rows != len(objects) || m.UntoldParents != 0 {
				t.Errorf("manifest %+v", m)
			}
			wantObjects(t, readJSONL(t, path), want)
		})
	}
}

// Rows whose parent isn't told are counted; their cell is empty.
func TestUntoldParents(t *testing.T) {
	to := serve(t, sandbox.Options{Assume: sandbox.Assumptions{ParentAnswer: "empty"}})
	to.load(t, family(7))
	path := filepath.Join(t.TempDir(), "a.csv")
	if m := to.export(t, path, exporter.Options{}); m.UntoldParents != 7 {
		t.Errorf("%d untold parents", m.UntoldParents)
	}
	for _, o := range readTable(t, read(t, path)) {
		if o.Parent != nil {
			t.Errorf("parent %v", o.Parent)
		}
	}
	jsonl := filepath.Join(t.TempDir(), "a.jsonl")
	to.export(t, jsonl, exporter.Options{})
	if n := strings.Count(string(read(t, jsonl)), `"organization":{}`); n != 7 {
		t.Errorf("{} was kept in %d lines", n)
	}
}

// A network that fails now and then delays an export and takes nothing from it.
func TestWholeDespiteFaults(t *testing.T) {
	t.Parallel()
	objects := family(2000)
	for _, name := range []string{"cut-line", "cut-between", "cut-clean", "stall", "server-error", "html-error", "drop-before", "drop-after", "too-many", "empty"} {
		t.Run(name, func(t *testing.T) {
			var faults sandbox.Faults
			value := "30%"
			if name == "too-many" || name == "stall" {
				value += map[string]string{"too-many": ":0s", "stall": ":600ms"}[name]
			}
			if err := faults.Set(name, value); err != nil {
				t.Fatal(err)
			}
			to := serve(t, sandbox.Options{Assume: sandbox.Assumptions{ListCap: "300", RetryAfter: "none"}, FaultSeed: 7})
			to.load(t, objects)
			to.sandbox.SetFaults(faults)
			path := filepath.Join(t.TempDir(), "a.jsonl")
			to.export(t, path, exporter.Options{})
			wantObjects(t, readJSONL(t, path), objects)
		})
	}
}

// A network that never works leaves nothing, not even a partial, and what had
// the name still has it.
func TestNothingAfterFailure(t *testing.T) {
	to := serve(t, sandbox.Options{})
	to.load(t, family(50))
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	before := to.export(t, path, exporter.Options{})
	for _, name := range []string{"cut-line", "html-error", "empty"} {
		var faults sandbox.Faults
		if err := faults.Set(name, "100%"); err != nil {
			t.Fatal(err)
		}
		to.sandbox.SetFaults(faults)
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		_, err := exporter.Export(ctx, to.Client, exporter.Options{Output: path})
		cancel()
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		wantNames(t, dir, "a.csv", "a.csv.manifest.json")
		if m, err := exporter.ReadManifest(exporter.ManifestPath(path)); err != nil || m.SHA256 != before.SHA256 {
			t.Errorf("%s: manifest %+v, %v", name, m, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	to := serve(t, sandbox.Options{})
	to.load(t, family(3000))
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	_, err := exporter.Export(ctx, to.Client, exporter.Options{Output: filepath.Join(dir, "a.csv.zst"),
		Progress: func(p exporter.Progress) {
			if p.Rows >= 500 {
				cancel()
			}
		}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	wantNames(t, dir)
}

func TestQueryAndColumns(t *testing.T) {
	to := serve(t, sandbox.Options{})
	objects := family(12)
	hidden := idOf(999)
	objects[11].Parent = &parent{ID: hidden}
	to.load(t, objects)
	filter, err := pigello.ParseFilter("custom_id__isnull=false")
	if err != nil {
		t.Fatal(err)
	}
	order, err := pigello.ParseOrder("-name")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var last exporter.Progress
	m, err := exporter.Export(context.Background(), to.Client, exporter.Options{
		Output: exporter.Stdout, Stdout: &out,
		Query:    pigello.Query{Filters: []pigello.Filter{filter}, OrderBy: order},
		Columns:  []string{"name", "organization_name", "organization_custom_id"},
		Progress: func(p exporter.Progress) { last = p },
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = `name,organization_name,organization_custom_id
Exempelbacken Fastigheter 00011 AB,,
Exempelbacken Fastigheter 00010 AB,Exempelbacken Fastigheter 00001 AB,K-1
Exempelbacken Fastigheter 00008 AB,Exempelbacken Fastigheter 00001 AB,K-1
Exempelbacken Fastigheter 00007 AB,Exempelbacken Fastigheter 00001 AB,K-1
Exempelbacken Fastigheter 00005 AB,Exempelbacken Fastigheter 00000 AB,
Exempelbacken Fastigheter 00004 AB,Exempelbacken Fastigheter 00000 AB,
Exempelbacken Fastigheter 00002 AB,Exempelbacken Fastigheter 00000 AB,
Exempelbacken Fastigheter 00001 AB,Exempelbacken Fastigheter 00000 AB,
`
	if out.String() != want {
		t.Errorf("exported\n%s", out.String())
	}
	if m.Rows != 8 || m.UnknownParents != 1 || m.File != "" || m.Bytes != int64(len(want)) || !strings.Contains(m.Query, "custom_id__isnull=false") {
		t.Errorf("manifest %+v", m)
	}
	if last != (exporter.Progress{Parents: 12, Rows: 8, Bytes: int64(len(want))}) {
		t.Errorf("progress %+v", last)
	}
}

// The file system's errors are told before the API is asked anything.
func TestFoldersThatCannotBe(t *testing.T) {
	to := serve(t, sandbox.Options{})
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "missing", "a.csv"), filepath.Join(file, "a.csv")} {
		_, err := exporter.Export(context.Background(), to.Client, exporter.Options{Output: path})
		var e *sink.Error
		if !errors.As(err, &e) || e.Hint == "" {
			t.Errorf("%s: %v", path, err)
		}
	}
	wantNames(t, dir, "file")
	if n := len(to.sandbox.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}
