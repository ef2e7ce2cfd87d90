package sandbox

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/ncruces/go-sqlite3"
)

// loadBatch is how many rows are loaded in one transaction.
const loadBatch = 1000

// Load fills the sandbox with organizations as a list of the API gives them, raw JSON objects: ids,
// times, tags and columns are kept, a row whose id is there already is replaced. A parent may come
// later or, being out of the list's sight, never; a parent that the list doesn't tell ({}) is taken
// for none. It gives how many rows were loaded: in batches, so that after an error those before
// stay. Writers wait only while a batch is written, not while rows are awaited.
func (s *Sandbox) Load(ctx context.Context, rows iter.Seq2[[]byte, error]) (int, error) {
	loaded := 0
	batch := make([]record, 0, loadBatch)
	flush := func() error {
		err := s.loadRows(batch)
		if err != nil {
			return fmt.Errorf("load organizations %d to %d: %w", loaded+1, loaded+len(batch), err)
		}
		loaded += len(batch)
		batch = batch[:0]
		return nil
	}
	for raw, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return loaded, fmt.Errorf("load organization %d: %w", loaded+len(batch)+1, err)
		}
		r, err := readRecord(raw)
		if err != nil {
			return loaded, fmt.Errorf("load organization %d: %w", loaded+len(batch)+1, err)
		}
		if batch = append(batch, r); len(batch) == loadBatch {
			if err := flush(); err != nil {
				return loaded, err
			}
		}
	}
	return loaded, flush()
}

func (s *Sandbox) loadRows(batch []record) error {
	return s.store.write(func(w *conn) error {
		tx := &writing{conn: w, rules: s.rules.Load(), store: s.store}
		if err := tx.readCounters(); err != nil {
			return err
		}
		for i := range batch {
			if err := tx.load(&batch[i]); err != nil {
				return fmt.Errorf("%s %q: %w", uid(batch[i].id), batch[i].texts[theName], err)
			}
		}
		return tx.end()
	})
}

// load adds or replaces one row.
func (tx *writing) load(r *record) error {
	n, err := tx.conn.rowNumber(uid(r.id))
	if err != nil {
		return err
	}
	if n != 0 {
		args := append(r.texts.args(), r.parent, r.created, r.tags, r.cols, n)
		err = tx.conn.exec("UPDATE org SET "+eachText("%s = ?")+", parent = ?, created = ?, tags = ?, cols = ? WHERE n = ?", args...)
	} else {
		tx.n++
		tx.added = true
		r.n = tx.n
		if err = tx.put(r); err == nil {
			err = tx.conn.exec("INSERT OR REPLACE INTO foreign_id (id, n) VALUES (?, ?)", r.id, r.n)
		}
	}
	if errors.Is(err, sqlite3.CONSTRAINT_UNIQUE) {
		return errors.New("another organization has that name")
	}
	return err
}

// readRecord reads an object of a list.
func readRecord(raw []byte) (r record, err error) {
	if decoder(raw).PeekKind() != '{' {
		return r, errors.New("it is no JSON object")
	}
	r.created = -1
	err = eachMember(raw, func(field string, value jsontext.Value) error {
		if err := r.load(field, value); err != nil {
			return fmt.Errorf("field %s: %w", field, err)
		}
		return nil
	})
	switch {
	case err != nil:
		return r, err
	case r.id == nil:
		return r, errors.New("it has no id")
	case r.texts[theName] == nil:
		return r, errors.New("it has no name")
	case r.created < 0:
		return r, errors.New("it has no created_at")
	}
	return r, nil
}

// load takes one field of a list's object; fields that aren't known are left out.
func (r *record) load(field string, value jsontext.Value) error {
	switch {
	case field == "tags" || field == "customer_columns":
		if err := value.Compact(); err != nil || value.Kind() == 'n' {
			return err
		}
		if field == "tags" {
			r.tags = text(value)
		} else {
			r.cols = text(value)
		}
		return nil
	case value.Kind() == 'n':
		return nil
	case field == "organization":
		return r.loadParent(value)
	case field != "id" && field != "created_at" && textNamed(field) < 0:
		return nil
	}
	s, err := jsontext.AppendUnquote([]byte{}, value)
	if err != nil {
		return err
	}
	switch field {
	case "id":
		id, ok := parseID(string(s))
		if !ok {
			return fmt.Errorf("%q is no UUID", s)
		}
		r.id = id[:]
	case "created_at":
		micros, ok := parseTime(string(s), dateTimes)
		if !ok {
			return fmt.Errorf("%q is no time", s)
		}
		r.created = micros
	default:
		r.texts[textNamed(field)] = s
	}
	return nil
}

func (r *record) loadParent(value jsontext.Value) error {
	var p problems
	one, err := readElement(value)
	if err != nil || one.id == nil {
		return err
	}
	id, ok := readID("organization", one.id, &p)
	if !ok {
		return fmt.Errorf("%s is no UUID", one.id)
	}
	r.parent = id[:]
	return nil
}
