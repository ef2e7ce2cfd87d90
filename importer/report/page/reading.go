package page

import (
	"cmp"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// columnsListed bounds what is said of one file: its columns, and its parts.
const columnsListed = 200

// readingView is how a file was read, so that a wrong guess is seen.
type readingView struct {
	ID, Name, Size, SHA256 string
	Rows                   string
	Facts                  []fact
	Columns                []mappingView
	Beyond                 int // columns that aren't listed
	Notes                  []string
	Parts                  []partView
	BeyondParts            int
}

type fact struct {
	Name, Text string
	Wide       bool // over the whole line
}

type mappingView struct {
	Letter, Header, Field, How string
}

type partView struct {
	What, Rows string
	Text       template.HTML
}

// readings describes at most so many files, and counts the others.
func (b *Builder) readings(most int) (v readingsView) {
	for i, s := range b.Page.Sources[:min(len(b.Page.Sources), most)] {
		one := readingView{
			ID: "source-" + strconv.Itoa(i+1), Name: shorten(s.Name, messageLength), SHA256: s.SHA256,
			Size: weight(s.Bytes), Rows: counted(s.Rows, "row"), Facts: factsOf(s.Format),
		}
		if doubt := at(b.Page.Doubts, i); doubt != "" {
			one.Notes = append(one.Notes, doubt)
		}
		one.columns(&s, at(b.Page.Mappings, i))
		one.parts(at(b.Page.Seen, i))
		v.Readings = append(v.Readings, one)
	}
	if left := len(b.Page.Sources) - len(v.Readings); left > 0 {
		v.ReadingsLeft = counted(left, "file") + " more " + agree(left, "is", "are") + " not listed here."
	}
	return v
}

// at is what stands in a list for a file, the zero value where the list is shorter.
func at[T any](list []T, file int) (value T) {
	if file < len(list) {
		value = list[file]
	}
	return value
}

func (v *readingView) columns(s *run.Source, mapping columns.Mapping) {
	for _, p := range mapping.Suggestions {
		v.Notes = append(v.Notes, fmt.Sprintf("“%s” looks like %s: %s says so.",
			shorten(p.Header, headerLength), p.Field, p.Flag))
	}
	how := map[int]columns.MappedColumn{}
	for _, c := range mapping.Columns {
		how[c.Column] = c
	}
	for i, header := range s.Header {
		if i == columnsListed {
			v.Beyond = len(s.Header) - i
			break
		}
		m := mappingView{Letter: s.Letter(i), Header: shorten(header, headerLength)}
		switch c, ok := how[i]; {
		case ok:
			m.Field, m.How = c.Field, c.Told()
		case i < len(s.Mapping):
			m.Field = s.Mapping[i]
		}
		v.Columns = append(v.Columns, m)
	}
}

func (v *readingView) parts(seen intake.Seen) {
	for i, p := range seen.Parts {
		if i == columnsListed {
			break
		}
		rows := "row " + strconv.Itoa(p.Row)
		if p.Rows > 1 {
			rows = fmt.Sprintf("rows %d–%d", p.Row, p.Row+p.Rows-1)
		}
		v.Parts = append(v.Parts, partView{What: partName(p.Kind), Rows: rows, Text: visible(shorten(p.Text, 2*cellLength))})
	}
	v.BeyondParts = seen.PartCount - len(v.Parts)
}

func partName(kind string) string {
	return cmp.Or(map[string]string{
		tabular.PartPreamble: "text above the header", tabular.PartFooter: "a note, a total or a line", tabular.PartBlank: "blank",
		tabular.PartTable: "another table", tabular.PartHeader: "the header once more", tabular.PartLeftOut: "left out as you asked",
	}[kind], kind)
}

// factsOf says in a person's words how a file was read.
func factsOf(f tabular.Format) []fact {
	var facts []fact
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, fact{Name: name, Text: text})
		}
	}
	add("Form", formName(f))
	add("Sheet", f.Sheet)
	add("Encoding", f.EncodingName())
	if f.Name == tabular.FormatCSV {
		add("Between cells", delimiterName(f))
		add("Around cells", signName(f.Quote))
		add("Quote within", escapeName(f))
		if f.Letters != "" {
			add("Escapes", `by backslashes: \n, \t, \\, \N`)
		}
		add("Line ends", cmp.Or(map[string]string{"\n": "LF", "\r\n": "CRLF", "\r": "CR"}[f.Newline], strings.Trim(strconv.Quote(f.Newline), `"`)))
		if f.SepLine {
			add("First line", "Excel's sep= line")
		}
	}
	add("Header", headerName(f))
	if f.FirstColumn > 0 {
		add("Starts in column", tabular.ColumnLetters(f.FirstColumn))
	}
	if f.Table > 0 {
		add("Table", "number "+strconv.Itoa(f.Table)+" of several in the file")
	}
	add("Compressed by", f.Compression)
	return facts
}

func formName(f tabular.Format) string {
	return cmp.Or(map[string]string{
		tabular.FormatCSV:           "text with delimiters (CSV)",
		tabular.FormatJSONL:         "JSON, one object a line",
		tabular.FormatJSON:          "JSON, an array of objects",
		tabular.FormatXLSX:          "Excel workbook (XLSX)",
		tabular.FormatODS:           "OpenDocument spreadsheet (ODS)",
		tabular.FormatFODS:          "OpenDocument spreadsheet in one XML (FODS)",
		tabular.FormatSpreadsheetML: "workbook of XML, as Excel 2003 writes it (SpreadsheetML)",
		tabular.FormatHTML:          "web page with a table (HTML)",
	}[f.Name], f.Name)
}

func headerName(f tabular.Format) string {
	switch {
	case f.HeaderRow == 0 && (f.Name == tabular.FormatJSON || f.Name == tabular.FormatJSONL):
		return ""
	case f.HeaderRow == 0:
		return "none"
	case f.HeaderRows > 1:
		return fmt.Sprintf("rows %d–%d", f.HeaderRow, f.HeaderRow+f.HeaderRows-1)
	}
	return "row " + strconv.Itoa(f.HeaderRow)
}

func delimiterName(f tabular.Format) string {
	if f.Run {
		return "runs of “" + f.Delimiter + "”"
	}
	return signName(f.Delimiter)
}

// signName names a delimiter or a quote.
func signName(sign string) string {
	switch sign {
	case "":
		return "none"
	case "\t":
		return "tab"
	case " ":
		return "space"
	}
	name, known := map[string]string{
		",": "comma", ";": "semicolon", "|": "pipe", ":": "colon", `"`: "double quote", "'": "single quote",
	}[sign]
	if !known {
		return "“" + sign + "”"
	}
	return name + " ( " + sign + " )"
}

func escapeName(f tabular.Format) string {
	switch {
	case f.Quote == "":
		return ""
	case f.Escape == f.Quote || f.Escape == `"`:
		return "doubled"
	case f.Escape == `\`:
		return "after a backslash"
	case f.Escape == "":
		return "not possible"
	}
	return "after “" + f.Escape + "”"
}
