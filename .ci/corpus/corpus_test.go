package main

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
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
	results, err := run(c, some, everything, "")
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

func TestDeterministic(t *testing.T) {
	one, two, other := newCorpus(7), newCorpus(7), newCorpus(8)
	units, twoUnits, otherUnits := one.units(), two.units(), other.units()
	same, names := 0, map[string]bool{}
	for i := 0; i < len(units); i++ {
		if i%(9*thin) != 0 && units[i].damage.group != "none" || len(units[i].table.rows) > 1000 {
			continue
		}
		a, b := one.files(units[i]), two.files(twoUnits[i])
		if len(a) != len(b) {
			t.Fatalf("%s: %d files, then %d", units[i], len(a), len(b))
		}
		for k, f := range a {
			if f.name != b[k].name || !bytes.Equal(f.bytes, b[k].bytes) {
				t.Fatalf("%s differs from %s", f.name, b[k].name)
			}
			if names[f.name] {
				t.Errorf("two files are called %s", f.name)
			}
			names[f.name] = true
		}
		if c := other.files(otherUnits[i]); len(a) > 0 && len(c) > 0 && bytes.Equal(a[0].bytes, c[0].bytes) {
			same++
		}
	}
	if same > len(names)/10 {
		t.Errorf("another seed makes %d of %d files alike", same, len(names))
	}
}

// TestPlainFiles: a sound file of RFC 4180 is read by encoding/csv, which knows nothing of us, and by the reader as it is expected to be.
func TestPlainFiles(t *testing.T) {
	c := first()
	for _, s := range c.tables {
		for _, change := range []func(*dialect){func(*dialect) {}, func(d *dialect) { d.style = quoteAll }, func(d *dialect) { d.delimiter = ";" }, func(d *dialect) { d.delimiter, d.newline = "\t", "\r\n" }} {
			d := plain
			change(&d)
			f := makeFile(unit{damage: c.damages[0], table: s}, d)
			if f == nil || !readable(s, d) {
				if len(s.header) > 1 {
					t.Errorf("%s can't be written as %s", s.name, d)
				}
				continue
			}
			r := csv.NewReader(bytes.NewReader(f.bytes))
			r.Comma = rune(d.delimiter[0])
			all, err := r.ReadAll()
			want := append([][]string{f.want.header}, f.want.rows...)
			if err != nil || !slices.EqualFunc(all, want, slices.Equal[[]string]) {
				t.Errorf("%s: encoding/csv reads something else than is expected (%v)", f.name, err)
			}
			if got := score(f); !got.perfect {
				t.Errorf("%s: %s", f.name, got.wrong)
			}
		}
	}
}

// TestEveryDamage: each damage is done to several files, and none is thought ambiguous throughout.
func TestEveryDamage(t *testing.T) {
	c := first()
	files, clear := map[string]int{}, map[string]int{}
	for _, u := range c.units() {
		if u.damage.group == "none" || len(u.table.rows) > 1000 {
			continue
		}
		name := u.damage.group + ", " + u.damage.name
		for _, f := range c.files(u) {
			files[name]++
			if !f.ambiguous {
				clear[name]++
			}
		}
	}
	for _, d := range c.damages[1:] {
		if name := d.group + ", " + d.name; files[name] < 4 || clear[name] < files[name]/4 {
			t.Errorf("%s: %d files, %d of which a person can read", name, files[name], clear[name])
		}
	}
}

// TestDamageShows: what is damaged differs from the sound file in its bytes or in what is expected of it.
func TestDamageShows(t *testing.T) {
	c := first()
	for i, u := range c.units() {
		if i%(3*thin) > 0 || u.damage.group == "none" || len(u.table.rows) > 1000 {
			continue
		}
		for _, f := range c.files(u) {
			sound := makeFile(unit{damage: c.damages[0], table: u.table}, f.dialect)
			if sound == nil || bytes.Equal(sound.bytes, f.bytes) {
				t.Errorf("%s is no damage", f.name)
			}
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
