// Package check looks at rows one by one: what each says of an organization, and what is wrong with it by
// itself. What takes other rows or the API to know is for the plan to find.
//
//	a row ─► transforms ─► the cell of each field ─► id, custom_id, name, parent ─► a Record and issues
package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// Options says what a Checker takes a blank cell for. The zero value leaves everything blank alone.
type Options struct {
	// ClearBlank are the columns, by field or by header, whose blank cells empty the field. A name can't be emptied.
	ClearBlank []string
	// MatchCustomID says that rows are matched by their custom_id, so that a row with one needs no name.
	MatchCustomID bool
	// Fix sends texts with the safe repairs done – white space, Unicode form, no-break spaces, letters decoded wrongly – and lists each.
	Fix bool
	// Verbatim takes texts as they are, since the API had them: what people do to texts isn't looked for.
	Verbatim bool
	// Sample is some of the rows' cells: it tells what a column's values usually are, so that those of another kind stand out.
	Sample   [][]tabular.Cell
	IDsAlone bool // rows say by their ids alone which organizations are meant
}

// Checker maps and checks rows of one source, each by itself: what takes other rows or the API to know is the plan's to find. Not safe for
// concurrent use.
type Checker struct {
	mapping columns.Mapping
	options Options
	parent  ParentKind
	clear   map[string]bool // by field
	found   rowIssues       // of the newest row
	blank   []string
	cells   []tabular.Cell // of the row, with the transforms done

	profiles map[string]profile // by field
	numbers  numberColumns
}

// New makes a Checker for rows of the table that was mapped.
func New(m columns.Mapping, o Options) *Checker {
	c := &Checker{
		mapping: m, options: o, clear: map[string]bool{}, profiles: map[string]profile{},
	}
	c.found = rowIssues{mapping: &c.mapping, column: map[string]int{}, severities: codes.Severities()}
	for i, col := range m.Columns {
		c.found.column[columns.Fills(col.Field)] = i
		c.profiles[columns.Fills(col.Field)] = profileOf(o.Sample, col.Column)
		c.parent = max(c.parent, parentKindOf(col.Field))
		c.clear[columns.Fills(col.Field)] = slices.ContainsFunc(o.ClearBlank, func(name string) bool {
			return name == col.Field || name == columns.Fills(col.Field) || columns.SameHeader(name, col.Header)
		})
	}
	for _, constant := range m.Constants {
		c.parent = max(c.parent, parentKindOf(constant.Field))
	}
	if !o.Verbatim {
		c.numbers = numberColumnsOf(o.Sample, &m)
	}
	return c
}

// Check gives a row's record and its issues. A row with an error among them is to be rejected; its record then holds what could be read,
// nothing if the row is unreadable. The issues carry the row's number and line, not its index. Issues and Record.Blank are overwritten by
// the next Check.
func (c *Checker) Check(row tabular.Row) (Record, []run.Issue) {
	c.found.issues, c.blank, c.found.row = c.found.issues[:0], c.blank[:0], row
	for _, p := range row.Problems {
		if p.Code == tabular.CodeShortByBlanks && p.Rare && c.lacks(len(row.Cells)) {
			p.Code, p.Warning = tabular.CodeShortRow, false // no habit of the file, so it is an error
			p.Message = wording.English.Check.RarelyShort(p.Message)
		}
		c.found.noteProblem(p)
	}
	if row.Unreadable {
		return Record{}, c.found.issues
	}
	read := len(c.found.issues)
	cells := c.mapping.Rules().Apply(row.Cells)
	rec := Record{Identity: tabular.TrimEnds(c.cellOf(columns.FieldIdentity, cells).Text), ParentKind: c.parent}
	c.checkID(&rec, c.cellOf(pigello.NameID, cells))
	c.checkCustomID(&rec, c.cellOf(pigello.NameCustomID, cells))
	c.checkName(&rec, c.cellOf(pigello.NameName, cells))
	c.checkParent(&rec, c.cellOf(pigello.NameOrganization, cells))
	c.checkNumbers(&rec, cells)
	c.checkRules(&rec, cells, read)
	rec.Blank = c.blank
	return rec, c.found.issues
}

// cellOf is the cell of a row that feeds a field: of its column, or a constant. It is absent where
// nothing does.
func (c *Checker) cellOf(field string, cells []tabular.Cell) tabular.Cell {
	if i, ok := c.found.column[field]; ok {
		if at := c.mapping.Columns[i].Column; at < len(cells) {
			return cells[at]
		}
		return tabular.Cell{Kind: tabular.Absent}
	}
	for _, constant := range c.mapping.Constants {
		if columns.Fills(constant.Field) == field {
			return tabular.Cell{Kind: tabular.String, Text: constant.Value}
		}
	}
	return tabular.Cell{Kind: tabular.Absent}
}

// lacks says whether a row of so many cells ends before a column by which organizations are told apart or hang together.
func (c *Checker) lacks(cells int) bool {
	return slices.ContainsFunc(c.mapping.Columns, func(m columns.MappedColumn) bool {
		return m.Column >= cells && (m.Field == pigello.NameID || m.Field == pigello.NameCustomID || columns.Fills(m.Field) == pigello.NameOrganization)
	})
}

