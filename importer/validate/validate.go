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
	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// Options says what to checker. The zero value of every field but Inputs is the documented default.
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
	Sources  []run.Source
	Seen     []intake.Seen // how sure the reading of each source was
	Mappings []columns.Mapping
	// Groups are the issues by code and column.
	Groups []run.Group
	// MissingParents are the parents that are not in the file, with the names of the file that are near.
	MissingParents []plan.MissingParent
	// Rows is how many rows there are, BadRows how many have errors, WarnedRows how many of the others have warnings.
	Rows, BadRows, WarnedRows int
	// Errors and Warnings count issues, Fixed those that are repairs by Fix.
	Errors, Warnings, Fixed int
	// Held are the rows that an import would hold, by reason, whatever else is found on them.
	Held []plan.HeldReason
}

// Run reads and checks inputs as package plan does, without the API and without a run: a parent that is not in the file is only a warning.
// It reads each input once, after its beginning, and keeps at most 64 bytes a row.
//
// Errors in the file are not errors of Validate. Those are: an input that can't be read, columns that can't be mapped (*columns.MappingError), and
// what Issue and Row return.
func Run(ctx context.Context, o Options) (Summary, error) {
	if err := intake.CheckInputs(o.Inputs); err != nil {
		return Summary{}, fmt.Errorf("check the inputs: %w", err)
	}
	v := newValidator(ctx, &o)
	for n, in := range o.Inputs {
		if err := crash.Do("reading "+in.Name, func() error { return v.readInput(n, in) }); err != nil {
			return Summary{}, err
		}
	}
	if err := plan.CheckAccepted(o.Accept, v.sum.Mappings); err != nil {
		return Summary{}, err
	}
	if err := crash.Do("comparing the rows", v.checkWhole); err != nil {
		return Summary{}, err
	}
	v.sum.Groups, v.sum.Rows = v.groups.Groups(), v.store.n
	for i := range v.store.n {
		switch b, k := v.store.at(i); {
		case b.marks[k]&storedBad != 0:
			v.sum.BadRows++
		case b.marks[k]&storedWarned != 0:
			v.sum.WarnedRows++
		}
	}
	return v.sum, nil
}

// validator is the state of one Validate.
type validator struct {
	ctx     context.Context
	o       *Options
	store   rowStore
	starts  []int // by source: the index of its first row
	numbers []int // by source: the column of organisation numbers
	groups  run.Grouper
	uniques rules.Uniques // what a person's checks want unique
	sum     Summary
	err     error // the first error of giving an issue away
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

func newValidator(ctx context.Context, o *Options) *validator {
	v := &validator{ctx: ctx, o: o, parentTexts: map[uint64]string{}, missing: map[uint64]int{}}
	for _, in := range o.Inputs {
		v.sum.Sources = append(v.sum.Sources, run.Source{Name: in.Name, Path: in.Path})
	}
	if o.Progress == nil {
		o.Progress = func(plan.Progress) {}
	}
	return v
}

func (v *validator) readInput(n int, in intake.Input) (err error) {
	src, err := in.OpenIn(v.o.SpoolDir)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := src.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("read %s: %w", in.Name, cerr)
		}
	}()
	source := &v.sum.Sources[n]
	if err := v.measure(src, source); err != nil {
		return fmt.Errorf("read %s: %w", in.Name, err)
	}
	opened, err := v.o.Open(src, in.Name)
	if err != nil {
		return err
	}
	t := opened.Table
	source.Format, source.Header, source.Mapping = t.Format(), t.Header(), opened.Mapping.FieldsOf(len(t.Header()))
	v.sum.Mappings, v.starts = append(v.sum.Mappings, opened.Mapping), append(v.starts, v.store.n)
	if v.o.Opened != nil {
		v.o.Opened(v.sum.Sources)
	}
	return v.readRows(n, &opened)
}

