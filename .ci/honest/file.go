package main

import "strings"

// file is one honest file, and what is true of it as far as anybody knows.
type file struct {
	name string
	data []byte
	// args are the flags that a person would give to validate, inspect and import.
	args []string
	// header is the file's one header row; nil where it has none, or several.
	header []string
	// rows are what a careful person reads below the header, without the blank cells at a row's end; nil where nobody has said.
	rows [][]string
	// fields are the headers that name, custom_id and organization are taken from; nil where nobody has said.
	fields map[string]string
	// created is how many organizations an import into an empty sandbox makes of it; -1 where nobody has said.
	created int
	// may are the codes of issues that are right to say of the file. A star stands for all: what a rule of the reader wants said, like that
	// rows are short or that a total was left out.
	may []string
	// why says what is odd about the file.
	why string
}

// truth reports whether it is known what the file holds.
func (f file) truth() bool { return f.rows != nil }

// allowed reports whether an issue of this code is right to say.
func (f file) allowed(code string) bool {
	for _, c := range f.may {
		if c == code || c == "*" {
			return true
		}
	}
	return false
}

// trimmed are rows without the blank cells at their ends, and without blank rows.
func trimmed(rows [][]string) [][]string {
	out := make([][]string, 0, len(rows))
	for _, row := range rows {
		n := len(row)
		for n > 0 && strings.TrimSpace(row[n-1]) == "" {
			n--
		}
		if n > 0 {
			out = append(out, row[:n])
		}
	}
	return out
}
