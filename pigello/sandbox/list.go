package sandbox

import (
	"fmt"
	"math"
	"net/http"

	"github.com/ncruces/go-sqlite3"
)

// batchSize is the rows of one batch where a list is not one state.
const batchSize = 500

// list answers GET of the list. Unless it is refused, the answer is streamed in constant memory
// from a connection of its own: a slow client keeps its own view of the data and keeps nobody
// waiting.
func (c *call) list() (answer *reply, streamed bool) {
	q, p := parseQuery(c.r.URL.RawQuery, c.rules)
	if len(p) > 0 {
		return invalid(p), false
	}
	reader, err := c.s.store.readers.get(c.r.Context())
	if err != nil {
		return c.failed(err), false
	}
	defer c.s.store.readers.put(reader)
	if q.statistics && c.rules.Statistics != "list" {
		n, err := q.count(reader)
		if err != nil {
			return c.failed(err), false
		}
		form := `{"count":%d}`
		if c.rules.Statistics == "object" {
			form = `{"statistics":{"total":%d}}`
		}
		return &reply{status: http.StatusOK, body: fmt.Appendf(nil, form, n)}, false
	}
	rows := newRowSource(reader, q, c.rules)
	defer rows.close()
	var r record
	found, err := rows.next(&r)
	switch {
	case err != nil:
		return c.failed(err), false
	case !found && rows.paged && q.page > 1 && c.rules.PagePastEnd == "404":
		return detail(http.StatusNotFound, "Invalid page."), false
	}
	if lost := c.faultsAfter(nil); lost != nil {
		return lost, false
	}
	if c.draw.hit("empty") {
		return c.draw.bodiless(), false
	}
	if !found {
		c.stream(q, rows, nil)
	} else {
		c.stream(q, rows, &r)
	}
	return nil, true
}

// stream sends the rows, the first of which was read already; nil when there is none.
func (c *call) stream(q *query, rows *rowSource, r *record) {
	sh := c.rules.shape()
	sh.slim = q.slim
	out := c.newStream(q)
	var err error
	for found := r != nil; found && err == nil && !out.full(); {
		if sh.parent == "more" && !sh.slim {
			err = rows.reader.describeParent(r)
		}
		if err == nil {
			err = out.add(sh, r)
		}
		if err == nil {
			found, err = rows.next(r)
		}
	}
	c.rows = out.rows
	if err == nil {
		err = out.end()
	}
	if err != nil {
		if c.r.Context().Err() == nil {
			c.s.log.WarnContext(c.r.Context(), "sandbox list broke off", "error", err)
		}
		panic(http.ErrAbortHandler) // an incomplete list must not look complete
	}
}

// count gives the number of rows asked for.
func (q *query) count(reader *conn) (int64, error) {
	sql, args := q.sql("count(*)", 0, 0)
	st, _, err := reader.Prepare(sql)
	if err != nil {
		return 0, err
	}
	defer func() { _ = st.Close() }()
	if err := bind(st, args); err != nil {
		return 0, err
	}
	st.Step()
	return st.ColumnInt64(0), st.Err()
}

// rowSource reads the rows of a list: in one statement, which sees one state from its first step to
// its last, or in batches, each of which sees the state of its own time, so that rows deleted
// meanwhile make others slip through.
type rowSource struct {
	reader  *conn
	q       *query
	paged   bool
	batches bool
	left    int // rows still allowed
	offset  int // of the next statement
	inBatch int // rows still expected of the statement
	st      *sqlite3.Stmt
}

func newRowSource(reader *conn, q *query, ru *rules) *rowSource {
	s := &rowSource{reader: reader, q: q, left: math.MaxInt32, batches: ru.ListState == "batches"}
	s.paged = q.page > 0 && (!q.jsonl || ru.JSONLPaging == "honoured")
	switch {
	case s.paged:
		s.left = q.size
		if size := ru.pageSizeCap; size > 0 {
			s.left = min(s.left, size)
		}
		s.offset = (q.page - 1) * s.left
	case ru.listCap > 0:
		s.left = ru.listCap
	}
	return s
}

// next reads a row into r, whose slices live until the next call.
func (s *rowSource) next(r *record) (bool, error) {
	if s.left == 0 {
		return false, nil
	}
	if s.st != nil && s.inBatch == 0 {
		s.close()
	}
	if s.st == nil {
		if err := s.start(); err != nil {
			return false, err
		}
	}
	if !s.st.Step() {
		s.left = 0
		return false, s.st.Err()
	}
	s.left--
	s.inBatch--
	if s.q.slim {
		r.id = s.st.ColumnRawBlob(0)
	} else {
		r.scan(s.st)
	}
	return true, nil
}

func (s *rowSource) start() error {
	columns := recordColumns
	if s.q.slim {
		columns = "id"
	}
	s.inBatch = s.left
	if s.batches {
		s.inBatch = min(s.left, batchSize)
	}
	sql, args := s.q.sql(columns, s.inBatch, s.offset)
	s.offset += s.inBatch
	st, _, err := s.reader.Prepare(sql)
	if err != nil {
		return err
	}
	s.st = st
	return bind(st, args)
}

func (s *rowSource) close() {
	_ = s.st.Close()
	s.st = nil
}
