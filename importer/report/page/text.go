package page

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
)

// Longest texts that are shown, in characters: the files beside the page hold them whole.
const (
	cellLength    = 100
	messageLength = 320
	headerLength  = 40
)

// shorten cuts a text to a length of n characters, the last of them an ellipsis then. One that is
// shown by its number is as long as that. The result shares no memory with s.
func shorten(s string, n int) string {
	s = strings.ToValidUTF8(s[:min(len(s), utf8.UTFMax*(n+1))], "\uFFFD")
	length, end := 0, 0
	for i, r := range s {
		if length += max(1, utf8.RuneCountInString(nameOfHidden(r))); length > n {
			return s[:end] + "…"
		}
		if length < n {
			end = i + utf8.RuneLen(r)
		}
	}
	return strings.Clone(s)
}

// visible escapes a text of the file, and makes characters seen that a person wouldn't see or that
// would turn the writing direction. Nobody's personal number goes onto a page.
func visible(s string) template.HTML {
	s = orgnumber.Mask(s)
	start := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	end := max(start, len(strings.TrimRightFunc(s, unicode.IsSpace)))
	shown := dotted(s[:start]) + escape(s[start:end]) + dotted(s[end:])
	return template.HTML(option.ReplaceAllString(shown, `<span class="flag">$0</span>`))
}

// option is one of the command line's: it stays on one line.
var option = regexp.MustCompile(`--[a-z][a-z-]*`)

// argument is one of a command line, whole with what it quotes.
var argument = regexp.MustCompile(`(?:'[^']*'|\\'|[^ '])+|'`)

// command is visible for a command line, which is to wrap between its arguments: a browser would
// else break it after hyphens.
func command(line string) template.HTML {
	return template.HTML(argument.ReplaceAllStringFunc(orgnumber.Mask(line), func(one string) string {
		return "<span>" + string(inner(one)) + "</span>"
	}))
}

// inner is visible for a part of a text, whose spaces at the ends are seen by what stands beside
// them.
func inner(s string) template.HTML {
	if strings.TrimSpace(s) == "" {
		return template.HTML(dotted(s))
	}
	return template.HTML(escape(s))
}

// dotted is escape for what stands at an edge, where nobody would see a space.
func dotted(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == ' ' {
			b.WriteString(`<span class="c">·</span>`)
		} else {
			b.WriteString(escape(string(r)))
		}
	}
	return b.String()
}

// escape escapes a text and names its hidden characters.
func escape(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	plain := 0 // where what isn't written yet begins
	for i, r := range s {
		if name := nameOfHidden(r); name != "" {
			b.WriteString(html.EscapeString(s[plain:i]) + `<span class="c">` + name + `</span>`)
			plain = i + utf8.RuneLen(r)
		}
	}
	return b.String() + html.EscapeString(s[plain:])
}

// nameOfHidden gives what stands for a character that can't be seen, "" for one that can.
func nameOfHidden(r rune) string {
	switch {
	case ' ' <= r && r <= '~': // nearly all
		return ""
	case r == '\n':
		return "↵"
	case r == '\r':
		return "␍"
	case r == '\t':
		return "⇥"
	case r == 0xa0 || r == 0x202f || r == 0x2007:
		return "⍽"
	case r == '\u2028' || r == '\u2029' || r == 0xfeff, unicode.IsControl(r), r != 0x200d && unicode.Is(unicode.Cf, r):
		return fmt.Sprintf("U+%04X", r)
	}
	return ""
}
