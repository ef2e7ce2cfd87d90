package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/pigello"
)

type listOptions struct {
	target targetFlags
	query  queryFlags
	format string
	page   int
	size   int
}

func newList(a *app) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print organizations",
		Long: `Print organizations: as aligned columns on a terminal, otherwise as JSON lines,
one of the API's objects each. orgbatch export writes them to a file.

` + filterHelp,
		Example: `orgbatch list --filter name__icontains=berg --order-by -created_at --profile nordhus
orgbatch list --search exempel --format jsonl --sandbox`,
		Args: exactly(),
		RunE: a.work(func(ctx context.Context, _ []string) error { return runList(ctx, a, o) }),
	}
	bindQuery(cmd, &o.query)
	cmd.Flags().StringVar(&o.format, "format", "", "`table|jsonl` (default table on a terminal, else jsonl)")
	cmd.Flags().IntVar(&o.page, "page", 0, "only the `N`th page, from 1, as the API cuts it; with --page-size")
	cmd.Flags().IntVar(&o.size, "page-size", 0, "with --page, `N` organizations a page")
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
	query.Page, query.PageSize = o.page, o.size
	if err := query.Validate(); err != nil {
		return err
	}
	print, flush, err := a.printer(o.format)
	if err != nil {
		return err
	}
	c, err := a.open(ctx, &o.target, reads, useFlags{})
	if err != nil {
		return err
	}
	defer c.end(&err)
	a.sayLeftBehind(a.runsDir("", c.target))
	rows := 0
	list := c.client.ListAll(ctx, query, nil)
	if query.Page > 0 {
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

// printer is how list prints one organization, and how it ends.
func (a *app) printer(format string) (print func(pigello.Organization) error, flush func() error, err error) {
	nothing := func() error { return nil }
	width := widthOf(a.stdout)
	if format == "" && width > 0 {
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
		t := &organizationTable{columns: columns{width: width}, a: a}
		return t.print, t.end, nil
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
}

// tableBatch is how many rows are aligned at once.
const tableBatch = 200

func (t *organizationTable) print(org pigello.Organization) error {
	if len(t.columns.rows) == 0 && t.columns.fixed == nil {
		t.columns.add("ID", "NAME", "CUSTOM_ID", "PARENT", "CREATED_AT")
	}
	customID, _ := org.CustomID.Get()
	parent := ""
	if id, ok := org.Parent.Get(); ok {
		parent = id.String()
	} else if org.Parent.IsAbsent() {
		parent = "?"
	}
	t.columns.add(org.ID.String(), org.Name, customID, parent, org.CreatedAt)
	if len(t.columns.rows) >= tableBatch {
		return t.end()
	}
	return nil
}

func (t *organizationTable) end() error { return t.columns.flush(t.a.stdout) }
