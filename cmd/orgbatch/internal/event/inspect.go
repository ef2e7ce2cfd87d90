package event

import (
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Inspection tells how a file is read.
type Inspection struct {
	Name        string               `json:"name" doc:"as it was named"`
	Rows        int                  `json:"rows" doc:"rows of the table"`
	Damaged     int                  `json:"damaged" doc:"rows with damage that import would reject"`
	Format      Format               `json:"format" doc:"how it is written"`
	Score       float64              `json:"score" doc:"how good a table it makes, 0 to 1; 0 where there was nothing to decide"`
	RunnerUp    *Format              `json:"runner_up,omitempty" doc:"the second best way to read it"`
	RunnerScore float64              `json:"runner_up_score,omitempty" doc:"how good a table that makes"`
	NearTie     bool                 `json:"near_tie" doc:"the two are so close that a person should look"`
	Rare        bool                 `json:"rare" doc:"few files are written so: import wants the header to confirm it, or --delimiter"`
	Parts       []tabular.Part       `json:"parts" doc:"what of the file is not a row of the table"`
	Header      []string             `json:"header" doc:"the columns' names; blank where the file has none"`
	Columns     []Column             `json:"columns" doc:"the columns that feed a field"`
	Constants   map[string]string    `json:"constants,omitempty" doc:"fields that every row has alike (--set)"`
	Suggestions []columns.Suggestion `json:"suggestions" doc:"what other columns may be; somebody has to confirm it"`
	Question    string               `json:"question,omitempty" doc:"what import would need to know"`
	Problems    []Problem            `json:"problems" doc:"what is odd about the table, and the first damaged rows"`
	Sample      [][]*string          `json:"sample" doc:"the first rows, each as wide as it is; null for a JSON null or a missing key"`
}

// Format is how a file is written.
type Format struct {
	Name        string `json:"name" doc:"one that --format takes"`
	Encoding    string `json:"encoding,omitempty" doc:"its encoding"`
	BOM         bool   `json:"bom,omitempty" doc:"it starts with a byte order mark"`
	Delimiter   string `json:"delimiter,omitempty" doc:"between the cells"`
	Run         bool   `json:"run,omitempty" doc:"the delimiter stands any number of times"`
	Quote       string `json:"quote,omitempty" doc:"around cells"`
	Escape      string `json:"escape,omitempty" doc:"before a quote within them; a quote when it is doubled"`
	Letters     string `json:"letters,omitempty" doc:"what a backslash escapes, as databases write texts: n, t, N and others"`
	Newline     string `json:"newline,omitempty" doc:"after rows"`
	SepLine     bool   `json:"sep_line,omitempty" doc:"the first line is Excel's sep="`
	HeaderRow   int    `json:"header_row,omitempty" doc:"the first row that names the columns"`
	HeaderRows  int    `json:"header_rows,omitempty" doc:"how many do"`
	FirstColumn int    `json:"first_column,omitempty" doc:"empty columns left of the table"`
	Sheet       string `json:"sheet,omitempty" doc:"the sheet of a workbook"`
	Table       int    `json:"table,omitempty" doc:"which of several tables, from 1"`
	Compression string `json:"compression,omitempty" doc:"gzip or zstd"`
}

// Column is a column that feeds a field.
type Column struct {
	Field      string  `json:"field" doc:"the field"`
	Column     int     `json:"column" doc:"the column, from 0"`
	Header     string  `json:"header" doc:"its header, or its letters"`
	How        string  `json:"how" doc:"exact, synonym, normalised, content, --map or --mapping"`
	Confidence float64 `json:"confidence" doc:"0 to 1"`
	Reason     string  `json:"reason,omitempty" doc:"what its values speak for, where they decided"`
}

// Problem is something odd about a table, or a damaged row.
type Problem struct {
	Code    string `json:"code" doc:"stable code"`
	Row     int    `json:"row,omitempty" doc:"the row; none for the table as a whole"`
	Column  *int   `json:"column,omitempty" doc:"the column, from 0"`
	Message string `json:"message" doc:"what is odd"`
}

// OfFormat is a format for a script.
func OfFormat(f tabular.Format) Format {
	return Format{
		f.Name, f.Encoding, f.BOM, f.Delimiter, f.Run, f.Quote, f.Escape, f.Letters, f.Newline, f.SepLine, f.HeaderRow, f.HeaderRows, f.FirstColumn, f.Sheet,
		f.Table, f.Compression,
	}
}
