// Package table turns the bytes of a file that nobody made for a computer into rows with positions:
// what a person sees in a spreadsheet, cell by cell, with every damage named by its row and line.
//
//	text:  bytes → gunzip/unzstd → UTF-8 → scan records by the dialect → mend rows that break its rules ─┐
//	                                                                                                     ├─► layout → rows
//	xlsx, ods: zip ─┐                                                                                    │
//	fods, XML, HTML ┴─► sheets → the one that holds a table, what each cell shows ───────────────────────┘
//	json:  objects, one a line or in an array → rows
//	rows that were refused → package write → the same form and encoding again, with columns added
//
// Open looks at the whole beginning of the file before the first row is given. It decides by
// trying: every dialect that what stands between the letters allows is read, and the one wins that
// makes the best table (package dialect). Then it finds the table in what was read (package
// layout): below titles, with a header of any number of rows, up to another table (ending.go).
//
// Rows then streams the file in constant memory, but for a web page, which is taken apart as a
// whole. A row that breaks the rules is read as a person would who knows the columns (package
// mend), and says so; but no cell is moved by a guess (widths.go), and what is left out says itself
// that it is no row (package notes). Nothing is dropped without a word: a row that can't be read
// comes as Unreadable, with its bytes as they were and a Problem that says why, the rows after it
// are read as if nothing had happened, and what is no row is among Parts. Reading takes time linear
// in the size of the file, whatever the file holds.
//
// What isn't read is named by how it begins, with the way to a file that is (package foreign).
//
// The package knows rows, not organizations: which column is the name, and whether a name may be
// blank, is decided by package importer. It helps with Options.KnownHeader.
package table
