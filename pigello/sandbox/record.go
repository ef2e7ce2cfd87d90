package sandbox

import (
	"bytes"
	"errors"

	"github.com/ncruces/go-sqlite3"
)

// text is UTF-8 that is bound and read as TEXT; a nil text is null.
type text []byte

// record is one organization. Null is nil. Read by scan, its slices live until the statement's next
// step.
type record struct {
	n       int64
	id      []byte
	parent  []byte
	created int64
	tags    text // JSON
	cols    text // JSON
	texts   textValues

	parentName, parentCustom text // only where the answer shows them
}

// recordColumns is what scan reads, in its order.
var recordColumns = "n, id, parent, created, tags, cols, " + eachText("%s")

// afterColumns is the place of the first text among them.
const afterColumns = 6

func (r *record) scan(st *sqlite3.Stmt) {
	r.n = st.ColumnInt64(0)
	r.id = st.ColumnRawBlob(1)
	r.parent = st.ColumnRawBlob(2)
	r.created = st.ColumnInt64(3)
	r.tags = st.ColumnRawText(4)
	r.cols = st.ColumnRawText(5)
	for i := range r.texts {
		r.texts[i] = st.ColumnRawText(afterColumns + i)
	}
}

// clone makes the record independent of its statement.
func (r *record) clone() record {
	c := *r
	c.tags, c.cols = bytes.Clone(r.tags), bytes.Clone(r.cols)
	for i, one := range r.texts {
		c.texts[i] = bytes.Clone(one)
	}
	c.id = append([]byte(nil), r.id...)
	c.parent = append([]byte(nil), r.parent...)
	return c
}

var errNoRow = errors.New("no such organization")

// rowNumber finds the row of an id, 0 when there is none.
func (c *conn) rowNumber(id uid) (int64, error) {
	n, ok, err := c.number("SELECT n FROM org WHERE n = ? AND id = ?", rowOf(id), id[:])
	if err != nil || ok {
		return n, err
	}
	n, _, err = c.number("SELECT org.n FROM foreign_id f JOIN org ON org.n = f.n AND org.id = f.id WHERE f.id = ?", id[:])
	return n, err
}

// find reads the organization of an id, or gives errNoRow.
func (c *conn) find(id uid) (record, error) {
	n, err := c.rowNumber(id)
	if err != nil {
		return record{}, err
	}
	st, err := c.stmt("SELECT "+recordColumns+" FROM org WHERE n = ?", n)
	if err != nil {
		return record{}, err
	}
	var r record
	if found := st.Step(); found {
		r.scan(st)
		r = r.clone()
	} else if err = st.Err(); err == nil {
		err = errNoRow
	}
	_ = st.Reset()
	return r, err
}
