// Package prose says in words what a plan, its issues, books, a run and a file are, for people
// who read them on a terminal or on a page.
package prose

import (
	"fmt"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/report/page"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
)

// How much of a plan with errors is said of how its files were read; the report has all of it.
const (
	sourcesShown = 2
	unsentShown  = 5
)

// PlanText is a plan as a person decides on it.
type PlanText struct {
	strings.Builder
	W     *words.Edition
	S     *plan.Summary
	names []string // of organizations that a restore makes anew, the first ones
}

// Line writes a line.
func (b *PlanText) Line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

// Counted writes a number, to the right, and what is said of it.
func (b *PlanText) Counted(n int, text string) { b.Line("  %7s %s", b.W.Number(int64(n)), text) }

// Plan writes the plan: target, files, mapping, issues, what would be,
// and what it would take.
func Plan(w *words.Edition, s *plan.Summary, short string, names []string) string {
	return ui.Paint(ui.Bold, w.Plan.ThereNow(ui.Clean(s.Target.Name, 0), s.LiveRows)) + "\n" + describeRest(w, s, short, names)
}

// Kept writes a plan that was made before: what is there now may differ.
func Kept(w *words.Edition, s *plan.Summary, short string, names []string, planned time.Time) string {
	return ui.Paint(ui.Bold, w.Plan.ThereThen(ui.Clean(s.Target.Name, 0), s.LiveRows, planned.Local())) + "\n" + describeRest(w, s, short, names)
}

func describeRest(w *words.Edition, s *plan.Summary, short string, names []string) string {
	b := &PlanText{W: w, S: s, names: names}
	b.Issues("report.html") // what needs a person comes first
	for i := range s.Sources {
		if b.brief() && i == sourcesShown {
			b.Line("%s", w.File.MoreFiles(len(s.Sources)-i))
			break
		}
		b.Source(i)
	}
	b.outcome(short)
	return b.String()
}

// Source says how a file was read and which column feeds which field.
func (b *PlanText) Source(i int) {
	src := &b.S.Sources[i]
	b.Line("")
	b.Line("%s · %s", ui.Paint(ui.Bold, ui.Clean(src.Name, 0)), b.W.File.Volume(src.Rows, src.Bytes))
	b.Line("  %s  %s", ui.Pad(b.W.File.ReadAs, 7), describeFormat(b.W, src))
	if i < len(b.S.Mappings) {
		b.mapping(&b.S.Mappings[i])
	}
}

// describeFormat names the form of a file in a person's words.
func describeFormat(w *words.Edition, src *run.Source) string {
	f := src.Format
	parts := []string{strings.ToUpper(f.Name)}
	switch f.Delimiter {
	case "":
	case "\t":
		parts = append(parts, w.File.Tabs)
	default:
		parts = append(parts, w.File.Delimiter(f.Delimiter))
	}
	if f.Letters != "" {
		parts = append(parts, w.File.Escapes)
	}
	if encoding := f.EncodingName(); encoding != "" { // a workbook has none
		parts = append(parts, encoding)
	}
	if f.Sheet != "" {
		parts = append(parts, w.File.Sheet(ui.Clean(f.Sheet, ValueWidth)))
	}
	if f.HeaderRow > 0 {
		parts = append(parts, w.File.HeaderRow(f.HeaderRow))
	}
	if f.Compression != "" {
		parts = append(parts, f.Compression)
	}
	return strings.Join(parts, ", ")
}

// field names a field, in the width of the longest where each has a line.
func (b *PlanText) field(name string) string {
	if b.brief() {
		return name
	}
	return ui.Pad(name, 12)
}

func (b *PlanText) mapping(m *columns.Mapping) {
	var fed []string
	for _, c := range m.Columns {
		fed = append(fed, fmt.Sprintf("%s ← %s (%s)", b.field(c.Field), ui.Clean(c.Header, ValueWidth), c.Told()))
	}
	for _, c := range m.Constants {
		fed = append(fed, fmt.Sprintf("%s = %q (--set)", b.field(c.Field), ui.Clean(c.Value, ValueWidth)))
	}
	if b.brief() {
		fed = []string{strings.Join(fed, " · ")}
	}
	label := b.W.File.Columns
	for _, text := range fed {
		b.Line("  %s  %s", ui.Pad(label, 7), text)
		label = ""
	}
	var unsent []string
	for n, column := range m.Unmapped {
		if b.brief() && n == unsentShown {
			unsent = append(unsent, b.W.More(len(m.Unmapped)-n))
			break
		}
		unsent = append(unsent, ui.Clean(m.NameOf(column), ValueWidth))
	}
	if len(unsent) > 0 {
		b.Line("  %s  %s", ui.Pad(b.W.File.Unsent, 7), b.W.File.NotImported(strings.Join(unsent, ", ")))
	}
	for _, s := range m.Suggestions {
		b.Line("  %s  %s", ui.Pad(b.W.File.Perhaps, 7), b.W.File.LooksLike(words.Suggestion{
			Field: s.Field, Header: ui.Clean(s.Header, ValueWidth), Percent: s.Percent(), Why: ui.Clean(s.Reason, 0), Flag: s.Flag,
		}))
	}
}

// brief says that a plan has errors: those are what a person is to read.
func (b *PlanText) brief() bool { return b.S.Books.Rejected > 0 }