func (c *Checker) checkID(rec *Record, cell tabular.Cell) {
	text := tabular.TrimEnds(cell.Text)
	if text == "" {
		return
	}
	id, err := columns.ParseID(text)
	if err != nil {
		advice := wording.English.Check.WithoutID
		if c.options.IDsAlone {
			advice = wording.English.Check.CorrectID
		}
		c.found.note(pigello.NameID, codes.BadID, err.Error(), cell.Text, advice)
		return
	}
	c.found.noteSpelling(pigello.NameID, text, id)
	rec.ID, rec.HasID = id, true
}

// checkTaken refuses an id in a column called id that was taken for the custom_id by its first rows.
func (c *Checker) checkTaken() {
	i, ok := c.found.column[pigello.NameCustomID]
	if !ok || c.mapping.Columns[i].How != "content" {
		return
	}
	name := shell.Quote(c.mapping.NameOf(c.mapping.Columns[i].Column))
	said := wording.English.Check.IDInCustomID("--map "+pigello.NameID+"="+name, "--map "+pigello.NameCustomID+"="+name)
	c.found.note(pigello.NameCustomID, codes.IDOrCustom, said, c.found.row.Cells[c.mapping.Columns[i].Column].Text, "")
}

func (c *Checker) checkName(rec *Record, cell tabular.Cell) {
	text, ok := c.text(pigello.NameName, cell, pigello.MaxNameLength)
	if !ok {
		return
	}
	if rec.Name = text; text != "" {
		return
	}
	switch {
	case cell.Kind == tabular.Null && rec.HasID:
		c.found.note(pigello.NameName, codes.NameMissing, wording.English.Check.NameNull, "", wording.English.Check.NameLeftOut)
	case rec.HasID || c.options.MatchCustomID && rec.CustomID.Kind == run.Value:
		if cell.Kind != tabular.Absent {
			c.blank = append(c.blank, pigello.NameName)
		}
	case c.found.has(codes.BadID):
		// One mistake, one issue: the row did mean to say which organization it is.
	default:
		c.found.note(pigello.NameName, codes.NameMissing, wording.English.Check.NameEmpty, cell.Text, "")
	}
}

func (c *Checker) checkCustomID(rec *Record, cell tabular.Cell) {
	text, ok := c.text(pigello.NameCustomID, cell, pigello.MaxCustomIDLength)
	if _, isID := columns.ReadID(text); isID {
		c.checkTaken()
	}
	if ok {
		rec.CustomID = c.optional(pigello.NameCustomID, cell, text)
	}
}

// optional tells a field's three states apart: a blank cell leaves it alone, unless its column is among ClearBlank.
func (c *Checker) optional(field string, cell tabular.Cell, text string) run.Text {
	switch {
	case cell.Kind == tabular.Absent:
		return run.Text{}
	case text != "":
		return run.Text{Kind: run.Value, Text: text}
	case cell.Kind == tabular.Null || c.clear[field]:
		return run.Text{Kind: run.Null}
	}
	c.blank = append(c.blank, field)
	return run.Text{}
}

// text applies the rules of a text field and gives the text as the API would store it. ok is false when there is none to store.
func (c *Checker) text(field string, cell tabular.Cell, maxLength int) (text string, ok bool) {
	if cell.Text == "" {
		return "", true
	}
	if cell.Kind == tabular.JSON && !c.literal(field, cell) {
		return "", false
	}
	if c.options.Verbatim {
		return tabular.TrimEnds(cell.Text), true
	}
	text = c.tidy(field, cell.Text)
	if len(text) > maxLength {
		if n := utf8.RuneCountInString(text); n > maxLength {
			c.found.note(field, codes.TooLong, wording.English.Check.TooLong(n, maxLength), text, "")
		}
	}
	c.found.checkControl(field, text)
	c.checkSense(field, cell.Kind, text)
	return text, true
}

// checkSense names texts that the API would take and that nobody can have meant.
func (c *Checker) checkSense(field string, kind tabular.Kind, text string) {
	if text == "" || kind == tabular.JSON {
		return
	}
	if strings.Contains(text, "\uFFFD") {
		c.found.note(field, codes.Replacement, wording.English.Check.LetterLost, text, "")
	}
	c.checkExcel(field, text)
	c.checkWords(field, text)
}

// literal takes a JSON number, true or false for its text, and refuses lists and objects.
func (c *Checker) literal(field string, cell tabular.Cell) bool {
	if cell.Text[0] == '{' || cell.Text[0] == '[' {
		c.found.note(field, codes.WrongType, wording.English.Check.List, cell.Text, "")
		return false
	}
	text := cell.Text
	if whole, part, ok := strings.Cut(text, "."); ok && strings.Trim(part, "0") == "" {
		text = whole // what programs make of the code 1001 that keep numbers with decimals
	}
	c.found.note(field, codes.Number, wording.English.Check.NotText, cell.Text, fmt.Sprintf("%q", text))
	return true
}
