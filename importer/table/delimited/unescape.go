package delimited

import (
	"cmp"
	"regexp"
	"strings"
)

// Unescape takes the escapes out of a cell. Doubled quotes are escapes within quotes alone.
func (d *Dialect) Unescape(cell string) string {
	if d.Letters != "" {
		text, _ := Undo(cell, d.Letters)
		return text
	}
	quote := string(d.Quote)
	if d.Doubles() {
		if d.Backslash {
			return undouble(cell, quote)
		}
		return strings.ReplaceAll(cell, quote+quote, quote)
	}
	var b strings.Builder
	escape := string(d.Escape)
	for {
		before, after, found := strings.Cut(cell, escape)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		next := d.special(after)
		b.WriteString(cmp.Or(next, escape)) // what escapes nothing is text
		cell = after[len(next):]
	}
}

// special gives the text with a meaning of its own that cell begins with, "" for none.
func (d *Dialect) special(cell string) string {
	for _, text := range [...][]byte{d.Quote, d.Escape, d.Delim} {
		if len(text) > 0 && strings.HasPrefix(cell, string(text)) {
			return string(text)
		}
	}
	return ""
}

// undouble makes one of two quotes, but where a backslash stands before them.
func undouble(cell, quote string) string {
	var b strings.Builder
	for {
		i := strings.Index(cell, quote+quote)
		if i < 0 {
			b.WriteString(cell)
			return b.String()
		}
		b.WriteString(cell[:i+len(quote)])
		if cell = cell[i+len(quote):]; i == 0 || b.String()[b.Len()-len(quote)-1] != '\\' {
			cell = cell[len(quote):]
		}
	}
}

// Databases, jq and Miller write texts without quotes: a backslash and a sign stand for what would
// end a cell or a row.
const (
	LettersPostgres = `\bfnrtvN` // COPY in text format; jq's @tsv and Miller write some of these
	LettersOutfile  = "\\\t\n0N" // MariaDB's SELECT INTO OUTFILE: the sign itself stands behind the backslash
	LettersBatch    = `\nt0`     // mariadb --batch
	nothing         = `\N`       // a whole cell: NULL
	letters         = `bfnrtv0`  // and what they stand for:
	meanings        = "\b\f\n\r\t\v\x00"
)

// Undo gives the text that a cell stands for where a backslash is followed by one of these letters.
// Where another one is, ok is false and text is the cell as it stands.
func Undo(cell, with string) (text string, ok bool) {
	if cell == nothing && strings.Contains(with, "N") {
		return "", true
	}
	var b strings.Builder
	for rest := cell; ; {
		before, after, found := strings.Cut(rest, `\`)
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		if after == "" || after[0] == 'N' || strings.IndexByte(with, after[0]) < 0 {
			return cell, false
		}
		sign := after[0]
		if i := strings.IndexByte(letters, sign); i >= 0 {
			sign = meanings[i]
		}
		b.WriteByte(sign)
		rest = after[1:]
	}
}

// IsPlain knows a backslash that nobody has escaped: C:\new, \\server\new, {"a":"b\nc"}.
var IsPlain = regexp.MustCompile(`(^|[^\pL])[A-Za-z]:\\[^\\]|^\\\\[A-Za-z0-9]{2}|^[{\[](.*[^\\])?\\[^\\]`)
