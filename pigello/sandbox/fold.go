package sandbox

import (
	"bytes"
	"errors"
	"unicode"
	"unicode/utf8"

	"github.com/ncruces/go-sqlite3"
)

// appendFold appends the upper case of s, letter by letter: what PostgreSQL's UPPER gives, on which
// Django's case-insensitive operators rest. Unlike full case folding, ß stays itself.
func appendFold(dst, s []byte) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'a' <= c && c <= 'z' {
				c -= 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		dst = utf8.AppendRune(dst, unicode.ToUpper(r))
		i += size
	}
	return dst
}

// registerText gives one connection the case-insensitive comparisons. Each takes a column and a
// pattern that is folded already, and is null for null. The buffer is the connection's own: a
// connection serves one goroutine at a time.
func registerText(c *sqlite3.Conn) error {
	var buf []byte
	compare := func(name string, match func(s, pattern []byte) bool) error {
		return c.CreateFunction(name, 2, sqlite3.DETERMINISTIC|sqlite3.INNOCUOUS, func(ctx sqlite3.Context, arg ...sqlite3.Value) {
			if arg[0].Type() == sqlite3.NULL {
				return
			}
			buf = appendFold(buf[:0], arg[0].RawText())
			ctx.ResultBool(match(buf, arg[1].RawText()))
		})
	}
	return errors.Join(
		compare("icontains", bytes.Contains),
		compare("istartswith", bytes.HasPrefix),
		compare("iendswith", bytes.HasSuffix),
		compare("iexact", bytes.Equal),
		c.CreateFunction("fold", 1, sqlite3.DETERMINISTIC|sqlite3.INNOCUOUS, func(ctx sqlite3.Context, arg ...sqlite3.Value) {
			buf = appendFold(buf[:0], arg[0].RawText())
			ctx.ResultRawText(buf)
		}))
}
