package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
)

// How much of a plan is shown; the files hold all of it.
const parentsShown = 10

// planText is a plan as a person decides on it.
type planText struct {
	strings.Builder
	s *importer.Summary
}

func (b *planText) line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

// describePlan writes the plan: target, files, mapping, issues, what would be,
// and what it would take.
func describePlan(s *importer.Summary, short string) string {
	return paint(bold, targetLine(clean(s.Target.Name, 0), s.LiveRows)) + "\n" + describeRest(s, short)
}

// describeKept writes a plan that was made before: what is there now may differ.
func describeKept(s *importer.Summary, short string, planned time.Time) string {
	head := fmt.Sprintf("%s · %s there when it was planned, %s", clean(s.Target.Name, 0),
		counted(s.LiveRows, "organization"), planned.Local().Format("2006-01-02 15:04"))
	return paint(bold, head) + "\n" + describeRest(s, short)
}

func describeRest(s *importer.Summary, short string) string {
	b := &planText{s: s}
	for i := range s.Sources {
		b.source(i)
	}
	b.issues()
	b.missingParents()
	b.outcome(short)
	return b.String()
}

// source says how a file was read and which column feeds which field.
func (b *planText) source(i int) {
	src := &b.s.Sources[i]
	b.line("")
	b.line("%s · %s, %s", paint(bold, clean(src.Name, 0)), counted(src.Rows, "row"), size(src.Bytes))
	b.line("  read as  %s", describeFormat(src))
	if i < len(b.s.Mappings) {
		b.mapping(&b.s.Mappings[i])
	}
}

// describeFormat names the form of a file in a person's words.
func describeFormat(src *run.Source) string {
	f := src.Format
	words := []string{strings.ToUpper(f.Name)}
	switch f.Delimiter {
	case "":
	case "\t":
		words = append(words, "tabs between the cells")
	default:
		words = append(words, fmt.Sprintf("%q between the cells", f.Delimiter))
	}
	if encoding := f.EncodingName(); encoding != "" { // a workbook has none
		words = append(words, encoding)
	}
	if f.Sheet != "" {
		words = append(words, fmt.Sprintf("sheet %q", clean(f.Sheet, valueWidth)))
	}
	if f.HeaderRow > 0 {
		words = append(words, fmt.Sprintf("header in row %d", f.HeaderRow))
	}
	if f.Compression != "" {
		words = append(words, f.Compression)
	}
	return strings.Join(words, ", ")
}

func (b *planText) mapping(m *importer.Mapping) {
	label := "columns"
	for _, c := range m.Columns {
		b.line("  %-7s  %s ← %s (%s)", label, pad(c.Field, 12), clean(c.Header, valueWidth), c.Told())
		label = ""
	}
	for _, c := range m.Constants {
		b.line("  %-7s  %s = %q (--set)", label, pad(c.Field, 12), clean(c.Value, valueWidth))
		label = ""
	}
	var unsent []string
	for _, column := range m.Unmapped {
		unsent = append(unsent, clean(m.NameOf(column), valueWidth))
	}
	if len(unsent) > 0 {
		b.line("  %-7s  %s: carried into the results, not sent", "unsent", strings.Join(unsent, ", "))
	}
	for _, s := range m.Suggestions {
		b.line("  %-7s  %s ← %s (%d%%: %s); %s says so", "perhaps", s.Field, clean(s.Header, valueWidth), s.Percent(), clean(s.Reason, 0), s.Flag)
	}
}

func (b *planText) issues() {
	if text := describeGroups(b.s.Groups, b.s.Sources); text != "" {
		b.WriteString("\n" + text)
	}
}

func (b *planText) missingParents() {
	if len(b.s.MissingParents) == 0 {
		return
	}
	b.line("")
	b.line("%s", paint(bold, "parents found neither in the file nor there:"))
	for i, p := range b.s.MissingParents {
		if i == parentsShown {
			b.line("  … and %s more", number(len(b.s.MissingParents)-i))
			break
		}
		text := fmt.Sprintf("  %q for %s", clean(orgnumber.Mask(p.Name), valueWidth), counted(p.Count, "row"))
		switch {
		case p.Perhaps != "":
			text += "; perhaps it is " + clean(p.Perhaps, 0)
		case len(p.AsNear) > 0:
			text += "; as near: " + quotedList(p.AsNear)
		case p.Nearest != "":
			text += fmt.Sprintf("; the nearest is %q", clean(orgnumber.Mask(p.Nearest), valueWidth))
		}
		b.line("%s", text)
	}
}

// quotedList shows several values in quotes.
func quotedList(values []string) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = quoted(v)
	}
	return strings.Join(all, ", ")
}

// outcome says what would be, in books that close, and what it would take.
func (b *planText) outcome(short string) {
	s := b.s
	b.line("")
	b.line("%s %s", paint(bold, "would be:"), s.Books)
	if s.Since != nil {
		b.line("%s", describeSince(s.Since))
	}
	if s.Fixed > 0 {
		b.line("%s", describeFixed(s.Fixed))
	}
	for _, note := range []struct {
		n    int
		text string
	}{
		{s.Changes.Names, nouns(s.Changes.Names, "name") + " changed"},
		{s.Changes.CustomIDs, nouns(s.Changes.CustomIDs, "custom_id") + " changed"},
		{s.Changes.Parents, nouns(s.Changes.Parents, "parent") + " changed"},
		{s.BlankKept, blankKept(s.BlankKept)},
		{s.Kept, "differ from the snapshot and stay as they are: --revert gives them their former values"},
		{s.UntoldParents, "organizations there whose parent the API doesn't tell: parents are not compared for them"},
	} {
		if note.n > 0 {
			b.line("  %7s %s", number(note.n), note.text)
		}
	}
	b.held()
	if s.IDsMissing > 0 {
		b.line("  %7s of %s ids in the file don't exist there", number(s.IDsMissing), number(s.IDsGiven))
	}
	if s.Forecast.Requests > 0 {
		b.line("forecast: %s, %s, %s", counted(s.Forecast.Requests, "request"), size(s.Forecast.Bytes), forecastTime(s.Forecast))
	}
	b.line("plan: run %s, code %s", short, s.Code)
}

// held says why rows are held, and what was accepted. Plans of earlier versions know of twins alone.
func (b *planText) held() {
	held := b.s.Held
	if held == nil && b.s.Twins > 0 {
		held = []importer.HeldReason{importer.HeldTwins(b.s.Twins)}
	}
	describeHeld(b, held, "")
	for _, a := range b.s.Accepted {
		b.line("  %7s accepted: %s", number(a.Rows), a.Code)
	}
}

func forecastTime(f importer.Forecast) string {
	if f.Duration == 0 {
		return "as fast as the API takes it"
	}
	return "about " + span(f.Duration)
}

func describeFixed(n int) string {
	if n == 1 {
		return "        1 repair of a text by --fix: the issues have it, before and after"
	}
	return fmt.Sprintf("  %7s repairs of texts by --fix: the issues have each, before and after", number(n))
}

func blankKept(n int) string {
	if n == 1 {
		return "blank cell keeps what is there (--clear-blank COLUMN empties)"
	}
	return "blank cells keep what is there (--clear-blank COLUMN empties)"
}
