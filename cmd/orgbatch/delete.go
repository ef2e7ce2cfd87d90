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
	id, err := parseID(o.id, &o.target)
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
	a.ui.say("%s", a.words.Plan.ThereNow(c.name, there))
	children, err := a.showDoomed(ctx, c, org)
	if err != nil {
		return err
	}
	if ok, err := a.mayWrite(c.target, o.yes, "Delete it? It can't be undone."); !ok {
		return err
	}
	return a.deleteOne(ctx, c, id, org, children)
}

func (a *app) deleteOne(ctx context.Context, c *connection, id uuid.UUID, org pigello.Organization, children int) error {
	ended, err := a.record(c.target, history.Line{Command: "delete", Organization: id.String()}, nil)
	if err != nil {
		return err
	}
	err = c.client.Delete(ctx, id)
	if pigello.FateOf(err) == pigello.FateUnknown {
		err = a.stillThere(ctx, c, id, children, err)
	} else if err != nil {
		err = c.notFound(err, id.String())
	}
	if err != nil {
		ended(nil)
		return err
	}
	ended(map[string]int{"deleted": 1})
	a.emit(eventOrganization{Organization: json.RawMessage(org.Raw), Deleted: true})
	a.ui.say("deleted %s %s", id, clean(org.Name, 60))
	return nil
}

// stillThere asks what became of a request to delete whose answer doesn't say it;
// nil is that the organization is gone. A failure over the request itself, and what
// it was about still there, is how a service refuses that has no word for it.
func (a *app) stillThere(ctx context.Context, c *connection, id uuid.UUID, children int, cause error) error {
	_, err := c.client.Get(ctx, id)
	switch {
	case pigello.IsNotFound(err):
		return nil
	case err == nil && pigello.IsServerError(cause):
		below, hint := "without children: Pigello answered 500 Internal Server Error", "try again; if it stays, something refers to it that is not seen from here, as a contract"
		if children > 0 {
			below, hint = fmt.Sprintf("with children (%s): Pigello refuses by 500 Internal Server Error", number(children)), "delete its children first, or give them another parent"
		}
		return &problem{msg: "it is still there, " + below, hint: hint, code: exitFailed, err: cause}
	}
	return &problem{
		msg: cause.Error(), err: cause, code: exitUnknown,
		hint: "whether it was deleted is not known: orgbatch get " + id.String() + " tells",
	}
}

// childrenShown is how many children are named.
const childrenShown = 10

// showDoomed shows the organization and what hangs below it: n children.
func (a *app) showDoomed(ctx context.Context, c *connection, org pigello.Organization) (n int, err error) {
	customID, _ := org.CustomID.Get()
	a.ui.say("  %s  %s  %s", org.ID, clean(org.Name, 60), clean(customID, 30))
	children := pigello.Query{Filters: []pigello.Filter{{Field: "organization", Value: org.ID.String()}}}
	for child, err := range c.client.ListAll(ctx, children, nil) {
		if err != nil {
			return n, fmt.Errorf("look for its children: %w", err)
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
		a.ui.warn("it has children (%s): Pigello may refuse, or leave them without a parent, or delete them too", number(n))
	default:
		a.ui.say("    no children")
	}
	return n, nil
}
