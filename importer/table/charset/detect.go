package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Detect finds out by the bytes that a file begins with how it is encoded, and how long its byte order mark is.
//
//	byte order mark → zero bytes in a pattern (UTF-16, UTF-32) → valid UTF-8, or UTF-8 but for a few bytes → the one-byte encoding in
//	which the letters beyond ASCII make words
//
// doubt is nil where no second one-byte encoding makes as good words.
func Detect(b tabular.Beginning) (e *Encoding, bom int, doubt *Doubt) {
	sample := b.Bytes
	// UTF-32's little-endian mark begins with UTF-16's.
	for _, name := range []string{"utf-32le", "utf-32be", "utf-8", "utf-16le", "utf-16be"} {
		if e, _ := Named(name); bytes.HasPrefix(sample, []byte(e.BOM)) {
			return e, len(e.BOM), nil
		}
	}
	if e := detectWide(sample); e != nil {
		return e, 0, nil
	}
	utf8, _ := Named("utf-8")
	if good, bad := countUTF8(b); bad <= good {
		return utf8, 0, nil
	}
	e, doubt = detectPage(sample)
	return e, 0, doubt
}

// BOMOf gives the length of a byte order mark at the start of a sample in a known encoding.
func BOMOf(e *Encoding, sample []byte) int {
	if e.BOM != "" && bytes.HasPrefix(sample, []byte(e.BOM)) {
		return len(e.BOM)
	}
	return 0
}

// countUTF8 counts characters beyond ASCII, and bytes that are not part of any. A Cyrillic or phonetic letter beside a capital of ASCII is
// no character where its bytes are two Polish capitals in Windows-1250, which look like that (RÓŻA).
func countUTF8(b tabular.Beginning) (good, bad int) {
	sample := b.Bytes
	for i := 0; i < len(sample); {
		if sample[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(sample[i:])
		switch {
		case r >= 0x250 && r < 0x530 && polishCapital(sample[i]) && polishCapital(sample[i+1]) && (asciiCapital(sample, i-1) || asciiCapital(sample, i+n)):
			bad++
		case r != utf8.RuneError || n > 1:
			good++
		case b.Whole || utf8.FullRune(sample[i:]):
			bad++
		}
		i += n
	}
	return good, bad
}

func polishCapital(b byte) bool {
	return strings.ContainsRune("ĄĆĘŁŃÓŚŹŻ", charmap.Windows1250.DecodeByte(b))
}

func asciiCapital(sample []byte, i int) bool {
	return i >= 0 && i < len(sample) && 'A' <= sample[i] && sample[i] <= 'Z'
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
