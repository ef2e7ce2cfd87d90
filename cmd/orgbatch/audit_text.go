package main

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
)

// findings are the kinds of differences in the order in which they are told,
// each with its headline.
var findings = []struct {
	finding importer.Finding
	title   string
}{
	{importer.Doubled, "doubled: there is another organization of that name, made since"},
	{importer.Gone, "gone"},
	{importer.Changed, "changed since"},
	{importer.ThereNow, "there now, though the run did not write it"},
}

// sayDifferences names the first differences of each kind.
func (au *auditing) sayDifferences() {
	for _, f := range findings {
		g := au.groups[f.finding]
		if g == nil {
			continue
		}
		title := f.title
		if f.finding == importer.ThereNow && au.command.run.Meta().Deletes {
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
func (au *auditing) describe(d importer.Difference) string {
	text := fmt.Sprintf("row %d, %s (%s)", d.Number, quoted(d.Name), idText(d.ID))
	if file := au.fileOf(d); file != "" {
		text = ui.Clean(file, valueWidth) + ", " + text
	}
	switch d.Finding {
	case importer.Changed:
		return text + fmt.Sprintf(": %s was %s, is %s", d.Field, shownText(d.Wrote), shownText(d.Now))
	case importer.Doubled:
		return text + ": the other one is " + d.Now.Text
	case importer.Gone:
		if d.Now.Text != "" {
			return text + au.command.a.words.Another(d.Now.Text)
		}
	case importer.ThereNow:
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
	return quoted(t.Text)
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

func auditEvent(short string, b run.Audited) eventAudit {
	return eventAudit{
		Run: short, Holds: b.Differ()+b.Unknown == 0, Closed: b.Close() == nil, Rows: b.Rows, Hold: b.Hold, Changed: b.Changed, Gone: b.Gone,
		Doubled: b.Doubled, InPart: b.InPart, ThereNow: b.ThereNow, Unknown: b.Unknown,
	}
}

type eventDifference struct {
	Run     string  `json:"run" doc:"the run's short id"`
	Row     int     `json:"row" doc:"as Excel shows it at the left"`
	File    string  `json:"file,omitempty" doc:"the file, where there are several"`
	ID      string  `json:"id" doc:"the organization"`
	Name    string  `json:"name" doc:"its name, as the run says"`
	Status  string  `json:"status" doc:"where the row ended in the run"`
	Finding string  `json:"finding" doc:"changed since, gone, doubled or there now; the last is no difference of the books"`
	Field   string  `json:"field,omitempty" doc:"what differs: name, custom_id or organization; of doubled, id; of gone, id where another of that name was made since"`
	Wrote   *string `json:"wrote" doc:"what the run wrote; null for empty"`
	Now     *string `json:"now" doc:"what is there now; null for empty"`
}

func (eventDifference) kind() string  { return "difference" }
func (eventDifference) about() string { return "one thing that isn't as a run says, of audit" }

type eventAudit struct {
	Run      string `json:"run" doc:"the run's short id"`
	Holds    bool   `json:"holds" doc:"nothing differs, and no row is of unknown fate"`
	Closed   bool   `json:"closed" doc:"the buckets add up to rows"`
	Rows     int    `json:"rows" doc:"rows audited: those created, updated or unchanged"`
	Hold     int    `json:"hold" doc:"rows as the run says"`
	Changed  int    `json:"changed" doc:"rows whose organization has another value now"`
	Gone     int    `json:"gone" doc:"rows whose organization isn't there any more"`
	Doubled  int    `json:"doubled" doc:"rows beside whose organization another of that name was made since"`
	InPart   int    `json:"in_part" doc:"rows as the run says, but for the parent, which the API doesn't tell"`
	ThereNow int    `json:"there_now" doc:"rows that the run did not write and whose name is there now"`
	Unknown  int    `json:"unknown" doc:"rows whose write got no answer: settle them first"`
}

func (eventAudit) kind() string  { return "audit" }
func (eventAudit) about() string { return "whether the books of a run hold now" }
