package page

import (
	"html/template"
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
)

// maxTokens bounds the comparison of two texts, which takes their product.
const maxTokens = 200

// marked shows a text before and after with what differs marked, by <del> and <ins>.
func marked(before, after string) (template.HTML, template.HTML) {
	before, after = orgnumber.Mask(before), orgnumber.Mask(after)
	a, b := tokens(before), tokens(after)
	if len(a) > maxTokens || len(b) > maxTokens {
		return wrap("del", before), wrap("ins", after)
	}
	inA, inB := common(a, b)
	if len(a) > 1 && few(a, inA) && few(b, inB) { // scattered marks say less than two texts side by side
		return wrap("del", before), wrap("ins", after)
	}
	return mark("del", a, inA), mark("ins", b, inB)
}

// few says that less than half of a text, by length, is common.
func few(tokens []string, common []bool) bool {
	all, same := 0, 0
	for i, token := range tokens {
		all += len(token)
		if common[i] {
			same += len(token)
		}
	}
	return same*2 < all
}

func wrap(tag, s string) template.HTML {
	if s == "" {
		return ""
	}
	return template.HTML("<"+tag+">") + visible(s) + template.HTML("</"+tag+">")
}

// tokens cuts a text into words and what stands between them. A single word is cut into characters,
// so that one letter shows.
func tokens(s string) []string {
	var words []string
	start, last := 0, rune(-1)
	for i, r := range s {
		if i > 0 && class(r) != class(last) || i > 0 && class(r) == 2 {
			words = append(words, s[start:i])
			start = i
		}
		last = r
	}
	if s != "" {
		words = append(words, s[start:])
	}
	if len(words) == 1 && len(s) <= cellLength {
		return strings.Split(s, "")
	}
	return words
}

func class(r rune) int {
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r):
		return 0
	case unicode.IsDigit(r):
		return 1
	}
	return 2
}

// common says which tokens of a and b are in their longest common subsequence.
func common(a, b []string) (inA, inB []bool) {
	lengths := make([][]int16, len(a)+1)
	for i := range lengths {
		lengths[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			inA[i], inB[j] = true, true
			i, j = i+1, j+1
		case lengths[i+1][j] >= lengths[i][j+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}

// mark writes tokens, those that aren't common within tag. Neighbours share one.
func mark(tag string, tokens []string, common []bool) template.HTML {
	var out template.HTML
	for i := 0; i < len(tokens); {
		from := i
		for i < len(tokens) && common[i] == common[from] {
			i++
		}
		text := strings.Join(tokens[from:i], "")
		if common[from] {
			out += inner(text)
		} else {
			out += template.HTML("<"+tag+">") + inner(text) + template.HTML("</"+tag+">")
		}
	}
	return out
}
