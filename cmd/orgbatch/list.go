package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/pigello"
)

type listOptions struct {
	target     target.Flags
	query      queryFlags
	format     string
	once       pigello.Query // what List alone understands, and lists of ids
	statistics bool
	columns    []string // of the table
	wide       bool
}

func newList(a *app) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print organizations",
		Long: `Print organizations: as aligned columns on a terminal, otherwise as JSON lines,
one of Pigello's objects each. orgbatch export writes them to a file.

The list is read until it is proven whole; what --page, --slim and --array ask for
is asked for once, and is what Pigello answers.

` + filterHelp,
		Example: `orgbatch list --filter name__icontains=berg --order-by -created_at --profile nordhus
orgbatch list --search exempel --format jsonl --sandbox`,
		Args: exactly(),
		RunE: a.work(func(ctx context.Context, _ []string) error { return runList(ctx, a, o) }),
	}
	bindQuery(cmd, &o.query)
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "`table|jsonl` (default table on a terminal, else jsonl)")
	f.IntVar(&o.once.Page, "page", 0, "only the `N`th page, from 1, as Pigello cuts it; with --page-size")
	f.IntVar(&o.once.PageSize, "page-size", 0, "with --page, `N` organizations a page")
	f.BoolVar(&o.once.Slim, "slim", false, "only the ids")
	f.BoolVar(&o.once.Array, "array", false, "ask for one JSON array and print it as one, not as lines")
	f.BoolVar(&o.statistics, "statistics", false, "not the organizations but what Pigello says of how many there are")
	f.StringSliceVar(&o.once.Tags, "tags", nil, "only those with one of these tags, by `ID,…`")
	f.StringSliceVar(&o.once.CustomerColumns, "customer-columns", nil, "only those with one of these customer columns, by `ID,…`")
	f.StringSliceVar(&o.once.GlobalRealestates, "global-realestates", nil, "only those of one of these real estates, by `ID,…`")
	f.StringSliceVar(&o.once.GlobalSegments, "global-segments", nil, "only those of one of these segments, by `ID,…`")
	f.StringSliceVar(&o.columns, "columns", nil, "the table's columns, by `NAME,…` of "+strings.Join(tableColumns, ", "))
	f.BoolVar(&o.wide, "wide", false, "the table has the ids, too")
	target.Bind(cmd, &o.target)
	return cmd
}

// filterHelp is said by every command with --filter.
const filterHelp = `A filter is FIELD=VALUE or FIELD__OP=VALUE, and != in the place of = turns it
round: name__icontains=berg, organization__isnull=true, custom_id!=A-17,
id__in=ID,ID, created_at__gte=2024-01-15. Several filters must all hold.`

func runList(ctx context.Context, a *app, o listOptions) (err error) {
	query, err := o.query.parse()
	if err != nil {
		return err
	}
	o.once.Filters, o.once.Search, o.once.OrderBy = query.Filters, query.Search, query.OrderBy
	query = o.once
	if err := o.check(query); err != nil {
		return err
	}
	print, flush, err := printer(a, o, query)
	if err != nil {
		return err
	}
	c, err := a.targets.Open(ctx, &o.target, target.Reads, target.Use{})
	if err != nil {
		return err
	}
	defer c.End(&err)
	sayLeftBehind(a.ui, a.targets, a.targets.RunsDir("", c.Target))
	if o.statistics {
		return printStatistics(ctx, a.stdout, a.events, c, query)
	}
	rows, list := 0, c.Client.ListAll(ctx, query, nil)
	if query.Page > 0 || query.Slim || query.Array {
		list = c.Client.List(ctx, query)
	}
	for org, err := range list {
		if err != nil {
			return err
		}
		rows++
		if err := print(org); err != nil {
			return err
		}
	}
	if err := flush(); err != nil {
		return err
	}
	a.ui.Say("%s · %s", c.Target.Name, words.Counted(rows, "organization"))
	return nil
}

// check refuses flags that don't go together, before anything is sent.
func (o listOptions) check(query pigello.Query) error {
	switch {
	case o.statistics && (query.Page != 0 || query.Slim || query.Array || o.format != ""):
		return problem.Usagef("leave out the others", "--statistics prints no organizations")
	case query.Array && o.format != "":
		return problem.Usagef("leave out one of them", "--array is a format of its own")
	}
	return query.Validate()
}

// printStatistics writes what the API says of a query, as it came.
func printStatistics(ctx context.Context, out io.Writer, stream *event.Stream, c *target.Connection, query pigello.Query) error {
	answer, err := c.Client.Statistics(ctx, query)
	if err != nil {
		return err
	}
	if stream != nil {
		stream.Send(event.Statistics{Statistics: json.RawMessage(answer)})
		return stream.Failed()
	}
	_, err = fmt.Fprintf(out, "%s\n", answer)
	return err
}

// printer is how list prints one organization, and how it ends.
func printer(a *app, o listOptions, query pigello.Query) (print func(pigello.Organization) error, flush func() error, err error) {
	nothing := func() error { return nil }
	width, format := ui.WidthOf(a.stdout), o.format
	if format == "" && width > 0 && !query.Array {
		format = "table"
	}
	switch {
	case format != "" && format != "table" && format != "jsonl":
		return nil, nil, problem.Usagef("--format table or --format jsonl", "unknown format %q", format)
	case a.events != nil:
		return func(org pigello.Organization) error {
			a.events.Send(event.Organization{Organization: json.RawMessage(org.Raw)})
			return a.events.Failed()
		}, nothing, nil
	case format == "table":
		t, err := newOrganizationTable(a, o, width)
		return t.print, t.end, err
	case query.Array:
		p := &arrayPrinter{w: a.stdout}
		return p.print, p.end, nil
	}
	return func(org pigello.Organization) error {
		_, err := fmt.Fprintf(a.stdout, "%s\n", org.Raw)
		return err
	}, nothing, nil
}

// arrayPrinter prints organizations as one JSON array, one a line.
type arrayPrinter struct {
	w    io.Writer
	some bool
}

func (p *arrayPrinter) print(org pigello.Organization) error {
	before := "[\n"
	if p.some {
		before = ",\n"
	}
	p.some = true
	_, err := fmt.Fprintf(p.w, "%s%s", before, org.Raw)
	return err
}

func (p *arrayPrinter) end() error {
	text := "[]\n"
	if p.some {
		text = "\n]\n"
	}
	_, err := io.WriteString(p.w, text)
	return err
}

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
