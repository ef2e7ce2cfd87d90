package pigello

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	readBuffer = 64 << 10
	// maxLine bounds one row: a body without line ends must not fill the memory.
	maxLine = 16 << 20
)

// errCut is an answer that ended, or broke, before it was whole.
var errCut = errors.New("the list was cut off")

// errEmpty is an answer without a body, or of white space alone: lines that hold
// nothing, or no answer of the API at all.
var errEmpty = errors.New("the answer has no body")

// errForeign is an answer that holds no rows at all: a web page, a message.
type errForeign struct{ body []byte }

func (e *errForeign) Error() string { return "the answer is no list" }

// errPart is an answer that says itself that it isn't the whole list.
type errPart struct {
	rows, count int // count is 0 where none is told
}

func (e *errPart) Error() string {
	if e.count > e.rows {
		return fmt.Sprintf("the answer says that it isn't whole: it holds %d of %d rows", e.rows, e.count)
	}
	return fmt.Sprintf("the answer says that it isn't whole: %d rows, and a next page is named", e.rows)
}

// rowReader reads the rows of a list body one by one, in whichever form it
// came: an object a line, an array, {"results": […]}. Its memory is one row.
type rowReader struct {
	br   *bufio.Reader
	long []byte // a line that is longer than the buffer, or an element of an array
	rows int    // read so far

	next  bool // an object around the rows names another page
	count int  // of rows in all, as that object has it
}

// errTooLong is a row that would fill the memory; another try brings the same.
var errTooLong = fmt.Errorf("it is longer than %d bytes", maxLine)

// readRows calls yield for each row until it returns false (then errStopped). A row that can't be
// taken comes with an *UnreadableError and what is known of it. nil means that the body came to its
// proper end, errEmpty that there is none, *errPart that it did and says itself that other rows are
// elsewhere. Content types are not looked at: the first byte says more.
func readRows(body io.Reader, yield rowFunc) error {
	r := &rowReader{br: bufio.NewReaderSize(body, readBuffer)}
	err := r.read(yield)
	switch {
	case err == nil && (r.next || r.count > r.rows):
		return &errPart{r.rows, r.count}
	case err == nil, err == errEmpty, errors.Is(err, errStopped):
		return err
	}
	if _, foreign := errors.AsType[*errForeign](err); foreign && r.rows == 0 {
		return err
	}
	return fmt.Errorf("after %d rows: %w", r.rows, err)
}

// errStopped says that the consumer had enough.
var errStopped = errors.New("stopped")

func (r *rowReader) read(yield rowFunc) error {
	if b, err := r.br.Peek(3); err == nil && string(b) == "\uFEFF" {
		_, _ = r.br.Discard(3)
	}
	first, err := r.sniff()
	switch {
	case err == io.EOF:
		return errEmpty
	case err != nil:
		return cut(err)
	}
	switch first {
	case '{':
		if envelope, err := r.envelope(); err != nil {
			return cut(err)
		} else if !envelope {
			return r.lines(yield)
		}
		if err := r.enterResults(); err != nil {
			return cut(err)
		}
		if err := r.array(yield); err != nil {
			return err
		}
		return r.leaveResults()
	case '[':
		if err := r.array(yield); err != nil {
			return err
		}
		if _, err := r.sniff(); err != io.EOF { // a cut behind the rows is seen too
			return cut(cmp.Or(err, errMisplaced))
		}
		return nil
	default:
		head, _ := io.ReadAll(io.LimitReader(r.br, readBuffer)) // what came is enough for a message
		return &errForeign{head}
	}
}

