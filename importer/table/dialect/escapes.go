package dialect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// What databases, jq and Miller write looks like any file with tabs between the cells, but that a
// line break is \n in it. So does a folder of Windows', as C:\new: nothing is undone unless every
// backslash of the sample is one of theirs, and one of them can be nothing else.

// escapes is what the backslashes of a sample may be, by the rules of one writer.
type escapes struct {
	fit   bool // each is an escape
	plain bool // one looks as if nobody had escaped it
	sure  bool // some can be nothing else: NULL, a backslash beside other signs, or what delimits in a row that is as wide as the others only so
}

// escapesBy looks at every cell of a sample as one writer would have written it.
func escapesBy(letters string, b tabular.Beginning, d delimited.Dialect) escapes {
	sample := b.Bytes
	s := delimited.NewScanner(dumped(d, letters))
	widths, signs := map[int]int{}, map[int]bool{} // of rows without what delimits in a cell, and of those with it
	e := escapes{fit: true}
	doubled, lettered := false, false
	for at := 0; at < len(sample) && s.Scan(tabular.Beginning{Bytes: sample[at:], Whole: b.Whole}); at += s.Rec.Size {
		sign := false
		for _, sp := range s.Rec.Spans {
			cell := string(sample[at+sp.Start : at+sp.End])
			if !strings.Contains(cell, `\`) {
				continue
			}
			e.plain = e.plain || delimited.IsPlain.MatchString(cell)
			if _, ok := delimited.Undo(cell, letters); !ok || s.Rec.End == s.Rec.Size && strings.HasSuffix(cell, "\\\n") {
				return escapes{} // the last line end of a file ends a row
			}
			sign = sign || strings.Contains(cell, "\\\t") || strings.Contains(cell, "\\\n")
			e.sure = e.sure || sign || cell == `\N`
			doubled = doubled || strings.Contains(cell, `\\`)
			lettered = lettered || strings.Contains(strings.ReplaceAll(cell, `\\`, ""), `\`)
		}
		if n := len(s.Rec.Spans); sign {
			signs[n] = true
		} else {
			widths[n]++
		}
	}
	usual := 0
	for width, n := range widths {
		if n > widths[usual] {
			usual = width
		}
	}
	if delete(signs, usual); len(signs) > 0 {
		return escapes{}
	}
	e.sure = e.sure || doubled && lettered
	return e
}

// dumped is a dialect without quotes in which these letters are escaped.
func dumped(d delimited.Dialect, letters string) delimited.Dialect {
	d.Quote, d.Escape, d.Backslash, d.Letters = nil, []byte(`\`), false, letters
	return d
}

// findEscapes gives the letters that a backslash escapes in the file, "" for none; doubt says that
// it may do so.
func findEscapes(b tabular.Beginning, d delimited.Dialect, w Wishes) (letters string, doubt bool) {
	switch {
	case w.Escapes == EscapesUndone:
		return together(delimited.LettersPostgres, delimited.LettersOutfile), false
	case w.Escapes != "" || string(d.Delim) != "\t" || len(d.Sep) > 0 || bytes.IndexByte(b.Bytes, '\\') < 0:
		return "", false
	case w.AsWritten != "" && bytes.Contains(b.Bytes, []byte(w.AsWritten)):
		return "", false
	}
	sure, plain := false, false
	var theirs []string
	for _, writer := range []string{delimited.LettersPostgres, delimited.LettersOutfile, delimited.LettersBatch} {
		if e := escapesBy(writer, b, d); e.fit {
			theirs, sure, plain = append(theirs, writer), sure || e.sure, plain || e.plain
		}
	}
	quotes := slices.ContainsFunc(firstrows.Read(b, d, firstrows.Most), func(row firstrows.Row) bool {
		return slices.ContainsFunc(row.Cells, func(c firstrows.Cell) bool { return c.Quoted })
	})
	switch {
	case len(theirs) == 0 || plain && !sure:
		return "", false
	case !sure || plain || quotes:
		return "", true
	}
	return together(theirs...), false
}

// together gives the letters of all.
func together(writers ...string) (all string) {
	for _, r := range strings.Join(writers, "") {
		if !strings.ContainsRune(all, r) {
			all += string(r)
		}
	}
	return all
}
