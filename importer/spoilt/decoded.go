package spoilt

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Text that was written as UTF-8 and read as something else shows each letter beyond ASCII as two
// or more others: å as Ã¥ where it was taken for Windows-1252, as √• where it was taken for Mac
// Roman. Decoded turns such letters back, also those that it befell several times.
//
// What a person may have written must not be touched: "BLÅ»" is the end of a quotation, and an Å
// before a no-break space is an Å. So only sequences are taken whose first character makes no sense
// there.

// maxRereadings is how often a text is taken to have been read wrongly.
const maxRereadings = 4

// Decoded gives the text as it was meant, and the text itself when there is nothing to mend.
func Decoded(s string) string {
	if tabular.IsASCII(s) || !utf8.ValidString(s) {
		return s
	}
	meant := s
	for range maxRereadings {
		decoded := decodeOnce(meant)
		if decoded == meant {
			break
		}
		meant = decoded
	}
	if meant == s {
		meant = fromPage(s)
	}
	if controls(meant) > controls(s) {
		return s // no text, but something else that looks alike
	}
	return meant
}

func controls(s string) (n int) {
	for _, r := range s {
		if unicode.IsControl(r) {
			n++
		}
	}
	return n
}

func decodeOnce(s string) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, width := utf8.DecodeRuneInString(s[i:])
		meant, taken := meantBy(s[i:], r)
		if taken == 0 && from == i && i > 0 && 'Æ' <= r && r <= 'ß' {
			meant, taken = reread(s[i:], windows1252) // right after such a sequence, more is believed
		}
		if meant == "À" && besideSmall(s[:i], s[i+taken:]) {
			meant = "ä" // of ISO-8859-15, whose € is the byte A4: no capital stands there
		}
		if taken > 0 {
			b.WriteString(s[from:i])
			b.WriteString(meant)
			from, width = i+taken, taken
		}
		i += width
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// besideSmall says whether a small letter stands right before or right behind.
func besideSmall(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return unicode.IsLower(last) || unicode.IsLower(first)
}

// meantBy gives what a wrongly read sequence at the start of s was meant to be, and how many bytes
// it takes; 0 when there is none. first is the first character of s.
func meantBy(s string, first rune) (meant string, taken int) {
	switch first {
	case 'Ã', 'Â', 'â', 'ï', 'ð':
		return reread(s, windows1252)
	case 'Ä', 'Å', 'Ì': // Ì begins accents of their own
		// Two are letters of ours: only what can't follow one is taken.
		if second, _ := utf8.DecodeRuneInString(s[2:]); strings.ContainsRune("¡¢£¤¥¦§¨ª¬¯±²³µ¶¸¹º¼½¾¿‚ƒ‡ˆ‰ŠŒŽšœžŸ€‹", second) || 0x80 <= second && second <= 0x9f {
			return reread(s, windows1252)
		}
	case 'ã': // Ã that something made lower-case
		if second, width := utf8.DecodeRuneInString(s[2:]); strings.ContainsRune("¥¤¶©", second) {
			return map[rune]string{'¥': "å", '¤': "ä", '¶': "ö", '©': "é"}[second], 2 + width
		}
	case '√', '‚', '¬':
		return reread(s, charmap.Macintosh.EncodeRune)
	}
	return "", 0
}

// reread writes the sequence at the start of s as the bytes that it was read from, and reads these
// as UTF-8.
func reread(s string, byteOf func(rune) (byte, bool)) (meant string, taken int) {
	var raw [utf8.UTFMax]byte
	n := 0
	for i, r := range s {
		b, ok := byteOf(r)
		if !ok || b < utf8.RuneSelf {
			return "", 0
		}
		raw[n] = b
		n++
		if utf8.FullRune(raw[:n]) {
			meant, size := utf8.DecodeRune(raw[:n])
			if meant == utf8.RuneError || size != n || n < 2 {
				return "", 0
			}
			return string(meant), i + utf8.RuneLen(r)
		}
		if n == len(raw) {
			break
		}
	}
	return "", 0
}

// windows1252 gives the byte of a character; those that the encoding leaves out stand for
// themselves, as browsers and ISO-8859-1 have it.
func windows1252(r rune) (byte, bool) {
	if 0x80 <= r && r <= 0x9f {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
