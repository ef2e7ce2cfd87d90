// Package charset decodes files into UTF-8 and encodes rows back without losing a byte, and finds out by its bytes how a file is
// encoded.
package charset

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Within this package all text is UTF-8. A file in another encoding is decoded while it is read and encoded when rows are written back,
// and nothing is lost on the way: bytes that mean nothing in a one-byte encoding become the control characters of their number, half a
// surrogate pair becomes the three bytes that UTF-8 doesn't allow, and wrong bytes in UTF-8 stay as they are. So the bytes of a damaged
// row come back as they were, and the damage is still to be seen.

// Encoding is one way to write text as bytes.
type Encoding struct {
	Name string
	Unit int  // bytes of a code unit
	big  bool // the high byte first, where there are several
	BOM  string
	Page *charmap.Charmap // of a one-byte encoding
}

// encodings are those that are read and written, the likelier first.
var encodings = []*Encoding{
	{Name: "utf-8", Unit: 1, BOM: "\xef\xbb\xbf"},
	{Name: "utf-16le", Unit: 2, BOM: "\xff\xfe"},
	{Name: "utf-16be", Unit: 2, big: true, BOM: "\xfe\xff"},
	{Name: "utf-32le", Unit: 4, BOM: "\xff\xfe\x00\x00"},
	{Name: "utf-32be", Unit: 4, big: true, BOM: "\x00\x00\xfe\xff"},
	{Name: "windows-1252", Unit: 1, Page: charmap.Windows1252},
	{Name: "iso-8859-1", Unit: 1, Page: charmap.ISO8859_1},
	{Name: "iso-8859-15", Unit: 1, Page: charmap.ISO8859_15},
	{Name: "macintosh", Unit: 1, Page: charmap.Macintosh},
	{Name: "cp850", Unit: 1, Page: charmap.CodePage850},
	{Name: "cp437", Unit: 1, Page: charmap.CodePage437},
	{Name: "cp1250", Unit: 1, Page: charmap.Windows1250},
	{Name: "iso-8859-2", Unit: 1, Page: charmap.ISO8859_2},
}

// otherNames are what people and programs call the encodings too.
var otherNames = map[string]string{
	"utf8": "utf-8", "utf-8-sig": "utf-8", "utf8-sig": "utf-8", "ascii": "utf-8", "us-ascii": "utf-8",
	"utf16": "utf-16le", "utf-16": "utf-16le", "utf16le": "utf-16le", "unicode": "utf-16le", "utf16be": "utf-16be",
	"utf32": "utf-32le", "utf-32": "utf-32le", "utf32le": "utf-32le", "utf32be": "utf-32be",
	"cp1252": "windows-1252", "cp-1252": "windows-1252", "win1252": "windows-1252", "windows1252": "windows-1252", "ansi": "windows-1252",
	"latin1": "iso-8859-1", "latin-1": "iso-8859-1", "iso8859-1": "iso-8859-1", "iso88591": "iso-8859-1",
	"latin9": "iso-8859-15", "latin-9": "iso-8859-15", "iso8859-15": "iso-8859-15", "iso885915": "iso-8859-15",
	"mac": "macintosh", "macroman": "macintosh", "mac-roman": "macintosh", "mac roman": "macintosh", "x-mac-roman": "macintosh",
	"cp-850": "cp850", "ibm850": "cp850", "ibm-850": "cp850", "850": "cp850", "dos": "cp850", "oem": "cp850", "msdos": "cp850", "ms-dos": "cp850",
	"cp-437": "cp437", "ibm437": "cp437", "ibm-437": "cp437", "437": "cp437", "pc8": "cp437",
	"cp-1250": "cp1250", "windows-1250": "cp1250", "windows1250": "cp1250", "win1250": "cp1250",
	"latin2": "iso-8859-2", "latin-2": "iso-8859-2", "iso8859-2": "iso-8859-2", "iso88592": "iso-8859-2",
}

// encodingNames are the encodings that are read, as Format.Encoding has them.
func encodingNames() []string {
	names := make([]string, len(encodings))
	for i, e := range encodings {
		names[i] = e.Name
	}
	return names
}

// Named finds an encoding by one of its names.
func Named(name string) (*Encoding, error) {
	name = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
	name = cmp.Or(otherNames[name], name)
	for _, e := range encodings {
		if e.Name == name {
			return e, nil
		}
	}
	return nil, fmt.Errorf("use encoding %q: these are read: %s", name, strings.Join(encodingNames(), ", "))
}

// Plain says whether bytes are left as they are.
func (e *Encoding) Plain() bool { return e.Unit == 1 && e.Page == nil }

// decoder reads bytes of an encoding and gives UTF-8.
type decoder struct {
	encoding *Encoding
	src      io.Reader
	in       []byte // raw bytes that don't make a whole character yet
	out      []byte // decoded, not given out yet
	buf      []byte // what out is part of
	err      error
	page     [256]string
}

const decodeStep = 32 << 10

// NewDecoder reads bytes of the encoding from src and gives UTF-8.
func NewDecoder(e *Encoding, src io.Reader) io.Reader {
	if e.Plain() {
		return src
	}
	d := &decoder{encoding: e, src: src}
	if e.Page != nil {
		for b := range d.page {
			d.page[b] = string(e.runeOf(byte(b)))
		}
	}
	return d
}

