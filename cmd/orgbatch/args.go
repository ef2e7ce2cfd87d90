package main

import (
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/pigello"
)

// exactly checks that a command was given these arguments, by their names.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return problem.Usagef("usage: "+cmd.UseLine(), "%s missing", lacking(names[len(args):]))
		case len(args) > len(names):
			return problem.Usagef("usage: "+cmd.UseLine(), "%q is one argument too many", args[len(names)])
		}
		return nil
	}
}

// lacking says which arguments there aren't.
func lacking(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0] + " is"
	}
	return strings.Join(names[:last], ", ") + " and " + names[last] + " are"
}

// some checks that a command was given at least one such argument.
func some(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error { return exactly(name)(cmd, args[:min(1, len(args))]) }
}

// atMost allows fewer arguments than names, down to from.
func atMost(from int, names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < from || len(args) > len(names) {
			return exactly(names...)(cmd, args)
		}
		return nil
	}
}

// orWithout is exactly, of arguments of which the first may be left out.
func orWithout(first string, names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > len(names) {
			return exactly(append([]string{first}, names...)...)(cmd, args)
		}
		return exactly(names...)(cmd, args)
	}
}

// group is a command that only has commands: alone it shows its help, and what
// it doesn't know is a mistake.
func group(cmd *cobra.Command, children ...*cobra.Command) *cobra.Command {
	cmd.AddCommand(children...)
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var names []string
		for _, c := range cmd.Commands() {
			names = append(names, c.Name())
		}
		hint := "its commands are: " + strings.Join(names, ", ")
		if near := pigello.Nearest(args[0], names); near != "" {
			hint = "did you mean: " + cmd.CommandPath() + " " + near
		}
		return problem.Usagef(hint, "unknown command %q for %q", args[0], cmd.CommandPath())
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

// parseID reads an organization's id: 36 characters, as the API writes it.
func parseID(s string, t *target.Flags) (uuid.UUID, error) {
	id, err := uuid.Parse(s)
	if err != nil || len(s) != 36 {
		return uuid.Nil, problem.Usagef(cmdline.Join(append([]string{"list", "--search", s}, t.Words()...)...)+" finds what is called so", "%q is no id: 36 characters, as in 497f6eca-6276-4993-bfeb-53cbbbba6f08", s)
	}
	return id, nil
}

// queryFlags select and order organizations.
type queryFlags struct {
	filters []string
	search  string
	orderBy string
}

func bindQuery(cmd *cobra.Command, q *queryFlags) {
	f := cmd.Flags()
	f.StringArrayVar(&q.filters, "filter", nil, "only those for which `FIELD__OP=VALUE` holds; != turns it round; may be repeated")
	f.StringVar(&q.search, "search", "", "only those with `TEXT` in name or custom_id")
	f.StringVar(&q.orderBy, "order-by", "", "sort by `FIELD,…`; -FIELD sorts downwards")
}

// parse reads the flags; a mistake names the nearest right one.
func (q queryFlags) parse() (pigello.Query, error) {
	query := pigello.Query{Search: q.search}
	for _, text := range q.filters {
		f, err := pigello.ParseFilter(text)
		if err != nil {
			return query, err
		}
		query.Filters = append(query.Filters, f)
	}
	if q.orderBy != "" {
		order, err := pigello.ParseOrder(q.orderBy)
		if err != nil {
			return query, err
		}
		query.OrderBy = order
	}
	return query, nil
}
