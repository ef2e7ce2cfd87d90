package run

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

var (
	genText  = rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 20), func(b []byte) string { return string(b) }) // any bytes, also bad UTF-8
	genMaybe = rapid.Custom(func(t *rapid.T) Text {
		if k := TextKind(rapid.IntRange(0, 2).Draw(t, "kind")); k != Value {
			return Text{Kind: k}
		}
		return Text{genText.Draw(t, "text"), Value}
	})
	genPosition = rapid.OneOf(rapid.IntRange(0, 300), rapid.Just(math.MaxInt32))
	genIndex    = rapid.OneOf(rapid.Int32Range(-1, 300), rapid.Just(int32(math.MaxInt32)))
	genUUID     = rapid.Map(rapid.SliceOfN(rapid.ByteRange(0, 2), 16, 16), func(b []byte) uuid.UUID { return uuid.UUID(b) })
	genCell     = rapid.Custom(func(t *rapid.T) tabular.Cell {
		return tabular.Cell{Text: genText.Draw(t, "cell"), Kind: tabular.Kind(rapid.IntRange(0, 4).Draw(t, "kind"))}
	})
	genRow = rapid.Custom(func(t *rapid.T) Row {
		r := Row{
			Source: genPosition.Draw(t, "source"), Number: genPosition.Draw(t, "number"), Line: genPosition.Draw(t, "line"),
			Identity: genText.Draw(t, "identity"),
			Values: Values{ID: genText.Draw(t, "id"), Name: genText.Draw(t, "name"), CustomID: genMaybe.Draw(t, "custom id"),
				Parent: genMaybe.Draw(t, "parent"), ParentKind: genText.Draw(t, "parent kind")},
		}
		if raw := genText.Draw(t, "raw"); raw != "" {
			r.Raw = []byte(raw)
		}
		if cells := rapid.SliceOfN(genCell, 0, 5).Draw(t, "cells"); len(cells) > 0 {
			r.Cells = cells
		}
		return r
	})
	genSnapshot = rapid.Custom(func(t *rapid.T) Snapshot {
		return Snapshot{Name: genText.Draw(t, "name"), CustomID: genMaybe.Draw(t, "custom id"), Parent: genMaybe.Draw(t, "parent")}
	})
	genDecision = rapid.Custom(func(t *rapid.T) Decision {
		return Decision{
			Action: Action(rapid.IntRange(1, 6).Draw(t, "action")), ID: genUUID.Draw(t, "id"), ParentID: genUUID.Draw(t, "parent id"),
			ParentRow: genIndex.Draw(t, "parent row"), NameAfter: genIndex.Draw(t, "name after"), MoveAfter: rapid.Int32Range(0, math.MaxInt32).Draw(t, "move after"), SameAs: genIndex.Draw(t, "same as"),
			SetParent: rapid.Bool().Draw(t, "parent"), SetCustomID: rapid.Bool().Draw(t, "custom id"), SetName: rapid.Bool().Draw(t, "name"),
			Before: genSnapshot.Draw(t, "before"), After: genSnapshot.Draw(t, "after"),
		}
	})
	genOutcome = rapid.Custom(func(t *rapid.T) Outcome {
		return Outcome{Row: max(0, genIndex.Draw(t, "row")), Status: Status(rapid.IntRange(0, 6).Draw(t, "status")),
			ID: genUUID.Draw(t, "id"), Adopted: rapid.Bool().Draw(t, "adopted")}
	})
)

func TestEncodingsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := genRow.Draw(t, "row")
		row.Index = 7
		if got, err := decodeRow(appendRow(nil, &row), 7); err != nil || !reflect.DeepEqual(got, row) {
			t.Fatalf("%+v comes back as %+v, %v", row, got, err)
		}
		d := genDecision.Draw(t, "decision")
		if got, err := decodeDecision(appendDecision(nil, &d), 7); err != nil || got != d {
			t.Fatalf("%+v comes back as %+v, %v", d, got, err)
		}
		outcomes := rapid.SliceOfN(genOutcome, 0, 5).Draw(t, "outcomes")
		rows := make([]int32, len(outcomes))
		for i, o := range outcomes {
			rows[i] = o.Row
		}
		got, err := decodeOutcomes[Status](appendOutcomes(nil, outcomes))
		if err != nil || len(got) != len(outcomes) || len(got) > 0 && !reflect.DeepEqual(got, outcomes) {
			t.Fatalf("%+v comes back as %+v, %v", outcomes, got, err)
		}
		back, err := decodeIntent(appendIntent(nil, rows))
		if err != nil || len(back) != len(rows) || len(back) > 0 && !reflect.DeepEqual(back, rows) {
			t.Fatalf("%v comes back as %v, %v", rows, back, err)
		}
	})
}

