// Package validate checks rows without the API: each by itself, then all of them together. It keeps some
// 60 bytes a row and no text of it.
package validate

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/letters"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// Options says what to check. The zero value of every field but Inputs is the documented default.
type Options struct {
	columns.Reading
	Inputs []intake.Input
	// Accept are reasons for which an import is to hold no row.
	Accept []plan.Acceptance
	// SpoolDir is where a Stream is kept meanwhile, since it can't be read twice: a folder that others can't read.
	SpoolDir string
	// Fingerprint fills in the sources' SHA256, for which each is read once more.
	Fingerprint bool
	// Opened, if not nil, is given the sources each time that one more is known how it is read; those after it have only their names.
	Opened func([]run.Source)
	// Issue, if not nil, is given every issue; its Source is set. Those of single rows come first, in the order of the rows, and after the
	// last row those of rows that have to do with each other, code by code: together says that.
	Issue func(issue run.Issue, together bool) error
	// Row, if not nil, is given every row that has issues of its own, with all of them, in the order of the rows. It keeps nothing of either.
	Row func(source int, row tabular.Row, issues []run.Issue) error
	// Progress, if not nil, is called now and then.
	Progress func(plan.Progress)
}

// Summary is what Validate found.
type Summary struct {
	Rows       int `json:"rows" doc:"rows checked"`
	BadRows    int `json:"bad_rows" doc:"rows with an error"`
	WarnedRows int `json:"warned_rows" doc:"rows with warnings alone"`
	Errors     int `json:"errors" doc:"errors; a row may have several"`
	Warnings   int `json:"warnings" doc:"warnings"`
	Fixed      int `json:"fixed" doc:"repairs of texts by --fix"`
	// Held are those rows whatever else is found on them.
	Held    []plan.HeldReason `json:"held,omitempty" doc:"rows that an import would hold for what they say by themselves, by reason"`
	Sources []run.Source      `json:"sources" doc:"the files, and how they were read"`
	Groups  []run.Group       `json:"issues" doc:"errors and warnings, by code and column"`

	Seen     []intake.Seen     `json:"-"` // how sure the reading of each source was
	Mappings []columns.Mapping `json:"-"`
	// MissingParents are the parents that are not in the file, with the names of the file that are near.
	MissingParents []plan.MissingParent `json:"-"`
}

// Run reads and checks inputs as package plan does, without the API and without a run: a parent that is not in the file is only a warning.
// It reads each input once, after its beginning, and keeps some 60 bytes a row.
//
// Errors in the file are not errors of Validate. Those are: an input that can't be read, columns that can't be mapped (*columns.MappingError), and
// what Issue and Row return.
func Run(ctx context.Context, o Options) (Summary, error) {
	if err := intake.CheckInputs(o.Inputs); err != nil {
		return Summary{}, fmt.Errorf("check the inputs: %w", err)
	}
	v := &validator{ctx: ctx, o: &o, parentTexts: map[uint64]string{}, missing: map[uint64]int{}}
	if err := v.files.Read(ctx, o.Inputs, v.reading()); err != nil {
		return Summary{}, err
	}
	if err := plan.CheckAccepted(o.Accept, v.files.Mappings); err != nil {
		return Summary{}, err
	}
	if err := crash.Do("comparing the rows", v.checkWhole); err != nil {
		return Summary{}, err
	}
	s, f := &v.sum, &v.files
	s.Sources, s.Mappings, s.Seen, s.Rows, s.Fixed = f.Sources, f.Mappings, f.Seen, f.Rows, f.Fixed
	s.Groups = v.groups.Groups()
	for i := range v.store.n {
		switch {
		case v.store.is(i, storedBad):
			s.BadRows++
		case v.store.is(i, storedWarned):
			s.WarnedRows++
		}
	}
	return *s, nil
}

// validator is the state of one Validate.
type validator struct {
	ctx    context.Context
	o      *Options
	files  intake.Files
	store  store
	groups run.Grouper
	sum    Summary
	err    error // the first error of giving an issue away
	// together says that the rows were read, and what follows is about several of them.
	together bool
	// parentTexts are parents as written, as many as there is room for: what is beyond shows without its value.
	parentTexts map[uint64]string
	parentBytes int
	names       []string // as written, where there is room for all of them
	nameBytes   int
	missing     map[uint64]int // parents that are not in the file, in sum.MissingParents
	near        plan.Nearest
}

// maxParentBytes bounds the texts of parents that are kept.
const maxParentBytes = 1 << 20

