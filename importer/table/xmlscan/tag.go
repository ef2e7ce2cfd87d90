package xmlscan

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// errShort says that the tag goes on behind what was read.
var errShort = errors.New("more is needed")

// startTag reads a start tag, reading on until all of it is there.
func (x *Reader) startTag() error {
	for {
		size, err := x.parseTag(x.buf[x.at:x.end])
		if err != errShort {
			x.at += size
			return err
		}
		if err := x.within(); err != nil {
			return err
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// parseTag takes apart the start tag that b begins with, and gives its length.
func (x *Reader) parseTag(b []byte) (int, error) {
	i := 1
	for i < len(b) && !isSpace(b[i]) && b[i] != '>' && b[i] != '/' {
		i++
	}
	if i == len(b) {
		return 0, errShort
	}
	t := &x.token
	t.Kind, t.Attrs, x.decoded = Start, t.Attrs[:0], x.decoded[:0]
	if !x.takeName(b[1:i]) {
		return 0, x.syntax("expected element name after <")
	}
	for {
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		switch rest := b[i:]; {
		case len(rest) > 0 && rest[0] == '>':
			return i + 1, nil
		case len(rest) < 2:
			return 0, errShort
		case rest[0] == '/' && rest[1] == '>':
			x.closing = true
			return i + 2, nil
		}
		n, err := x.parseAttr(b[i:])
		if err != nil {
			return 0, err
		}
		i += n
	}
}

// parseAttr takes the attribute that b begins with, and gives its length.
func (x *Reader) parseAttr(b []byte) (int, error) {
	i := 0
	for i < len(b) && !isSpace(b[i]) && b[i] != '=' && b[i] != '>' {
		i++
	}
	name := b[:i]
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	switch {
	case i == len(b):
		return 0, errShort
	case b[i] != '=' || !isName(name):
		return 0, x.syntax("expected an attribute with a value in the tag")
	}
	for i++; i < len(b) && isSpace(b[i]); i++ {
	}
	if i == len(b) {
		return 0, errShort
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, x.syntax("unquoted attribute value")
	}
	i++
	n := bytes.IndexByte(b[i:], quote)
	if n < 0 {
		return 0, errShort
	}
	value, err := x.decode(b[i:i+n], inText)
	if err != nil {
		return 0, err
	}
	if bytes.IndexByte(b[i:i+n], '<') >= 0 {
		return 0, x.syntax("unescaped < inside quoted string")
	}
	space, local := splitName(name)
	x.token.Attrs = append(x.token.Attrs, Attr{Space: space, Name: local, Value: value})
	return i + n + 1, nil
}

// decode gives a text with its references resolved and its line ends made LF: raw itself, if it has none.
func (x *Reader) decode(raw []byte, in content) ([]byte, error) {
	plain, wide := true, false
	for _, c := range raw {
		if c >= 0x80 {
			wide = true
		} else if c < ' ' && c != '\t' && c != '\n' || c == '&' {
			plain = false
		}
	}
	if wide && (!utf8.Valid(raw) || bytes.Contains(raw, []byte("\uffff")) || bytes.Contains(raw, []byte("\ufffe"))) {
		return nil, x.syntax("invalid UTF-8")
	}
	if plain {
		return raw, nil
	}
	from := len(x.decoded)
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\r':
			if i+1 == len(raw) || raw[i+1] != '\n' {
				x.decoded = append(x.decoded, '\n')
			}
		case c == '&' && in == inText:
			n := bytes.IndexByte(raw[i:], ';')
			r := reference(raw[i+1 : i+max(n, 1)])
			if r < 0 {
				shown, _, ended := bytes.Cut(raw[i:min(len(raw), i+12)], []byte(";"))
				if ended {
					shown = append(shown[:len(shown):len(shown)], ';')
				}
				return nil, x.syntax("invalid character entity " + string(shown))
			}
			x.decoded = utf8.AppendRune(x.decoded, r)
			i += n
		case c < ' ' && c != '\t' && c != '\n':
			return nil, x.syntax("illegal character code U+00" + string("01"[c>>4]) + string("0123456789ABCDEF"[c&15]))
		default:
			x.decoded = append(x.decoded, c)
		}
	}
	return x.decoded[from:len(x.decoded):len(x.decoded)], nil
}

// entities are those that every XML has.
var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// reference gives the character that a reference stands for, -1 for none that XML may have.
func reference(name []byte) rune {
	if r, ok := entities[string(name)]; ok {
		return r
	}
	if len(name) < 2 || name[0] != '#' {
		return -1
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(string(digits), base, 21)
	r := rune(n)
	if err != nil || !utf8.ValidRune(r) || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}
