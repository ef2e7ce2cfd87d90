package sandbox

import (
	"bytes"
	"strconv"
)

// Answers that are not true of what was written, for the faults that only the answer to a write can have.

// untrueRows lets the rows of a write's answer be others than were written.
func (c *call) untrueRows(rows []bulkRow) {
	if len(rows) == 0 {
		return
	}
	if c.draw.hit("other-values") {
		if row := &rows[c.draw.rand("other-values").IntN(len(rows))]; len(row.problems) == 0 {
			row.name, row.custom = append(bytes.Clone(row.name), " (annan)"...), text("annat")
		}
	}
	if c.draw.hit("other-ids") {
		c.otherIDs(rows)
	}
	if c.draw.hit("other-answer") {
		for i := range rows {
			rows[i] = bulkRow{record: c.stranger(i)}
		}
	}
}

// otherIDs moves ids on by one row; that of the last is nobody's.
func (c *call) otherIDs(rows []bulkRow) {
	before := -1
	for i := range rows {
		if len(rows[i].problems) > 0 {
			continue
		}
		if before >= 0 {
			rows[before].id = rows[i].id
		}
		before = i
	}
	if before >= 0 {
		rows[before].id = c.stranger(0).id
	}
}

// stranger is an organization that nobody wrote.
func (c *call) stranger(i int) record {
	n := c.draw.number("stranger") + uint64(i)
	id := mintID(int64(n&halfMask), mix(n))
	return record{id: id[:], name: text("Främlingen " + strconv.Itoa(i) + " AB"), created: c.started.UnixMicro()}
}

// untrueParts lets an answer have more rows than were written, or one of them twice.
func (c *call) untrueParts(parts [][]byte, sh shape) [][]byte {
	if len(parts) > 0 && c.draw.hit("more") {
		stranger := c.stranger(0)
		parts = append([][]byte{sh.append(nil, &stranger)}, parts...)
	}
	if len(parts) > 0 && c.draw.hit("twice") {
		parts[len(parts)-1] = parts[0]
	}
	return parts
}

// untrueBody lets a success have a body that isn't its rows.
func (c *call) untrueBody(answer *reply, empty string) *reply {
	switch {
	case c.draw.hit("empty-answer"):
		answer.body = []byte(empty)
	case c.draw.hit("null-answer"):
		answer.body = []byte("null")
	case c.draw.hit("error-answer"):
		answer.body = []byte(`{"detail":"A server error occurred."}`)
	case c.draw.hit("page-answer"):
		return page(answer.status, "Please log in.")
	}
	return answer
}