func (v *validator) reading() *intake.Options {
	o := &intake.Options{
		Reading: &v.o.Reading, Fingerprint: v.o.Fingerprint, Row: v.readRow, Issue: v.give, Progress: v.o.Progress,
		Open: func(in intake.Input) (io.ReadSeekCloser, error) { return in.OpenIn(v.o.SpoolDir) },
	}
	o.Opened = func() {
		v.store.starts = append(v.store.starts, v.store.n)
		if v.o.Opened != nil {
			v.o.Opened(v.files.Sources)
		}
	}
	if o.Progress == nil {
		o.Progress = func(plan.Progress) {}
	}
	return o
}

func (v *validator) readRow(n int, row tabular.Row, rec *check.Record, issues []run.Issue) error {
	b, k := v.keepRow(rec, row)
	for i := range issues {
		v.holdLater(n, &issues[i])
		issues[i].Source = n
		b.marks[k] |= markOf(issues[i].Severity)
		v.give(issues[i])
	}
	if len(issues) > 0 && v.o.Row != nil && v.err == nil {
		v.err = v.o.Row(n, row, issues)
	}
	return v.err
}

// holdLater counts a row that an import would hold for what it says by itself, and says so.
func (v *validator) holdLater(n int, issue *run.Issue) {
	m := &v.files.Mappings[n]
	for _, field := range [...]string{pigello.NameName, pigello.NameCustomID} {
		column, header := m.ColumnOf(field)
		if issue.Code != codes.Mojibake || issue.Column != column || column < 0 ||
			slices.ContainsFunc(v.o.Accept, func(a plan.Acceptance) bool { return a.Covers(codes.Mojibake, field, header) }) {
			continue
		}
		issue.Message += "; an import holds the row"
		at := slices.IndexFunc(v.sum.Held, func(h plan.HeldReason) bool { return h.Column == header })
		if at < 0 {
			at = len(v.sum.Held)
			v.sum.Held = append(v.sum.Held, plan.HeldReason{Code: codes.Mojibake, Column: header, Accept: codes.Mojibake})
		}
		v.sum.Held[at].Rows++
		return
	}
}

// keepRow stores what is needed to compare a row with others.
func (v *validator) keepRow(rec *check.Record, row tabular.Row) (*storedRows, int32) {
	b, k := v.store.add()
	b.number[k], b.line[k] = uint32(row.Number), uint32(row.Line)
	if rec.Name != "" {
		b.name[k], b.near[k] = hashText(rec.Name), hashText(letters.Fold(rec.Name))
		v.keepName(rec.Name)
	}
	if rec.HasID {
		b.id[k] = hashText(rec.ID.String())
	}
	b.custom[k], b.org[k] = hashText(rec.CustomID.Text), rec.Org
	if rec.CustomID.Kind == run.Null {
		b.marks[k] |= storedNoCustom
	}
	switch rec.Parent.Kind {
	case run.Value:
		v.keepParent(rec, b, k)
	case run.Null:
		b.marks[k] |= storedNoParent
	}
	return b, k
}

func (v *validator) keepParent(rec *check.Record, b *storedRows, k int32) {
	text, kind := rec.Parent.Text, rec.ParentKind
	if id, ok := check.ParentID(rec); ok {
		text, kind = uuid.UUID(id).String(), check.ParentByID
	}
	b.parent[k] = hashText(text)
	b.marks[k] |= storedMark(kind) * storedKindLow
	if _, ok := v.parentTexts[b.parent[k]]; !ok && v.parentBytes < maxParentBytes {
		v.parentBytes += len(text) + 64
		v.parentTexts[b.parent[k]] = strings.Clone(tabular.Shorten(rec.Parent.Text))
	}
}

// tell gives an issue of rows that have to do with each other.
func (v *validator) tell(issue run.Issue) {
	i := int32(issue.Row)
	b, k := v.store.at(i)
	b.marks[k] |= markOf(issue.Severity)
	issue.Source, v.together = v.store.Place(i).Source, true
	v.give(check.Masked(issue, orgnumber.Mask))
}

func markOf(s run.Severity) storedMark {
	if s == run.Error {
		return storedBad
	}
	return storedWarned
}

// give counts an issue, groups it and hands it on.
func (v *validator) give(issue run.Issue) {
	v.groups.Add(issue, issue.Source, v.files.Sources)
	if issue.Severity == run.Error {
		v.sum.Errors++
	} else {
		v.sum.Warnings++
	}
	if v.o.Issue != nil && v.err == nil {
		v.err = v.o.Issue(issue, v.together)
	}
}