// measure fills in what is known of a source before it is read.
func (v *validator) measure(src io.ReadSeeker, source *run.Source) (err error) {
	if v.o.Fingerprint {
		source.SHA256, source.Bytes, err = run.Fingerprint(src)
		return err
	}
	if source.Bytes, err = src.Seek(0, io.SeekEnd); err == nil {
		_, err = src.Seek(0, io.SeekStart)
	}
	return err
}

func (v *validator) readRows(n int, opened *columns.Opened) error {
	checker := check.New(opened.Mapping, check.Options{ClearBlank: v.o.ClearBlank, Fix: v.o.Fix, Sample: opened.Sample})
	v.numbers = append(v.numbers, checker.NumberColumn())
	source := &v.sum.Sources[n]
	for row, err := range columns.Rows(opened.Table) {
		if err != nil {
			return err
		}
		if source.Rows%1024 == 0 {
			if err := v.ctx.Err(); err != nil {
				return err
			}
			v.o.Progress(plan.Progress{Stage: "read", Rows: v.store.n, Bytes: opened.Table.Offset(), TotalBytes: source.Bytes})
		}
		source.Rows++
		if err := v.readRow(n, checker, row); err != nil {
			return err
		}
	}
	if err := opened.Table.CheckLeftOut(); err != nil {
		return err
	}
	v.sum.Seen = append(v.sum.Seen, intake.SeenOf(opened.Table))
	for _, issue := range check.WholeIssues(n, source, opened.Table, &opened.Mapping) {
		v.give(issue)
	}
	return v.err
}

func (v *validator) readRow(n int, checker *check.Checker, row tabular.Row) error {
	rec, issues := checker.Check(row)
	if len(rec.Unique) > 0 {
		v.uniques.Add(v.store.n, rec.Unique, checker.Shared)
	}
	b, k := v.keepRow(&rec, row)
	for i := range issues {
		issues[i] = check.Masked(issues[i], orgnumber.Mask)
		v.holdLater(n, &issues[i])
		issues[i].Row, issues[i].Source = v.store.n-1, n
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
	m := &v.sum.Mappings[n]
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
func (v *validator) keepRow(rec *check.Record, row tabular.Row) (*storedRows, int) {
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
	if rec.Parent.Kind == run.Value {
		v.keepParent(rec, b, k)
	}
	kinds := uint64(rec.CustomID.Kind)<<2 | uint64(rec.Parent.Kind)
	b.content[k] = uint32((b.custom[k]*31 + b.parent[k]*37 + kinds) >> 16)
	return b, k
}

func (v *validator) keepParent(rec *check.Record, b *storedRows, k int) {
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

// note gives an issue on a row that was read before, on the column that feeds a field.
func (v *validator) note(i int, severity run.Severity, code, field, message, value string) {
	column, _ := v.sum.Mappings[v.sourceOf(i)].ColumnOf(field)
	v.noteAt(i, column, severity, code, message, value)
}

func (v *validator) noteAt(i, column int, severity run.Severity, code, message, value string) {
	b, k := v.store.at(i)
	source := v.sourceOf(i)
	issue := run.Issue{
		Row: i, Source: source, Number: int(b.number[k]), Line: int(b.line[k]), Column: column, Code: code, Severity: severity, Message: message, Value: value,
	}
	if column >= 0 {
		issue.ColumnName = v.sum.Mappings[source].NameOf(column)
	}
	b.marks[k] |= markOf(severity)
	v.together = true
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
	v.groups.Add(issue, issue.Source, v.sum.Sources)
	if issue.Severity == run.Error {
		v.sum.Errors++
	} else {
		v.sum.Warnings++
	}
	if strings.HasPrefix(issue.Code, codes.FixedPrefix) {
		v.sum.Fixed++
	}
	if v.o.Issue != nil && v.err == nil {
		v.err = v.o.Issue(issue, v.together)
	}
}

func (v *validator) sourceOf(i int) int {
	for n := len(v.starts) - 1; n > 0; n-- {
		if i >= v.starts[n] {
			return n
		}
	}
	return 0
}

func (v *validator) where(i int) string {
	b, k := v.store.at(i)
	return run.Where(v.sum.Sources, v.sourceOf(i), int(b.number[k]))
}
