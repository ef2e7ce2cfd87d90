package table

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Detection says how sure the reading of a file is.
type Detection struct {
	// RunnerUp is the second best way to read it, nil when there is none worth a word.
	RunnerUp *tabular.Format
	// Score and RunnerUpScore say how good a table each makes, between 0 and 1.
	Score, RunnerUpScore float64
	// NearTie says that the two are so close that a person should look.
	NearTie bool
	// Rare says that the dialect is one that few files have – spaces, several characters, an odd
	// symbol – or that it was narrowly won: before anything is written by it, the header should be
	// seen to make sense.
	Rare bool
	// Escapes says that the file may be one whose backslashes escape, though it wasn't read so.
	Escapes bool
	// Encoding is the doubt about the encoding of a text, nil where there is none.
	Encoding *charset.Doubt
}

// problems shows words of the file as they were read, and as the other encoding has them.
func (d *Detection) problems(encoding string) []tabular.Problem {
	doubt := d.Encoding
	if doubt == nil {
		return nil
	}
	var read, other []string
	for _, word := range doubt.Words {
		read, other = append(read, tabular.Shorten(word[0])), append(other, tabular.Shorten(word[1]))
	}
	said := wording.English.Table.EncodingGuess(encoding, strings.Join(read, ", "), doubt.RunnerUp.Name, strings.Join(other, ", "))
	return []tabular.Problem{warning(tabular.CodeEncoding, said)}
}
