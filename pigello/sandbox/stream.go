package sandbox

import (
	"cmp"
	"net/http"
)

// chunkSize is how many bytes of a list are gathered before they are sent.
const chunkSize = 32 << 10

// stream writes the rows of a list as they come, in one of the forms of a list, and breaks off
// where a fault was drawn.
type stream struct {
	c                    *call
	between, closing     string
	buf                  []byte
	newest               int // where in buf the newest row starts
	rows                 int
	cut                  string // "", "cut-line", "cut-between" or "cut-clean"
	cutAfter, stallAfter int    // rows
}

// newStream sends the head of the answer.
func (c *call) newStream(q *query) *stream {
	o := &stream{c: c, between: ",", closing: "]", stallAfter: -1}
	kind, opening := "application/json", "["
	switch {
	case q.jsonl && c.rules.JSONLForm != "array":
		kind = cmp.Or(map[string]string{"json": "application/json", "text": "text/plain; charset=utf-8"}[c.rules.JSONLForm], "application/x-ndjson")
		opening, o.between, o.closing = "", "\n", "\n"
		if c.rules.JSONLForm == "no-final-newline" {
			o.closing = ""
		}
	case !q.jsonl && c.rules.ListEnvelope == "results":
		opening, o.closing = `{"results":[`, "]}"
	}
	for _, cut := range []string{"cut-line", "cut-between", "cut-clean"} {
		if o.cut == "" && c.draw.hit(cut) {
			o.cut, o.cutAfter = cut, c.draw.rand(cut).IntN(batchSize)
		}
	}
	if c.draw.hit("stall") {
		o.stallAfter = c.draw.rand("stall").IntN(batchSize)
	}
	o.buf = append(make([]byte, 0, chunkSize+4096), opening...)
	o.newest = len(o.buf)
	c.status = http.StatusOK
	c.w.Header().Set("Content-Type", kind)
	c.w.WriteHeader(http.StatusOK)
	return o
}

// add appends a row.
func (o *stream) add(sh shape, r *record) error {
	if o.rows > 0 {
		o.buf = append(o.buf, o.between...)
	}
	if o.newest = len(o.buf); o.newest >= chunkSize {
		if err := o.write(o.newest); err != nil {
			return err
		}
	}
	o.buf = sh.append(o.buf, r)
	o.rows++
	if o.cut != "cut-clean" && o.full() {
		o.breakOff()
	}
	if o.stallAfter >= 0 && o.rows > o.stallAfter {
		return o.stall()
	}
	return nil
}

// full tells whether the list is to end here.
func (o *stream) full() bool { return o.cut != "" && o.rows > o.cutAfter }

// write sends the first n bytes of the buffer.
func (o *stream) write(n int) error {
	_, err := o.c.w.Write(o.buf[:n])
	o.buf = append(o.buf[:0], o.buf[n:]...)
	o.newest = 0
	return err
}

// end sends what is left. A cut or stall that is still due comes here.
func (o *stream) end() error {
	if o.cut != "" && o.cut != "cut-clean" {
		o.breakOff()
	}
	if o.stallAfter >= 0 {
		if err := o.stall(); err != nil {
			return err
		}
	}
	if o.rows > 0 || o.closing != "\n" {
		o.buf = append(o.buf, o.closing...)
	}
	return o.write(len(o.buf))
}

// breakOff sends the rows so far, or half of the newest, and drops the connection.
func (o *stream) breakOff() {
	if o.cut == "cut-line" {
		o.buf = o.buf[:o.newest+(len(o.buf)-o.newest)/2]
	} else if o.rows > 0 {
		o.buf = append(o.buf, o.between...)
	}
	o.c.rows = o.rows
	_ = o.write(len(o.buf))
	o.c.flush()
	o.c.drop()
}

// stall sends what there is and waits.
func (o *stream) stall() error {
	o.stallAfter = -1
	if err := o.write(len(o.buf)); err != nil {
		return err
	}
	o.c.flush()
	o.c.wait(o.c.draw.duration("stall"))
	return nil
}