// runeOf decodes a byte of a one-byte encoding. One that means nothing becomes the control character of its number.
func (e *Encoding) runeOf(b byte) rune {
	if r := e.Page.DecodeByte(b); r != utf8.RuneError {
		return r
	}
	return rune(b)
}

// Read gives decoded text; a character may be cut between two calls.
func (d *decoder) Read(p []byte) (int, error) {
	for idle := 0; len(d.out) == 0 && d.err == nil; idle++ {
		if idle > 100 {
			return 0, io.ErrNoProgress
		}
		d.fill()
	}
	n := copy(p, d.out)
	if d.out = d.out[n:]; n > 0 || len(d.out) > 0 {
		return n, nil
	}
	return 0, d.err
}

func (d *decoder) fill() {
	held := len(d.in)
	d.in = append(d.in, make([]byte, decodeStep)...)
	n, err := d.src.Read(d.in[held:])
	d.in, d.err = d.in[:held+n], err
	d.buf, d.in = d.appendDecoded(d.buf[:0], d.in)
	d.out = d.buf
}

// appendDecoded decodes what is whole of src and gives the rest. At the end nothing is left: half
// a character becomes a wrong byte.
func (d *decoder) appendDecoded(dst, src []byte) (out, rest []byte) {
	final := d.err != nil
	if d.encoding.Unit == 1 {
		for _, b := range src {
			dst = append(dst, d.page[b]...)
		}
		return dst, src[:0]
	}
	for len(src) >= d.encoding.Unit {
		r := d.encoding.unitAt(src)
		n := d.encoding.Unit
		if r>>10 == 0xd800>>10 { // the first half of a surrogate pair
			if len(src) < 2*d.encoding.Unit && !final {
				break
			}
			if len(src) >= 2*d.encoding.Unit {
				if low := d.encoding.unitAt(src[d.encoding.Unit:]); d.encoding.Unit == 2 && low>>10 == 0xdc00>>10 {
					r, n = 0x10000+(r-0xd800)<<10+(low-0xdc00), 2*d.encoding.Unit
				}
			}
		}
		dst = appendRune(dst, r)
		src = src[n:]
	}
	if final && len(src) > 0 {
		return append(dst, 0xff), src[:0]
	}
	return dst, append(d.in[:0], src...)
}

// unitAt gives the code unit that b begins with.
func (e *Encoding) unitAt(b []byte) uint32 {
	var r uint32
	for i := range e.Unit {
		if e.big {
			r = r<<8 | uint32(b[i])
		} else {
			r |= uint32(b[i]) << (8 * i)
		}
	}
	return r
}

// appendRune writes a code point, half a surrogate pair too; a number that is no code point becomes a wrong byte.
func appendRune(dst []byte, r uint32) []byte {
	switch {
	case r>>11 == 0xd800>>11:
		return append(dst, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0xbf, 0x80|byte(r)&0x3f)
	case r > utf8.MaxRune:
		return append(dst, 0xff)
	}
	return utf8.AppendRune(dst, rune(r))
}

// AppendEncoded writes text in the encoding. What it can't express is replaced by what looks like it, or by a question mark: that happens
// to texts of ours only, since what was read can be written.
func (e *Encoding) AppendEncoded(dst []byte, text []byte) []byte {
	if e.Plain() {
		return append(dst, text...)
	}
	for len(text) > 0 {
		r, n := rune(text[0]), 1
		if r >= utf8.RuneSelf {
			r, n = decodeRune(text)
		}
		text = text[n:]
		if e.Page == nil {
			dst = e.appendUnits(dst, uint32(r))
			continue
		}
		dst = e.appendByte(dst, r)
	}
	return dst
}

// decodeRune is utf8.DecodeRune that knows halves of surrogate pairs too.
func decodeRune(b []byte) (rune, int) {
	if len(b) >= 3 && b[0] == 0xed && b[1] >= 0xa0 {
		return rune(b[0]&0xf)<<12 | rune(b[1]&0x3f)<<6 | rune(b[2]&0x3f), 3
	}
	return utf8.DecodeRune(b)
}

func (e *Encoding) appendUnits(dst []byte, r uint32) []byte {
	if e.Unit == 2 && r >= 0x10000 {
		r -= 0x10000
		dst = e.appendUnit(dst, 0xd800+r>>10)
		r = 0xdc00 + r&0x3ff
	}
	return e.appendUnit(dst, r)
}

func (e *Encoding) appendUnit(dst []byte, r uint32) []byte {
	for i := range e.Unit {
		if e.big {
			i = e.Unit - 1 - i
		}
		dst = append(dst, byte(r>>(8*i)))
	}
	return dst
}

// lookalikes stand for what one-byte encodings lack.
var lookalikes = map[rune]string{'…': "...", '–': "-", '—': "-", '’': "'", '‘': "'", '“': `"`, '”': `"`, '→': "->", '←': "<-", '·': "-", '␀': "NUL"}

func (e *Encoding) appendByte(dst []byte, r rune) []byte {
	if b, ok := e.Page.EncodeRune(r); ok {
		return append(dst, b)
	}
	if r >= 0x80 && r < 0xa0 && e.Page.DecodeByte(byte(r)) == utf8.RuneError {
		return append(dst, byte(r)) // a byte that means nothing, as it was read
	}
	if text, ok := lookalikes[r]; ok {
		return append(dst, text...)
	}
	return append(dst, '?')
}
