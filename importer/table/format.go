package table

// Names of the formats that are read.
const (
	FormatCSV   = "csv"
	FormatJSONL = "jsonl"
)

// Format says how a file was read. A person is shown it, a run keeps it as JSON, and a Writer writes rows back in the same form.
type Format struct {
	// Name is FormatCSV or FormatJSONL.
	Name string `json:"name"`
	// Encoding is the name of the encoding, "utf-8".
	Encoding string `json:"encoding"`
	// BOM says that the file starts with a byte order mark.
	BOM bool `json:"bom,omitempty"`
	// Delimiter stands between cells, Quote around them, Escape before a quote within them: `"` when it is doubled. "" for JSON lines.
	Delimiter string `json:"delimiter,omitempty"`
	Quote     string `json:"quote,omitempty"`
	Escape    string `json:"escape,omitempty"`
	// Newline is the line end that most rows have: LF, CRLF or CR.
	Newline string `json:"newline"`
	// HeaderRow is the Number of the row that names the columns; 0 when there is none, as in JSON lines.
	HeaderRow int `json:"header_row,omitempty"`
	// Compression is "", "gzip" or "zstd".
	Compression string `json:"compression,omitempty"`
}

// Options overrule detection. The zero value detects everything.
type Options struct {
	// Format is "", FormatCSV or FormatJSONL.
	Format string
	// Delimiter is "" or one ASCII character; "tab", "comma" and "semicolon" are understood too.
	Delimiter string
	// Encoding is "" or "utf-8".
	Encoding string
}
