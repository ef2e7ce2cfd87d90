package spoilt

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Letters knows a file that was saved in an encoding without those letters, or read in another than
// it was saved in.
func Letters(before, after string) string {
	before, after = norm.NFC.String(before), norm.NFC.String(after)
	switch {
	case tabular.IsASCII(before), before == after:
	case SameButLost(before, after):
		return wording.English.Spoilt.LettersLost
	case Decoded(after) == before,
		oddLetters(after) > oddLetters(before) && isReadWrongly(before, after):
		return wording.English.Spoilt.DecodedWrongly
	}
	return ""
}

// SameButLost says whether after is before, with marks in the place of some letters beyond ASCII.
// LibreOffice has marks of its own, one for each byte that stands for no letter, among the
// characters that nobody else uses.
func SameButLost(before, after string) bool {
	was, now := []rune(before), []rune(after)
	if len(was) != len(now) {
		return false
	}
	lost := false
	for i, r := range was {
		if r == now[i] {
			continue
		}
		isMark := strings.ContainsRune("?_\ufffd", now[i]) || 0xF180 <= now[i] && now[i] <= 0xF1FF
		if r < utf8.RuneSelf || !isMark {
			return false
		}
		lost = true
	}
	return lost
}

// ourLetters are the letters beyond ASCII that names of our parts of the world hold.
const ourLetters = "åäöæøéèêëüáàíïóúçñßðþąćęłńśźżý"

// oddLetters counts the letters beyond ASCII that names of our parts of the world don't hold. Where
// there are fewer of them, a person has put letters right.
func oddLetters(s string) (n int) {
	for _, r := range s {
		if r >= utf8.RuneSelf && !strings.ContainsRune(ourLetters, unicode.ToLower(r)) {
			n++
		}
	}
	return n
}

// codePages are the one-byte encodings that files of our parts of the world are saved in and
// mistaken for.
var codePages = [...]*charmap.Charmap{
	charmap.Windows1252, charmap.ISO8859_1, charmap.Macintosh,
	charmap.CodePage850, charmap.CodePage437, charmap.Windows1250,
}

// isReadWrongly says whether after is what the bytes of before, in one encoding, are in another.
func isReadWrongly(before, after string) bool {
	if tabular.IsASCII(after) {
		return false
	}
	saved := []string{before}
	for _, page := range codePages {
		if bytes, err := page.NewEncoder().String(before); err == nil {
			saved = append(saved, bytes)
		}
	}
	for i, bytes := range saved {
		if i > 0 && strings.ToValidUTF8(bytes, "\ufffd") == after {
			return true
		}
		for _, page := range codePages {
			read, err := page.NewDecoder().String(bytes)
			read = norm.NFC.String(read)
			if err == nil && read != before && (read == after || SameButLost(read, after)) {
				return true
			}
		}
	}
	return false
}
