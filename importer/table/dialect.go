package table

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// dialect is what the scanner must know of a delimited file. All texts are UTF-8.
type dialect struct {
	// delim stands between cells; empty where a row is one cell. With run, any number of it in a row counts once, and none counts at
	// the ends of a row.
	delim []byte
	run   bool
	// quote stands around cells, empty for none; escape before a quote within one: the quote itself where it is doubled.
	quote, escape []byte
	// sep ends a row instead of LF and CRLF; empty for those.
	sep []byte
	// cr makes a lone CR end a row; otherwise it is text, as in the middle of a cell of a file whose rows end with LF.
	cr bool
}

// doubles says whether a quote within a cell is written twice. Without any escape it may be, and nothing else is said by it.
func (d *dialect) doubles() bool { return len(d.escape) == 0 || bytes.Equal(d.escape, d.quote) }

// blanks are the characters around a quoted cell that don't belong to it: those that delimit nothing.
func (d *dialect) blanks() string {
	switch {
	case len(d.delim) > 0 && d.delim[0] == ' ':
		return ""
	case len(d.delim) > 0 && d.delim[0] == '\t':
		return " "
	}
	return " \t"
}

// dialectOf gives the dialect of a Format.
func dialectOf(f Format) dialect {
	d := dialect{delim: []byte(f.Delimiter), run: f.Run, quote: []byte(f.Quote), escape: []byte(f.Escape), cr: f.Newline == "\r"}
	switch f.Newline {
	case "\n", "\r\n", "\r", "":
	default:
		d.sep = []byte(f.Newline)
	}
	return d
}

// describe fills in what a Format says of the dialect, but for the line end.
func (d *dialect) describe(f *Format) {
	f.Delimiter, f.Run, f.Quote, f.Escape = string(d.delim), d.run, string(d.quote), string(d.escape)
}

// chosenDelimiter understands Options.Delimiter.
func chosenDelimiter(name string) (delim []byte, run bool, err error) {
	words := map[string]string{"tab": "\t", `\t`: "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " ", "spaces": " "}
	if text, ok := words[name]; ok {
		return []byte(text), name == "spaces", nil
	}
	if !utf8.ValidString(name) || len(name) > 16 || strings.ContainsAny(name, "\"\r\n\x00") {
		return nil, false, fmt.Errorf("use delimiter %q: write one or a few characters other than a quote or a line end, or tab, comma, semicolon, pipe, colon, space, spaces", name)
	}
	return []byte(name), false, nil
}
