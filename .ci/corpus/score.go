package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// count compares a bag of things read with the bag that was wanted.
type count struct{ want, got, same int }

func (c count) precision() float64 { return share(c.same, c.got, c.want) }
func (c count) recall() float64    { return share(c.same, c.want, c.got) }

func (c count) f1() float64 {
	p, r := c.precision(), c.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// share is 1 of nothing when nothing else was there either.
func share(same, all, others int) float64 {
	switch {
	case all > 0:
		return float64(same) / float64(all)
	case others > 0:
		return 0
	}
	return 1
}

// result is how well a file was read.
type result struct {
	file                *file
	loaded, perfect     bool
	header, rows, cells count
	wrong               string // the first thing that is
}

// score reads a file, as `inspect --as csv` would write it, and compares. Files are called .csv, whatever they are.
func score(f *file) result {
	header, rows, err := read(f)
	r := result{file: f, loaded: err == nil}
	want := f.want
	if want.also != nil && slices.Equal(header, want.also) {
		want.header = want.also
	}
	for i, row := range rows {
		if better, ok := want.instead[key(row)]; ok {
			rows[i] = better
		}
	}
	wanted := make([][]string, len(want.rows))
	for i, row := range want.rows {
		wanted[i] = cleanAll(row)
	}
	r.header = compare(want.header, header)
	r.rows = compare(keys(wanted), keys(rows))
	r.cells = compare(slices.Concat(wanted...), slices.Concat(rows...))
	r.wrong = firstWrong(want.header, header, wanted, rows)
	if err != nil {
		r.wrong = err.Error()
	}
	r.perfect = r.loaded && r.wrong == ""
	return r
}

func read(f *file) (header []string, rows [][]string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	t, err := table.Open(bytes.NewReader(f.bytes), "corpus.csv", table.Options{Table: f.number})
	if err != nil {
		return nil, nil, err
	}
	if header = cleanAll(t.Header()); strings.Join(header, "") == "" {
		header = nil
	}
	for row, err := range t.Rows() {
		if err != nil {
			return header, rows, err
		}
		if slices.ContainsFunc(row.Problems, func(p tabular.Problem) bool { return p.Code == tabular.CodeOtherTable }) {
			break // the error that another table begins here is no row of this one
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = clean(c.Text)
		}
		rows = append(rows, cells)
	}
	return header, rows, nil
}

// clean takes away how a byte that is no text is shown: it may be kept, or be a replacement character, and a NUL may be left out.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\x00", "")
	return strings.ToValidUTF8(text, "\ufffd")
}

func cleanAll(cells []string) []string {
	c := make([]string, len(cells))
	for i, text := range cells {
		c[i] = clean(text)
	}
	return c
}

func keys(rows [][]string) []string {
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i] = key(row)
	}
	return list
}

// compare counts what two bags have in common.
func compare(want, got []string) count {
	c := count{want: len(want), got: len(got)}
	left := make(map[string]int, len(want))
	for _, s := range want {
		left[s]++
	}
	for _, s := range got {
		if left[s] > 0 {
			left[s]--
			c.same++
		}
	}
	return c
}

// firstWrong says where a reading first differs, "" when it doesn't.
func firstWrong(wantHeader, header []string, want, rows [][]string) string {
	if !slices.Equal(wantHeader, header) {
		return fmt.Sprintf("header %q, want %q", header, wantHeader)
	}
	for i := range max(len(want), len(rows)) {
		switch {
		case i >= len(rows):
			return fmt.Sprintf("%d rows, want %d; lacks %q", len(rows), len(want), want[i])
		case i >= len(want):
			return fmt.Sprintf("%d rows, want %d; too many: %q", len(rows), len(want), rows[i])
		case !slices.Equal(want[i], rows[i]):
			return fmt.Sprintf("row %d of %d: %q, want %q", i+1, len(want), rows[i], want[i])
		}
	}
	return ""
}
