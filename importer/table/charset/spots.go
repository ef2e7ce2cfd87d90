package charset

import (
	"bytes"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// spot is a byte beyond ASCII between two others.
type spot struct {
	before, b, after byte
	lone             bool    // a byte that may be a quotation mark, without another on its line
	apart            bool    // where an apostrophe may stand in a word, as in d’Or and Anna’s
	weight           float64 // grows slowly with the number of times: a word that is repeated, as a parent's, is no new evidence
}

const (
	maxSpots = 4096     // different ones that are looked at
	look     = 64 << 10 // of a sample, to learn its delimiter and language
)

// spotsOf finds the spots of a sample, but for those of a sign that seems to delimit the cells: its
// neighbours say nothing.
func spotsOf(sample []byte) []spot {
	delimits := commonSign(sample)
	at := map[[4]byte]int{}
	var spots []spot
	line, quotes := 0, 0 // where the next line begins; the quotation marks of this one
	for i, b := range sample {
		if i == line {
			line, quotes = nextLine(sample, i)
		}
		if b < utf8.RuneSelf || int(b) == delimits {
			continue
		}
		s := spot{before: '\n', b: b, after: '\n'}
		if i > 0 {
			s.before = sample[i-1]
		}
		if i+1 < len(sample) {
			s.after = sample[i+1]
		}
		s.lone = isQuote(b) && quotes == 1
		s.apart = strings.IndexByte("dlo", s.before|0x20) >= 0 && (i < 2 || !isLetter(sample[i-2])) ||
			strings.IndexByte("st", s.after|0x20) >= 0 && (i+2 >= len(sample) || !isLetter(sample[i+2]))
		key := [4]byte{s.before, b, s.after}
		if s.lone {
			key[3] = 1
		}
		if s.apart {
			key[3] |= 2
		}
		n, ok := at[key]
		if !ok {
			if len(spots) == maxSpots {
				break
			}
			n = len(spots)
			at[key] = n
			spots = append(spots, s)
		}
		spots[n].weight++
	}
	for i := range spots {
		spots[i].weight = 1 + math.Log(spots[i].weight)/4
	}
	return spots
}

// isQuote says whether Windows has „, “ or ” for a byte.
func isQuote(b byte) bool { return b == 0x84 || b == 0x93 || b == 0x94 }

// nextLine says where the next line begins, and how many quotation marks stand before it.
func nextLine(sample []byte, from int) (next, quotes int) {
	for i, b := range sample[from:] {
		if b == '\n' || b == '\r' {
			return from + i + 1, quotes
		}
		if isQuote(b) {
			quotes++
		}
	}
	return len(sample), quotes
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= utf8.RuneSelf }

// commonSign gives the byte beyond ASCII that may delimit the cells, -1 for none: no letter in
// Windows-1252, it stands equally often on most lines, and mostly right between two cells. One that
// mostly stands within a word may be a letter of another encoding: it has to stand so on all lines,
// and no usual delimiter on most.
func commonSign(sample []byte) int {
	type times struct {
		b byte
		n int
	}
	on := map[times]int{} // lines
	lines := 0
	var between, inWords, all [256]int
	for _, line := range bytes.FieldsFunc(sample[:min(len(sample), look)], func(r rune) bool { return r == '\n' || r == '\r' }) {
		var counts [256]int
		for i, b := range line {
			counts[b]++
			if b < utf8.RuneSelf {
				continue
			}
			all[b]++
			if inWord(line, i) {
				inWords[b]++
			}
			if i > 0 && i+1 < len(line) && inCell(line[i-1]) && inCell(line[i+1]) {
				between[b]++
			}
		}
		for b, n := range counts {
			if n > 0 && (b >= utf8.RuneSelf || strings.IndexByte(usualDelimiters, byte(b)) >= 0) {
				on[times{byte(b), n}]++
			}
		}
		lines++
	}
	usual, sign := false, -1
	for t, n := range on {
		usual = usual || t.b < utf8.RuneSelf && n*10 >= lines*6
	}
	for t, n := range on {
		r := charmap.Windows1252.DecodeByte(t.b)
		if t.b < utf8.RuneSelf || unicode.IsLetter(r) || r == utf8.RuneError || between[t.b]*10 < all[t.b]*6 {
			continue
		}
		if n*10 >= lines*6 && lines >= 3 && inWords[t.b]*2 < all[t.b] || n == lines && lines >= 5 && !usual {
			sign = max(sign, int(t.b))
		}
	}
	return sign
}

const usualDelimiters = ";,\t|"

func inCell(b byte) bool { return b > ' ' && strings.IndexByte(usualDelimiters, b) < 0 }

// inWord says whether a byte of a line stands where a letter may: at the start of a word, at its
// end, or within it without a capital after a small letter.
func inWord(line []byte, i int) bool {
	before, after := byte(' '), byte('\n')
	if i > 0 {
		before = line[i-1]
	}
	if i+1 < len(line) {
		after = line[i+1]
	}
	if isLetter(after) {
		return before == ' ' || isLetter(before) && (after >= 'a' || before < 'a')
	}
	return after == ' ' && isLetter(before)
}
