package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
	"github.com/orgbatch/orgbatch/pigello"
)

type deleteOptions struct {
	target targetFlags
	id     string
	yes    bool
}

func newDelete(a *app) *cobra.Command {
	var o deleteOptions
	cmd := &cobra.Command{
		Use:   "delete ID",
		Short: "Delete one organization",
		Long: `Delete one organization. It and its children are shown, and you are asked; it
can't be undone. What else is linked to it – contracts, contacts – is not seen
from here. An id that isn't there ends in 3.`,
		Example: `orgbatch delete 6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11 --profile nordhus
orgbatch delete 6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11 --sandbox --yes`,
		Args: exactly("ID"),
		RunE: a.work(func(ctx context.Context, args []string) error {
			o.id = args[0]
			return runDelete(ctx, a, o)
		}),
	}
	bindYes(cmd, &o.yes)
	bindTarget(cmd, &o.target)
	return cmd
}

func runDelete(ctx context.Context, a *app, o deleteOptions) (err error) {
	id, err := parseID(o.id)
	if err != nil {
		return err
	}
	if err := a.mayAsk(o.yes); err != nil {
		return err
	}
	c, err := a.open(ctx, &o.target, writes, useFlags{})
	if err != nil {
		return err
	}
	defer c.end(&err)
	a.sayLeftBehind(a.runsDir("", c.target))
	org, err := c.client.Get(ctx, id)
	if err != nil {
		return c.notFound(err, o.id)
	}
	there, err := c.count(ctx)
	if err != nil {
		return err
	}
	a.ui.say("%s", targetLine(c.name, there))
	if err := a.showDoomed(ctx, c, org); err != nil {
		return err
	}
	if ok, err := a.mayWrite(c.target, o.yes, "Delete it? It can't be undone."); !ok {
		return err
	}
	return a.deleteOne(ctx, c, id, org)
}

func (a *app) deleteOne(ctx context.Context, c *connection, id uuid.UUID, org pigello.Organization) error {
	ended, err := a.record(c.target, history.Line{Command: "delete", Organization: id.String()}, nil)
	if err != nil {
		return err
	}
	if err := c.client.Delete(ctx, id); err != nil {
		ended(nil)
		if pigello.FateOf(err) == pigello.FateUnknown {
			return &problem{
				msg: err.Error(), err: err, code: exitUnknown,
				hint: "whether it was deleted is not known: orgbatch get " + id.String() + " tells",
			}
		}
		return c.notFound(err, id.String())
	}
	ended(map[string]int{"deleted": 1})
	a.emit(eventOrganization{Organization: json.RawMessage(org.Raw), Deleted: true})
	a.ui.say("deleted %s %s", id, clean(org.Name, 60))
	return nil
}

// childrenShown is how many children are named.
const childrenShown = 10

// showDoomed shows the organization and what hangs below it.
func (a *app) showDoomed(ctx context.Context, c *connection, org pigello.Organization) error {
	customID, _ := org.CustomID.Get()
	a.ui.say("  %s  %s  %s", org.ID, clean(org.Name, 60), clean(customID, 30))
	children := pigello.Query{Filters: []pigello.Filter{{Field: "organization", Value: org.ID.String()}}}
	n := 0
	for child, err := range c.client.ListAll(ctx, children, nil) {
		if err != nil {
			return fmt.Errorf("look for its children: %w", err)
		}
		if n++; n <= childrenShown {
			a.ui.say("    child %s  %s", child.ID, clean(child.Name, 60))
		}
	}
	switch {
	case n > childrenShown:
		a.ui.say("    … %s children in all", number(n))
		fallthrough
	case n > 0:
		a.ui.warn("it has children (%s): the API may refuse, or leave them without a parent, or delete them too", number(n))
	default:
		a.ui.say("    no children")
	}
	return nil
}
