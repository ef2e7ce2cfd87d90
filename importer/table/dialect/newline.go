package dialect

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
)

// newlines counts the line ends of a sample outside quoted text.
type newlines struct{ lf, crlf, cr int }

// countNewlines counts them; signs are those that are looked at: the line ends' and perhaps the
// quote.
func countNewlines(sample []byte, signs string) newlines {
	var n newlines
	for quoted := false; ; {
		i := bytes.IndexAny(sample, signs)
		if i < 0 {
			return n
		}
		b := sample[i]
		crs := len(sample[i:]) - len(bytes.TrimLeft(sample[i:], "\r"))
		sample = sample[i+max(crs, 1):]
		crlf := crs > 0 && len(sample) > 0 && sample[0] == '\n' // CRs before it belong to it
		if crlf {
			sample = sample[1:]
		}
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case crlf:
			n.crlf++
		case b == '\n':
			n.lf++
		default:
			n.cr += crs
		}
	}
}

// detectNewline gives the usual line end of a sample, and how many lone CRs there are. Quotes out
// of pair may hide all line ends; then they are counted without regard to quotes.
func detectNewline(sample []byte) (newline string, n newlines) {
	n = countNewlines(sample, "\r\n\"")
	if n == (newlines{}) {
		n = countNewlines(sample, "\r\n")
	}
	switch {
	case n.cr > n.lf+n.crlf:
		return "\r", n
	case n.crlf > 0 && n.crlf >= n.lf:
		return "\r\n", n
	}
	return "\n", n
}

// separators are what ends records in files that have no line ends for it.
var separators = []string{"\x1e\r\n", "\x1e\n", "\x1e", "\u2028", "\u2029", "\u0085", "\x0b", "\x0c"}

// recordEnds gives the ways in which the records of a sample may end, as dialects without anything
// else, the likeliest first.
func recordEnds(sample []byte) (newline string, list []delimited.Dialect) {
	newline, n := detectNewline(sample)
	for _, sep := range separators {
		// A text that came from a word processor may hold some of these; ASCII's own separator is
		// one even beside line ends.
		if c := bytes.Count(sample, []byte(sep)); c >= 2 && (n == newlines{} || sep[0] == 0x1e && c >= n.lf+n.crlf+n.cr) || c == 1 && n == (newlines{}) && bytes.HasSuffix(sample, []byte(sep)) {
			return sep, []delimited.Dialect{{Sep: []byte(sep)}}
		}
	}
	switch {
	case newline == "\r":
		list = []delimited.Dialect{{CR: true}}
	case n.cr > 0:
		list = []delimited.Dialect{{}, {CR: true}}
	default:
		list = []delimited.Dialect{{}}
	}
	if ends := n.lf + n.crlf + n.cr; ends == 0 || ends == 1 && strings.IndexByte("\r\n", sample[len(sample)-1]) >= 0 {
		for _, sep := range []string{"|", "~", "$", "#", "@", "^", "!", "¬", "¦", ";"} {
			if c := bytes.Count(sample, []byte(sep)); c >= 2 {
				list = append(list, delimited.Dialect{Sep: []byte(sep)})
			}
		}
	}
	return newline, list
}

// manyCRs says whether lone CRs are so many of the line ends that they will be some.
func manyCRs(sample []byte) bool {
	n := countNewlines(sample, "\r\n\"")
	return n.cr >= 2 && n.cr*5 >= n.lf+n.crlf
}
