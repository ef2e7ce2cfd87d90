package prose

import (
	"fmt"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

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
		Parts: []event.Part{}, Columns: []event.Column{}, Suggestions: []event.Suggestion{}, Problems: i.problems(), Sample: i.sample(),
	}
	if d.RunnerUp != nil {
		f := event.OfFormat(*d.RunnerUp)
		e.RunnerUp = &f
	}
	for _, p := range t.Parts() {
		e.Parts = append(e.Parts, event.Part(p))
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
		e.Suggestions = append(e.Suggestions, event.Suggestion{
			Field: s.Field, Column: s.Column, Header: s.Header, How: s.How, Confidence: s.Confidence, Reason: s.Reason, Samples: append([]string{}, s.Samples...), Flag: s.Flag,
		})
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
