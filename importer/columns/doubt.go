package columns

import (
	"fmt"

	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// enoughMapped is how many cells of the header must name a field for a doubtful dialect to be believed.
const enoughMapped = 2

// doubt is a dialect that few files have, or that was narrowly won, and the second best; the zero value doubts nothing.
type doubt struct{ format, runnerUp tabular.Format }

// settle refuses a doubtful dialect unless the header makes sense in it. Nothing must be written because a sentence with spaces looked like
// a table.
func (d doubt) settle(m *mapper) error {
	if d.format.Delimiter == "" {
		return nil
	}
	mapped := 0
	for _, columns := range m.byField {
		for _, c := range columns {
			if m.heads.header[c.Column] == c.Header {
				mapped++
			}
		}
	}
	if mapped >= enoughMapped {
		return nil
	}
	e := &MappingError{
		Problem: fmt.Sprintf("the cells seem to be separated by %s, but that is not sure, and the header doesn't confirm it", delimiterWord(d.format)),
		Flags:   []string{"--delimiter " + shell.Quote(delimiterWord(d.format))},
	}
	if d.runnerUp.Delimiter != "" && delimiterWord(d.runnerUp) != delimiterWord(d.format) {
		e.Flags = append(e.Flags, "--delimiter "+shell.Quote(delimiterWord(d.runnerUp)))
	}
	return e
}

// delimiterWord is the value of --delimiter that reads a file as it was detected.
func delimiterWord(f tabular.Format) string {
	switch {
	case f.Delimiter == "\t":
		return "tab"
	case f.Delimiter == " " && f.Run:
		return "spaces"
	case f.Delimiter == " ":
		return "space"
	case f.Delimiter == ",":
		return "comma"
	case f.Delimiter == ";":
		return "semicolon"
	}
	return f.Delimiter
}
