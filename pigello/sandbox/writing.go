package sandbox

import (
	"bytes"
	"errors"
)

// errRefused undoes a transaction whose answer is a list of problems, errRaced one that met a name
// which no check had seen.
var (
	errRefused = errors.New("refused")
	errRaced   = errors.New("raced")
)

// writing is the work of one request inside its transaction.
type writing struct {
	conn   *conn
	rules  *rules
	store  *store
	n      int64  // the newest row's number
	added  bool   // n has grown
	domain uint64 // of the ids given here
	now    int64  // microseconds
	seen   int64  // as of the call
	equal  bool   // all rows of this request get one created_at
}

// begin starts the work of this request on the writing connection, inside a transaction of it.
func (c *call) begin(w *conn) (*writing, error) {
	tx := &writing{conn: w, rules: c.rules, store: c.s.store, now: c.s.now().UnixMicro(), seen: c.seen}
	return tx, tx.readCounters()
}

// see notes which rows are there before the turn of this write comes, where what comes meanwhile
// makes a difference.
func (c *call) see() {
	if c.rules.UniqueRace != "500" {
		return
	}
	reader, err := c.s.store.readers.get(c.r.Context())
	if err != nil {
		return // the write meets the same, and says so
	}
	defer c.s.store.readers.put(reader)
	c.seen, _, _ = reader.number("SELECT value FROM counter WHERE key = 'n'")
}

func (tx *writing) readCounters() (err error) {
	if tx.n, _, err = tx.conn.number("SELECT value FROM counter WHERE key = 'n'"); err != nil {
		return err
	}
	domain, _, err := tx.conn.number("SELECT value FROM counter WHERE key = 'domain'")
	tx.domain = uint64(domain)
	return err
}

// end notes which row numbers are taken.
func (tx *writing) end() error {
	if !tx.added {
		return nil
	}
	return tx.conn.exec("UPDATE counter SET value = ? WHERE key = 'n'", tx.n)
}

// nextStamp gives the created_at of a new row: now, but later than any given before, unless the
// request's rows are to share one.
func (tx *writing) nextStamp() int64 {
	if !tx.equal || !tx.added {
		tx.store.stamp = max(tx.now, tx.store.stamp+1)
	}
	return tx.store.stamp
}

// insert adds a row, unless there are problems already or more are found.
func (tx *writing) insert(ch change, p problems) (record, problems, error) {
	p, err := tx.check(ch, 0, nil, p)
	if err != nil || len(p) > 0 {
		return record{}, p, err
	}
	r := record{texts: ch.texts, parent: ch.parent, created: tx.nextStamp()}
	tx.n++
	tx.added = true
	id := mintID(tx.n, tx.domain)
	r.n, r.id = tx.n, id[:]
	return r, nil, tx.put(&r)
}

var insertRow = "INSERT INTO org (" + recordColumns + ") VALUES " + placeholders(afterColumns+len(texts))

func (tx *writing) put(r *record) error {
	st, err := tx.conn.stmt(insertRow)
	if err != nil {
		return err
	}
	err = errors.Join(
		st.BindInt64(1, r.n), st.BindBlob(2, r.id), st.BindBlob(3, r.parent), st.BindInt64(4, r.created),
		st.BindRawText(5, r.tags), st.BindRawText(6, r.cols),
	)
	for i, one := range r.texts {
		err = errors.Join(err, st.BindRawText(1+afterColumns+i, one))
	}
	if err != nil {
		return err
	}
	return st.Exec()
}

// update changes the given fields of a row, unless there are problems already or more are found.
func (tx *writing) update(old record, ch change, p problems) (record, problems, error) {
	p, err := tx.check(ch, old.n, old.id, p)
	if err != nil || len(p) > 0 {
		return record{}, p, err
	}
	r, same := old, true
	for i, one := range ch.texts {
		if ch.has[i] {
			r.texts[i] = one
			same = same && bytes.Equal(one, old.texts[i]) && (one == nil) == (old.texts[i] == nil)
		}
	}
	if ch.hasParent {
		r.parent = ch.parent
	}
	if same && bytes.Equal(r.parent, old.parent) {
		return r, nil, nil
	}
	return r, nil, tx.conn.exec(updateRow, append(r.texts.args(), r.parent, r.n)...)
}

var updateRow = "UPDATE org SET " + eachText("%s = ?") + ", parent = ? WHERE n = ?"

// args are the values as arguments of SQL.
func (t textValues) args() (args []any) {
	for _, one := range t {
		args = append(args, one)
	}
	return args
}

// check finds the problems that only the other rows show: the name taken, the parent missing or
// below the row itself. n and id are the row's, 0 and nil for a new one.
func (tx *writing) check(ch change, n int64, id []byte, p problems) (problems, error) {
	if ch.has[theName] {
		switch other, err := tx.taken(ch.texts[theName], n); {
		case err != nil:
			return p, err
		case other > tx.seen && tx.rules.UniqueRace == "500":
			return p, errRaced
		case other > 0:
			p.add("name", "This field must be unique.")
		}
	}
	if len(ch.parent) == 0 {
		return p, nil
	}
	there, err := tx.conn.rowNumber(uid(ch.parent))
	switch {
	case err != nil:
		return p, err
	case there == 0:
		p.addf("organization", "Invalid pk %q - object does not exist.", uid(ch.parent).String())
	case n != 0:
		below, err := tx.isBelow(uid(ch.parent), id)
		if err != nil {
			return p, err
		}
		if below {
			p.add("organization", "An organization cannot be below itself.")
		}
	}
	return p, nil
}

// taken gives the row other than n that has the name, 0 for none.
func (tx *writing) taken(name text, n int64) (int64, error) {
	if tx.rules.UniqueName == "folded" {
		other, _, err := tx.conn.number("SELECT n FROM org WHERE fold(name) = ? AND n <> ? LIMIT 1", text(appendFold(nil, name)), n)
		return other, err
	}
	other, _, err := tx.conn.number("SELECT n FROM org WHERE name = ?", name)
	if other == n {
		other = 0
	}
	return other, err
}

// isBelow tells whether the organization is the one of id, or below it. A ring that was loaded ends
// the walk.
func (tx *writing) isBelow(from uid, id []byte) (bool, error) {
	for seen := map[uid]bool{}; !seen[from]; {
		if bytes.Equal(from[:], id) {
			return true, nil
		}
		seen[from] = true
		above, err := tx.conn.find(from)
		if errors.Is(err, errNoRow) || err == nil && len(above.parent) == 0 {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		from = uid(above.parent)
	}
	return false, nil
}
