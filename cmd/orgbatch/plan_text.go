package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
)

// How much of a plan with errors is said of how its files were read; the report has all of it.
const (
	sourcesShown = 2
	unsentShown  = 5
)

// planText is a plan as a person decides on it.
type planText struct {
	strings.Builder
	w     *words.Edition
	s     *plan.Summary
	names []string // of organizations that a restore makes anew, the first ones
}

func (b *planText) line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

// counted writes a number, to the right, and what is said of it.
func (b *planText) counted(n int, text string) { b.line("  %7s %s", b.w.Number(int64(n)), text) }

// describePlan writes the plan: target, files, mapping, issues, what would be,
// and what it would take.
func describePlan(w *words.Edition, s *plan.Summary, short string, names []string) string {
	return ui.Paint(ui.Bold, w.Plan.ThereNow(ui.Clean(s.Target.Name, 0), s.LiveRows)) + "\n" + describeRest(w, s, short, names)
}

// describeKept writes a plan that was made before: what is there now may differ.
func describeKept(w *words.Edition, s *plan.Summary, short string, names []string, planned time.Time) string {
	return ui.Paint(ui.Bold, w.Plan.ThereThen(ui.Clean(s.Target.Name, 0), s.LiveRows, planned.Local())) + "\n" + describeRest(w, s, short, names)
}

func describeRest(w *words.Edition, s *plan.Summary, short string, names []string) string {
	b := &planText{w: w, s: s, names: names}
	b.issues("report.html") // what needs a person comes first
	for i := range s.Sources {
		if b.brief() && i == sourcesShown {
			b.line("%s", w.File.MoreFiles(len(s.Sources)-i))
			break
		}
		b.source(i)
	}
	b.outcome(short)
	return b.String()
}

// source says how a file was read and which column feeds which field.
func (b *planText) source(i int) {
	src := &b.s.Sources[i]
	b.line("")
	b.line("%s · %s", ui.Paint(ui.Bold, ui.Clean(src.Name, 0)), b.w.File.Volume(src.Rows, src.Bytes))
	b.line("  %s  %s", ui.Pad(b.w.File.ReadAs, 7), describeFormat(b.w, src))
	if i < len(b.s.Mappings) {
		b.mapping(&b.s.Mappings[i])
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
		parts = append(parts, w.File.Sheet(ui.Clean(f.Sheet, valueWidth)))
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
func (b *planText) field(name string) string {
	if b.brief() {
		return name
	}
	return ui.Pad(name, 12)
}

func (b *planText) mapping(m *columns.Mapping) {
	var fed []string
	for _, c := range m.Columns {
		fed = append(fed, fmt.Sprintf("%s ← %s (%s)", b.field(c.Field), ui.Clean(c.Header, valueWidth), c.Told()))
	}
	for _, c := range m.Constants {
		fed = append(fed, fmt.Sprintf("%s = %q (--set)", b.field(c.Field), ui.Clean(c.Value, valueWidth)))
	}
	if b.brief() {
		fed = []string{strings.Join(fed, " · ")}
	}
	label := b.w.File.Columns
	for _, text := range fed {
		b.line("  %s  %s", ui.Pad(label, 7), text)
		label = ""
	}
	var unsent []string
	for n, column := range m.Unmapped {
		if b.brief() && n == unsentShown {
			unsent = append(unsent, b.w.More(len(m.Unmapped)-n))
			break
		}
		unsent = append(unsent, ui.Clean(m.NameOf(column), valueWidth))
	}
	if len(unsent) > 0 {
		b.line("  %s  %s", ui.Pad(b.w.File.Unsent, 7), b.w.File.NotImported(strings.Join(unsent, ", ")))
	}
	for _, s := range m.Suggestions {
		b.line("  %s  %s", ui.Pad(b.w.File.Perhaps, 7), b.w.File.LooksLike(words.Suggestion{
			Field: s.Field, Header: ui.Clean(s.Header, valueWidth), Percent: s.Percent(), Why: ui.Clean(s.Reason, 0), Flag: s.Flag,
		}))
	}
}

// brief says that a plan has errors: those are what a person is to read.
func (b *planText) brief() bool { return b.s.Books.Rejected > 0 }

func (b *planText) issues(all string) {
	t := groupsText{w: b.w, sources: b.s.Sources, parents: b.s.MissingParents, all: all}
	if text := t.describe(b.s.Groups); text != "" {
		b.WriteString("\n" + text)
	}
}

// outcome says what would be, in books that close, and what it would take.
func (b *planText) outcome(short string) {
	s, w := b.s, b.w
	b.line("")
	b.line("%s %s", ui.Paint(ui.Bold, w.Plan.WouldBe), sentence(w, s.Books, s.Same))
	if len(b.names) > 0 {
		names := b.names
		if more := s.Books.Created - len(names); more > 0 {
			names = append(names, w.More(more))
		}
		b.line("  %s", w.Plan.Anew(strings.Join(names, ", ")))
	}
	if s.Since != nil {
		b.line("%s", describeSince(s.Since))
	}
	for _, note := range []count{
		{s.Fixed, w.Plan.Repairs},
		{s.Changes.Names, w.Plan.NamesChanged},
		{s.Changes.CustomIDs, w.Plan.CustomIDsChanged},
		{s.Changes.Parents, w.Plan.ParentsChanged},
		{s.BlankKept, w.Plan.BlanksKept},
		{s.Kept, w.Plan.Differ},
		{s.UntoldParents, w.Plan.UntoldParents},
	} {
		if note.rows > 0 {
			b.counted(note.rows, note.say(note.rows))
		}
	}
	b.held()
	if s.IDsMissing > 0 {
		b.counted(s.IDsMissing, w.Plan.MissingIDs(s.IDsGiven))
	}
	if s.Forecast.Requests > 0 {
		b.line("%s", w.Plan.Forecast(s.Forecast.Requests, forecastTime(w, s.Forecast)))
	}
	b.line("%s", w.Plan.Line(short, s.Code))
}

// held says why rows are held, and what was accepted. Plans of earlier versions know of twins alone.
func (b *planText) held() {
	held := b.s.Held
	if held == nil && b.s.Twins > 0 {
		held = []plan.HeldReason{plan.HeldTwins(b.s.Twins)}
	}
	describeHeld(b, held, "")
	for _, a := range b.s.Accepted {
		b.counted(a.Rows, b.w.Plan.Accepted(a.Code))
	}
}

// What a request takes where nobody limits the rate: Pigello says nothing of it, so
// that both ends of what such services take are told.
const (
	quickRequest = 100 * time.Millisecond
	slowRequest  = time.Second
)

func forecastTime(w *words.Edition, f plan.Forecast) string {
	if f.Duration > 0 {
		return w.Plan.About(f.Duration)
	}
	at := func(each time.Duration) time.Duration {
		return time.Duration(f.Requests) * each / push.DefaultConcurrency
	}
	quick, slow := at(quickRequest), at(slowRequest)
	if w.Span(quick) == w.Span(slow) {
		return w.Span(slow)
	}
	return w.Plan.Between(quick, slow)
}

// describeHeld writes why rows are held, or would be, one line a reason.
func describeHeld(b *planText, held []importer.HeldReason, would string) {
	for _, h := range held {
		b.counted(h.Rows, would+h.Text())
	}
}
