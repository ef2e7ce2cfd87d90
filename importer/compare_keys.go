package importer

import (
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// rowKeyKind is what a row may be known by from run to run, what tells most first.
type rowKeyKind int

const (
	byIdentity rowKeyKind = iota // the orgbatch_row that it carries, or that its rejects would
	byContent                    // all its cells
	byID
	byName
	byCustomID
	byNeighbour // the cells of the row above it
	rowKeyKinds
)

// tellingKinds are enough to say that a row is another one.
var tellingKinds = [...]rowKeyKind{byContent, byID, byName}

// kindKey is one key of a row; the zero value is none.
type kindKey struct {
	kind rowKeyKind
	key  key
}

// rowKeys gives what the rows of a run are known by, one row after the other.
type rowKeys struct {
	short   string // the run's, whose identity a row has that carries none
	row     *run.Row
	content string // of this row
	above   string // of the row above
}

func newRowKeys(short string) *rowKeys { return &rowKeys{short: short} }

// next takes the next row.
func (k *rowKeys) next(r *run.Row) {
	if k.above = k.content; k.row == nil || k.row.Source != r.Source {
		k.above = "the header"
	}
	k.row, k.content = r, contentOf(r)
}

// of gives one key of the row.
func (k *rowKeys) of(kind rowKeyKind) kindKey {
	if text := k.text(kind); text != "" {
		return kindKey{kind, keyOf(text)}
	}
	return kindKey{}
}

func (k *rowKeys) text(kind rowKeyKind) string {
	switch v := &k.row.Values; kind {
	case byIdentity:
		return k.row.IdentityIn(k.short)
	case byContent:
		return k.content
	case byID:
		return v.ID
	case byName:
		return v.Name
	case byCustomID:
		return v.CustomID.Text
	}
	return strconv.Itoa(k.row.Source) + ":" + k.above
}

// contentOf is a text that rows of the same cells have in common.
func contentOf(r *run.Row) string {
	var b strings.Builder
	for _, cell := range r.Cells {
		b.WriteString(strconv.Itoa(len(cell.Text)))
		b.WriteByte(' ')
		b.WriteString(cell.Text)
	}
	return b.String()
}
