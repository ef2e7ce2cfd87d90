// Package delimited finds the cells of one record of a delimited file, strictly by a dialect: what
// stands between cells, around them, and at the ends of rows.
package delimited

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Dialect is what the scanner must know of a delimited file. All texts are UTF-8.
type Dialect struct {
	// Delim stands between cells; empty where a row is one cell. With Run it is one of spaces, of
	// which any number in a row counts once, and none at the ends of a row.
	Delim []byte
	Run   bool
	// Quote stands around cells, empty for none; Escape before a quote within one: the quote itself
	// where it is doubled.
	Quote, Escape []byte
	// Backslash says that a backslash makes itself and a quote after it text, though quotes are
	// doubled elsewhere, as PHP writes them.
	Backslash bool
	// Letters may follow a backslash and are something else then, as databases write texts; ""
	// where none are. There are no quotes then, and Escape is the backslash.
	Letters string
	// Sep ends a row instead of LF and CRLF; empty for those.
	Sep []byte
	// CR makes a lone CR end a row; otherwise it is text, as in the middle of a cell of a file
	// whose rows end with LF.
	CR bool
}

// Doubles says whether a quote within a cell is written twice. Without any escape it may be, and
// nothing else is said by it.
func (d *Dialect) Doubles() bool { return len(d.Escape) == 0 || bytes.Equal(d.Escape, d.Quote) }

// Blanks are the characters around a quoted cell that don't belong to it: those that delimit
// nothing.
func (d *Dialect) Blanks() string {
	switch {
	case len(d.Delim) > 0 && d.Delim[0] == ' ':
		return ""
	case len(d.Delim) > 0 && d.Delim[0] == '\t':
		return " "
	}
	return " \t"
}

// Blank says whether a person sees an empty row: nothing but delimiters, spaces, tabs, NULs and the
// mark by which DOS ended a file. An empty cell in quotes is not blank, so that a row of one empty
// cell can be written.
func (d *Dialect) Blank(raw []byte) bool {
	if len(d.Delim) > 1 {
		raw = bytes.ReplaceAll(raw, d.Delim, nil)
	}
	for _, b := range raw {
		if b != ' ' && b != '\t' && b != 0 && b != dosEnd && (len(d.Delim) == 0 || b != d.Delim[0] || len(d.Delim) > 1) {
			return false
		}
	}
	return true
}

// LineEnds counts the line ends within a record, as an editor does.
func (d *Dialect) LineEnds(raw []byte) int {
	n := bytes.Count(raw, []byte{'\n'})
	if d.CR {
		n += bytes.Count(raw, []byte{'\r'}) - bytes.Count(raw, []byte("\r\n"))
	}
	return n
}

// Trimmed is a cell as it is meant where spaces delimit.
func (d *Dialect) Trimmed(text string) string {
	if d.Run {
		return strings.Trim(text, " ")
	}
	return text
}

// TrimDosEnd takes away the mark by which DOS ended a file.
func TrimDosEnd(b []byte) []byte { return bytes.TrimRight(b, string(rune(dosEnd))) }

// OtherDelimiters are the signs that stand between cells and hardly ever within them; a space, a
// dash or a slash is part of many a name.
var OtherDelimiters = []string{"\t", ";", ",", "|", "; ", ";;", "||", ",,", "::", "\x1f", "^", "~"}

// dosEnd is the sign by which old programs end a file.
const dosEnd = 0x1a

// DialectOf gives the dialect of a Format.
func DialectOf(f tabular.Format) Dialect {
	d := Dialect{Delim: []byte(f.Delimiter), Run: f.Run, Quote: []byte(f.Quote), Escape: []byte(f.Escape), Backslash: f.Backslash, Letters: f.Letters, CR: f.Newline == "\r"}
	switch f.Newline {
	case "\n", "\r\n", "\r", "":
	default:
		d.Sep = []byte(f.Newline)
	}
	return d
}

// Describe fills in what a Format says of the dialect, but for the line end.
func (d *Dialect) Describe(f *tabular.Format) {
	f.Delimiter, f.Run, f.Quote, f.Escape, f.Backslash, f.Letters = string(d.Delim), d.Run, string(d.Quote), string(d.Escape), d.Backslash, d.Letters
}

// ChosenDelimiter understands the delimiter that a person names: a few characters, or one of the
// words tab, comma, semicolon, pipe, colon, space and spaces, the last for any number of them.
func ChosenDelimiter(name string) (delim []byte, run bool, err error) {
	words := map[string]string{"tab": "\t", `\t`: "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " ", "spaces": " "}
	if text, ok := words[name]; ok {
		return []byte(text), name == "spaces", nil
	}
	if !utf8.ValidString(name) || len(name) > 16 || strings.ContainsAny(name, "\"\r\n\x00") {
		return nil, false, fmt.Errorf("use delimiter %q: write one or a few characters other than a quote or a line end, or tab, comma, semicolon, pipe, colon, space, spaces", name)
	}
	return []byte(name), false, nil
}
