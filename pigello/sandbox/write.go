package sandbox

import (
	"errors"
	"mime"
	"net/http"
)

// get answers GET of one organization.
func (c *call) get(id uid) *reply {
	reader, err := c.s.store.readers.get(c.r.Context())
	if err != nil {
		return c.failed(err)
	}
	defer c.s.store.readers.put(reader)
	r, err := reader.find(id)
	if err != nil {
		return c.failed(err)
	}
	return c.rules.object(http.StatusOK, &r)
}

// object answers with one organization. Its parent is always told: the assumption speaks of
// lists and bulk writes.
func (ru *rules) object(status int, r *record) *reply {
	sh := ru.shape()
	sh.parent = "id"
	return &reply{status: status, body: sh.append(nil, r), rows: 1}
}

// create answers POST of one organization.
func (c *call) create() *reply {
	return c.writeOne(http.StatusCreated, func(tx *writing, one element) (record, problems, error) {
		change, p := c.rules.read(one, nameRequired)
		return tx.insert(change, p)
	})
}

// update answers PATCH of one organization.
func (c *call) update(id uid) *reply {
	return c.writeOne(http.StatusOK, func(tx *writing, one element) (record, problems, error) {
		old, err := tx.conn.find(id)
		if err != nil {
			return old, nil, err
		}
		name := nameOptional
		if c.rules.PatchWithoutName == "refused" {
			name = nameRequired
		}
		change, p := c.rules.read(one, name)
		return tx.update(old, change, p)
	})
}

// writeOne reads the body as one object and lets write do its work in a transaction.
func (c *call) writeOne(status int, write func(*writing, element) (record, problems, error)) *reply {
	if refusal := wantJSON(c.r); refusal != nil {
		return refusal
	}
	one, refusal := readOne(c.body)
	if refusal != nil {
		return refusal
	}
	one.id = nil // only an array's elements are found by it
	var (
		r record
		p problems
	)
	c.see()
	err := c.s.store.write(func(w *conn) error {
		tx, err := c.begin(w)
		if err != nil {
			return err
		}
		if r, p, err = write(tx, one); err != nil {
			return err
		}
		if len(p) > 0 {
			return errRefused
		}
		return tx.end()
	})
	switch {
	case errors.Is(err, errRefused):
		return invalid(p)
	case err != nil:
		return c.failed(err)
	}
	rows := []bulkRow{{record: r}}
	c.draw.untrueRows(rows)
	return c.draw.untrueBody(c.rules.object(status, &rows[0].record), "{}")
}

// wantJSON refuses bodies of another type.
func wantJSON(r *http.Request) *reply {
	given := r.Header.Get("Content-Type")
	if kind, _, err := mime.ParseMediaType(given); err == nil && kind == "application/json" {
		return nil
	}
	return detail(http.StatusUnsupportedMediaType, "Unsupported media type \""+given+"\" in request.")
}

// delete answers DELETE of one organization.
func (c *call) delete(id uid) *reply {
	var refusal *reply
	err := c.s.store.write(func(w *conn) error {
		n, err := w.rowNumber(id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errNoRow
		}
		refusal, err = c.rules.parting(w, id)
		if err != nil || refusal != nil {
			return err
		}
		return w.exec("DELETE FROM org WHERE n = ?", n)
	})
	switch {
	case err != nil:
		return c.failed(err)
	case refusal != nil:
		return refusal
	}
	return &reply{status: http.StatusNoContent, rows: 1}
}

// parting does to the children of an organization that goes what the assumption says.
func (ru *rules) parting(w *conn, id uid) (*reply, error) {
	switch ru.DeleteParent {
	case "null":
		return nil, w.exec("UPDATE org SET parent = NULL WHERE parent = ?", id[:])
	case "cascade":
		return nil, w.exec(`WITH RECURSIVE below(id) AS (SELECT id FROM org WHERE parent = ?1
			UNION SELECT org.id FROM org JOIN below ON org.parent = below.id)
			DELETE FROM org WHERE parent IN (SELECT id FROM below) OR parent = ?1`, id[:])
	}
	_, has, err := w.number("SELECT n FROM org WHERE parent = ?1 AND id <> ?1 LIMIT 1", id[:])
	if err != nil || !has {
		return nil, err
	}
	if ru.DeleteParent == "refused-500" {
		return page(http.StatusInternalServerError, "Sorry, something went wrong."), nil
	}
	return detail(http.StatusBadRequest, "Cannot delete the organization because other organizations refer to it as their parent."), nil
}
