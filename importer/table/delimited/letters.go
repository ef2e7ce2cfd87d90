package delimited

import "strings"

// Databases, jq and Miller write texts without quotes: a backslash and a sign stand for what would end a cell or a row.
const (
	LettersPostgres = `\bfnrtvN` // COPY in text format; jq's @tsv and Miller write some of these
	LettersOutfile  = "\\\t\n0N" // MariaDB's SELECT INTO OUTFILE: the sign itself stands behind the backslash
	LettersBatch    = `\nt0`     // mariadb --batch
	nothing         = `\N`       // a whole cell: NULL
	letters         = `bfnrtv0`  // and what they stand for:
	meanings        = "\b\f\n\r\t\v\x00"
)

// Undo gives the text that a cell stands for where a backslash is followed by one of these letters. Where another one is, ok is false and
// text is the cell as it stands.
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
