package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// bulkRow is what became of one element: a record, or problems.
type bulkRow struct {
	record
	problems
}

// bulk answers POST of an array.
func (c *call) bulk() *reply {
	if refusal := wantJSON(c.r); refusal != nil {
		return refusal
	}
	list, refusal := readMany(c.body)
	if refusal != nil {
		return refusal
	}
	c.rows = len(list)
	if largest := c.draw.faults.Largest; largest > 0 && len(list) > int(largest) {
		c.draw.hits = append(c.draw.hits, "too-large-502")
		return page(http.StatusBadGateway, "The upstream server gave an invalid answer.")
	}
	if len(list) > c.rules.bulkLimit {
		if c.rules.BulkLimitForm == "400" {
			return invalid(problems{{"non_field_errors", "Ensure this field has no more than " + strconv.Itoa(c.rules.bulkLimit) + " elements."}})
		}
		return detail(http.StatusRequestEntityTooLarge, "At most "+strconv.Itoa(c.rules.bulkLimit)+" rows can be written at once.")
	}
	rows, bad := make([]bulkRow, len(list)), 0
	c.see()
	err := c.s.store.write(func(w *conn) (err error) {
		tx, err := c.begin(w)
		if err != nil {
			return err
		}
		if bad, err = tx.bulkRows(list, rows); err == nil && bad > 0 && c.rules.BulkBadRow == "refused" {
			err = errRefused
		}
		return err
	})
	switch {
	case errors.Is(err, errRefused):
	case err != nil:
		return c.failed(err)
	}
	if bad > 0 && c.rules.BulkBadRow != "written-200" {
		return c.rules.bulkErrors(rows)
	}
	return c.bulkAnswer(rows)
}

// bulkRows writes the elements one after the other: a row sees those before it. It gives the number
// of bad ones.
func (tx *writing) bulkRows(list []element, rows []bulkRow) (bad int, err error) {
	tx.equal = tx.rules.BulkCreatedAt == "equal"
	for i, one := range list {
		row := &rows[i]
		if row.record, row.problems, err = tx.bulkRow(one); err != nil {
			return bad, err
		}
		if len(row.problems) > 0 {
			bad++
		}
	}
	if tx.rules.ParentAnswer == "more" {
		for i := range rows {
			if err := tx.conn.describeParent(&rows[i].record); err != nil {
				return bad, err
			}
		}
	}
	return bad, tx.end()
}

// bulkRow creates, or updates where an id counts.
func (tx *writing) bulkRow(one element) (record, problems, error) {
	if tx.rules.BulkID == "ignored" {
		one.id = nil
	}
	ch, p := tx.rules.read(one, nameRequired)
	if !ch.hasID {
		return tx.insert(ch, p)
	}
	old, err := tx.conn.find(ch.id)
	if errors.Is(err, errNoRow) {
		p.addf("id", "Invalid pk %q - object does not exist.", ch.id.String())
		return record{}, p, nil
	}
	if err != nil {
		return record{}, nil, err
	}
	if tx.rules.BulkAbsent == "null" {
		for i, value := range one.texts {
			ch.has[i] = ch.has[i] || value == nil && i != theName
		}
		ch.hasParent = ch.hasParent || one.parent == nil
	}
	return tx.update(old, ch, p)
}

// describeParent reads what an answer with more fields says of the parent.
func (c *conn) describeParent(r *record) error {
	if len(r.parent) == 0 {
		return nil
	}
	parent, err := c.find(uid(r.parent))
	if errors.Is(err, errNoRow) {
		return nil // it was loaded without its parent
	}
	r.parentName, r.parentCustom = parent.texts[theName], parent.texts[theCustomID]
	return err
}

// bulkErrors answers 400, in the form of the assumption.
func (ru *rules) bulkErrors(rows []bulkRow) *reply {
	answer := &reply{status: http.StatusBadRequest}
	switch ru.BulkErrors {
	case "html":
		return page(http.StatusBadRequest, "The request could not be understood.")
	case "detail":
		for i, row := range rows {
			if len(row.problems) > 0 {
				return detail(http.StatusBadRequest, "Row "+strconv.Itoa(i)+": "+row.problems[0].field+": "+row.problems[0].message)
			}
		}
	case "dict":
		var parts [][]byte
		for i, row := range rows {
			if len(row.problems) > 0 {
				parts = append(parts, row.problems.append(fmt.Appendf(nil, `"%d":`, i)))
			}
		}
		answer.body = joined('{', parts, '}')
	default:
		parts := make([][]byte, len(rows))
		for i, row := range rows {
			parts[i] = row.problems.append(nil)
		}
		answer.body = joined('[', parts, ']')
	}
	return answer
}

// bulkAnswer answers with the rows, problems in their places, and with the faults that only a bulk
// answer can have.
func (c *call) bulkAnswer(rows []bulkRow) *reply {
	sh := c.rules.shape()
	c.draw.untrueRows(rows)
	parts := make([][]byte, len(rows))
	for i := range rows {
		if len(rows[i].problems) > 0 {
			parts[i] = rows[i].problems.append(nil)
		} else {
			parts[i] = sh.append(nil, &rows[i].record)
		}
	}
	parts = c.draw.untrueParts(parts, sh)
	if c.rules.BulkOrder == "shuffled" || c.draw.hit("shuffle") {
		c.draw.rand("shuffle").Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	}
	if len(parts) > 0 && c.draw.hit("short") {
		parts = parts[:len(parts)-1-c.draw.rand("short").IntN(len(parts)+9)/10]
	}
	status, _ := strconv.Atoi(c.rules.BulkStatus)
	return c.draw.untrueBody(&reply{status: status, body: joined('[', parts, ']')}, "[]")
}

// joined puts encoded values between brackets.
func joined(opening byte, parts [][]byte, closing byte) []byte {
	return append(append([]byte{opening}, bytes.Join(parts, []byte{','})...), closing)
}
