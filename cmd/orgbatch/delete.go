package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/pigello"
)

type deleteOptions struct {
	target target.Flags
	id     string
	yes    consent

	ids  string // a file of them: of the flags below, those that are given go with it alone
	read readingOptions
	undo undoOptions
}

func newDelete(a *app) *cobra.Command {
	var o deleteOptions
	cmd := &cobra.Command{
		Use:   "delete ID",
		Short: "Delete one organization, or those of a list",
		Long: `Delete one organization. It and its children are shown, and you are asked; it
can't be undone. What else is linked to it – contracts, contacts – is not seen
from here. An id that isn't there ends in 3.

With --ids, delete those of a list: any file that import reads, with a column of ids
and nothing else or whatever else; where it has a column of names, each must be the
organization's. It is a run: a plan comes first, and as a page for others, undo.html.
Children go before their parents. What has something below it that isn't in the list
stays, as does what somebody changes meanwhile; each is named with its reason. It asks
for the number of organizations; --yes needs it as --delete N. After --dry-run, apply
does what was planned. What cuts it off, resume goes on with; audit sees that all is
gone, and undo makes it anew, with other ids.`,
		Example: `orgbatch delete 6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11 --profile nordhus
orgbatch delete --ids closed.csv --sandbox --dry-run`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.ids == "":
				return exactly("ID")(cmd, args)
			case len(args) > 0:
				return problem.Usagef("leave one of them out", "an ID and --ids are two things to delete")
			}
			return nil
		},
	}
	cmd.RunE = a.work(func(ctx context.Context, args []string) error {
		if err := o.undo.readDelete(cmd); err != nil {
			return err
		}
		if o.ids != "" {
			o.undo.yes = o.yes
			return runDeleteIDs(ctx, a, o, cmdline.Of(cmd, args))
		}
		if err := needsIDs(cmd, args[0]); err != nil {
			return err
		}
		o.id = args[0]
		return runDelete(ctx, a, o)
	})
	cmd.Flags().StringVar(&o.ids, "ids", "", "delete the organizations whose ids stand in `FILE`")
	bindDryRun(cmd, &o.undo.dryRun, "stop after the plan: nothing is deleted")
	bindYes(cmd, &o.yes)
	bindDelete(cmd, &o.undo.delete)
	bindColumns(cmd, &o.read)
	bindForm(cmd, &o.read)
	target.BindUse(cmd, &o.undo.use)
	bindRuns(cmd, &o.undo.runs)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "ids" && f.Name != "yes" {
			f.Usage = "with --ids: " + f.Usage
		}
	})
	target.Bind(cmd, &o.target)
	return cmd
}

// needsIDs refuses the flags that say nothing of a single organization.
func needsIDs(cmd *cobra.Command, id string) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !cmdline.IsTarget(f.Name) && !cmdline.IsGlobal(f.Name) && f.Name != "yes" {
			hint := "leave it out"
			if f.Name == "dry-run" { // without it, --yes would delete
				hint = "put the id into a file with a column id: orgbatch delete --ids FILE --dry-run; or look at it: orgbatch get " + id
			}
			err = problem.Usagef(hint, "--%s is for a list of --ids", f.Name)
		}
	})
	return err
}

func runDelete(ctx context.Context, a *app, o deleteOptions) (err error) {
	id, err := parseID(o.id, &o.target)
	if err != nil {
		return err
	}
	if err := mayAsk(a.ui, o.yes, "--yes answers it; orgbatch get only shows it"); err != nil {
		return err
	}
	c, err := a.targets.Open(ctx, &o.target, target.Writes, target.Use{})
	if err != nil {
		return err
	}
	defer c.End(&err)
	sayLeftBehind(a.ui, a.targets, a.targets.RunsDir("", c.Target))
	org, err := c.Client.Get(ctx, id)
	if err != nil {
		return c.NotFound(err, o.id)
	}
	there, err := c.Count(ctx)
	if err != nil {
		return err
	}
	a.ui.Say("%s", a.words.Plan.ThereNow(c.Target.Name, there))
	children, err := showDoomed(ctx, a.ui, c, org)
	if err != nil {
		return err
	}
	if ok, err := mayWriteTo(a.ui, c.Target, o.yes, "Delete it? It can't be undone."); !ok {
		return err
	}
	return deleteOne(ctx, a, c, org, children)
}

func deleteOne(ctx context.Context, a *app, c *target.Connection, org pigello.Organization, children int) error {
	id := org.ID
	ended, err := record(a.now, a.ui, c.Target, history.Line{Command: "delete", Organization: id.String()}, nil)
	if err != nil {
		return err
	}
	err = c.Client.Delete(ctx, id)
	if pigello.FateOf(err) == pigello.FateUnknown {
		err = stillThere(ctx, c, id, children, err)
	} else if err != nil {
		err = c.NotFound(err, id.String())
	}
	if err != nil {
		ended(nil)
		return err
	}
	ended(map[string]int{"deleted": 1})
	a.events.Send(event.Organization{Organization: json.RawMessage(org.Raw), Deleted: true})
	a.ui.Say("deleted %s %s", id, ui.Clean(org.Name, 60))
	return nil
}

// stillThere asks what became of a request to delete whose answer doesn't say it;
// nil is that the organization is gone. A failure over the request itself, and what
// it was about still there, is how a service refuses that has no word for it.
func stillThere(ctx context.Context, c *target.Connection, id uuid.UUID, children int, cause error) error {
	_, err := c.Client.Get(ctx, id)
	switch {
	case pigello.IsNotFound(err):
		return nil
	case err == nil && pigello.IsServerError(cause):
		below, hint := "without children: Pigello answered 500 Internal Server Error", "try again; if it stays, something refers to it that is not seen from here, as a contract"
		if children > 0 {
			below, hint = fmt.Sprintf("with children (%s): Pigello refuses by 500 Internal Server Error", words.Number(children)), "delete its children first, or give them another parent"
		}
		return &problem.Problem{Msg: "it is still there, " + below, Hint: hint, Code: problem.ExitFailed, Err: cause}
	}
	return &problem.Problem{
		Msg: cause.Error(), Err: cause, Code: problem.ExitUnknown,
		Hint: "whether it was deleted is not known: orgbatch get " + id.String() + " tells",
	}
}

// childrenShown is how many children are named.
const childrenShown = 10

// showDoomed shows the organization and what hangs below it: n children.
func showDoomed(ctx context.Context, u *ui.UI, c *target.Connection, org pigello.Organization) (n int, err error) {
	customID, _ := org.CustomID.Get()
	u.Say("  %s  %s  %s", org.ID, ui.Clean(org.Name, 60), ui.Clean(customID, 30))
	children := pigello.Query{Filters: []pigello.Filter{{Field: "organization", Value: org.ID.String()}}}
	for child, err := range c.Client.ListAll(ctx, children, nil) {
		if err != nil {
			return n, fmt.Errorf("look for its children: %w", err)
		}
		if n++; n <= childrenShown {
			u.Say("    child %s  %s", child.ID, ui.Clean(child.Name, 60))
		}
	}
	switch {
	case n > childrenShown:
		u.Say("    … %s children in all", words.Number(n))
		fallthrough
	case n > 0:
		u.Warn("it has children (%s): Pigello may refuse, or leave them without a parent, or delete them too", words.Number(n))
	default:
		u.Say("    no children")
	}
	return n, nil
}