// TestDamageIsNoticed guards that a flipped or a lost byte of the journal's blobs is never taken for another outcome.
func TestDamageIsNoticed(t *testing.T) {
	whole := appendOutcomes(nil, []Outcome{{Row: 3, Status: Created, ID: uuid.New()}, {Row: 4, Status: Unknown}})
	for i := range whole {
		damaged := bytes.Clone(whole)
		damaged[i] ^= 1
		if got, err := decodeOutcomes[Status](damaged); err == nil {
			t.Errorf("with byte %d flipped it reads as %+v", i, got)
		}
		if got, err := decodeOutcomes[Status](whole[:i]); err == nil {
			t.Errorf("cut at %d it reads as %+v", i, got)
		}
	}
}

func FuzzDecodeRow(f *testing.F) {
	row := testRow(1)
	f.Add(appendRow(nil, &row))
	f.Add([]byte{0, 1, 2, 3, 'a', 'b', 'c', 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeRow(b, 1)
		if err != nil {
			return
		}
		again, err := decodeRow(appendRow(nil, &r), 1)
		if err != nil || !reflect.DeepEqual(again, r) {
			t.Fatalf("%+v comes back as %+v, %v", r, again, err)
		}
	})
}

func FuzzDecodeDecision(f *testing.F) {
	d := Decision{Action: ActionUpdate, ID: uuid.New(), ParentRow: 3, NameAfter: -1, SameAs: -1, SetName: true, After: Snapshot{Name: "x"}}
	f.Add(appendDecision(nil, &d))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := decodeDecision(b, 1)
		if err != nil {
			return
		}
		if again, err := decodeDecision(appendDecision(nil, &d), 1); err != nil || again != d {
			t.Fatalf("%+v comes back as %+v, %v", d, again, err)
		}
	})
}

func FuzzDecodeOutcomes(f *testing.F) {
	f.Add(appendOutcomes(nil, []Outcome{{Row: 3, Status: Created, ID: uuid.New(), Adopted: true}}))
	f.Add(appendIntent(nil, []int32{5, 4, math.MaxInt32}))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, blob := range [][]byte{b, seal(bytes.Clone(b))} { // so that what is behind the checksum is reached
			if outcomes, err := decodeOutcomes[Status](blob); err == nil {
				if again, err := decodeOutcomes[Status](appendOutcomes(nil, outcomes)); err != nil || !reflect.DeepEqual(again, outcomes) {
					t.Fatalf("%+v comes back as %+v, %v", outcomes, again, err)
				}
			}
			_, _ = decodeIntent(blob)
		}
	})
}

func FuzzBlock(f *testing.F) {
	f.Add([]byte{2, 1, 3, 'a', 'b', 'c', 'd'})
	f.Add([]byte{1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := openBlock(b, 10)
		if err != nil {
			return
		}
		n := 0
		for i := range k.count() {
			n += len(k.record(10 + i))
		}
		if n != len(k.data) {
			t.Fatalf("%d of %d bytes are in records", n, len(k.data))
		}
	})
}

// TestBlocks guards that rows of any weight come back, from the cache and from disk, in order and at random.
func TestBlocks(t *testing.T) {
	r := newTestRun(t)
	var want []int
	for i := range 2000 {
		row := testRow(i)
		switch {
		case i%500 == 3:
			row.Raw = bytes.Repeat([]byte("stor"), 200_000+i)
		case i%7 == 0:
			row.Raw = []byte(strings.Repeat("x", i))
		}
		want = append(want, len(row.Raw))
		must(t, r.AppendRow(row))
		if i == 1000 {
			must(t, r.FlushRows())
		}
	}
	must(t, r.FlushRows())
	must(t, r.FlushRows())
	for _, from := range []int{0, 1, 511, 512, 1999, 2000, 5000, -3} {
		i := max(from, 0)
		for row, err := range r.Rows(from) {
			must(t, err)
			if row.Index != i || len(row.Raw) != want[i] {
				t.Fatalf("row %d has index %d and %d bytes, not %d", i, row.Index, len(row.Raw), want[i])
			}
			i++
		}
		if i < 2000 {
			t.Errorf("from %d on the rows end at %d", from, i)
		}
	}
	for i := range 2000 {
		at := i * 769 % 2000
		row, err := r.Row(at)
		must(t, err)
		if row.Index != at || len(row.Raw) != want[at] || row.Values != testRow(at).Values {
			t.Fatalf("row %d is %d with %d bytes", at, row.Index, len(row.Raw))
		}
	}
	for _, i := range []int{-1, 2000, math.MaxInt32} {
		if _, err := r.Row(i); err == nil {
			t.Errorf("there is a row %d", i)
		}
	}
	if c := &r.rows.cache; c.size > cacheBytes || len(c.found) > cacheBlocks {
		t.Errorf("the cache keeps %d bytes in %d blocks", c.size, len(c.found))
	}
}
