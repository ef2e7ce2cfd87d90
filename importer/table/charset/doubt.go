package charset

import (
	"unicode"
	"unicode/utf8"
)

// Doubt says that a second encoding makes nearly as good words of a file.
type Doubt struct {
	RunnerUp *Encoding
	// Words are up to three words of the file, each as it was read and as the runner-up has it.
	Words [][2]string
}

// wordsBothWays finds words that differ between two encodings.
func wordsBothWays(sample []byte, read, other *Encoding) [][2]string {
	const most, longest = 3, 40 // bytes of a word's half
	var words [][2]string
	seen := map[string]bool{}
	for i := 0; i < len(sample) && len(words) < most; i++ {
		if sample[i] < utf8.RuneSelf || read.runeOf(sample[i]) == other.runeOf(sample[i]) {
			continue
		}
		from, to := i, i+1
		for from > 0 && i-from < longest && ofWord(sample[from-1]) {
			from--
		}
		for to < len(sample) && to-i < longest && ofWord(sample[to]) {
			to++
		}
		if word := sample[from:to]; !seen[string(word)] {
			seen[string(word)] = true
			words = append(words, [2]string{read.text(word), other.text(word)})
		}
		i = to
	}
	return words
}

func ofWord(b byte) bool { return isLetter(b) || b >= '0' && b <= '9' || b == '-' }

// text decodes bytes of a one-byte encoding, to be shown: what means nothing becomes U+FFFD.
func (e *Encoding) text(b []byte) string {
	runes := make([]rune, len(b))
	for i := range b {
		if runes[i] = e.runeOf(b[i]); unicode.IsControl(runes[i]) {
			runes[i] = utf8.RuneError
		}
	}
	return string(runes)
}
