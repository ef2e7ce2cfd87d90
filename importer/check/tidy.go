package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/letters"
	"github.com/orgbatch/orgbatch/importer/spoilt"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// The safe repairs of a text: what they change no person can see, or meant. They are suggested, and done by --fix.

// repair is one of them.
type repair struct {
	code    string
	problem string // what is wrong, as a clause
	mend    func(string) string
}

// repairs are in the order in which they must be tried: what looks like a no-break space may be half a letter.
func repairs() []repair {
	return []repair{
		{codes.Mojibake, wording.English.Check.DecodedWrongly, spoilt.Decoded},
		{codes.Trimmed, wording.English.Check.SpaceAtEnds, tabular.TrimEnds},
		{codes.OddSpace, wording.English.Check.OddSpace, plainSpaces},
		{codes.Invisible, wording.English.Check.Invisible, tabular.WithoutInvisible},
		{codes.UnicodeForm, wording.English.Check.UnicodeForm, letters.Compose},
	}
}

// maxRounds bounds the repairs of one text: each may bring to light what another mends.
const maxRounds = 8

// Tidied gives the text with all safe repairs done, and which were needed, in their order.
func Tidied(text string) (clean string, needed []repair) {
	clean = text
	all := repairs()
	took := make([]bool, len(all))
	for range maxRounds {
		before := clean
		for i, r := range all {
			if mended := r.mend(clean); mended != clean {
				clean, took[i] = mended, true
			}
		}
		if clean == before {
			break
		}
	}
	for i, r := range all {
		if took[i] {
			needed = append(needed, r)
		}
	}
	return clean, needed
}

// tidy names what is untidy about a cell's text and gives the text as it is sent: with the API's own trimming alone, or with all safe
// repairs when these are asked for.
func (c *Checker) tidy(field, text string) string {
	if isTidy(text) || !utf8.ValidString(text) {
		return tabular.TrimEnds(text)
	}
	clean, needed := Tidied(text)
	trimmed := tabular.TrimEnds(text)
	if trimmed == "" {
		return "" // a blank cell is no mistake
	}
	for _, r := range needed {
		code, problem := r.code, r.problem
		switch {
		case c.options.Fix:
			code, problem = codes.FixedPrefix+r.code, wording.English.Check.Fixed(r.problem)
		case r.code == codes.Mojibake:
			problem = wording.English.Check.FixDecodes(problem)
		case r.code == codes.Trimmed:
			problem = wording.English.Check.SentWithout(problem)
		}
		c.found.note(field, code, problem, visible(text), tabular.Shorten(clean))
	}
	if c.options.Fix {
		return clean
	}
	return trimmed
}

// isTidy says, fast, that there is nothing to mend: ASCII and the letters that Swedish adds, without a space at the ends. It may say no to
// what is tidy; the repairs look closer.
func isTidy(s string) bool {
	if s == "" {
		return true
	}
	for i := 0; i < len(s); i++ {
		if s[i] < utf8.RuneSelf {
			continue
		}
		if s[i] != 0xc3 || i+1 == len(s) || strings.IndexByte(swedishBytes, s[i+1]) < 0 {
			return false
		}
		i++
	}
	return (isPlainEnd(s[0]) || s[0] >= utf8.RuneSelf) && (isPlainEnd(s[len(s)-1]) || s[len(s)-1] >= utf8.RuneSelf)
}

// swedishBytes are the second bytes of å ä ö Å Ä Ö é É ü Ü in UTF-8. None of these letters goes on a sequence that was decoded wrongly.
const swedishBytes = "\xa5\xa4\xb6\x85\x84\x96\xa9\x89\xbc\x9c"

// visible shows a text so that its spaces and odd characters are seen.
func visible(s string) string {
	s = tabular.Shorten(s)
	if tabular.TrimEnds(s) != s || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return fmt.Sprintf("%q", s)
	}
	return s
}

// plainSpaces makes every kind of space between letters the one of the space bar.
func plainSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x7f && unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, s)
}
