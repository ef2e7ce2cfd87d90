package sandbox

import (
	"bytes"
	"strconv"
)

// Answers that are not true of what was written, for the faults that only the answer to a write can
// have.

// untrueRows lets the rows of a write's answer be others than were written.
func (d *draw) untrueRows(rows []bulkRow) {
	if len(rows) == 0 {
		return
	}
	if d.hit("other-values") {
		if row := &rows[d.rand("other-values").IntN(len(rows))]; len(row.problems) == 0 {
			row.texts[theName] = append(bytes.Clone(row.texts[theName]), " (annan)"...)
			row.texts[theCustomID] = text("annat")
		}
	}
	if d.hit("other-ids") {
		d.otherIDs(rows)
	}
	if d.hit("other-answer") {
		for i := range rows {
			rows[i] = bulkRow{record: d.stranger(i)}
		}
	}
}

// otherIDs moves ids on by one row; that of the last is nobody's.
func (d *draw) otherIDs(rows []bulkRow) {
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
		rows[before].id = d.stranger(0).id
	}
}

// stranger is an organization that nobody wrote.
func (d *draw) stranger(i int) record {
	n := d.number("stranger") + uint64(i)
	id := mintID(int64(n&halfMask), mix(n))
	name := text("Främlingen " + strconv.Itoa(i) + " AB")
	return record{id: id[:], texts: textValues{name}, created: d.at.UnixMicro()}
}

// untrueParts lets an answer have more rows than were written, or one of them twice.
func (d *draw) untrueParts(parts [][]byte, sh shape) [][]byte {
	if len(parts) > 0 && d.hit("more") {
		stranger := d.stranger(0)
		parts = append([][]byte{sh.append(nil, &stranger)}, parts...)
	}
	if len(parts) > 0 && d.hit("twice") {
		parts[len(parts)-1] = parts[0]
	}
	return parts
}

// untrueBody lets a success have a body that isn't its rows.
func (d *draw) untrueBody(answer *reply, empty string) *reply {
	switch {
	case d.hit("empty-answer"):
		answer.body = []byte(empty)
	case d.hit("null-answer"):
		answer.body = []byte("null")
	case d.hit("error-answer"):
		answer.body = []byte(`{"detail":"A server error occurred."}`)
	case d.hit("page-answer"):
		return page(answer.status, "Please log in.")
	}
	return answer
}
