package sandbox

import (
	"errors"

	"github.com/ncruces/go-sqlite3"
)

// text is UTF-8 that is bound and read as TEXT; a nil text is null.
type text []byte

// record is one organization. Null is nil. Read by scan, its slices live until the statement's next step.
type record struct {
	n       int64
	id      []byte
	name    text
	custom  text
	parent  []byte
	created int64
	tags    text // JSON
	cols    text // JSON

	parentName, parentCustom text // only where the answer shows them
}

// recordColumns is what scan reads, in its order.
const recordColumns = "n, id, name, custom_id, parent, created, tags, cols"

func (r *record) scan(st *sqlite3.Stmt) {
	r.n = st.ColumnInt64(0)
	r.id = st.ColumnRawBlob(1)
	r.name = st.ColumnRawText(2)
	r.custom = st.ColumnRawText(3)
	r.parent = st.ColumnRawBlob(4)
	r.created = st.ColumnInt64(5)
	r.tags = st.ColumnRawText(6)
	r.cols = st.ColumnRawText(7)
}

// clone makes the record independent of its statement.
func (r *record) clone() record {
	c := *r
	for _, s := range []*text{&c.name, &c.custom, &c.tags, &c.cols} {
		*s = append(text(nil), *s...)
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
