package dialect

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
)

// Candidates are the dialects that the beginning of a file may be written in. They are found by
// what stands between letters and digits; which one it is, is decided by the tables that they make
// (judge.go).

// usualDelimiters are tried whenever they occur, the likelier first.
var usualDelimiters = []string{"\t", ";", ",", "|"}

// mostCandidates bounds how many delimiters are tried.
const mostCandidates = 18

// delimiters gives the texts that may stand between the cells.
func delimiters(lines []string) []string {
	singles, runs := map[string]int{}, map[string]int{}
	for _, line := range lines {
		countSingles(line, singles)
		countRuns(line, runs)
	}
	dropParts(singles, runs, lines)
	var list []string
	for _, d := range usualDelimiters {
		if singles[d] > 0 {
			list = append(list, d)
		}
	}
	least := max(1, len(lines)*2/5)
	framed := framedByBars(lines)
	for run := range runs {
		if framed && strings.Contains(run, "|") && strings.Trim(run, "| ") == "" {
			delete(runs, run) // a bar with blanks around it, of a table drawn with bars
			continue
		}
		if plain, ok := strings.CutSuffix(run, "="); ok && slices.Contains(usualDelimiters, plain) {
			delete(runs, run) // the start of ="00123"
			continue
		}
		if inner := insideQuotes(run, lines); inner != "" {
			if runs[inner] += runs[run]; utf8.RuneCountInString(inner) == 1 {
				singles[inner] += runs[run]
			}
			delete(runs, run)
		}
	}
	for _, counted := range []map[string]int{singles, runs} {
		for _, d := range byCount(counted, least) {
			if len(list) < mostCandidates && !slices.Contains(list, d) {
				list = append(list, d)
			}
		}
	}
	return list
}

// framedByBars says whether lines begin and end with a bar, as in Markdown, or are the rules of
// such a table.
func framedByBars(lines []string) bool {
	n := 0
	for _, line := range lines {
		if line = strings.TrimSpace(line); len(line) > 1 && strings.Contains("|+", line[:1]) && strings.Contains("|+", line[len(line)-1:]) {
			n++
		}
	}
	return 5*n >= 4*len(lines)
}

// dropParts leaves out the signs that stand in one longer text only: where every | is part of a
// |~|, that is what may delimit.
func dropParts(singles, runs map[string]int, lines []string) {
	text := strings.Join(lines, "\n")
	for _, run := range byCount(runs, max(1, len(lines)*2/5)) {
		n := strings.Count(text, run)
		for i, r := range run {
			if sign := run[i : i+utf8.RuneLen(r)]; strings.Count(text, sign) == n*strings.Count(run, sign) {
				delete(singles, sign)
			}
		}
	}
}

// insideQuotes gives what stands between the quotes of a run such as $;$, which is the end of one
// cell, a delimiter and the start of the next where most lines begin and end with that sign too.
func insideQuotes(run string, lines []string) string {
	first, size := utf8.DecodeRuneInString(run)
	if last, n := utf8.DecodeLastRuneInString(run); len(run) > size+n && delimited.IsTypographic(first) && delimited.IsTypographic(last) {
		return run[size : len(run)-n]
	}
	quote := run[:size]
	if len(run) <= 2*size || !strings.HasSuffix(run, quote) {
		return ""
	}
	n := 0
	for _, line := range lines {
		if strings.HasPrefix(line, quote) && strings.HasSuffix(line, quote) {
			n++
		}
	}
	if 2*n < len(lines) {
		return ""
	}
	return run[size : len(run)-size]
}

