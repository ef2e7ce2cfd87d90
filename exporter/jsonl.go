package exporter

import (
	"bufio"
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/pigello"
)

// jsonlEncoder writes the API's objects as they were received, one a line, so
// that fields which this program has never heard of are kept.
type jsonlEncoder struct {
	w    *bufio.Writer
	line []byte
}

func (e *jsonlEncoder) encode(org *pigello.Organization) error {
	var err error
	if e.line, err = AppendLine(e.line[:0], org); err == nil {
		_, err = e.w.Write(e.line)
	}
	return err
}

func (e *jsonlEncoder) end() error { return e.w.Flush() }

// AppendLine appends an object as received, on a line of its own with its end.
func AppendLine(dst []byte, org *pigello.Organization) ([]byte, error) {
	line, err := oneLine(org.Raw)
	if err != nil {
		return dst, fmt.Errorf("encode organization %s: %w", org.ID, err)
	}
	return append(append(dst, line...), '\n'), nil
}

// oneLine returns the object on one line, numbers and strings as they were written. Only white
// space between tokens can be a line end in JSON, so taking it out alters no value. The value
// given stays as it is.
func oneLine(raw jsontext.Value) (jsontext.Value, error) {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw, nil
	}
	out := raw.Clone()
	err := out.Compact(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return out, err
}
