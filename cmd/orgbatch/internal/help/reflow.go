package help

import (
	"strings"

	"github.com/rivo/uniseg"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

// Reflow breaks a text anew for a terminal of that width. Lines that begin at the
// margin are one paragraph up to the next blank one. An indented line stands for
// itself, and hangs below its second column, where it has one; lines that begin
// there go on with it.
func Reflow(text string, width int) string {
	var b strings.Builder
	var l hanging
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		words := strings.TrimLeft(line, " ")
		indent := len(line) - len(words)
		if words != "" && l.text != "" && indent == l.column() && (indent == 0 || indent > l.indent) {
			l.text += " " + words // it goes on
			continue
		}
		b.WriteString(l.broken(width))
		l = hanging{}
		if words == "" {
			b.WriteByte('\n')
			continue
		}
		l = hangingOf(line, indent)
	}
	return b.String() + l.broken(width)
}

// hanging is a line, or several that are one, in two parts: what stands before its
// text, and the text, whose further lines begin below its first word.
type hanging struct {
	indent       int
	before, text string
}

// hangingOf takes a line apart after the last wide gap in it.
func hangingOf(line string, indent int) hanging {
	at := indent
	if gap := strings.LastIndex(line[indent:], "  "); gap >= 0 && indent > 0 {
		at += gap + 2
	}
	return hanging{indent, line[:at], line[at:]}
}

func (h *hanging) column() int { return uniseg.StringWidth(h.before) }

// broken is it in lines that fit. Where the second column leaves no room, the text
// hangs below the first.
func (h *hanging) broken(width int) string {
	const room, margin = 20, 4
	switch {
	case h.text == "":
		return ""
	case width-h.column() < room:
		indent := min(h.indent, margin)
		return h.before[:indent] + ui.Hang(h.before[h.indent:]+h.text, indent+margin, width) + "\n"
	}
	return h.before + ui.Hang(h.text, h.column(), width) + "\n"
}
