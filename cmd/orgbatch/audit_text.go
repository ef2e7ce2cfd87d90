package main

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/audit"
	"github.com/orgbatch/orgbatch/importer/run"
)

// findings are the kinds of differences in the order in which they are told,
// each with its headline.
var findings = []struct {
	finding audit.Finding
	title   string
}{
	{audit.Doubled, "doubled: there is another organization of that name, made since"},
	{audit.Gone, "gone"},
	{audit.Changed, "changed since"},
	{audit.ThereNow, "there now, though the run did not write it"},
}

// sayDifferences names the first differences of each kind.
func (au *auditing) sayDifferences() {
	for _, f := range findings {
		g := au.groups[f.finding]
		if g == nil {
			continue
		}
		title := f.title
		if f.finding == audit.ThereNow && au.command.run.Meta().Deletes {
			title = "there now, though the run deleted it"
		}
		au.command.a.ui.Say("%s · %s", title, words.Counted(g.rows, "row"))
		for _, d := range g.first {
			au.command.a.ui.Say("    %s", au.describe(d))
		}
		if more := g.rows - differencesShown; more > 0 {
			au.command.a.ui.Say("    %s", au.command.a.words.More(more))
		}
	}
}

// describe is one difference as a sentence.
func (au *auditing) describe(d audit.Difference) string {
	text := fmt.Sprintf("row %d, %s (%s)", d.Number, prose.Quoted(d.Name), idText(d.ID))
	if file := au.fileOf(d); file != "" {
		text = ui.Clean(file, prose.ValueWidth) + ", " + text
	}
	switch d.Finding {
	case audit.Changed:
		return text + fmt.Sprintf(": %s was %s, is %s", d.Field, shownText(d.Wrote), shownText(d.Now))
	case audit.Doubled:
		return text + ": the other one is " + d.Now.Text
	case audit.Gone:
		if d.Now.Text != "" {
			return text + au.command.a.words.Another(d.Now.Text)
		}
	case audit.ThereNow:
		if au.command.run.Meta().Deletes {
			return text
		}
		return text + ": the run has it as " + d.Status.String()
	}
	return text
}

// shownText shows a value that may be none.
func shownText(t run.Text) string {
	if t.Kind != run.Value {
		return "empty"
	}
	return prose.Quoted(t.Text)
}

func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

// textOrNil is a text for a script: null where there is none.
func textOrNil(t run.Text) *string {
	if t.Kind != run.Value {
		return nil
	}
	return &t.Text
}
