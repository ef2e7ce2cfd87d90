// Package tabular is what all readers of tables share: rows and cells with their positions, the problems found in them, how a file
// was read, and the error of one that can't be read as a whole.
package tabular

// Kind says what a cell was in the file, where that is more than its text.
type Kind uint8

const (
	// Text is a cell of a CSV file: text that may be blank. It is the zero value.
	Text Kind = iota
	// Absent is a key that a JSON object doesn't have. Cell.Text is "".
	Absent
	// Null is a JSON null. Cell.Text is "".
	Null
	// JSON is a JSON number, bool, object or array. Cell.Text is its compact JSON, numbers as they were written.
	JSON
	// String is a JSON string. Cell.Text is its decoded text.
	String
)

// String names the kind in one lower-case word, for messages and tests.
func (k Kind) String() string {
	names := [...]string{"text", "absent", "null", "json", "string"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Cell is one value of a row. Its Text may be kept after the row is gone.
type Cell struct {
	Text string
	Kind Kind
}

// Row is one row of a file.
//
// Raw, Cells and Problems belong to the Table and are overwritten by the next row: copy what you keep. The strings in them may be kept.
type Row struct {
	// Number is the row as Excel shows it at the left: counted from 1, with the header and blank rows counted, a cell with line breaks
	// being one row. For JSON lines, where no spreadsheet shows anything, it is the line.
	Number int
	// Line is the line on which the row starts in a text editor, from 1.
	Line int
	// Raw holds the row as it was read, without the line end that ends it. It is in UTF-8, whatever the encoding of the source: a Writer
	// of the same Format gives the bytes of the source again, also those that mean nothing in its encoding. Nil for a workbook.
	Raw []byte
	// Cells are as many as the row has in the file, which may be fewer or more than the header has; for JSON as many as the header has.
	Cells []Cell
	// Problems is the damage found while reading this row, nil for a sound one.
	Problems []Problem
	// Unreadable says that the Cells can't be trusted: a cell may stand in the wrong column. At least one Problem is an error then.
	Unreadable bool
}

// Problem is one damage of a row, or of the table as a whole (Table.Problems).
type Problem struct {
	// Code is one of the Code constants; it is stable.
	Code string
	// Column is the index of the column, -1 for the whole row.
	Column int
	// Number is the row of a problem of the table as a whole that stands on one, as Row.Number counts them; 0 otherwise.
	Number int
	// Message is a plain English sentence without its position and without a final full stop.
	Message string
	// Value is what was found, shortened and made valid UTF-8; Suggestion what to do about it. Either may be "".
	Value, Suggestion string
	// Warning says that the row is read all the same; otherwise the problem is an error.
	Warning bool
	// Rare says that fewer than 1 in 20 rows of the file have this problem: what is a habit of the file elsewhere is doubtful then.
	Rare bool
	// ErrorIfSent makes an error of a warning where its column feeds a field: what is wrong with the cell matters only there.
	ErrorIfSent bool
}

// The codes of problems. They are part of the tool's output: never rename one.
const (
	CodeShortRow      = "short-row"        // error: fewer cells than the header has columns with a name
	CodeShortByBlanks = "short-by-blanks"  // warning: a row that ends early, its missing cells taken for blank
	CodeNoteOrRow     = "note-or-row"      // error: a row that reads like a note and names an organization
	CodeOtherOrder    = "other-order"      // error: a row below a header with its names in another order
	CodeAboveHeader   = "above-header"     // error: a row above the header that could be an organization
	CodeRowNames      = "row-names"        // table, warning: names of rows without a header above them
	CodeLeftOut       = "left-out"         // table, warning: rows left out because a person named them
	CodeLineQuoted    = "line-quoted"      // warning, of a row or of the table: a whole line in quotes, unwrapped
	CodeSwallowed     = "swallowed-rows"   // error: a quoted cell that holds what look like whole rows
	CodeLongRow       = "long-row"         // error when a cell beyond the header holds something, else a warning
	CodeBadUTF8       = "bad-utf8"         // error: a cell (JSON lines: the row) holds bytes that are no text in the file's encoding
	CodeNUL           = "nul"              // error: a cell holds a NUL character
	CodeBadByte       = "bad-byte"         // error: a cell holds a byte that means nothing in the file's one-byte encoding
	CodeUnclosed      = "unclosed-quote"   // error: a quote opens or ends a cell and has no partner, and the row can't be read without it
	CodeBadQuote      = "bad-quote"        // quotes inside a quoted cell that nothing escapes: a warning where the row comes out right
	CodeStrayQuote    = "stray-quote"      // warning: a quote inside or at one end of a cell that isn't quoted, taken as text
	CodeSpacedQuote   = "spaced-quote"     // warning: blanks between a quoted cell and the delimiter
	CodeOtherQuote    = "other-quote"      // warning: a row with other quotes than the rest
	CodeOtherDelim    = "other-delimiter"  // warning: a row with another delimiter than the rest
	CodeLargeCell     = "large-cell"       // error: a cell of more than MaxCell bytes
	CodeBadJSON       = "bad-json"         // error: the line is not JSON
	CodeNotObject     = "not-an-object"    // error: the line is JSON, but not an object
	CodeDuplicateKey  = "duplicate-key"    // error: an object has one key twice
	CodeEmptyHeader   = "empty-header"     // table, warning: a column without a name
	CodeSameHeader    = "duplicate-header" // table, warning: two columns of one name
	CodePreamble      = "preamble"         // table, warning: rows above the header, left out
	CodeHeaderRows    = "header-rows"      // table, warning: a header of several rows, joined into one
	CodeNoHeader      = "no-header"        // table, warning: the first row is data
	CodeBlankRows     = "blank-rows"       // table, warning: empty rows between others, passed over
	CodeComments      = "comments"         // table, warning: comment lines between rows, passed over
	CodeHeaderAgain   = "header-again"     // table, warning: the header once more between rows, passed over
	CodeFooter        = "footer"           // table, warning: notes, totals, page footers and rules of dashes, left out
	CodeOtherTable    = "other-table"      // error, or a warning where a person said which is meant: another table in the file
	CodeFirstColumn   = "first-column"     // table, warning: empty columns left of the table, left out
	CodeNearTie       = "near-tie"         // table, warning: the file could be read in another way nearly as well
	CodeOddEscape     = "odd-escape"       // warning, ErrorIfSent: a backslash that escapes nothing, in a file whose others do
	CodeEscapes       = "escapes"          // table, warning: what backslashes stand for was read, or may have to be
	CodeEncoding      = "encoding-doubt"   // table, warning: another encoding makes nearly as good words of the letters beyond ASCII
)

// Advises says of a code that its Suggestion is advice in words and not a value that could stand in the cell.
func Advises(code string) bool {
	switch code {
	case CodeNUL, CodeOtherQuote:
		return false
	case CodeShortRow, CodeShortByBlanks, CodeNoteOrRow, CodeOtherOrder, CodeAboveHeader, CodeSwallowed, CodeLongRow, CodeBadByte, CodeUnclosed, CodeBadQuote, CodeBadJSON, CodeOtherTable, CodeNearTie, CodeOddEscape, CodeEscapes,
		CodeOtherSheets, CodeHiddenRows, CodeHiddenColumns, CodeMerged, CodeCellTwice, CodeNoStored, CodeStandIn:
		return true
	}
	return false
}

// Bounds of what is read. They keep memory small whatever a file holds.
const (
	// MaxCell is the largest cell in bytes; a larger one is a Problem.
	MaxCell = 1 << 20
	// MaxRow is the largest row in bytes; a larger one ends the reading with an InputError, since no row can be told from the next then.
	MaxRow = 8 << 20
	// MaxColumns is the largest number of columns, as in Excel.
	MaxColumns = 16384
)

// Beginning is what a file, or the rest of one, begins with.
type Beginning struct {
	Bytes []byte
	Whole bool // nothing follows
}

// Whole is all of a text.
func Whole(text []byte) Beginning { return Beginning{Bytes: text, Whole: true} }
