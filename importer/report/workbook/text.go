package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/exporter/excel"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// XML has no way to write most control characters. A workbook writes them as _x0001_, and the
// library that writes it can't: it takes such a text for one that somebody typed. So they travel
// through it as noncharacters, of which Unicode has 32 in a row that no text may hold, and get
// their form on the way to the file.

// firstStandIn stands for the character 0, the next for 1, and so on.
const firstStandIn = '\uFDD0'

// escape makes a text one that a workbook can hold: control characters get their stand-ins, and
// what is no character at all is shown as U+FFFD.
func escape(text string) string {
	if strings.IndexFunc(text, needsStandIn) < 0 && utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case needsStandIn(r) && r < ' ':
			return firstStandIn + r
		case needsStandIn(r):
			return utf8.RuneError
		}
		return r
	}, text)
}

// needsStandIn says that XML can't hold a character, or that it is one of the stand-ins themselves.
// A carriage return is written as a reference, which more programs read than read _x000D_.
func needsStandIn(r rune) bool {
	return excel.Unwritable(r) || r >= firstStandIn && r < firstStandIn+32
}

// bookZip is an archive whose parts get the stand-ins replaced, and whose sheet gets its size.
type bookZip struct {
	*zip.Writer
	book *book
}

func (b *book) newZip(w io.Writer) excelize.ZipWriter { return bookZip{zip.NewWriter(w), b} }

// Create begins a part.
func (z bookZip) Create(name string) (io.Writer, error) {
	w, err := excel.Part(z.Writer, name, z.book.made)
	u := &unstander{w: w}
	if name != "xl/worksheets/sheet1.xml" {
		return u, err
	}
	return &sizer{to: u, size: fmt.Sprintf(`<dimension ref="A1:%s%d">`, tabular.ColumnLetters(z.book.widest-1), z.book.n+1)}, err
}

// sizer writes how large the sheet is, once that is known. A reader of parts of a sheet believes
// what stands there.
type sizer struct {
	to   *unstander
	size string // "" once it is written
}

// unsized is what excelize writes before it knows any row.
var unsized = []byte(`<dimension ref="A1">`)

// Write puts the size into the first piece, in which it stands.
func (s *sizer) Write(p []byte) (int, error) {
	before, after, ok := bytes.Cut(p, unsized)
	if s.size == "" || !ok {
		return s.to.Write(p)
	}
	before = append(bytes.Clone(before), s.size...)
	s.size = ""
	if _, err := s.to.Write(before); err != nil {
		return 0, err
	}
	_, err := s.to.Write(after)
	return len(p), err
}

// unstander writes _x0001_ for the stand-in of the character 1. Parts end in a tag, so that nothing
// is held back at the end.
type unstander struct {
	w    io.Writer
	held []byte // the beginning of what may be a stand-in
	out  []byte
}

// Write replaces; a stand-in may come in pieces.
func (u *unstander) Write(p []byte) (int, error) {
	u.out = u.out[:0]
	for _, c := range p {
		u.held = append(u.held, c)
		switch n := len(u.held); {
		case n == 1 && c == 0xEF, n == 2 && c == 0xB7: // all stand-ins begin so
		case n == 3 && c >= 0x90 && c < 0xB0:
			u.out = fmt.Appendf(u.out, "_x%04X_", c-0x90)
			u.held = u.held[:0]
		case n > 1 && c == 0xEF: // what was held is none, but this may be
			u.out = append(u.out, u.held[:n-1]...)
			u.held = append(u.held[:0], c)
		default:
			u.out = append(u.out, u.held...)
			u.held = u.held[:0]
		}
	}
	if _, err := u.w.Write(u.out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// checkLength cuts a text that is longer than a cell takes, and says so.
func (b *book) checkLength(cell *bookCell) {
	if len(cell.text) <= maxCellText {
		return
	}
	units := utf16.Encode([]rune(cell.text))
	if len(units) <= maxCellText {
		return
	}
	b.cut++
	cell.text = string(utf16.Decode(units[:maxCellText-1])) // not through a pair of them, if one stands there
	cell.text = strings.TrimSuffix(cell.text, string(utf8.RuneError))
	note := fmt.Sprintf("warning: the text has %d characters, more than a workbook's cell takes; here it is cut, in the other file of rows to correct it is whole", len(units))
	cell.note = strings.TrimPrefix(cell.note+"\n"+note, "\n")
}

// notes is what a person should know of the workbook beyond its rows.
func (b *book) notes() string {
	var notes []string
	if b.silent > 0 {
		notes = append(notes, fmt.Sprintf("comments on the first %d bad cells; the others are coloured, and %s says the same", maxComments, report.ColumnError))
	}
	if b.cut > 0 {
		note := "1 text longer than a cell takes was cut in it; correct it"
		if b.cut > 1 {
			note = run.Thousands(b.cut) + " texts longer than a cell takes were cut in it; correct those"
		}
		notes = append(notes, note+" in the other file of rows to correct")
	}
	return strings.Join(notes, "; ")
}
