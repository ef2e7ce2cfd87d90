package jsonrows

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// maxLook is how far the next element is looked for after a damaged one.
const maxLook = 1 << 20

// recoverFrom finds the end of a damaged element that is sound up to byte n: where the next one begins at the same place of its line, or
// where its brackets are closed. Where neither can be told, the reading ends.
func (a *ArrayReader) recoverFrom(n int, cause error) (int, error) {
	var input *tabular.InputError
	if errors.As(cause, &input) {
		return 0, cause
	}
	if errors.Is(cause, io.ErrUnexpectedEOF) {
		if a.far++; a.far > maxFar {
			return 0, a.fail("too many objects aren't closed", fetchJSON, cause)
		}
	}
	if end := a.nextLine(n); end > 0 {
		return end, nil
	}
	if end := a.closing(); end > 0 {
		return end, nil
	}
	if a.lines.win.Err != nil && !a.lines.win.EOF() {
		return 0, a.lines.src.Stopped(a.lines.win.Err, a.at)
	}
	if a.lines.win.EOF() && isCut(a.lines.win.Bytes()) {
		return 0, a.fail(fmt.Sprintf("the file ends too early, within element %d, which begins here", a.index+1), fetchJSON, nil)
	}
	return 0, a.fail("the object that begins here is damaged so that the next one can't be told from it", fetchJSON, cause)
}

// nextLine looks for a line after byte n on which an element begins as this one does on its own, or on which the array ends, and gives the
// end of what stands before that, 0 for nothing found.
func (a *ArrayReader) nextLine(n int) int {
	if len(a.head) == maxHead || len(bytes.Trim(a.head, blanks+",")) > 0 {
		return 0
	}
	next := append(append([]byte{'\n'}, a.head...), '{')
	n = max(1, len(bytes.TrimRight(a.lines.win.Bytes()[:n], " \t\r\n,"))) // the damage may be seen at the next element's brace only
	if found := a.seek(n, next); found > 0 {
		return found
	}
	b := a.lines.win.Bytes()
	body, last := bytes.CutSuffix(bytes.TrimRight(b, " \t\r\n"), []byte{']'})
	line := bytes.LastIndexByte(body, '\n') + 1
	if last && a.depth == 1 && a.lines.win.EOF() && line > n && len(body)-line <= len(a.head) && len(bytes.TrimSpace(body[line:])) == 0 { // the last element
		return len(bytes.TrimRight(body, " \t\r\n,"))
	}
	return 0
}

// seek looks for the beginning of the next element from byte n on, and gives the end of what stands before it, 0 for nothing found. What
// was looked through in vain is not looked through again.
func (a *ArrayReader) seek(n int, next []byte) int {
	from := n
	if bytes.Equal(next, a.sought) {
		from = max(n, a.soughtTo-a.pos)
	}
	for {
		b := a.lines.win.Bytes()
		if from < len(b) {
			if i := bytes.Index(b[from:], next); i >= 0 {
				return len(bytes.TrimRight(b[:from+i], " \t\r\n,"))
			}
			from = max(from, len(b)-len(next)+1)
		}
		if len(b) > maxLook || !a.lines.win.More() {
			a.sought, a.soughtTo = next, a.pos+from
			return 0
		}
	}
}

// closing follows brackets and strings to where the element is closed, and gives 0 when that doesn't come or when something follows that
// can't stand between elements.
func (a *ArrayReader) closing() int {
	depth, quoted := 0, false
	for i := 0; ; i++ {
		b := a.lines.win.Bytes()
		for i >= len(b) { // past it even, where an escape is cut in two
			if i > maxLook || !a.lines.win.More() {
				return 0
			}
			b = a.lines.win.Bytes()
		}
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case quoted && c == '\n':
			return 0
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case depth == 0 && (c == ',' || c == ']'): // a damaged value that isn't an object
			return i
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return a.followed(i + 1)
			}
		}
	}
}

// followed says whether what stands after n bytes may stand between elements; then it gives n.
func (a *ArrayReader) followed(n int) int {
	for {
		rest := bytes.TrimLeft(a.lines.win.Bytes()[n:], " \t\r\n")
		switch {
		case len(rest) > 0 && bytes.IndexByte([]byte(",]{"), rest[0]) >= 0:
			return n
		case len(rest) > 0:
			return 0
		case len(a.lines.win.Bytes()) > maxLook || !a.lines.win.More():
			return n
		}
	}
}
