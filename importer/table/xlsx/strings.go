package xlsx

import (
	"fmt"
	"io"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Bounds of the texts that cells share, which are the one thing of a workbook that is kept in memory.
const (
	maxShared   = 1 << 30
	sharedChunk = 1 << 20
	sharedBlock = 1 << 12
)

// sharedStrings holds the texts that cells refer to by number, packed into large chunks: a million small strings cost their bytes and 16
// each.
type sharedStrings struct {
	blocks [][]string
	n      int
	size   int
	chunk  strings.Builder
}

// get gives a text; ok is false for a number that there is no text for.
func (s *sharedStrings) get(i int) (text string, ok bool) {
	if i < 0 || i >= s.n {
		return "", false
	}
	return s.blocks[i/sharedBlock][i%sharedBlock], true
}

func (s *sharedStrings) add(text []byte) {
	if s.chunk.Cap()-s.chunk.Len() < len(text) {
		s.chunk = strings.Builder{}
		s.chunk.Grow(max(sharedChunk, len(text)))
	}
	start := s.chunk.Len()
	s.chunk.Write(text)
	if s.n%sharedBlock == 0 {
		s.blocks = append(s.blocks, make([]string, 0, sharedBlock))
	}
	last := &s.blocks[len(s.blocks)-1]
	*last = append(*last, s.chunk.String()[start:])
	s.n++
	s.size += len(text) + 16
}

// readStrings reads all shared strings. A workbook without any is fine.
func readStrings(a *archive.Archive, part string) (*sharedStrings, error) {
	s := &sharedStrings{}
	if part == "" || !a.Has(part) {
		return s, nil
	}
	r, err := a.Open(part)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // it was only read
	x := xmlscan.NewReader(r)
	for {
		start, err := x.Start()
		if err == io.EOF {
			return s, nil
		}
		if err == nil && string(start.Name) == "si" {
			x.Mark()
			if err = richText(x, "si"); err == nil {
				s.add(x.Gathered)
			}
		}
		if err != nil {
			return nil, a.Damaged(fmt.Sprintf("its shared texts can't be read (text %d)", s.n+1), err)
		}
		if s.size > maxShared {
			return nil, a.Fail(fmt.Sprintf("its cells hold more than %d MiB of text", maxShared>>20), tabular.SaveAsCSV)
		}
	}
}
