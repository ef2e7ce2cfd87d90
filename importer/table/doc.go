// Package table turns the bytes of a file into rows with positions: what a person sees in a spreadsheet, cell by cell, with every
// damage named by its row and line.
//
//	bytes → gunzip/unzstd → sniff (format, encoding, newline, delimiter) → scan records → rows: cells, raw bytes, problems
//	rows that were refused → Writer → the same form again, with columns added
//
// Open looks at the whole beginning of the file before the first row is given; Rows then streams the file in constant memory. Nothing is
// dropped without a word: a row that can't be read comes as Unreadable, with its bytes as they were and a Problem that says why, and the
// rows after it are read as if nothing had happened. Reading takes time linear in the size of the file, whatever the file holds.
//
// The package knows rows, not organizations: which column is the name, and whether a name may be blank, is decided by package importer.
package table
