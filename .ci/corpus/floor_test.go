//go:build !race

package main

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"
)

// thin is how many times fewer files are looked at than could be.
const thin = 1

func TestFloor(t *testing.T) {
	results, err := run(first(), first().units(), everything, "", score)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) < 5000 {
		t.Errorf("the corpus has %d files", len(results))
	}
	clear, _ := summed(results)
	right := 100 * float64(clear.perfect) / float64(clear.files)
	if f1 := 100 * clear.f1(); f1 < floorF1 || right < floorRight {
		t.Errorf("F1 is %.3f %%, at least %v was reached; %.2f %% of the files are right, were %v", f1, floorF1, right, floorRight)
	}
}

// TestStrictFloor: nothing comes in wrong more often than it did, and refusing all isn't the way.
func TestStrictFloor(t *testing.T) {
	c := newStrictCorpus(1)
	verdicts, err := run(c, c.units(), everything, "", judge)
	if err != nil {
		t.Fatal(err)
	}
	files := totalOf(verdicts).files
	wrong, left, right := percent(files, isWrong), percent(files, isLeftOut), percent(files, isRight)
	if wrong > mostWrong || left > mostLeftOut || right < leastRight {
		t.Errorf("of %d files %.2f %% are wrong (at most %v were), %.2f %% leave rows out (%v), %.2f %% are right (at least %v were)",
			len(verdicts), wrong, float64(mostWrong), left, float64(mostLeftOut), right, float64(leastRight))
	}
	for _, v := range verdicts {
		if v.file.damage.group == "none" && v.worst() != isRight {
			t.Errorf("%s: sound, but %d rows are refused: %s", v.file.name, v.refused, v.first)
		}
	}
}

func TestDeterministic(t *testing.T) {
	for name, of := range map[string]func(uint64) *corpus{"broad": newCorpus, "strict": newStrictCorpus} {
		t.Run(name, func(t *testing.T) { checkDeterministic(t, of) })
	}
}

func checkDeterministic(t *testing.T, of func(uint64) *corpus) {
	one, two, other := of(7), of(7), of(8)
	units, twoUnits, otherUnits := one.units(), two.units(), other.units()
	same, names := 0, map[string]bool{}
	for i := 0; i < len(units); i++ {
		if i%9 != 0 && units[i].damage.group != "none" || len(units[i].table.rows) > 1000 {
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
		if i%3 > 0 || u.damage.group == "none" || len(u.table.rows) > 1000 {
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
