package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// values are the texts of a file's column, each with that of another column in its row, or with itself.
type values struct {
	to     map[string]string
	folded map[string]string // by the text in lower case
}

func newValues(texts []string) *values {
	v := &values{to: map[string]string{}, folded: map[string]string{}}
	for _, text := range texts {
		v.add(text, text)
	}
	return v
}

func (v *values) add(text, to string) { v.to[text], v.folded[strings.ToLower(text)] = to, text }

// valuesOf reads a file once for each pair of its columns. Any table that can be imported will do.
func (s *Set) valuesOf(file, from, to string) (*values, error) {
	key := file + "\x00" + from + "\x00" + to
	if v := s.files[key]; v != nil {
		return v, nil
	}
	path := file
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(s.Name), path)
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s; write where it lies as seen from the folder of the mapping file", path)
	case err != nil:
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	t, err := table.Open(f, file, table.Options{KnownHeader: func(text string) bool { return text == from || text == to }})
	if err != nil {
		return nil, err
	}
	v, err := readValues(t, file, from, to)
	if err != nil {
		return nil, err
	}
	if s.files == nil {
		s.files, s.sums = map[string]*values{}, map[string]string{}
	}
	s.files[key], s.sums[file] = v, hex.EncodeToString(h.Sum(nil))
	return v, nil
}

// Sums are the SHA-256 of the files that were read, by the names that the set has for them.
func (s *Set) Sums() map[string]string { return s.sums }

func readValues(t *table.Table, file, from, to string) (*values, error) {
	for _, name := range []string{from, to} {
		if !slices.Contains(t.Header(), name) {
			return nil, fmt.Errorf("%s has no column %q (its columns are %q)", file, name, t.Header())
		}
	}
	a, b := slices.Index(t.Header(), from), slices.Index(t.Header(), to)
	v := newValues(nil)
	for row, err := range t.Rows() {
		if err != nil {
			return nil, err
		}
		for _, p := range row.Problems {
			if !p.Warning {
				return nil, fmt.Errorf("%s, row %d: %s", file, row.Number, p.Message)
			}
		}
		key, text := textOf(row.Cells, a), textOf(row.Cells, b)
		if key == "" {
			continue
		}
		if other, twice := v.to[key]; twice && other != text {
			return nil, fmt.Errorf("%s has %q twice, with %q and, in row %d, with %q; keep one", file, key, other, row.Number, text)
		}
		v.add(key, text)
	}
	for _, p := range t.Problems() {
		if p.Code == tabular.CodeFooter || p.Code == tabular.CodeComments || p.Code == tabular.CodeOtherTable {
			return nil, fmt.Errorf("%s: %s (%q); make it a table of values alone", file, p.Message, p.Value)
		}
	}
	return v, nil
}

// textOf is a cell's text as it would be sent, "" where there is none.
func textOf(cells []tabular.Cell, column int) string {
	if column >= len(cells) {
		return ""
	}
	return tabular.TrimEnds(cells[column].Text)
}
