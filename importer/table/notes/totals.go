package notes

import (
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// totalEdges are the letters that words of totals begin and end with, since nearly every row is
// asked.
var totalEdges = func() (edges [2][256]bool) {
	for word, kind := range noteWords {
		if kind != totalWord {
			continue
		}
		for _, word := range []string{word, strings.ToUpper(word)} {
			edges[0][word[0]], edges[1][word[len(word)-1]] = true, true
		}
	}
	for i := range totalEnds {
		edges[1][totalEnds[i]] = true
	}
	return edges
}()

// totalEnds may stand behind the word of a total.
const totalEnds = ":=. "

// IsTotalWord reports whether a text is the word of a total and nothing else.
func IsTotalWord(text string) bool {
	const shortest, longest = len("sum"), 16
	var buf [64]byte
	text = strings.TrimRight(strings.TrimSpace(text), totalEnds)
	return len(text) >= shortest && len(text) <= longest && totalEdges[0][text[0]] && noteWords[string(tabular.AppendLower(buf[:0], text))] == totalWord
}

// CutTotal takes the word of a total from the end of a text, where Excel writes it, or from its
// beginning.
func CutTotal(text string) (of string, ok bool) {
	const between = " :-–,="
	if totalEdges[1][text[len(text)-1]] {
		end := strings.LastIndexByte(text, ' ') + 1
		if IsTotalWord(text[end:]) {
			return strings.TrimRight(text[:end], between), true
		}
	}
	if word, rest, more := strings.Cut(text, " "); more && IsTotalWord(word) {
		return strings.Trim(rest, between), true
	}
	return "", false
}

// IsPageNumber knows "2/3", "1(3)", "2 av 3" and "- 1 -".
func IsPageNumber(text string) bool {
	if len(text) > 16 || !isAmount(strings.ReplaceAll(text, "–", "-")) {
		return false
	}
	text = strings.ReplaceAll(text, "–", "-")
	numbers := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	switch len(numbers) {
	case 1:
		return strings.HasPrefix(text, "-") && strings.HasSuffix(text, "-")
	case 2:
		page, _ := strconv.Atoi(numbers[0])
		pages, _ := strconv.Atoi(numbers[1])
		return 0 < page && page <= pages && (strings.ContainsAny(text, "/(") || strings.Contains(text, " av ") || strings.Contains(text, " of "))
	}
	return false
}

// InCells says whether a note is spread over three cells or more: a label, a stamp, the number of a
// page and how many there are.
func InCells(first string, row *tabular.Row) bool {
	if label, ok := strings.CutSuffix(first, ":"); ok {
		return isLabelText(label)
	}
	if kind := noteWords[strings.ToLower(first)]; kind != pageWord && kind != stampWord {
		return false
	}
	text := tabular.TextOf(row.Cells)
	head, numbers, others := readNote(text)
	words := strings.Fields(strings.ToLower(text))
	if head == stampWord {
		return IsDate(words[1])
	}
	return numbers == 2 && others == 0 && len(words) == 4 && noteFillers[words[2]] != noTotal
}
