package main

import (
	"os"
	"strings"

	"github.com/rivo/uniseg"
)

// look is how text for people is laid out. The zero value is plain and wraps
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

// The colours that are used: errors are red, warnings yellow, headings bold, and
// the rest is plain. The words say the same without them.
const (
	red    = "31"
	yellow = "33"
	bold   = "1"
)

func (l look) paint(colour, text string) string {
	if !l.colours || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// wrap breaks text between words where the terminal ends; the lines after the
// first are indented. A word that is wider than the terminal is left whole.
func (l look) wrap(text string, indent int) string {
	if l.width <= 2*indent {
		return text
	}
	var b strings.Builder
	used, held := 0, false // held says that the line has a word already
	for i, word := range strings.Split(text, " ") {
		width := uniseg.StringWidth(word)
		switch {
		case i == 0:
		case used+1+width > l.width && held:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			used = indent
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += width
		held = held || word != ""
	}
	return b.String()
}
