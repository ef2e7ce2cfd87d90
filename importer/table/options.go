package table

import (
	"github.com/orgbatch/orgbatch/importer/table/dialect"
)

// Options overrule detection. The zero value detects everything.
type Options struct {
	// Format is "" or one of the Format constants.
	Format string
	// Delimiter is "", a text of one or more characters, or one of the words tab, comma, semicolon,
	// pipe, colon, space and spaces.
	Delimiter string
	// Escapes is "" or one of the Escapes constants.
	Escapes string
	// AsWritten is the name of a column by which a file says that its cells are those of another
	// one, as they stood there: "" is none.
	AsWritten string
	// Encoding is "" or the name of an encoding, as in Format.Encoding or one of its usual other
	// names.
	Encoding string
	// Sheet names the sheet of a workbook; "" takes the one that looks like a table.
	Sheet string
	// Table says which of several tables in the file is read, from 1; 0 is the first, of a web page
	// the one that looks like a table.
	Table int
	// OneTable says that the first table is meant even if others follow it, as Table 1 does.
	OneTable bool
	// LeaveOut are the numbers of rows that are no data.
	LeaveOut []int
	// KnownHeader tells whether a text is known to name a column, which helps to tell a header from
	// a first row of data; nil knows none.
	KnownHeader func(string) bool
}

// What is done with backslashes, whatever they look like.
const (
	EscapesUndone = dialect.EscapesUndone // \n is a line break, as databases, jq and Miller write it
	EscapesKept   = dialect.EscapesKept   // each is a backslash
)
