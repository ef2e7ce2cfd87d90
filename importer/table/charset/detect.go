package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Detect finds out by the bytes that a file begins with how it is encoded, and how long its byte order mark is.
//
//	byte order mark → zero bytes in a pattern (UTF-16, UTF-32) → valid UTF-8, or UTF-8 but for a few bytes → the one-byte encoding in
//	which the letters beyond ASCII make words
func Detect(sample []byte, whole bool) (e *Encoding, bom int) {
	// UTF-32's little-endian mark begins with UTF-16's.
	for _, name := range []string{"utf-32le", "utf-32be", "utf-8", "utf-16le", "utf-16be"} {
		if e, _ := Named(name); bytes.HasPrefix(sample, []byte(e.BOM)) {
			return e, len(e.BOM)
		}
	}
	if e := detectWide(sample); e != nil {
		return e, 0
	}
	utf8, _ := Named("utf-8")
	if good, bad := countUTF8(sample, whole); bad <= good {
		return utf8, 0
	}
	return detectPage(sample), 0
}

// BOMOf gives the length of a byte order mark at the start of a sample in a known encoding.
func BOMOf(e *Encoding, sample []byte) int {
	if e.BOM != "" && bytes.HasPrefix(sample, []byte(e.BOM)) {
		return len(e.BOM)
	}
	return 0
}

// countUTF8 counts characters beyond ASCII, and bytes that are not part of any.
func countUTF8(sample []byte, whole bool) (good, bad int) {
	for i := 0; i < len(sample); {
		if sample[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(sample[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case whole || utf8.FullRune(sample[i:]):
			bad++
		}
		i += n
	}
	return good, bad
}

// detectWide recognizes UTF-16 and UTF-32 without a mark: delimiters, digits, line ends and Latin letters have zeros at the same places.
func detectWide(sample []byte) *Encoding {
	const look = 64 << 10
	sample = sample[:min(len(sample), look)]
	var zeros [4]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%4]++
		}
	}
	quarter := len(sample) / 4
	if quarter == 0 {
		return nil
	}
	most := func(n int) bool { return n*10 >= quarter*9 }
	name := ""
	switch low, high := zeros[0]+zeros[2], zeros[1]+zeros[3]; {
	case most(zeros[3]) && most(zeros[2]):
		name = "utf-32le"
	case most(zeros[0]) && most(zeros[1]):
		name = "utf-32be"
	case wideBy(high, low, 2*quarter):
		name = "utf-16le"
	case wideBy(low, high, 2*quarter):
		name = "utf-16be"
	default:
		return nil
	}
	e, _ := Named(name)
	return e
}

// wideBy judges by the zeros in the bytes that would be the high ones, those in the low ones, and the number of units. Text that isn't
// Latin has zeros in its delimiters and line ends alone.
func wideBy(high, low, units int) bool {
	return high >= 3 && high*5 >= units && low*20 <= high || high >= 8 && high*25 >= units && low == 0
}

// detectPage chooses among the one-byte encodings by what their letters make of the words. Windows-1252 stands for ISO-8859-1 too: they
// differ only where ISO-8859-1 has control characters.
func detectPage(sample []byte) *Encoding {
	var best *Encoding
	most := 0
	for _, name := range []string{"windows-1252", "iso-8859-15", "macintosh"} {
		e, _ := Named(name)
		if score := e.plausible(sample); best == nil || score > most {
			best, most = e, score
		}
	}
	return best
}

// plausible scores the bytes beyond ASCII by their neighbours.
func (e *Encoding) plausible(sample []byte) int {
	score := 0
	delimits := commonSign(sample)
	for i, b := range sample {
		if b < utf8.RuneSelf || int(b) == delimits {
			continue
		}
		before, after := ' ', ' '
		if i > 0 {
			before = e.runeOf(sample[i-1])
		}
		if i+1 < len(sample) {
			after = e.runeOf(sample[i+1])
		}
		score += plausibleBetween(before, e.runeOf(b), after)
	}
	return score
}

// commonSign gives the byte that is more than a third of all beyond ASCII and stands between letters and digits, if it is no letter in
// Windows-1252: it may be what delimits the cells, and then its neighbours say nothing. -1 for none.
func commonSign(sample []byte) int {
	var counts, between [256]int
	all := 0
	for i, b := range sample {
		if b < utf8.RuneSelf {
			continue
		}
		counts[b]++
		all++
		if i > 0 && i+1 < len(sample) && sample[i-1] > ' ' && sample[i+1] > ' ' {
			between[b]++
		}
	}
	for b, n := range counts {
		if r := charmap.Windows1252.DecodeByte(byte(b)); n*3 > all && between[b]*10 > n*6 && !unicode.IsLetter(r) && !unicode.IsControl(r) {
			return b
		}
	}
	return -1
}

const (
	usualLetters = "åäöÅÄÖéÉüÜæøÆØßáàâãçèêëíìîïñóòôõúùûýÁÀÂÃÇÈÊËÍÌÎÏÑÓÒÔÕÚÙÛÝ"
	usualSigns   = "€£§°–—“”’‘…·•©®™½²³«»\u00a0"
)

// plausibleBetween scores one character between two others.
func plausibleBetween(before, r, after rune) int {
	inWord := unicode.IsLetter(before) || unicode.IsLetter(after)
	switch {
	case unicode.IsControl(r):
		return -3
	case unicode.IsLetter(r) && !inWord:
		return -1
	case unicode.IsUpper(r) && unicode.IsLower(before):
		return -3
	case strings.ContainsRune(usualLetters, r):
		return 4
	case unicode.IsLetter(r):
		return 1
	case strings.ContainsRune("’‘–—\u00a0", r):
		return 1
	case unicode.IsLetter(before) && unicode.IsLetter(after):
		return -4
	case strings.ContainsRune(usualSigns, r):
		return 2
	}
	return -1
}
