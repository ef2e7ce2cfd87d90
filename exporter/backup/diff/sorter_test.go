package diff

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is put into a sorter comes out by its key, equal keys as they came, as
// often as it is read: from memory, from one run or from many, from blocks that
// are full, and from values that are larger than a block.
func TestSorter(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		s := &spool{dir: dir}
		sorter := newSorter(s, rapid.SampledFrom([]int{1, 5000, 200_000}).Draw(t, "bound"))
		var want []record
		for i := range rapid.IntRange(0, 60).Draw(t, "records") {
			r := record{value: bytes.Repeat([]byte{byte(i), 'x'}, rapid.SampledFrom([]int{0, 1, 90, 4000, blockSize}).Draw(t, "length"))}
			r.key[0], r.key[keySize-1] = rapid.Byte().Draw(t, "first"), byte(rapid.IntRange(0, 1).Draw(t, "last"))
			want = append(want, r)
			if err := sorter.add(r.key, r.value); err != nil {
				t.Fatal(err)
			}
		}
		if err := sorter.end(); err != nil {
			t.Fatal(err)
		}
		slices.SortStableFunc(want, func(a, b record) int { return bytes.Compare(a.key[:], b.key[:]) })
		for range 2 {
			n := 0
			for r, err := range sorter.sorted() {
				if err != nil {
					t.Fatal(err)
				}
				if n == len(want) || r.key != want[n].key || !bytes.Equal(r.value, want[n].value) {
					t.Fatalf("record %d of %d isn't what was put in", n, len(want))
				}
				n++
			}
			if n != len(want) {
				t.Fatalf("%d of %d records came out", n, len(want))
			}
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

// A temporary file that somebody changed is an error, never other rows.
func TestSpoolChanged(t *testing.T) {
	s := &spool{dir: t.TempDir()}
	b, err := s.write(bytes.Repeat([]byte("Exempel"), 100))
	if err != nil {
		t.Fatal(err)
	}
	for at := range int64(b.length) {
		var was [1]byte
		if _, err := s.file.ReadAt(was[:], at); err != nil {
			t.Fatal(err)
		}
		if _, err := s.file.WriteAt([]byte{was[0] ^ 4}, at); err != nil {
			t.Fatal(err)
		}
		if _, err := s.read(b, nil); err == nil {
			t.Errorf("byte %d is not missed", at)
		}
		if _, err := s.file.WriteAt(was[:], at); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.read(b, nil); err != nil || len(got) != 700 {
		t.Errorf("unchanged: %d bytes, %v", len(got), err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
}
