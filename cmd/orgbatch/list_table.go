package main

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/pigello"
)

// tableColumns are what a table of organizations can show.
var tableColumns = []string{"id", "name", "custom_id", "parent", "parent_name", "created_at"}

// organizationTable prints organizations as columns, some rows at a time: the
// first ones settle how wide the columns are.
type organizationTable struct {
	columns ui.Table
	a       *app
	shown   []string
	names   map[uuid.UUID]string // of those printed so far, for their children
}

const (
	tableBatch = 200    // rows that are aligned at once
	namesKept  = 50_000 // of parents: a terminal shows no more
)

// newOrganizationTable gives the table that is asked for. A terminal has room for the
// names that people know, not for ids.
func newOrganizationTable(a *app, o listOptions, width int) (*organizationTable, error) {
	t := &organizationTable{columns: ui.Table{Width: width}, a: a, shown: o.columns, names: map[uuid.UUID]string{}}
	for _, name := range o.columns {
		if !slices.Contains(tableColumns, name) {
			return t, problem.Usagef("the columns are "+strings.Join(tableColumns, ", "), "unknown column %q", name)
		}
	}
	switch {
	case o.once.Slim:
		t.shown = []string{"id"}
	case len(t.shown) > 0:
	case o.wide, width == 0:
		t.shown = []string{"id", "name", "custom_id", "parent", "created_at"}
	default:
		t.shown = []string{"name", "custom_id", "parent_name"}
	}
	t.columns.Uncut = slices.Contains(t.shown, "id") || slices.Contains(t.shown, "parent") // half an id is none
	return t, nil
}

func (t *organizationTable) print(org pigello.Organization) error {
	if !t.columns.Begun() {
		var heads []string
		for _, name := range t.shown {
			heads = append(heads, strings.ToUpper(strings.TrimSuffix(name, "_name")))
		}
		t.columns.Head(heads...)
	}
	if len(t.names) < namesKept {
		t.names[org.ID] = org.Name
	}
	cells := make([]string, len(t.shown))
	for i, name := range t.shown {
		cells[i] = t.cell(org, name)
	}
	t.columns.Add(cells...)
	if t.columns.Held() >= tableBatch {
		return t.end()
	}
	return nil
}

func (t *organizationTable) cell(org pigello.Organization, column string) string {
	switch column {
	case "id":
		return org.ID.String()
	case "name":
		return org.Name
	case "custom_id":
		text, _ := org.CustomID.Get()
		return text
	case "created_at":
		return org.CreatedAt
	}
	parent, ok := org.Parent.Get()
	switch {
	case org.Parent.IsAbsent():
		return "?"
	case !ok:
		return ""
	case column == "parent_name" && t.names[parent] != "":
		return t.names[parent]
	}
	return parent.String()
}

func (t *organizationTable) end() error { return t.columns.Flush(t.a.stdout) }