// Issues writes the issues by their groups; all names what has every one of them.
func (b *PlanText) Issues(all string) {
	t := groupsText{w: b.W, sources: b.S.Sources, parents: b.S.MissingParents, all: all}
	if text := t.describe(b.S.Groups); text != "" {
		b.WriteString("\n" + text)
	}
}

// outcome says what would be, in books that close, and what it would take.
func (b *PlanText) outcome(short string) {
	s, w := b.S, b.W
	b.Line("")
	b.Line("%s %s", ui.Paint(ui.Bold, w.Plan.WouldBe), Books(w, s.Books, s.Same))
	if len(b.names) > 0 {
		names := b.names
		if more := s.Books.Created - len(names); more > 0 {
			names = append(names, w.More(more))
		}
		b.Line("  %s", w.Plan.Anew(strings.Join(names, ", ")))
	}
	if s.Since != nil {
		b.Line("%s", describeSince(s.Since))
	}
	for _, note := range []Count{
		{s.Fixed, w.Plan.Repairs},
		{s.Changes.Names, w.Plan.NamesChanged},
		{s.Changes.CustomIDs, w.Plan.CustomIDsChanged},
		{s.Changes.Parents, w.Plan.ParentsChanged},
		{s.BlankKept, w.Plan.BlanksKept},
		{s.Kept, w.Plan.Differ},
		{s.UntoldParents, w.Plan.UntoldParents},
	} {
		if note.Rows > 0 {
			b.Counted(note.Rows, note.Say(note.Rows))
		}
	}
	b.held()
	if s.IDsMissing > 0 {
		b.Counted(s.IDsMissing, w.Plan.MissingIDs(s.IDsGiven))
	}
	if s.Forecast.Requests > 0 {
		b.Line("%s", w.Plan.Forecast(s.Forecast.Requests, ForecastTime(w, s.Forecast)))
	}
	b.Line("%s", w.Plan.Line(short, s.Code))
}

// held says why rows are held, and what was accepted. Plans of earlier versions know of twins
// alone.
func (b *PlanText) held() {
	held := b.S.Held
	if held == nil && b.S.Twins > 0 {
		held = []plan.HeldReason{plan.HeldTwins(b.S.Twins)}
	}
	Held(b, held, "")
	for _, a := range b.S.Accepted {
		b.Counted(a.Rows, b.W.Plan.Accepted(a.Code))
	}
}

// What a request takes where nobody limits the rate: Pigello says nothing of it, so
// that both ends of what such services take are told.
const (
	quickRequest = 100 * time.Millisecond
	slowRequest  = time.Second
)

// ForecastTime says about how long a forecast takes.
func ForecastTime(w *words.Edition, f plan.Forecast) string {
	if f.Duration > 0 {
		return w.Plan.About(f.Duration)
	}
	at := func(each time.Duration) time.Duration {
		return time.Duration(f.Requests) * each / engine.DefaultConcurrency
	}
	quick, slow := at(quickRequest), at(slowRequest)
	if w.Span(quick) == w.Span(slow) {
		return w.Span(slow)
	}
	return w.Plan.Between(quick, slow)
}

// Held writes why rows are held, or would be, one line a reason.
func Held(b *PlanText, held []plan.HeldReason, would string) {
	for _, h := range held {
		b.Counted(h.Rows, would+h.Text())
	}
}

// describeSince says what changed since the last plan of files of these names: "37 → 4 rejected: 33
// corrected, 0 new".
func describeSince(c *history.Comparison) string {
	var counts []string
	if c.WasRejected+c.Rejected > 0 {
		counts = append(counts, words.English.Since.Rejected(c.WasRejected, c.Rejected))
	}
	if c.WasHeld+c.Held > 0 {
		counts = append(counts, words.English.Since.OnHold(c.WasHeld, c.Held))
	}
	text := strings.Join(counts, ", ")
	if !c.TooMany {
		text = words.English.Since.Corrected(text, c.Mended, c.New)
	}
	if c.Gone > 0 {
		text = words.English.Since.Gone(text, c.Gone)
	}
	return words.English.Since.Run(text, c.Run, c.Created.Local())
}

// Page gives the plan's page for a person what the journal doesn't know.
// again is the command that plans the same file once more, "" for none.
func Page(m run.Meta, s *plan.Summary, apply, again string) page.Page {
	p := page.Page{
		Summary: *s, Created: m.Created.Local(), Apply: apply, Again: again, Doubts: Doubts(s.Seen),
	}
	if s.Since != nil {
		p.SinceText = describeSince(s.Since)
	}
	return p
}

// Doubts says of each file what another reading of it would be.
func Doubts(seen []intake.Seen) []string {
	doubts := make([]string, len(seen))
	for i := range seen {
		doubts[i] = doubtOf(&seen[i].Detection)
	}
	return doubts
}

// doubtOf says what another reading of a file would be, "" when there is no
// doubt.
func doubtOf(d *table.Detection) string {
	switch {
	case d.NearTie && d.RunnerUp != nil:
		return "Read as " + describeFormat(&words.English, &run.Source{Format: *d.RunnerUp}) + ", it would make nearly as good a table. Look whether the columns are right."
	case d.Rare:
		return "Few files are written like this. Look whether the columns are right."
	}
	return ""
}
