package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

// consent is whether --yes has answered the question before it is asked.
type consent bool

// rehearsal is whether --dry-run stops a command before it writes.
type rehearsal bool

// need is what a command needs that writes so, unless it only shows what it would.
func (r rehearsal) need(writing target.Need) target.Need {
	if r {
		return target.Reads
	}
	return writing
}

// bindYes gives a writing command its --yes.
func bindYes(cmd *cobra.Command, yes *consent) {
	cmd.Flags().BoolVarP((*bool)(yes), "yes", "y", false, "don't ask before writing")
}

// bindDryRun gives a writing command its --dry-run.
func bindDryRun(cmd *cobra.Command, dryRun *rehearsal, what string) {
	cmd.Flags().BoolVarP((*bool)(dryRun), "dry-run", "n", false, what)
}

// needOf checks that a command that writes may ask. Where nobody can be asked, that comes
// before anything is read, but after a target that isn't there.
func needOf(a *app, t *target.Flags, writing target.Need, yes consent) (target.Need, error) {
	if writing == target.Reads {
		return writing, nil
	}
	err := mayAsk(a.ui, yes, "--yes answers it; --dry-run only shows what would be written")
	if err != nil && t.Profile != "" {
		if _, _, wrong := a.config.Profile(t.Profile); wrong != nil {
			return writing, wrong
		}
	}
	return writing, err
}

// mayAsk refuses to go on when nobody can be asked and --yes wasn't given, with what
// else the command can do. It comes before anything is read.
func mayAsk(u *ui.UI, yes consent, hint string) error {
	if yes {
		return nil
	}
	if u.Asks {
		u.Quiet = false // what the question is about belongs to it
		return nil
	}
	return problem.Usagef(hint, "this writes, and there is no terminal to ask on")
}

// mayWriteTo asks whether to go on; on production by the profile's name. The
// error of a no is the verdict that it was answered.
func mayWriteTo(u *ui.UI, t *target.Target, yes consent, question string) (bool, error) {
	if yes {
		return true, nil
	}
	question = fmt.Sprintf("%s · %s", t.Name, question)
	var ok bool
	var err error
	if t.Word != "" { // no habit answers that
		var typed string
		typed, err = u.Ask(fmt.Sprintf("%s Type %s to go on: ", question, t.Word))
		ok = err == nil && typed == t.Word
	} else {
		ok, err = u.Confirm(question)
	}
	if err == nil && !ok {
		u.Say("nothing was written")
	}
	return ok, err
}