// sniff skips spaces and returns the first other byte unread.
func (r *rowReader) sniff() (byte, error) {
	for {
		b, err := r.br.ReadByte()
		if err != nil {
			return 0, err
		}
		if !isSpace(b) {
			return b, r.br.UnreadByte()
		}
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// envelope reports whether the object at hand holds the rows inside, by its
// first name; it reads no further than that and takes nothing.
func (r *rowReader) envelope() (bool, error) {
	for n := 2; n < 256; n++ {
		b, err := r.br.Peek(max(n, min(r.br.Buffered(), 256)))
		head := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("{")), " \t\r\n")
		if len(head) > 0 && head[0] != '"' {
			return false, nil
		}
		if len(head) > 1 {
			if name, _, found := strings.Cut(string(head[1:]), `"`); found {
				return isEnvelopeKey(name), nil
			}
		}
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// lines reads an object a line; the last one may lack its line end.
func (r *rowReader) lines(yield rowFunc) error {
	for {
		line, err := r.line()
		if err != nil && err != io.EOF {
			return cut(err)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if e := r.row(line, yield); e != nil {
				return e
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

// line returns the next line, valid until the next call.
func (r *rowReader) line() ([]byte, error) {
	line, err := r.br.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	r.long = append(r.long[:0], line...)
	for err == bufio.ErrBufferFull {
		if len(r.long) > maxLine {
			return nil, fmt.Errorf("row %d: %w", r.rows+1, errTooLong)
		}
		line, err = r.br.ReadSlice('\n')
		r.long = append(r.long, line...)
	}
	return r.long, err
}

// row decodes one row and hands it out.
func (r *rowReader) row(data []byte, yield rowFunc) error {
	o, err := decodeOrganization(data)
	if err != nil {
		if o, err = r.unreadable(data, err); !isUnreadable(err) {
			return err
		}
	}
	r.rows++
	if !yield(o, err) {
		return errStopped
	}
	return nil
}

// unreadable tells a broken row, which a cut leaves behind, and a message in the
// place of a row from a whole one that can't be taken.
func (r *rowReader) unreadable(data []byte, err error) (Organization, error) {
	if valueEnd(append(bytes.Clone(data), ' '), 0) != len(data) {
		return Organization{}, fmt.Errorf("%w in the middle of a row (%s)", errCut, quoteShort(string(data)))
	}
	if errors.Is(err, errNoID) || rawField(data, NameID) == nil {
		return Organization{}, &errForeign{bytes.Clone(data)}
	}
	return unreadableRow(r.rows+1, data, err)
}

// errMisplaced is something in a list where only a comma or its end can be.
var errMisplaced = errors.New("its rows are not followed by what ends a list")

// array reads the elements of an array. Their bounds are found by brackets and
// strings alone: what is wrong within one is its own matter.
func (r *rowReader) array(yield rowFunc) error {
	_, _ = r.br.Discard(1)
	for first := true; ; first = false {
		c, err := r.sniff()
		switch {
		case err != nil:
			return cut(err)
		case c == ']':
			_, _ = r.br.Discard(1)
			return nil
		case !first && c != ',':
			return cut(errMisplaced)
		case !first:
			_, _ = r.br.Discard(1)
		}
		v, err := r.element()
		if err != nil {
			return cut(err)
		}
		if err := r.row(v, yield); err != nil {
			return err
		}
	}
}

// enterResults goes to the bracket of the rows in {"results": […]}.
func (r *rowReader) enterResults() error {
	for separator := byte('{'); ; separator = ',' {
		if c, err := r.sniff(); err != nil {
			return err
		} else if c != separator {
			return &errForeign{[]byte("{}")}
		}
		_, _ = r.br.Discard(1)
		name, err := r.element()
		if err != nil {
			return err
		}
		key := strings.Trim(string(name), `"`)
		found := key == "results"
		if c, err := r.sniff(); err != nil || c != ':' {
			return cmp.Or(err, errMisplaced)
		}
		_, _ = r.br.Discard(1)
		if c, err := r.sniff(); err != nil || found && c == '[' {
			return err
		}
		value, err := r.element()
		if err != nil {
			return err
		}
		r.beside(key, value)
	}
}

// beside learns from what stands beside the rows.
func (r *rowReader) beside(key string, value jsontext.Value) {
	switch {
	case key == "next" && value.Kind() == jsontext.KindString:
		r.next = string(value) != `""`
	case key == "count" && value.Kind() == jsontext.KindNumber:
		r.count, _ = strconv.Atoi(string(value)) // what is no number of rows says nothing
	}
}

// leaveResults reads the object behind its rows to its end.
func (r *rowReader) leaveResults() error {
	rest, err := io.ReadAll(io.LimitReader(r.br, maxLine))
	whole := jsontext.Value(`{"results":[]` + string(rest))
	if err != nil || !whole.IsValid() {
		return cut(cmp.Or(err, errMisplaced))
	}
	for _, m := range members(whole) {
		r.beside(m.name, m.value)
	}
	return nil
}

// element returns the value that comes next, valid until the next call.
func (r *rowReader) element() ([]byte, error) {
	if _, err := r.sniff(); err != nil {
		return nil, err
	}
	var e elementEnd
	for r.long = r.long[:0]; len(r.long) <= maxLine; {
		if _, err := r.br.Peek(1); err != nil {
			return nil, err
		}
		b, _ := r.br.Peek(r.br.Buffered())
		n, ended := e.find(b)
		r.long = append(r.long, b[:n]...)
		_, _ = r.br.Discard(n)
		if ended && len(r.long) == 0 {
			return nil, errMisplaced
		} else if ended {
			return r.long, nil
		}
	}
	return nil, fmt.Errorf("row %d: %w", r.rows+1, errTooLong)
}

// elementEnd looks for the end of a value, however it comes in pieces.
type elementEnd struct {
	depth           int
	quoted, escaped bool
}

// find returns how much of b belongs to the value, and whether it ends there.
func (e *elementEnd) find(b []byte) (int, bool) {
	for i, c := range b {
		switch {
		case e.escaped:
			e.escaped = false
		case e.quoted && c == '\\':
			e.escaped = true
		case c == '"':
			if e.quoted = !e.quoted; !e.quoted && e.depth == 0 {
				return i + 1, true
			}
		case e.quoted:
		case c == '{' || c == '[':
			e.depth++
		case e.depth == 0 && (c == ',' || c == ':' || c == '}' || c == ']' || isSpace(c)):
			return i, true
		case c == '}' || c == ']':
			if e.depth--; e.depth == 0 {
				return i + 1, true
			}
		}
	}
	return len(b), false
}

// cut marks an error of reading as a cut; what was wrong stays visible. What is no
// list and what is too long is so whenever it is asked for.
func cut(err error) error {
	if _, foreign := errors.AsType[*errForeign](err); foreign || errors.Is(err, errTooLong) {
		return err
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: %w", errCut, err)
}
