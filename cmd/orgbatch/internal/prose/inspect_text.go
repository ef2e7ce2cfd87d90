package prose

import (
	"fmt"
	"math"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// partsShown and columnsShown bound what a person is shown of a file that has much of it.
const (
	partsShown   = 10
	columnsShown = 40
)

// inspectionText is an inspection in a person's words.
type inspectionText struct {
	strings.Builder
	i     *Inspection
	label string // of the line before, or lines
}

// line writes a line. Of several with one label the first has it.
func (b *inspectionText) line(label, format string, args ...any) {
	if label == b.label {
		label = ""
	} else {
		b.label = label
	}
	fmt.Fprintf(b, "  %-9s  "+format+"\n", append([]any{label}, args...)...)
}

// Inspected is an inspection in a person's words, for a terminal of that width.
func Inspected(i *Inspection, width int) string {
	b := &inspectionText{i: i}
	damaged := ""
	if i.read.Damaged > 0 {
		damaged = fmt.Sprintf(", %s of them damaged", words.Number(i.read.Damaged))
	}
	fmt.Fprintf(b, "%s · %s%s\n", ui.Clean(i.Name, 0), words.Counted(i.read.Rows, "row"), damaged)
	b.form()
	b.certainty()
	b.parts()
	b.header()
	b.mapping()
	b.problems()
	b.first(width)
	return strings.TrimRight(b.String(), "\n")
}

// form says how the file is written.
func (b *inspectionText) form() {
	f := b.i.Opened.Table.Format()
	name := strings.ToUpper(f.Name)
	if f.Compression != "" {
		name += ", " + f.Compression
	}
	b.line("format", "%s", name)
	if f.Encoding != "" {
		b.line("encoding", "%s", f.EncodingName())
	}
	if f.Name == tabular.FormatCSV {
		for _, w := range dialectWords(f) {
			b.line(w[0], "%s", w[1])
		}
	}
	if f.Sheet != "" {
		b.line("sheet", "%s", ui.Clean(f.Sheet, ValueWidth))
	}
	if f.Table > 0 {
		b.line("table", "number %d of several: --table N reads another", f.Table)
	}
}

// dialectWords says in words what stands between, around and after the cells.
func dialectWords(f tabular.Format) [][2]string {
	lines := [][2]string{{"delimiter", delimiterName(f)}}
	switch f.Quote {
	case "":
		lines = append(lines, [2]string{"quote", "none"})
	default:
		quote := quoteName(f.Quote)
		switch f.Escape {
		case "":
		case f.Quote, `"`:
			quote += ", doubled within a cell"
		default:
			quote += fmt.Sprintf(", after %s within a cell", ui.Clean(f.Escape, 0))
		}
		lines = append(lines, [2]string{"quote", quote})
	}
	if f.Letters != "" {
		lines = append(lines, [2]string{"escapes", words.English.File.Escapes})
	}
	lines = append(lines, [2]string{"line end", newlineName(f.Newline)})
	if f.SepLine {
		lines = append(lines, [2]string{"", "the first line names the delimiter, as Excel writes it (sep=)"})
	}
	return lines
}

func delimiterName(f tabular.Format) string {
	name, ok := map[string]string{
		"": "none: one column", "\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe |", ":": "colon", " ": "space",
	}[f.Delimiter]
	if !ok {
		name = ui.Clean(fmt.Sprintf("%q", f.Delimiter), 0)
	}
	if f.Run {
		return name + ", any number of them"
	}
	return name
}

func quoteName(quote string) string {
	switch quote {
	case `"`:
		return `double quote "`
	case "'":
		return "single quote '"
	}
	return ui.Clean(fmt.Sprintf("%q", quote), 0)
}

func newlineName(newline string) string {
	switch newline {
	case "\n":
		return "LF"
	case "\r\n":
		return "CR LF, as on Windows"
	case "\r":
		return "CR, as on old Macs"
	}
	return fmt.Sprintf("%+q", newline)
}

// certainty says how sure the form is, and what else it could be.
func (b *inspectionText) certainty() {
	d := b.i.Opened.Table.Detection()
	if d.Score == 0 && d.RunnerUp == nil {
		return
	}
	text := fmt.Sprintf("%d%%", percent(d.Score))
	if d.RunnerUp != nil {
		text += fmt.Sprintf("; next best is %s with %d%%", formShort(*d.RunnerUp), percent(d.RunnerUpScore))
	}
	b.line("certainty", "%s", text)
	switch {
	case d.NearTie && d.RunnerUp != nil:
		b.line("", "a near tie: look at the rows below, or say --delimiter")
	case d.Rare:
		b.line("", "few files are written so: look at the rows below, or say --delimiter")
	}
}

func percent(share float64) int { return int(math.Round(100 * share)) }

// formShort names a form in few words.
func formShort(f tabular.Format) string {
	if f.Name != tabular.FormatCSV {
		return strings.ToUpper(f.Name)
	}
	text := delimiterName(f)
	if f.Quote != `"` && f.Quote != "" {
		text += " and " + quoteName(f.Quote)
	} else if f.Quote == "" {
		text += " without quotes"
	}
	return text
}

// parts names what of the file is not a row.
func (b *inspectionText) parts() {
	for n, part := range b.i.Opened.Table.Parts() {
		if n == partsShown {
			b.line("left out", "… and %d more", len(b.i.Opened.Table.Parts())-n)
			return
		}
		b.line("left out", "%s", Part(part))
	}
}

func (b *inspectionText) header() {
	f := b.i.Opened.Table.Format()
	switch {
	case f.HeaderRows > 1:
		b.line("header", "rows %d–%d, %s", f.HeaderRow, f.HeaderRow+f.HeaderRows-1, words.Counted(len(b.i.Opened.Table.Header()), "column"))
	case f.HeaderRow > 0:
		b.line("header", "row %d, %s", f.HeaderRow, words.Counted(len(b.i.Opened.Table.Header()), "column"))
	case f.Name == tabular.FormatCSV || tabular.HasSheets(f.Name):
		b.line("header", "none: %s by their letters", words.Counted(len(b.i.Opened.Table.Header()), "column"))
	}
}

// mapping says what each column is, may be, or isn't.
func (b *inspectionText) mapping() {
	m := &b.i.Opened.Mapping
	for _, c := range m.Columns {
		b.line("columns", "%-12s ← %s (%s, %d%%)", c.Field, ui.Clean(c.Header, ValueWidth), c.Told(), percent(c.Confidence()))
	}
	for _, c := range m.Constants {
		b.line("columns", "%-12s = %q (--set)", c.Field, ui.Clean(c.Value, ValueWidth))
	}
	if unsent := unsentNames(m); len(unsent) > 0 {
		b.line("unsent", "%s", strings.Join(unsent, ", "))
	}
	for _, s := range m.Suggestions {
		b.line("perhaps", "%-12s ← %s (%d%%: %s); %s says so", s.Field, ui.Clean(s.Header, ValueWidth), s.Percent(), ui.Clean(s.Reason, 0), s.Flag)
	}
	if b.i.Open != nil {
		b.line("import", "needs to know: %s", strings.ReplaceAll(strings.TrimPrefix(ui.Clean(b.i.Open.Error(), 0), "map columns: "), "\n", "\n             "))
	}
}

func unsentNames(m *columns.Mapping) []string {
	var names []string
	for _, column := range m.Unmapped[:min(len(m.Unmapped), columnsShown)] {
		names = append(names, ui.Clean(m.NameOf(column), ValueWidth))
	}
	if more := len(m.Unmapped) - columnsShown; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return names
}

// problems names what is odd about the table, and the first damaged rows.
func (b *inspectionText) problems() {
	for _, p := range b.i.Opened.Table.Problems() {
		if p.Number == 0 { // what was left out has been named
			b.line("odd", "%s", ui.Clean(p.Message, 0))
		}
	}
	for _, p := range b.i.read.Problems {
		b.line("damage", "row %d: %s", p.Number, ui.Clean(p.Message, 0))
	}
}

// first shows the first rows as the table is read.
func (b *inspectionText) first(width int) {
	if len(b.i.rows) == 0 {
		return
	}
	wide := len(b.i.Opened.Table.Header())
	for _, row := range b.i.rows {
		wide = max(wide, len(row))
	}
	most := wide
	if width > 0 {
		most = min(wide, max(1, (width+2)/(ui.MinimumCell+2)))
	}
	c := &ui.Table{Width: width}
	var names []string
	for i := range most {
		names = append(names, b.i.Opened.Mapping.NameOf(i))
	}
	c.Add(names...)
	for _, row := range b.i.rows {
		var cells []string
		for _, cell := range row[:min(len(row), most)] {
			cells = append(cells, ui.Clean(orgnumber.Mask(cell.Text), 2*ValueWidth))
		}
		c.Add(cells...)
	}
	b.WriteByte('\n')
	_ = c.Flush(b) // a Builder takes everything
	if wide > most {
		fmt.Fprintf(b, "… and %s to the right\n", words.Counted(wide-most, "column"))
	}
}

// Inspection is all that inspect found out about a file.
type Inspection struct {
	Name   string
	Opened columns.Opened
	Open   *columns.MappingError // what import would ask; nil: nothing
	read   table.Read
	rows   [][]tabular.Cell
	first  int // number of the first row
}

// ReadAll reads to the end: only there is known what stands below the table.
func (i *Inspection) ReadAll(rows int) error {
	for row, err := range columns.Rows(i.Opened.Table) {
		if err != nil {
			return err
		}
		i.read.Count(row)
		if len(i.rows) < rows {
			i.rows = append(i.rows, append([]tabular.Cell(nil), row.Cells...))
			if i.first == 0 {
				i.first = row.Number
			}
		}
	}
	return i.Opened.Table.CheckLeftOut()
}

// Part says what of a file is no row of its table.
func Part(p tabular.Part) string {
	words := map[string]string{
		tabular.PartPreamble: "above the header", tabular.PartFooter: "a note, a total or a line", tabular.PartBlank: "blank", tabular.PartComment: "a comment",
		tabular.PartTable: "another table", tabular.PartHeader: "the header once more", tabular.PartLeftOut: "as you asked",
	}
	text := fmt.Sprintf("row %d", p.Row)
	if p.Rows > 1 {
		text = fmt.Sprintf("rows %d–%d", p.Row, p.Row+p.Rows-1)
	}
	text += ", " + words[p.Kind]
	if p.Text != "" {
		text += ": " + ui.Clean(p.Text, 2*ValueWidth)
	}
	return text
}

// Event is the inspection for a script.
func (i *Inspection) Event() event.Inspection {
	t, m := i.Opened.Table, &i.Opened.Mapping
	d := t.Detection()
	e := event.Inspection{
		Name: i.Name, Rows: i.read.Rows, Damaged: i.read.Damaged, Format: event.OfFormat(t.Format()), Score: d.Score,
		RunnerScore: d.RunnerUpScore, NearTie: d.NearTie, Rare: d.Rare, Header: append([]string{}, t.Header()...),
		Parts: append([]tabular.Part{}, t.Parts()...), Columns: []event.Column{}, Suggestions: []columns.Suggestion{}, Problems: i.problems(), Sample: i.sample(),
	}
	if d.RunnerUp != nil {
		f := event.OfFormat(*d.RunnerUp)
		e.RunnerUp = &f
	}
	for _, c := range m.Columns {
		e.Columns = append(e.Columns, event.Column{Field: c.Field, Column: c.Column, Header: c.Header, How: c.How, Confidence: c.Confidence(), Reason: c.Reason})
	}
	for _, c := range m.Constants {
		if e.Constants == nil {
			e.Constants = map[string]string{}
		}
		e.Constants[c.Field] = c.Value
	}
	for _, s := range m.Suggestions {
		s.Samples = append([]string{}, s.Samples...)
		e.Suggestions = append(e.Suggestions, s)
	}
	if i.Open != nil {
		e.Question = i.Open.Error()
	}
	return e
}

func (i *Inspection) problems() []event.Problem {
	list := []event.Problem{}
	add := func(row int, p tabular.Problem) {
		e := event.Problem{Code: p.Code, Row: row, Message: p.Message}
		if p.Column >= 0 {
			e.Column = &p.Column
		}
		list = append(list, e)
	}
	for _, p := range i.Opened.Table.Problems() {
		add(p.Number, p)
	}
	for _, p := range i.read.Problems {
		add(p.Number, p.Problem)
	}
	return list
}

func (i *Inspection) sample() [][]*string {
	rows := [][]*string{}
	for _, row := range i.rows {
		cells := []*string{}
		for _, cell := range row {
			if cell.Kind == tabular.Absent || cell.Kind == tabular.Null {
				cells = append(cells, nil)
				continue
			}
			cells = append(cells, &cell.Text)
		}
		rows = append(rows, cells)
	}
	return rows
}
