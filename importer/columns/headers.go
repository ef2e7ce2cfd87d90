package columns

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/orgbatch/orgbatch/pigello"
)

// headerIndex finds a header in the tables of synonyms.go by its folded form.
type headerIndex struct {
	synonyms []synonym
	maybes   []maybe
	known    map[string]entryOf // names that are taken
	maybe    map[string]int     // names that are suggested: index in maybes
	other    map[string]bool    // names that no field takes
	names    []string           // the keys of known, sorted
}

// entryOf says where in the table a folded name stands.
type entryOf struct {
	line int
	weak bool
	name string
}

func newHeaderIndex() *headerIndex {
	x := &headerIndex{synonyms: synonyms(), maybes: maybes(), known: map[string]entryOf{}, maybe: map[string]int{}, other: map[string]bool{}}
	for line, s := range x.synonyms {
		for _, name := range s.weak {
			x.known[foldHeader(name)] = entryOf{line, true, name}
		}
		for _, name := range append([]string{s.field}, s.names...) {
			x.known[foldHeader(name)] = entryOf{line, false, name}
		}
	}
	for line, s := range x.maybes {
		for _, name := range s.names {
			x.maybe[foldHeader(name)] = line
		}
	}
	for _, name := range others() {
		x.other[foldHeader(name)] = true
	}
	for _, f := range pigello.Fields() {
		if name := foldHeader(f.Name); f.ReadOnly && !x.takes(name) {
			x.other[name] = true
		}
	}
	x.names = slices.Sorted(maps.Keys(x.known))
	return x
}

// takes says whether a folded header is the name of a field.
func (x *headerIndex) takes(folded string) bool {
	_, ok := x.known[folded]
	return ok
}

// knows says whether lists of organizations are known to have a header. It helps to tell a header from a row of data.
func (x *headerIndex) knows(text string) bool {
	folded := foldHeader(text)
	_, suggested := x.maybe[folded]
	return suggested || x.takes(folded) || x.other[folded] || IsOwn(text)
}

// foldHeader brings headers that differ in case, spaces, punctuation and diacritics only to one text.
func foldHeader(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

// SameHeader says whether two names are one column's, but for case, spaces, punctuation and diacritics. What is nothing else names none.
func SameHeader(a, b string) bool {
	folded := foldHeader(a)
	return folded != "" && folded == foldHeader(b)
}
