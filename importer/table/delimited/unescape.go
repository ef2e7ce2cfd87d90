package delimited

import "strings"

// Unescape takes the escapes out of a cell.
func (s *Scanner) Unescape(cell string, quoted bool) string {
	if s.Letters != "" {
		text, _ := Undo(cell, s.Letters)
		return text
	}
	quote := string(s.Quote)
	if s.Doubles() {
		if !quoted {
			return cell
		}
		if s.Backslash {
			return undouble(cell, quote)
		}
		return strings.ReplaceAll(cell, quote+quote, quote)
	}
	var b strings.Builder
	escape := string(s.Escape)
	for {
		i := strings.Index(cell, escape)
		if i < 0 {
			b.WriteString(cell)
			return b.String()
		}
		b.WriteString(cell[:i])
		cell = cell[i+len(escape):]
		next := s.special(cell)
		if next == "" { // it escapes nothing, so it is text
			b.WriteString(escape)
			continue
		}
		b.WriteString(next)
		cell = cell[len(next):]
	}
}

// special gives the text with a meaning of its own that cell begins with, "" for none.
func (s *Scanner) special(cell string) string {
	for _, text := range [...][]byte{s.Quote, s.Escape, s.Delim} {
		if len(text) > 0 && strings.HasPrefix(cell, string(text)) {
			return string(text)
		}
	}
	return ""
}

// undouble makes one of two quotes, but where a backslash stands before them.
func undouble(cell, quote string) string {
	var b strings.Builder
	for {
		i := strings.Index(cell, quote+quote)
		if i < 0 {
			b.WriteString(cell)
			return b.String()
		}
		b.WriteString(cell[:i+len(quote)])
		if cell = cell[i+len(quote):]; i == 0 || b.String()[b.Len()-len(quote)-1] != '\\' {
			cell = cell[len(quote):]
		}
	}
}
