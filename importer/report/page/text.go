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

// shorten cuts a text to a length of n characters, the last of them an ellipsis then. One that is shown by its number is as long as that.
// The result shares no memory with s.
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

// visible escapes a text of the file, and makes characters seen that a person wouldn't see or that would turn the writing direction. Nobody's
// personal number goes onto a page.
func visible(s string) template.HTML {
	s = orgnumber.Mask(s)
	body := strings.TrimSpace(s)
	from := strings.Index(s, body)
	var b strings.Builder
	for i, r := range s {
		writeVisible(&b, r, i < from || i >= from+len(body))
	}
	return template.HTML(option.ReplaceAllString(b.String(), `<span class="flag">$0</span>`))
}

// option is one of the command line's: it stays on one line.
var option = regexp.MustCompile(`--[a-z][a-z-]*`)

// argument is one of a command line, whole with what it quotes.
var argument = regexp.MustCompile(`(?:'[^']*'|\\'|[^ '])+|'`)

// argumentWeight is what one takes on the page beside its text.
const argumentWeight = len("<span></span>")

// command is visible for a command line, which is to wrap between its arguments: a browser would else break it after hyphens.
func command(line string) template.HTML {
	return template.HTML(argument.ReplaceAllStringFunc(orgnumber.Mask(line), func(one string) string { return "<span>" + string(inner(one)) + "</span>" }))
}

// inner is visible for a part of a text, whose spaces at the ends are seen by what stands beside them.
func inner(s string) template.HTML {
	var b strings.Builder
	for _, r := range s {
		writeVisible(&b, r, strings.TrimSpace(s) == "")
	}
	return template.HTML(b.String())
}

// writeVisible writes a character; one at the edge of its text is seen even if it is a space.
func writeVisible(b *strings.Builder, r rune, edge bool) {
	switch name := nameOfHidden(r); {
	case name != "":
		b.WriteString(`<span class="c">` + name + `</span>`)
	case r == ' ' && edge:
		b.WriteString(`<span class="c">·</span>`)
	default:
		b.WriteString(html.EscapeString(string(r)))
	}
}

// nameOfHidden gives what stands for a character that can't be seen, "" for one that can.
func nameOfHidden(r rune) string {
	switch {
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
