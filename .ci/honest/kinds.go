package main

import (
	"fmt"
	"slices"
)

// kind is one table with what makes it odd, before a program has written it.
type kind struct {
	name string
	why  string
	// above stand before the header, below after the last row.
	above, below [][]string
	// header is one row, or several of which the last names most.
	header [][]string
	rows   [][]string
	// truth are the rows that a careful person reads, where they aren't rows.
	truth [][]string
	// unclear says that nobody could tell: the two programs are compared and nothing more.
	unclear bool
	// fields are the headers by field, where they aren't those of the table known.
	fields map[string]string
	// uncreated is how many of the rows make no organization.
	uncreated int
	may       []string
	args      []string
	// cut says that the writer leaves out blank cells at the end of a row; a workbook has no such cells.
	cut bool
	// textOnly says that the oddity is one of delimited text, letters that it is one of letters, which are written in all encodings.
	textOnly, letters bool
}

// known are the headers that every build takes for a field.
var known = map[string]string{
	"Namn": "name", "Företag": "name", "Bolagsnamn": "name", "name": "name", "Company name": "name", "Kundnamn": "name",
	"Kundnr": "custom_id", "Kundnummer": "custom_id", "custom_id": "custom_id", "Customer number": "custom_id",
	"Moderbolag": "organization", "parent": "organization", "Parent company": "organization",
}

// kinds are all of them.
func kinds() []kind {
	return slices.Concat(nameKinds(), shapeKinds(), valueKinds(), codeKinds(), textKinds(), aroundKinds())
}

// made writes every kind in the forms it meets most and in some of the others, always the same.
func made() []file {
	var files []file
	for i, k := range kinds() {
		for _, d := range k.dialects(i) {
			f, ok := k.delimited(d)
			if !ok {
				f, _ = k.delimited(dialectNamed("excel-sv-utf8"))
			}
			if !slices.ContainsFunc(files, func(other file) bool { return other.name == f.name }) {
				files = append(files, f)
			}
		}
		if !k.textOnly {
			files = append(files, k.workbook())
		}
		if i%4 == 0 && len(k.above)+len(k.below) == 0 && len(k.header) == 1 && !k.cut {
			files = append(files, k.json(i%8 == 0))
		}
	}
	return slices.Concat(files, workbooks(), packed(), jsons())
}

// dialects are those that the ith kind is written in: the two that people meet most stand first in the list and take turns, and so do the
// others.
func (k kind) dialects(i int) []dialect {
	chosen := []dialect{dialects[i%2], dialects[2+i%(len(dialects)-2)]}
	if k.letters {
		for _, name := range []string{"excel-sv", "excel-sv-utf8", "excel-unicode-text", "excel-mac", "excel-en"} {
			chosen = append(chosen, dialectNamed(name))
		}
	}
	return chosen
}

// grid are the rows of the whole file. Those of the table are as wide as its header.
func (k kind) grid() [][]string {
	width := len(k.header[len(k.header)-1])
	rows := make([][]string, len(k.rows))
	for i, row := range k.rows {
		if len(row) > width {
			panic(fmt.Sprintf("%s: row %d is wider than its header", k.name, i))
		}
		rows[i] = append(slices.Clone(row), make([]string, width-len(row))...)
	}
	return slices.Concat(k.above, k.header, rows, k.below)
}

// delimited is the kind as a dialect writes it.
func (k kind) delimited(d dialect) (file, bool) {
	rows := k.grid()
	if k.cut {
		rows, d.pads = trimmed(rows), false
	}
	data, ok := d.write(rows)
	return k.file(d.name+extension(d), data), ok
}

func extension(d dialect) string {
	if d.delimiter == "\t" {
		return ".txt"
	}
	return ".csv"
}

// file names the form and adds what is known.
func (k kind) file(form string, data []byte) file {
	f := file{name: k.name + "/" + form, data: data, args: k.args, created: -1, may: k.may, why: k.why}
	if k.unclear {
		return f
	}
	if len(k.header) == 1 {
		f.header = k.header[0]
	}
	f.rows = k.truth
	if f.rows == nil {
		f.rows = k.rows
	}
	if f.created = len(trimmed(f.rows)) - k.uncreated; k.uncreated == anyNumber {
		f.created = -1
	}
	if f.fields = k.fields; f.fields == nil {
		f.fields = map[string]string{}
		for _, header := range k.header[len(k.header)-1] {
			if field := known[header]; field != "" {
				f.fields[field] = header
			}
		}
	}
	return f
}

// columns is a header row of its own.
func columns(names ...string) [][]string { return [][]string{names} }

// customers is the header that most tables here have.
var customers = columns("Namn", "Kundnr", "Moderbolag")

// numbered makes rows of n plain names, each with a customer number and what cells adds.
func numbered(n int, cells func(i int) []string) [][]string {
	var rows [][]string
	for i := range n {
		rows = append(rows, append([]string{name(i), fmt.Sprintf("K-%d", 1000+i)}, cells(i)...))
	}
	return rows
}

// pick is the ith of the values, again from the first after the last.
func pick(i int, values ...string) string { return values[i%len(values)] }
