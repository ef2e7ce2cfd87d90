package write

import (
	"bytes"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// AppendObject writes a row as an object: absent cells are left out, text becomes a JSON string.
func AppendObject(dst []byte, header []string, cells []tabular.Cell) []byte {
	dst = append(dst, '{')
	for i, cell := range cells {
		if cell.Kind == tabular.Absent {
			continue
		}
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, header[i]), ':')
		switch {
		case cell.Kind == tabular.Null:
			dst = append(dst, "null"...)
		case cell.Kind == tabular.JSON && jsontext.Value(cell.Text).IsValid():
			dst = append(dst, cell.Text...)
		default:
			dst = appendString(dst, cell.Text)
		}
	}
	return append(dst, '}')
}

// appendString writes a JSON string; bytes that aren't UTF-8 become U+FFFD.
func appendString(dst []byte, text string) []byte {
	dst, _ = jsontext.AppendQuote(dst, text) // fails only for bad UTF-8, and then the rest is written all the same
	return dst
}

// appendMembers writes an object's text with members added at its end. Members of these names that are in it already are taken out; all
// else stays byte for byte. A text that isn't an object is written as it is.
func appendMembers(dst, raw []byte, names, values []string) []byte {
	cuts, closing, ok := findMembers(raw, names)
	if !ok {
		return append(dst, raw...)
	}
	pos := 0
	for _, cut := range cuts {
		dst = append(dst, raw[pos:cut.start]...)
		pos = cut.end
	}
	dst = append(dst, raw[pos:closing]...)
	first := bytes.HasSuffix(bytes.TrimRight(dst, " \t\r"), []byte{'{'})
	for i, name := range names {
		if !first || i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(append(appendString(dst, name), ':'), values[i])
	}
	return append(dst, raw[closing:]...)
}

// extent is a part of a line.
type extent struct{ start, end int }

// findMembers gives where the members of these names stand, each with the comma before it (of the first member: after it), and where the
// closing brace does. ok is false for a text that isn't one object.
func findMembers(raw []byte, names []string) (cuts []extent, closing int, ok bool) {
	dec := jsontext.NewDecoder(bytes.NewReader(raw))
	if dec.PeekKind() != '{' {
		return nil, 0, false
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, 0, false
	}
	kept := false // a member before this one stays, so that the comma between them goes
	for dec.PeekKind() != '}' {
		before := int(dec.InputOffset())
		name, err := dec.ReadToken()
		if err != nil {
			return nil, 0, false
		}
		taken := slices.Contains(names, name.String())
		if err := dec.SkipValue(); err != nil {
			return nil, 0, false
		}
		if after := int(dec.InputOffset()); taken {
			cuts = append(cuts, extent{start: before, end: after})
		} else if !kept {
			if len(cuts) > 0 { // all before it were taken out: its comma goes with them
				comma := before + bytes.IndexByte(raw[before:], ',') + 1
				cuts = append(cuts, extent{start: before, end: comma})
			}
			kept = true
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, 0, false
	}
	closing = int(dec.InputOffset()) - 1
	_, err := dec.ReadToken()
	return cuts, closing, err == io.EOF
}
