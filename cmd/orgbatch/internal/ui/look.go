package ui

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rivo/uniseg"
)

// Look is how text for people is laid out. The zero value has no colours and wraps
// nothing: what goes to a file or a pipe.
type Look struct {
	Colours bool
	Width   int // of the terminal, 0 for none
}

// LookOf is how text appears on w: coloured on a terminal that can, unless
// NO_COLOR says no or TERM that it is a dumb one.
func LookOf(w any, env func(string) string) Look {
	if !isTerminal(w) {
		return Look{}
	}
	f := w.(*os.File)
	return Look{Colours: env("NO_COLOR") == "" && env("TERM") != "dumb" && takesColours(f), Width: WidthOf(f)}
}

// The marks of what is red (errors), yellow (warnings) and bold (headings), and of its end, in a
// text on its way to the terminal: noncharacters, which no text of a file's holds by right. The
// words say the same without them.
const (
	Red    = '\uFDD0'
	Yellow = '\uFDD1'
	Bold   = '\uFDD2'
	plain  = '\uFDDF'
)

// colours are what the marks become on a terminal that takes them.
var colours = map[rune]string{Red: "\x1b[31m", Yellow: "\x1b[33m", Bold: "\x1b[1m", plain: "\x1b[0m"}

// Paint marks a text for show.
func Paint(colour rune, text string) string {
	if text == "" {
		return ""
	}
	return string(colour) + text + string(plain)
}

// glue is a blank between words that stay together: those of a file's name.
const glue = '\uFDD3'

// Show is a text as it goes to the terminal, whatever the texts in it hold: nothing in it moves the
// cursor, no line is wider than the terminal as long as its words aren't, and what was painted has
// its colour.
func (l Look) Show(text string) string {
	// The marks of colours stay: those in a value, which clean would have taken away, colour at
	// most.
	text = escape(text, func(r rune) bool { return r == '\n' || r == glue || colours[r] != "" })
	var b strings.Builder
	for n, line := range strings.Split(text, "\n") {
		if n > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.wrap(line))
	}
	return l.coloured(b.String())
}

// ShowOn shows a text on a terminal, or writes it to what is none.
func ShowOn(w io.Writer, text string) error {
	_, err := io.WriteString(w, Look{Width: WidthOf(w)}.Show(text))
	return err
}

// Plainly is a text without the marks of colours in it.
func Plainly(text string) string { return Look{}.coloured(text) }

// FileName is a file's name, whole and on one line; in quotes where it has spaces, as
// those of people have.
func FileName(path string) string {
	name := Clean(filepath.Base(path), 0)
	if !strings.Contains(name, " ") {
		return name
	}
	return `"` + strings.ReplaceAll(name, " ", string(glue)) + `"`
}

// coloured is a text with the colours that its marks stand for, as far as they are shown.
func (l Look) coloured(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch code, ok := colours[r]; {
		case r == glue:
			b.WriteByte(' ')
		case !ok:
			b.WriteRune(r)
		case l.Colours:
			b.WriteString(code)
		}
	}
	return b.String()
}

// Where a line is broken, and what its next line begins below.
const (
	leastWidth  = 30 // in less room nothing reads better for being broken
	widestLabel = 36 // what stands left of the text, in a line of labels
)

// wrap breaks a line between words where the terminal ends. A word that is wider than the terminal
// is left whole.
func (l Look) wrap(line string) string {
	if l.Width < leastWidth || cells(line) <= l.Width {
		return line
	}
	return broken(line, 0, hangAt(line, min(widestLabel, l.Width/2)), l.Width)
}

// Hang breaks a text that begins right of so many cells, where a terminal of that width ends; of 0
// it breaks nothing.
func Hang(text string, indent, width int) string {
	const least = 20 // in less room nothing reads better for being broken
	if width-indent < least {
		return text
	}
	return broken(text, indent, indent, width-1)
}

// broken is a text that begins at a column, in lines that end by width and go on at indent.
func broken(text string, at, indent, width int) string {
	var b strings.Builder
	used, gap, held := at, 0, false // held says that the line has a word already
	for i, word := range strings.Split(text, " ") {
		if i > 0 {
			gap++
		}
		if word == "" {
			continue
		}
		wide := cells(word)
		if held && used+gap+wide > width { // no blank is left at either side
			b.WriteString("\n" + strings.Repeat(" ", indent))
			used, gap, held = indent, 0, false
		}
		b.WriteString(strings.Repeat(" ", gap) + word)
		used += gap + wide
		gap, held = 0, held || wide > 0
	}
	return b.String() + strings.Repeat(" ", gap)
}

// hangAt is the column below which the next lines of a line begin: that of its text, where labels
// stand left of it, else a little right of its first word. No label is wider than widest.
func hangAt(line string, widest int) int {
	lead := len(line) - len(strings.TrimLeft(line, " "))
	if lead > 8 {
		return lead
	}
	at := lead + 4
	for from := lead; ; {
		gap := strings.Index(line[from:], "  ")
		if gap < 0 {
			return at
		}
		from += gap
		from += len(line[from:]) - len(strings.TrimLeft(line[from:], " "))
		if cells(line[:from]) > widest {
			return at
		}
		at = cells(line[:from])
	}
}

// cells is how wide a text is on a terminal.
func cells(text string) int {
	if strings.ContainsFunc(text, func(r rune) bool { return r == glue || colours[r] != "" }) {
		text = Look{}.coloured(text)
	}
	return uniseg.StringWidth(text)
}
