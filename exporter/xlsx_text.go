package exporter

import (
	"fmt"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/exporter/excel"
)

// appendXLSXText appends a text as XML. A carriage return, which XML would turn into
// another line end, is a reference: more readers know those than know _x000D_, in
// which form workbooks write what XML has no way to. So is the first character of what
// only looks like that.
func appendXLSXText(dst []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '\r':
			dst = append(dst, "&#13;"...)
		case excel.Unwritable(r), r == '_' && looksEscaped(s[i:]):
			dst = fmt.Appendf(dst, "_x%04X_", r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// looksEscaped says whether a text begins as _x000D_ does, or will: its last character
// may be that with which the next escape begins.
func looksEscaped(s string) bool {
	if len(s) < 7 || s[1] != 'x' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'F') && (c < 'a' || c > 'f') {
			return false
		}
	}
	next, _ := utf8.DecodeRuneInString(s[6:])
	return next == '_' || excel.Unwritable(next)
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
