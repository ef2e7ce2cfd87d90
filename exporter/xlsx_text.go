package exporter

import (
	"fmt"
	"unicode/utf8"
)

// appendXLSXText appends a text as XML. What XML has no way to write, and a
// carriage return, which it would turn into another line end, are written as
// workbooks do: _x000D_. So is the first character of what only looks like that.
func appendXLSXText(dst []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF, r == '_' && looksEscaped(s[i:]):
			dst = fmt.Appendf(dst, "_x%04X_", r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// looksEscaped says whether a text begins as _x000D_ does; its last character may
// be that with which the next escape begins.
func looksEscaped(s string) bool {
	if len(s) < 6 || s[1] != 'x' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'F') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// utf16Length is how long a spreadsheet program takes a text for.
func utf16Length(s string) (n int) {
	if len(s) <= maxCellUnits {
		return len(s) // at most
	}
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
