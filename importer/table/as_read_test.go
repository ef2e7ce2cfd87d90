package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// asRead writes a text both ways.
func asRead(t *testing.T, name, text string) (asCSV, asJSONL string, read Read) {
	t.Helper()
	tb, err := Open(strings.NewReader(text), name, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var c, j bytes.Buffer
	if read, err = tb.WriteCSV(&c); err != nil {
		t.Fatal(err)
	}
	if _, err = tb.WriteJSONL(&j); err != nil {
		t.Fatal(err)
	}
	return c.String(), j.String(), read
}

func TestAsRead(t *testing.T) {
	for _, c := range []struct{ name, file, text, csv, jsonl string }{
		{
			"quotes", "a.csv", "name;note\n\"a;b\";\"c\"\"d\"\n\"e\nf\";g,h\n",
			"name,note\na;b,\"c\"\"d\"\n\"e\nf\",\"g,h\"\n",
			`{"name":"a;b","note":"c\"d"}` + "\n" + `{"name":"e\nf","note":"g,h"}` + "\n",
		},
		{
			"widths", "a.csv", "name;x;y\na\nb;1;2\nc;1;2;3;4\nd;1;2\n", "name,x,y\na\nb,1,2\nc,1,2,3,4\nd,1,2\n",
			"{\"name\":\"a\"}\n{\"name\":\"b\",\"x\":\"1\",\"y\":\"2\"}\n{\"name\":\"c\",\"x\":\"1\",\"y\":\"2\",\"D\":\"3\",\"E\":\"4\"}\n{\"name\":\"d\",\"x\":\"1\",\"y\":\"2\"}\n",
		},
		{
			"names that stand twice, or are letters", "a.csv", "name;name;;D\na;b;c;d\ne;f;g;h\n", "name,name,,D\na,b,c,d\ne,f,g,h\n",
			"{\"name\":\"a\",\"name B\":\"b\",\"C\":\"c\",\"D\":\"d\"}\n{\"name\":\"e\",\"name B\":\"f\",\"C\":\"g\",\"D\":\"h\"}\n",
		},
		{
			"JSON lines", "a.jsonl", `{"name":"a","n":1.50,"x":null}` + "\n" + `{"name":"b","list":[1, 2]}` + "\n",
			"name,n,x,list\na,1.50,,\nb,,,\"[1,2]\"\n", `{"name":"a","n":1.50,"x":null}` + "\n" + `{"name":"b","list":[1,2]}` + "\n",
		},
		{"a header alone", "a.csv", "name;x\n", "name,x\n", ""},
	} {
		gotCSV, gotJSONL, _ := asRead(t, c.file, c.text)
		if gotCSV != c.csv {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, gotCSV, c.csv)
		}
		if gotJSONL != c.jsonl {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, gotJSONL, c.jsonl)
		}
	}
}

// Damage is written as it stands, and counted.
func TestAsReadDamage(t *testing.T) {
	text := "name,x\n" + strings.Repeat("a,1,2\n", 12) + "b,\"2\n"
	got, _, read := asRead(t, "a.csv", text)
	if read.Rows != 13 || read.Damaged != 13 && read.Damaged != 12 || len(read.Problems) != firstProblems || read.Problems[0].Number != 2 {
		t.Errorf("got %+v", read)
	}
	if strings.Count(got, "a,1,2\n") != 12 || !strings.Contains(got, "\nb,") {
		t.Errorf("got %q", got)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

var errBroken = errors.New("broken")

func TestAsReadStopsWithItsWriter(t *testing.T) {
	tb, err := Open(strings.NewReader("name,x\n"+strings.Repeat("a,1\n", 50000)), "a.csv", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, write := range []func(*Table) (Read, error){
		func(t *Table) (Read, error) { return t.WriteCSV(brokenWriter{}) },
		func(t *Table) (Read, error) { return t.WriteJSONL(brokenWriter{}) },
	} {
		if read, err := write(tb); !errors.Is(err, errBroken) || read.Rows == 50000 {
			t.Errorf("%v after %d rows", err, read.Rows)
		}
	}
}

// TestCSVIsReadBack: another reader gets the same cells out of a record, whatever they hold.
func TestCSVIsReadBack(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching("[\",\n\r a]{0,5}"), rapid.Just("\xff"))
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(text, 1, 4).Draw(t, "cells")
		r := csv.NewReader(bytes.NewReader(appendCSV(nil, cells)))
		got, err := r.Read()
		if err != nil || len(got) != len(cells) {
			t.Fatalf("%q: got %q, %v", cells, got, err)
		}
		for i := range cells {
			// encoding/csv makes one line end of two.
			if want := strings.ReplaceAll(validUTF8(cells[i]), "\r\n", "\n"); got[i] != want {
				t.Fatalf("got %q, want %q", got[i], want)
			}
		}
	})
}

// TestObjectsAreJSON: an object is valid, has every cell, and no key twice, whatever header and cells hold.
func TestObjectsAreJSON(t *testing.T) {
	name := rapid.OneOf(rapid.SampledFrom([]string{"", " ", "A", "B", "A B", "name", "name B", "\xff", "\ufffd"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(name, 0, 5).Draw(t, "header")
		keys := uniqueKeys(header, 0)
		var cells []tabular.Cell
		for i := range rapid.IntRange(0, 7).Draw(t, "cells") {
			if i == len(keys) {
				keys = append(keys, freeKey("", i, keys))
			}
			cells = append(cells, tabular.Cell{Text: rapid.String().Draw(t, "text")})
		}
		var object map[string]string
		if err := json.Unmarshal(write.AppendObject(nil, keys, cells), &object); err != nil {
			t.Fatal(err)
		}
		if len(object) != len(cells) {
			t.Fatalf("%d keys for %d cells: %q", len(object), len(cells), keys)
		}
	})
}
