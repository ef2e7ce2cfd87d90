package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rivo/uniseg"
)

// look is how text for people is laid out. The zero value has no colours and wraps
// nothing: what goes to a file or a pipe.
type look struct {
	colours bool
	width   int // of the terminal, 0 for none
}

// lookOf is how text appears on w: coloured on a terminal that can, unless
// NO_COLOR says no or TERM that it is a dumb one.
func lookOf(w any, env func(string) string) look {
	if !isTerminal(w) {
		return look{}
	}
	f := w.(*os.File)
	return look{colours: env("NO_COLOR") == "" && env("TERM") != "dumb" && takesColours(f), width: widthOf(f)}
}

// The marks of what is red (errors), yellow (warnings) and bold (headings), and of its end, in a text on its way to the
// terminal: noncharacters, which no text of a file's holds by right. The words say the same without them.
const (
	red    = '\uFDD0'
	yellow = '\uFDD1'
	bold   = '\uFDD2'
	plain  = '\uFDDF'
)

// colours are what the marks become on a terminal that takes them.
var colours = map[rune]string{red: "\x1b[31m", yellow: "\x1b[33m", bold: "\x1b[1m", plain: "\x1b[0m"}

// paint marks a text for show.
func paint(colour rune, text string) string {
	if text == "" {
		return ""
	}
	return string(colour) + text + string(plain)
}

// glue is a blank between words that stay together: those of a file's name.
const glue = '\uFDD3'

// show is a text as it goes to the terminal, whatever the texts in it hold: nothing in it moves the cursor, no line is
// wider than the terminal as long as its words aren't, and what was painted has its colour.
func (l look) show(text string) string {
	// The marks of colours stay: those in a value, which clean would have taken away, colour at most.
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

// showOn shows a text on a terminal, or writes it to what is none.
func showOn(w io.Writer, text string) error {
	_, err := io.WriteString(w, look{width: widthOf(w)}.show(text))
	return err
}

// plainly is a text without the marks of colours in it.
func plainly(text string) string { return look{}.coloured(text) }

// quotedName is a file's name, whole and on one line; in quotes where it has spaces, as
// those of people have.
func quotedName(path string) string {
	name := clean(filepath.Base(path), 0)
	if !strings.Contains(name, " ") {
		return name
	}
	return `"` + strings.ReplaceAll(name, " ", string(glue)) + `"`
}

// coloured is a text with the colours that its marks stand for, as far as they are shown.
func (l look) coloured(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch code, ok := colours[r]; {
		case r == glue:
			b.WriteByte(' ')
		case !ok:
			b.WriteRune(r)
		case l.colours:
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

// wrap breaks a line between words where the terminal ends. A word that is wider than the terminal is left whole.
func (l look) wrap(line string) string {
	if l.width < leastWidth || cells(line) <= l.width {
		return line
	}
	return broken(line, 0, hangAt(line, min(widestLabel, l.width/2)), l.width)
}

// hang breaks a text that begins right of so many cells, where a terminal of that width ends; of 0 it breaks nothing.
func hang(text string, indent, width int) string {
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

// hangAt is the column below which the next lines of a line begin: that of its text, where labels stand left of it, else a
// little right of its first word. No label is wider than widest.
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
		text = look{}.coloured(text)
	}
	return uniseg.StringWidth(text)
}
