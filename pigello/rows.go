package pigello

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
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

// rowReader reads the rows of a list body one by one, in whichever form it
// came: an object a line, an array, {"results": […]}. Its memory is one row.
type rowReader struct {
	br   *bufio.Reader
	long []byte // a line that is longer than the buffer
	rows int    // read so far
}

// readRows calls yield for each row until it returns false (then errStopped).
// nil means that the body came to its proper end, errEmpty that there is none. Content types are not looked
// at: the first byte says more.
func readRows(body io.Reader, yield func(Organization) bool) error {
	r := &rowReader{br: bufio.NewReaderSize(body, readBuffer)}
	err := r.read(yield)
	switch {
	case err == nil, err == errEmpty, errors.Is(err, errStopped):
		return err
	}
	var foreign *errForeign
	if errors.As(err, &foreign) && r.rows == 0 {
		return err
	}
	return fmt.Errorf("after %d rows: %w", r.rows, err)
}

// errStopped says that the consumer had enough.
var errStopped = errors.New("stopped")

func (r *rowReader) read(yield func(Organization) bool) error {
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
		return r.array(yield)
	case '[':
		return r.array(yield)
	default:
		head, _ := io.ReadAll(io.LimitReader(r.br, readBuffer)) // what came is enough for a message
		return &errForeign{head}
	}
}

// sniff skips a byte order mark and spaces, and returns the first byte unread.
func (r *rowReader) sniff() (byte, error) {
	if b, err := r.br.Peek(3); err == nil && string(b) == "\uFEFF" {
		_, _ = r.br.Discard(3)
	}
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
func (r *rowReader) lines(yield func(Organization) bool) error {
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
			return nil, fmt.Errorf("a row is longer than %d bytes", maxLine)
		}
		line, err = r.br.ReadSlice('\n')
		r.long = append(r.long, line...)
	}
	return r.long, err
}

// row decodes one row and hands it out.
func (r *rowReader) row(data []byte, yield func(Organization) bool) error {
	o, err := decodeOrganization(data)
	if err != nil {
		return badRow(data, err)
	}
	r.rows++
	if !yield(o) {
		return errStopped
	}
	return nil
}

// badRow tells a broken line, which a cut leaves behind, from a whole one
// that is no row.
func badRow(data []byte, err error) error {
	var wrongType *fieldTypeError
	switch {
	case !jsontext.Value(data).IsValid():
		return fmt.Errorf("%w in the middle of a row (%s)", errCut, quoteShort(string(data)))
	case errors.As(err, &wrongType):
		return err
	case errors.Is(err, errNoID):
		return &errForeign{bytes.Clone(data)}
	default:
		return err
	}
}

// array reads the elements of an array, of the document's own or of its "results".
func (r *rowReader) array(yield func(Organization) bool) error {
	dec := jsontext.NewDecoder(r.br)
	if err := enterArray(dec); err != nil {
		return cut(err)
	}
	for dec.PeekKind() != jsontext.KindEndArray {
		v, err := dec.ReadValue()
		if err != nil {
			return cut(err)
		}
		if err := r.row(v, yield); err != nil {
			return err
		}
	}
	for { // up to the end of the document, so that a cut behind the rows is seen too
		if _, err := dec.ReadToken(); err == io.EOF {
			return nil
		} else if err != nil {
			return cut(err)
		}
	}
}

// cut marks an error of reading as a cut; what was wrong stays visible.
func cut(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: %w", errCut, err)
}
