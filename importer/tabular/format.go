package tabular

import (
	"cmp"
	"slices"
	"strings"
)

// Names of the formats that are read.
const (
	FormatCSV   = "csv"   // cells between delimiters, whatever those are
	FormatJSONL = "jsonl" // one object a line
	FormatJSON  = "json"  // an array of objects, also within an object; or objects spread over several lines
	FormatXLSX  = "xlsx"  // one sheet of a workbook
	FormatODS   = "ods"   // one sheet of an OpenDocument spreadsheet
	FormatFODS  = "fods"  // the same as a single XML

	FormatSpreadsheetML = "spreadsheetml" // one sheet of a workbook of XML in one file, as Excel 2003 writes it
	FormatHTML          = "html"          // one table of a web page
)

// Formats gives the names of all, for people to choose from.
func Formats() []string {
	return []string{FormatCSV, FormatJSONL, FormatJSON, FormatXLSX, FormatODS, FormatFODS, FormatSpreadsheetML, FormatHTML}
}

// HasSheets says whether a format is one of workbooks, or of pages with tables: a person sees its rows in a spreadsheet or a browser alone,
// and they have no bytes of their own.
func HasSheets(format string) bool {
	return slices.Contains([]string{FormatXLSX, FormatODS, FormatFODS, FormatSpreadsheetML, FormatHTML}, format)
}

// Format says how a file was read. A person is shown it, a run keeps it as JSON, and a Writer writes rows back in the same form.
type Format struct {
	// Name is one of the Format constants.
	Name string `json:"name"`
	// Encoding is the name of the encoding: "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "windows-1252", "iso-8859-1",
	// "iso-8859-15", "macintosh", "cp850", "cp437", "cp1250" or "iso-8859-2".
	Encoding string `json:"encoding"`
	// BOM says that the file starts with a byte order mark.
	BOM bool `json:"bom,omitempty"`
	// Delimiter stands between cells: one or more characters, "" where rows have one cell only. Run says that it stands any number of times
	// in a row.
	Delimiter string `json:"delimiter,omitempty"`
	Run       bool   `json:"run,omitempty"`
	// Quote stands around cells, "" for none. Escape stands before a quote within them: `"` when it is doubled, "" for none.
	Quote  string `json:"quote,omitempty"`
	Escape string `json:"escape,omitempty"`
	// Backslash says that a quote after a backslash is text together with it, though quotes are doubled elsewhere, as PHP writes them.
	Backslash bool `json:"backslash,omitempty"`
	// Letters are what a backslash escapes, as databases write texts: n for a line break, t for a tab, N for nothing. "" for none.
	Letters string `json:"letters,omitempty"`
	// Newline is the line end that most rows have: LF, CRLF, CR or another separator of records.
	Newline string `json:"newline"`
	// SepLine says that the first line is Excel's "sep=;".
	SepLine bool `json:"sep_line,omitempty"`
	// HeaderRow is the Number of the first row that names the columns, HeaderRows how many do; 0 when there is none, as in JSON lines.
	HeaderRow  int `json:"header_row,omitempty"`
	HeaderRows int `json:"header_rows,omitempty"`
	// FirstColumn is how many empty columns stand left of the table.
	FirstColumn int `json:"first_column,omitempty"`
	// Sheet is the name of the sheet, of a workbook.
	Sheet string `json:"sheet,omitempty"`
	// Table is which of several tables in the file was read, from 1; 0 where the file was not seen to have several.
	Table int `json:"table,omitempty"`
	// Compression is "", "gzip" or "zstd".
	Compression string `json:"compression,omitempty"`
}

// EncodingName is the encoding as people call it, "" for a form that has none.
func (f Format) EncodingName() string {
	own := map[string]string{"macintosh": "Mac Roman", "windows-1252": "Windows-1252", "cp1250": "Windows-1250"}
	name := cmp.Or(own[f.Encoding], strings.ToUpper(f.Encoding))
	if f.BOM {
		name += " with a byte order mark"
	}
	return name
}
