package importer

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/table"
)

// enoughMapped is how many cells of the header must name a field for a doubtful dialect to be believed.
const enoughMapped = 2

// settle refuses a dialect that few files have, or that was narrowly won, unless the header makes sense in it. Nothing must be written
// because a sentence with spaces looked like a table. The zero format is not in doubt.
func (m *mapper) settle(doubt table.Format) error {
	if doubt.Delimiter == "" {
		return nil
	}
	mapped := 0
	for _, columns := range m.byField {
		for _, c := range columns {
			if m.header[c.Column] == c.Header {
				mapped++
			}
		}
	}
	if mapped >= enoughMapped {
		return nil
	}
	flag := shellQuote(DelimiterFlag(doubt))
	return &MappingError{
		Problem: fmt.Sprintf("the cells seem to be separated by %s, which few files do, and the header doesn't confirm it", flag),
		Flags:   []string{"--delimiter " + flag + " if it is so", "--delimiter comma (semicolon, tab, …) if not"},
	}
}

// DelimiterFlag is the value of --delimiter that reads a file as it was detected.
func DelimiterFlag(f table.Format) string {
	switch {
	case f.Delimiter == "\t":
		return "tab"
	case f.Delimiter == " " && f.Run:
		return "spaces"
	case f.Delimiter == " ":
		return "space"
	}
	return f.Delimiter
}
