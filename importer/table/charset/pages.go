package charset

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode"
)

// candidates are the one-byte encodings that a file may be in, and what speaks for each before a
// letter is seen, as a logarithm. Windows-1252 stands for ISO-8859-1 too: they differ only where
// ISO-8859-1 has control characters.
var candidates = []struct {
	name  string
	prior float64
}{
	{"windows-1252", 0}, {"iso-8859-15", -0.3}, {"macintosh", -3}, {"cp850", -3}, {"cp437", -3.3}, {"cp1250", -1.5}, {"iso-8859-2", -2.5},
}

// Logarithms of how likely something is.
const (
	oldMac      = 5   // that a file whose lines end with CR alone is Mac Roman, against one with other line ends
	leastLikely = -14 // of a character between two others
	strange     = -9  // of one that no language has there, or less
	clearly     = 2.5 // how much likelier the best encoding has to be than the next one
)

// fewStrange is the share of strange characters at which no encoding that is known seems to be the
// right one.
const fewStrange = 0.25

// detectPage chooses among the one-byte encodings by what their letters make of the words.
func detectPage(sample []byte) (*Encoding, *Doubt) {
	spots := slices.DeleteFunc(spotsOf(sample), ofTwice)
	likely := languagesOf(sample)
	var best, next *Encoding
	var most, second, share float64
	for _, c := range candidates {
		e, _ := Named(c.name)
		if c.name == "iso-8859-15" && !hasEuro(spots) {
			continue
		}
		score, odd := e.plausible(spots, likely)
		score += c.prior
		if c.name == "macintosh" && bytes.IndexByte(sample, '\r') >= 0 && bytes.IndexByte(sample, '\n') < 0 {
			score += oldMac
		}
		switch {
		case best == nil || score > most:
			if best != nil && !alike(e, best, spots) {
				next, second = best, most
			}
			best, most, share = e, score, odd
		case !alike(e, best, spots) && (next == nil || score > second):
			next, second = e, score
		}
	}
	if next == nil || most-second >= clearly && share < fewStrange {
		return best, nil
	}
	return best, &Doubt{RunnerUp: next, Words: wordsBothWays(sample, best, next)}
}

// ofTwice says whether a byte is of a letter that was read twice, as Ã¤ and Ã¥: what it was read as says nothing of this file. No page has
// a usual letter at C3.
func ofTwice(s spot) bool {
	return s.b == 0xc3 && s.after >= 0x80 && s.after < 0xc0 || s.before == 0xc3 && s.b < 0xc0
}

// hasEuro says whether anything speaks for ISO-8859-15 where it differs from Windows-1252: a € that touches no letter, as beside a price,
// or one of its letters (Š š Ž ž Œ œ Ÿ) in a word. Behind what begins a letter of UTF-8 both are that letter, read twice: Ã¤.
func hasEuro(spots []spot) bool {
	return slices.ContainsFunc(spots, func(s spot) bool {
		twice := s.before >= 0xc2 && s.before <= 0xdf
		inWord := isLetter(s.before) || isLetter(s.after)
		if s.b == 0xa4 {
			return !inWord
		}
		return strings.IndexByte("\xa6\xa8\xb4\xb8\xbc\xbd\xbe", s.b) >= 0 && inWord && !twice
	})
}

// alike says whether two encodings give the same text.
func alike(a, b *Encoding, spots []spot) bool {
	return !slices.ContainsFunc(spots, func(s spot) bool { return a.runeOf(s.b) != b.runeOf(s.b) })
}

// languagesOf gives a logarithm of how likely each language is before the letters beyond ASCII are
// looked at. Polish alone shows in the other letters: by pairs that the languages around it hardly
// have.
func languagesOf(sample []byte) (likely [len(languages)]float64) {
	const pair, none, least, most = 2, -0.09, -1.5, 4
	sum := 0.0
	sample = sample[:min(len(sample), look)]
	for i := 1; i < len(sample); i++ {
		first, second := sample[i-1]|0x20, sample[i]|0x20
		switch {
		case !isLetter(first) || !isLetter(second):
		case second == 'z' && strings.IndexByte("scrd", first) >= 0, second == 'y' && strings.IndexByte("wz", first) >= 0,
			second == 'w' && first == 'o', second == 'i' && first == 'w':
			sum += pair
		default:
			sum += none
		}
	}
	for i, l := range languages {
		likely[i] = math.Log(l.share)
	}
	likely[polish] += max(least, min(most, sum))
	return likely
}

// plausible says how likely the bytes beyond ASCII are in the encoding, between their neighbours:
// in the language that suits them best, since a file has mostly one, with words of the others in
// it. It is a logarithm. share is that of those that no language has there.
func (e *Encoding) plausible(spots []spot, likely [len(languages)]float64) (most, share float64) {
	sums := likely
	var odd [len(languages)]float64
	all := 0.0
	for _, s := range spots {
		for i, p := range e.likelihoods(s) {
			sums[i] += s.weight * p
			if p <= strange {
				odd[i] += s.weight
			}
		}
		all += s.weight
	}
	best := 0
	for i, sum := range sums {
		if sum > sums[best] {
			best = i
		}
	}
	return sums[best], odd[best] / max(all, 1)
}

// likelihoods are those of one spot in each language.
func (e *Encoding) likelihoods(s spot) (ps [len(languages)]float64) {
	before, r, after := e.runeOf(s.before), e.runeOf(s.b), e.runeOf(s.after)
	shape := shapeOf(before, r, after)
	if !unicode.IsLetter(r) || strings.ContainsRune(letterSigns, r) {
		p := signBetween(before, r, after, s)
		for i := range ps {
			ps[i] = max(leastLikely, p+shape)
		}
		return ps
	}
	mean := 0.0
	for i := range languages {
		ps[i] = languages[i].between(unicode.ToLower(before), unicode.ToLower(r), unicode.ToLower(after))
		mean += ps[i] * languages[i].share
	}
	for i, p := range ps {
		ps[i] = max(leastLikely, math.Log(0.75*p+0.25*mean+1e-6)+shape)
	}
	return ps
}
