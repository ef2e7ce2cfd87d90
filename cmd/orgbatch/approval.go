package main

import (
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
)

// approve says whether what is about to be written is what was approved, and who approved it. It is
// asked before the question and again when the write begins, which may be later.
func (i *importing) approve() error {
	t := i.c.Target
	if t.Approval == nil {
		if by := t.Flags.Approved.By; by != "" {
			i.state(by)
		}
		return nil
	}
	rule, err := i.a.targets.ApprovalRule(t)
	if err != nil {
		return err
	}
	m := i.run.Meta()
	if err := t.Approval.Covers(m, i.summary.Books, append(rule.Own(), m.SignsAs...), i.a.now()); err != nil {
		return err
	}
	if i.approved == nil {
		i.approved = t.Approval.Approved()
		i.a.ui.Say("%s", i.a.words.History.Approved(i.approved.String()))
	}
	return nil
}

// state keeps who approved, which nothing proves.
func (i *importing) state(by string) {
	who := whoIsThis()
	i.approved = &run.Approved{Name: by, At: i.a.now().UTC().Truncate(time.Second), StatedBy: &who}
}

// askApproved asks, on a terminal and where it matters, who approved what the person has just said
// yes to.
func (i *importing) askApproved() error {
	if i.approved != nil || bool(i.o.yes) || !i.c.Target.Production() {
		return nil
	}
	by, err := i.a.ui.Ask("Who approved it? Name, or Enter for nobody: ")
	if by != "" {
		i.state(ui.Clean(by, 200))
	}
	return err
}

// mayGoOn refuses to resume a run that was begun before its target wanted approvals.
func (i *importing) mayGoOn() error {
	rule, err := i.a.targets.ApprovalRule(i.c.Target)
	if err != nil {
		return err
	}
	if !rule.Required || i.c.Target.Approval != nil || i.run.Meta().Approved.Proven() {
		return i.approve()
	}
	return &may.RefusedError{
		Reason: "run " + i.run.Meta().Short + " was begun without an approval, which " + i.c.Target.Name + " wants now",
		Hint:   "let somebody approve its report (orgbatch approve " + filepath.Join(shownPath(i.run.Dir()), "report.html") + "), and give what that makes: --approval FILE",
	}
}
