package diff

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// readOnly are the fields that an import can't write, so that it finds no columns for them.
var readOnly = []string{fieldCreated, pigello.NameTags, pigello.NameCustomerColumns}

// mappedSample is how many rows the columns of a file are judged by.
const mappedSample = 200

// FileSide is an opened file of organizations with their ids: an export of ours, or a table. JSON
// is taken as the API's objects. Of a table the columns are found as an import finds them, and
// exported read-only columns by their names; a parent that isn't an id is not told. The table is
// read as long as the side is.
//
// Errors are *tabular.InputError.
func FileSide(t *table.Table, name string) (Side, error) {
	f := &fileSide{t: t, name: name}
	side := Side{Name: name, each: f.each, duplicate: f.duplicate}
	if format := t.Format().Name; format == tabular.FormatJSON || format == tabular.FormatJSONL {
		return side, nil
	}
	sample, err := columns.SampleOf(t, mappedSample)
	if err != nil {
		return side, err
	}
	var named map[string]string // an export's column of ids is that, whatever else stands in it
	if slices.Contains(t.Header(), "id") {
		named = map[string]string{"id": "id"}
	}
	m, err := columns.Map(t.Header(), sample, named)
	if err != nil { // its advice is for an import
		return side, f.broken(0, "it doesn't tell which column is which",
			"orgbatch inspect "+name+" shows how it is read; the columns of an export are called "+
				"id, name, custom_id, organization")
	}
	f.columns = map[string]int{}
	for _, c := range m.Columns {
		f.columns[c.Field] = c.Column
		// another way to name the parent
		if _, compared := pigello.FieldByName(c.Field); !compared {
			side.Skipped = append(side.Skipped, c.Header)
		}
	}
	for _, field := range readOnly {
		if at := slices.Index(t.Header(), field); at >= 0 {
			f.columns[field] = at
		}
	}
	if _, has := f.columns[fieldID]; !has {
		return side, f.broken(0, "it has no column of ids, by which organizations are matched",
			"orgbatch export writes one, called id")
	}
	for _, at := range m.Unmapped {
		if !slices.Contains(readOnly, t.Header()[at]) {
			side.Skipped = append(side.Skipped, m.NameOf(at))
		}
	}
	side.columns = f.columns
	return side, nil
}

type fileSide struct {
	t       *table.Table
	name    string
	columns map[string]int // field → column; nil for JSON
}

func (f *fileSide) each(_ context.Context, do func(sideRow) error) error {
	for row, err := range columns.Rows(f.t) {
		var r sideRow
		if err == nil {
			r, err = f.row(&row)
		}
		if err == nil {
			err = do(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *fileSide) row(row *tabular.Row) (sideRow, error) {
	if row.Unreadable {
		return sideRow{}, f.broken(row.Number, row.Problems[0].Message,
			"correct the row, or export the file again")
	}
	raw := row.Raw
	if f.columns != nil {
		raw = f.object(row)
	}
	org, err := pigello.ParseOrganization(raw)
	if err != nil && f.columns != nil && f.cell(row, fieldID) == "" {
		return sideRow{number: row.Number, raw: raw}, nil // a row that somebody added
	}
	if err != nil {
		return sideRow{}, f.broken(row.Number, "it is no organization with an id: "+err.Error(), "")
	}
	return sideRow{org.ID, row.Number, raw}, nil
}

func (f *fileSide) cell(row *tabular.Row, field string) string {
	if at, has := f.columns[field]; has && at < len(row.Cells) {
		return row.Cells[at].Text
	}
	return ""
}

// object writes a row as the API would have its fields.
func (f *fileSide) object(row *tabular.Row) []byte {
	b := []byte{'{'}
	add := func(field string, value []byte) {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(append(quote(b, field), ':'), value...)
	}
	for _, field := range pigello.Fields() {
		if _, has := f.columns[field.Name]; !has {
			continue
		}
		text := f.cell(row, field.Name)
		switch {
		case text == "" && field.Name == fieldID:
		case text == "":
			add(field.Name, []byte("null"))
		case field.Type == pigello.TypeReference && !pigello.IsUUID(text): // a name: not told
		case field.Type == pigello.TypeReference:
			add(field.Name, append(append([]byte(`{"id":`), quote(nil, text)...), '}'))
		case field.Type == pigello.TypeJSON && jsontext.Value(text).IsValid():
			add(field.Name, []byte(text))
		default:
			add(field.Name, quote(nil, text))
		}
	}
	return append(b, '}')
}

// quote appends a text as a JSON string; bytes that are no text become U+FFFD.
func quote(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, strings.ToValidUTF8(s, "\uFFFD")) // it is text by then
	return dst
}

func (f *fileSide) duplicate(id uuid.UUID, first, second int) error {
	text := fmt.Sprintf("the id %s stands in row %d too, and the rows aren't the same", id, first)
	return f.broken(second, text, "keep one of them")
}

func (f *fileSide) broken(row int, problem, hint string) error {
	if row > 0 {
		problem = fmt.Sprintf("row %d: %s", row, problem)
	}
	return &tabular.InputError{Name: f.name, Problem: problem, Hint: hint}
}