// byCount gives the texts that occur in at least so many lines, the commonest first.
func byCount(lines map[string]int, least int) []string {
	var list []string
	for text, n := range lines {
		if n >= least {
			list = append(list, text)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(cmp.Compare(lines[b], lines[a]), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	return list[:min(len(list), 12)]
}

// countSingles counts the lines in which each single character that could be a delimiter stands.
func countSingles(line string, lines map[string]int) {
	seen := ""
	for i, r := range line {
		if !mayDelimit(r) {
			continue
		}
		if text := line[i : i+utf8.RuneLen(r)]; !strings.Contains(seen, text) {
			seen += text
			lines[text]++
		}
	}
}

// mayDelimit says whether a character could stand between cells.
func mayDelimit(r rune) bool {
	switch {
	case r == '"' || r == '\'' || r == 0 || r == '\r' || r == '\n' || r == utf8.RuneError || r == '\ufeff':
		return false
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return false
	case r > unicode.MaxLatin1 && unicode.Is(unicode.So, r): // a picture
		return false
	}
	return !strings.ContainsRune("()[]{}", r)
}

// countRuns counts the lines in which each text of two to four such characters stands between
// others: as a whole, and where it repeats itself, as what it repeats, since an empty cell makes
// two delimiters one run.
func countRuns(line string, lines map[string]int) {
	seen := map[string]bool{}
	start := -1
	for i, r := range line + "a" {
		if mayDelimit(r) && r != '\t' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			run := line[start:min(i, len(line))]
			for _, part := range unitsOf(run) {
				if !seen[part] {
					seen[part] = true
					lines[part]++
				}
			}
		}
		start = -1
	}
}

// unitsOf gives the delimiters of several characters that a run of them may be made of.
func unitsOf(run string) []string {
	n := utf8.RuneCountInString(run)
	if n < 2 || len(run) > 64 {
		return nil
	}
	var units []string
	if n <= 4 {
		units = append(units, run)
	}
	for size := 1; size <= len(run)/2 && size <= 8; size++ {
		if unit := run[:size]; len(run)%size == 0 && utf8.ValidString(unit) && strings.Repeat(unit, len(run)/size) == run {
			if n := utf8.RuneCountInString(unit); n >= 2 && n <= 3 {
				units = append(units, unit)
			}
			if utf8.RuneCountInString(unit) == 1 && n > 4 {
				units = append(units, unit+unit)
			}
		}
	}
	if first, size := utf8.DecodeRuneInString(run); first != ' ' && strings.HasPrefix(run[size:], " ") {
		units = append(units, run[:size+1])
	}
	return units
}

// quotesOf gives the characters that may stand around cells, with this delimiter. The double quote
// is one unless something speaks against it, since the first may come late in a file; others must
// stand at the ends of cells.
func quotesOf(sample []byte, delim string) []string {
	quotes := []string{`"`}
	if bytes.IndexByte(sample, '"') >= 0 {
		quotes = []string{`"`, ""}
	}
	if delim == `"` {
		quotes = []string{""}
	}
	for _, q := range []string{"'", "|", "~", "^", "`", "´", "$", "%", "*", "#", "!", "/", "¦", "@", "+", "="} {
		if q != delim && edges(sample, delim, q) >= 1 {
			quotes = append(quotes, q)
		}
	}
	return quotes
}

// edges counts the cells that both begin and end with the quote, as far as that can be seen without
// knowing where cells are: the smaller number of beginnings and ends.
func edges(sample []byte, delim, quote string) int {
	opens, closes := 0, 0
	for at := 0; ; at += len(quote) {
		k := bytes.Index(sample[at:], []byte(quote))
		if k < 0 {
			return min(opens, closes)
		}
		at += k
		begins, ends := sides(sample, at, at+len(quote), delim)
		if begins {
			opens++
		}
		if ends {
			closes++
		}
	}
}

// sides says whether a cell may begin with what stands between two places of a sample, and whether
// one may end with it. Blanks are passed over.
func sides(sample []byte, from, to int, delim string) (begins, ends bool) {
	before, after := sample[:from], sample[to:]
	left, right := bytes.TrimRight(before, " "), bytes.TrimLeft(after[:min(len(after), 64)], " ")
	begins = len(left) == 0 || isLineEnd(left[len(left)-1]) || delim != "" && (bytes.HasSuffix(before, []byte(delim)) || bytes.HasSuffix(left, []byte(delim)))
	ends = len(right) == 0 || isLineEnd(right[0]) || delim != "" && (bytes.HasPrefix(after, []byte(delim)) || bytes.HasPrefix(right, []byte(delim)))
	return begins, ends
}

func isLineEnd(b byte) bool { return b == '\n' || b == '\r' }

// quotesACell says whether a cell both begins and ends with the quote, and each between is doubled
// or has something before it that may escape it: a file of texts that begin or end with quotes of
// their own quotes nothing.
func quotesACell(sample []byte, delim, quote string) bool {
	open := false
	for at := 0; ; {
		k := bytes.Index(sample[at:], []byte(quote))
		if k < 0 {
			return false
		}
		k += at
		at = k + len(quote)
		begins, ends := sides(sample, k, at, delim)
		switch r, _ := utf8.DecodeLastRune(sample[:k]); {
		case open && ends:
			return true
		case open && bytes.HasPrefix(sample[at:], []byte(quote)):
			at += len(quote)
		case !open || !mayEscape(r, delim):
			open = begins
		}
	}
}

// escapeOf finds what stands before the quotes within quoted cells. backslash says that a backslash
// does and is text: quotes are doubled elsewhere, as PHP writes them. Where no cell is quoted,
// nothing escapes anything.
func escapeOf(sample []byte, delim, quote string) (escape string, backslash bool) {
	if quote == "" {
		if delim != "" && bytes.Contains(sample, []byte(`\`+delim)) {
			return `\`, false
		}
		return "", false
	}
	if !quotesACell(sample, delim, quote) {
		return quote, false
	}
	doubled, before := 0, map[rune]int{}
	inner := 0
	for at := 0; ; {
		k := bytes.Index(sample[at:], []byte(quote))
		if k < 0 {
			break
		}
		k += at
		at = k + len(quote)
		rest := sample[at:]
		if bytes.HasPrefix(rest, []byte(quote)) {
			if isInner(sample, k, at+len(quote), delim) {
				doubled++
			}
			at += len(quote)
			continue
		}
		if !isInner(sample, k, at, delim) {
			r, size := utf8.DecodeLastRune(sample[:k])
			if r == '\\' && isInner(sample, k-size, at, delim) {
				before[r]++
			}
			continue
		}
		inner++
		if r, _ := utf8.DecodeLastRune(sample[:k]); mayEscape(r, delim) {
			before[r]++
		}
	}
	if doubled > 0 && before['\\'] > 0 {
		return quote, true
	}
	return settleEscape(quote, doubled, inner, before), false
}

func mayEscape(r rune, delim string) bool {
	return r == 0 || r < utf8.RuneSelf && unicode.In(r, unicode.P, unicode.S) && !strings.ContainsRune(delim+"'(.,:;-[{", r)
}

// isInner says whether what stands between two places of a sample is neither at the start nor at
// the end of a cell.
func isInner(sample []byte, from, to int, delim string) bool {
	before, after := sample[:from], sample[to:]
	if len(before) == 0 || len(after) == 0 || isLineEnd(before[len(before)-1]) || isLineEnd(after[0]) {
		return false
	}
	return delim == "" || !bytes.HasSuffix(before, []byte(delim)) && !bytes.HasPrefix(after, []byte(delim))
}

func settleEscape(quote string, doubled, inner int, before map[rune]int) string {
	best, most := rune(-1), 0
	for r, n := range before {
		if n > most || n == most && r < best {
			best, most = r, n
		}
	}
	switch {
	case most > 0 && best == '\\' && most > doubled:
		return `\`
	case doubled > 0:
		return quote
	case most >= 2 && most*10 >= inner*8:
		return string(best)
	}
	return quote
}
