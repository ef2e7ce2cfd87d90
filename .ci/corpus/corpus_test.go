package main

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
)

// floor is what the reader has reached on the corpus, in percent: the mean F1 of headers, rows and cells over all files that a person can
// read, and the share of files without any mistake. Raise it with the reader; never lower it.
const (
	floorF1    = 95
	floorRight = 92
)

var first = sync.OnceValue(func() *corpus { return newCorpus(1) })

// everything takes all files.
var everything = regexp.MustCompile("")

// TestOtherSeed: what was reached is not owed to the files of one seed. And whatever a file holds, reading it ends in rows or an error.
func TestOtherSeed(t *testing.T) {
	c := newCorpus(2)
	var some []unit
	for i, u := range c.units() {
		if i%(5*thin) == 0 && u.damage.group != "none" {
			some = append(some, u)
		}
	}
	results, err := run(c, some, everything, "", score)
	if err != nil {
		t.Fatal(err)
	}
	if clear, _ := summed(results); 100*clear.f1() < floorF1-3 {
		t.Errorf("F1 is %.3f %%", 100*clear.f1())
	}
	for _, r := range results {
		if strings.HasPrefix(r.wrong, "panic") {
			t.Errorf("%s: %s", r.file.name, r.wrong)
		}
	}
}

func TestCompare(t *testing.T) {
	words := func(s string) []string { return strings.Fields(s) }
	for _, c := range []struct {
		want, got         string
		precision, recall float64
	}{
		{"", "", 1, 1}, {"a", "", 0, 0}, {"", "a", 0, 0}, {"a b", "b a", 1, 1}, {"a a", "a", 1, 0.5}, {"a", "a a", 0.5, 1}, {"a b c d", "a x", 0.5, 0.25},
	} {
		got := compare(words(c.want), words(c.got))
		if got.precision() != c.precision || got.recall() != c.recall {
			t.Errorf("%q for %q: %v %v", c.got, c.want, got.precision(), got.recall())
		}
	}
}

// TestScoreSees: a reading that is wrong in any one thing is not perfect.
func TestScoreSees(t *testing.T) {
	text := []byte("a,b\n1,2\n3,4\n")
	sound := expected{header: []string{"a", "b"}, rows: [][]string{{"1", "2"}, {"3", "4"}}}
	if r := score(&file{bytes: text, want: sound}); !r.perfect || r.rows.f1() != 1 {
		t.Fatalf("%+v", r)
	}
	for name, want := range map[string]expected{
		"header": {header: []string{"a", "c"}, rows: sound.rows}, "no header": {rows: sound.rows}, "order": {header: sound.header, rows: [][]string{{"3", "4"}, {"1", "2"}}},
		"cell": {header: sound.header, rows: [][]string{{"1", "2"}, {"3", "5"}}}, "width": {header: sound.header, rows: [][]string{{"1", "2"}, {"3", "4", ""}}},
		"fewer": {header: sound.header, rows: sound.rows[:1]}, "more": {header: sound.header, rows: append(sound.rows[:2:2], []string{"5", "6"})},
	} {
		if r := score(&file{bytes: text, want: want}); r.perfect || r.wrong == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	other := expected{header: sound.header, rows: [][]string{{"1", "2"}, {"three", "4"}}, instead: map[string][]string{key([]string{"3", "4"}): {"three", "4"}}}
	if r := score(&file{bytes: text, want: other}); !r.perfect {
		t.Errorf("a reading that is as good: %+v", r)
	}
}

func TestEncode(t *testing.T) {
	for _, c := range []struct {
		encoding string
		bom      bool
		want     string
	}{
		{"utf-8", false, "\xc3\xa5\xe5"}, {"utf-8", true, "\xef\xbb\xbf\xc3\xa5\xe5"}, {"utf-16le", true, "\xff\xfe\xe5\x00\x00\xdc"}, {"utf-16be", false, "\x00\xe5\xdc\x00"},
		{"utf-32be", false, "\x00\x00\x00\xe5\x00\x11\x00\x00"}, {"utf-32le", true, "\xff\xfe\x00\x00\xe5\x00\x00\x00\x00\x00\x11\x00"},
	} {
		if got, ok := encode("å"+string(marker), c.encoding, c.bom); !ok || string(got) != c.want {
			t.Errorf("%s: %q", c.encoding, got)
		}
	}
	for encoding, want := range map[string]string{"windows-1252": "\xe5\x80", "iso-8859-15": "\xe5\xa4", "macintosh": "\x8c\xdb"} {
		if got, ok := encode("å€", encoding, false); !ok || string(got) != want {
			t.Errorf("%s: %q", encoding, got)
		}
	}
	if _, ok := encode("Ж", "windows-1252", false); ok {
		t.Error("windows-1252 has a Cyrillic letter")
	}
}

// FuzzDamaged: a file of the corpus with bytes changed by the fuzzer is read without a crash.
func FuzzDamaged(f *testing.F) {
	c := first()
	units := c.units()
	for i := 0; i < len(units); i += 97 {
		f.Add(uint16(i), uint16(i), byte('"'))
	}
	f.Fuzz(func(t *testing.T, n, position uint16, b byte) {
		u := units[int(n)%len(units)]
		if len(u.table.rows) > 100 || u.damage.group == "none" {
			return
		}
		for _, made := range c.files(u) {
			if len(made.bytes) > 0 {
				made.bytes[int(position)%len(made.bytes)] = b
			}
			open, err := table.Open(bytes.NewReader(made.bytes), "x.csv", table.Options{})
			if err != nil {
				continue
			}
			for _, err := range open.Rows() {
				if err != nil {
					break
				}
			}
		}
	})
}
