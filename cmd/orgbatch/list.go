package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/pigello"
)

type listOptions struct {
	target     targetFlags
	query      queryFlags
	format     string
	once       pigello.Query // what List alone understands, and lists of ids
	statistics bool
}

func newList(a *app) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print organizations",
		Long: `Print organizations: as aligned columns on a terminal, otherwise as JSON lines,
one of the API's objects each. orgbatch export writes them to a file.

The list is read until it is proven whole; what --page, --slim and --array ask for
is asked for once, and is what the API answers.

` + filterHelp,
		Example: `orgbatch list --filter name__icontains=berg --order-by -created_at --profile nordhus
orgbatch list --search exempel --format jsonl --sandbox`,
		Args: exactly(),
		RunE: a.work(func(ctx context.Context, _ []string) error { return runList(ctx, a, o) }),
	}
	bindQuery(cmd, &o.query)
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "`table|jsonl` (default table on a terminal, else jsonl)")
	f.IntVar(&o.once.Page, "page", 0, "only the `N`th page, from 1, as the API cuts it; with --page-size")
	f.IntVar(&o.once.PageSize, "page-size", 0, "with --page, `N` organizations a page")
	f.BoolVar(&o.once.Slim, "slim", false, "only the ids")
	f.BoolVar(&o.once.Array, "array", false, "ask for one JSON array and print it as one, not as lines")
	f.BoolVar(&o.statistics, "statistics", false, "not the organizations but what the API says of how many there are")
	f.StringSliceVar(&o.once.Tags, "tags", nil, "only those with one of these tags, by `ID,…`")
	f.StringSliceVar(&o.once.CustomerColumns, "customer-columns", nil, "only those with one of these customer columns, by `ID,…`")
	f.StringSliceVar(&o.once.GlobalRealestates, "global-realestates", nil, "only those of one of these real estates, by `ID,…`")
	f.StringSliceVar(&o.once.GlobalSegments, "global-segments", nil, "only those of one of these segments, by `ID,…`")
	bindTarget(cmd, &o.target)
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
	print, flush, err := a.printer(o.format, query)
	if err != nil {
		return err
	}
	c, err := a.open(ctx, &o.target, reads, useFlags{})
	if err != nil {
		return err
	}
	defer c.end(&err)
	a.sayLeftBehind(a.runsDir("", c.target))
	if o.statistics {
		return a.printStatistics(ctx, c, query)
	}
	rows, list := 0, c.client.ListAll(ctx, query, nil)
	if query.Page > 0 || query.Slim || query.Array {
		list = c.client.List(ctx, query)
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
	a.ui.say("%s · %s", c.name, counted(rows, "organization"))
	return nil
}

// check refuses flags that don't go together, before anything is sent.
func (o listOptions) check(query pigello.Query) error {
	switch {
	case o.statistics && (query.Page != 0 || query.Slim || query.Array || o.format != ""):
		return usagef("leave out the others", "--statistics prints no organizations")
	case query.Array && o.format != "":
		return usagef("leave out one of them", "--array is a format of its own")
	}
	return query.Validate()
}

// printStatistics writes what the API says of a query, as it came.
func (a *app) printStatistics(ctx context.Context, c *connection, query pigello.Query) error {
	answer, err := c.client.Statistics(ctx, query)
	if err != nil {
		return err
	}
	if a.events != nil {
		a.emit(eventStatistics{Statistics: json.RawMessage(answer)})
		return a.events.err
	}
	_, err = fmt.Fprintf(a.stdout, "%s\n", answer)
	return err
}

// printer is how list prints one organization, and how it ends.
func (a *app) printer(format string, query pigello.Query) (print func(pigello.Organization) error, flush func() error, err error) {
	nothing := func() error { return nil }
	width := widthOf(a.stdout)
	if format == "" && width > 0 && !query.Array {
		format = "table"
	}
	switch {
	case format != "" && format != "table" && format != "jsonl":
		return nil, nil, usagef("--format table or --format jsonl", "unknown format %q", format)
	case a.events != nil:
		return func(org pigello.Organization) error {
			a.emit(eventOrganization{Organization: json.RawMessage(org.Raw)})
			return a.events.err
		}, nothing, nil
	case format == "table":
		t := &organizationTable{columns: columns{width: width}, a: a, slim: query.Slim}
		return t.print, t.end, nil
	case query.Array:
		p := &arrayPrinter{w: a.stdout}
		return p.print, p.end, nil
	}
	return func(org pigello.Organization) error {
		_, err := fmt.Fprintf(a.stdout, "%s\n", org.Raw)
		return err
	}, nothing, nil
}

// organizationTable prints organizations as columns, some rows at a time: the
// first ones settle how wide the columns are.
type organizationTable struct {
	columns columns
	a       *app
	slim    bool // there are only ids
}

// tableBatch is how many rows are aligned at once.
const tableBatch = 200

func (t *organizationTable) print(org pigello.Organization) error {
	if len(t.columns.rows) == 0 && t.columns.fixed == nil {
		t.add("ID", "NAME", "CUSTOM_ID", "PARENT", "CREATED_AT")
	}
	customID, _ := org.CustomID.Get()
	parent := ""
	if id, ok := org.Parent.Get(); ok {
		parent = id.String()
	} else if org.Parent.IsAbsent() {
		parent = "?"
	}
	t.add(org.ID.String(), org.Name, customID, parent, org.CreatedAt)
	if len(t.columns.rows) >= tableBatch {
		return t.end()
	}
	return nil
}

func (t *organizationTable) add(cells ...string) {
	if t.slim {
		cells = cells[:1]
	}
	t.columns.add(cells...)
}

func (t *organizationTable) end() error { return t.columns.flush(t.a.stdout) }

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
