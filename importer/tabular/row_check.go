package tabular

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/wording"
)

// Add appends a problem.
func (r *Row) Add(p Problem) { r.Problems = append(r.Problems, p) }

// Inspect looks for damage inside the cells.
func (r *Row) Inspect() {
	if r.isSound() {
		return
	}
	for i, cell := range r.Cells {
		r.InspectCell(i, cell.Text)
	}
}

func (r *Row) isSound() bool {
	return len(r.Raw) <= MaxCell && bytes.IndexByte(r.Raw, 0) < 0 && utf8.Valid(r.Raw)
}

// InspectPage is Inspect for a source in a one-byte encoding, in which control characters
// beyond ASCII are bytes without a meaning.
func (r *Row) InspectPage() {
	if r.isSound() && !hasC1(r.Raw) {
		return
	}
	for i, cell := range r.Cells {
		r.InspectCell(i, cell.Text)
		if hasC1([]byte(cell.Text)) {
			r.Add(Problem{
				Code: CodeBadByte, Column: i, Value: Shorten(cell.Text),
				Message: wording.English.Cells.NoLetter, Suggestion: wording.English.Cells.OtherEncoding,
			})
		}
	}
}

// hasC1 looks for the control characters U+0080 to U+009F.
func hasC1(text []byte) bool {
	for i := 0; ; i += 2 {
		k := bytes.IndexByte(text[i:], 0xc2)
		if k < 0 || i+k+1 >= len(text) {
			return false
		}
		if i += k; text[i+1] >= 0x80 && text[i+1] < 0xa0 {
			return true
		}
	}
}

// InspectCell looks for damage inside one cell: too long, NUL, bytes that are no text.
func (r *Row) InspectCell(column int, text string) {
	if len(text) > MaxCell {
		r.Add(Problem{
			Code: CodeLargeCell, Column: column, Value: Shorten(text),
			Message: wording.English.Cells.TooLarge(len(text), MaxCell),
		})
	}
	if strings.IndexByte(text, 0) >= 0 {
		r.Add(Problem{
			Code: CodeNUL, Column: column, Value: Shorten(text), Message: wording.English.Cells.NUL,
			Suggestion: Shorten(strings.ReplaceAll(text, "\x00", "")),
		})
	}
	if !utf8.ValidString(text) {
		r.Add(Problem{
			Code: CodeBadUTF8, Column: column, Value: Shorten(text),
			Message: wording.English.Cells.NotText,
		})
	}
}
