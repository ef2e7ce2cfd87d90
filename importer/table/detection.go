package table

import (
	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Detection says how sure the reading of a file is.
type Detection struct {
	// RunnerUp is the second best way to read it, nil when there is none worth a word.
	RunnerUp *tabular.Format
	// Score and RunnerUpScore say how good a table each makes, between 0 and 1.
	Score, RunnerUpScore float64
	// NearTie says that the two are so close that a person should look.
	NearTie bool
	// Rare says that the dialect is one that few files have – spaces, several characters, an odd symbol – or that it was narrowly won:
	// before anything is written by it, the header should be seen to make sense.
	Rare bool
	// Escapes says that the file may be one whose backslashes escape, though it wasn't read so.
	Escapes bool
	// Encoding is the doubt about the encoding of a text, nil where there is none.
	Encoding *charset.Doubt
}
