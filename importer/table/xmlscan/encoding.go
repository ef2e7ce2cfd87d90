package xmlscan

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// maxDeclaration is how far an XML declaration is looked for.
const maxDeclaration = 512

var declaredEncoding = regexp.MustCompile(`\sencoding\s*=\s*["']([^"']*)["']`)

// UTF8 gives a document in UTF-8 and without its declaration: some workbooks have UTF-16 in them, or XML 1.1.
func UTF8(document io.Reader) io.Reader {
	b := bufio.NewReaderSize(document, maxDeclaration)
	head, _ := b.Peek(2) // what fails here fails again when it is read
	wide := true
	switch string(head) {
	case "\xfe\xff", "\x00<":
		b = fromUTF16(b, unicode.BigEndian)
	case "\xff\xfe", "<\x00":
		b = fromUTF16(b, unicode.LittleEndian)
	default:
		wide = false
	}
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		_, _ = b.Discard(len(mark))
	}
	label := cutDeclaration(b)
	if wide || superfluous(label) {
		return b
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return failing{fmt.Errorf("its encoding %q is not known", label)}
	}
	return e.NewDecoder().Reader(b)
}

// fromUTF16 decodes; a byte order mark stays, as that of UTF-8.
func fromUTF16(r io.Reader, order unicode.Endianness) *bufio.Reader {
	return bufio.NewReaderSize(unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Reader(r), maxDeclaration)
}

// cutDeclaration takes the XML declaration off and gives the encoding that it names.
func cutDeclaration(b *bufio.Reader) string {
	head, _ := b.Peek(maxDeclaration) // fewer in a small document
	declaration, _, ok := bytes.Cut(head, []byte("?>"))
	if !ok || !bytes.HasPrefix(head, []byte("<?xml")) || len(bytes.TrimLeft(head[5:6], " \t\r\n")) > 0 {
		return ""
	}
	label := declaredEncoding.FindSubmatch(declaration)
	_, _ = b.Discard(len(declaration) + len("?>"))
	if label == nil {
		return ""
	}
	return strings.ToLower(string(label[1]))
}

// superfluous says of a declared encoding that bytes which aren't UTF-16 are read as UTF-8 for it. Some programs declare UTF-16 of what they
// write as UTF-8, and whatever in it is no ASCII is refused where it is no UTF-8 either.
func superfluous(label string) bool {
	return slices.Contains([]string{"", "utf-8", "utf8", "us-ascii", "ascii", "iso-10646-ucs-2"}, label) ||
		strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf16")
}

// failing is a document that can't be read at all.
type failing struct{ err error }

// Read gives the reason.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
