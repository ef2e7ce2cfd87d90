// Package whole has the rules over all rows of a file: which rows speak of one organization and
// contradict each other, which are alike, what must be unique, who is whose ancestor. It asks an
// index of the rows, and knows nothing of the API.
package whole

import (
	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// Key is what rows may have in common.
type Key uint8

// The keys.
const (
	Organization Key = iota // whom they speak of
	Name
	LikeName // their name as letters.Fold leaves it
	CustomID
	Number // the organisation number, however it is written
)

// Index is what is known of the rows of a file. Rows count from 0.
type Index interface {
	Len() int32
	Place(i int32) intake.Place
	// First is the row that stands for all that have a key in common with row i, run.NoRow where
	// row i has none. For Organization it is the first of them.
	First(by Key, i int32) int32
	// Same says whether two rows have a key in common: Organization or Name.
	Same(by Key, a, b int32) bool
	// Differences are the fields in which two rows ask for something else.
	Differences(a, b int32) []string
	// NumberOf is a row's organisation number, 0 for none.
	NumberOf(i int32) orgnumber.Spelt
	// Values are a row's texts, nil where they aren't kept.
	Values(i int32) *run.Values
	// Done says that nothing need be said of a row any more: it has an error, or follows another.
	Done(i int32) bool
}

// Rules look for what is wrong with the rows of an index taken together.
type Rules struct {
	Index Index
	Files *intake.Files
	Tell  func(run.Issue) // takes what they find
}

// Say says something of a row, on the column that feeds a field, with the severity of its code.
func (r *Rules) Say(i int32, code, field, message, value string) {
	issue := r.Files.Issue(i, r.Index.Place(i), field)
	issue.Code, issue.Severity, issue.Message, issue.Value = code, severities[code], message, value
	r.Tell(issue)
}

var severities = codes.Severities()

func (r *Rules) where(i int32) string { return r.Files.Where(r.Index.Place(i)) }

// Shared says which rows share what a person's checks want unique.
func (r *Rules) Shared() {
	for _, twin := range r.Files.Uniques.Twins() {
		at := r.Index.Place(int32(twin.Row))
		m := &r.Files.Mappings[at.Source]
		f := m.Rules().Twins(twin.N, twin.Value, r.where(int32(twin.Other)), m.NameOf)
		issue := check.RuleIssue(m, at.Number, at.Line, codes.OwnCheck, f)
		issue.Row = twin.Row
		r.Tell(issue)
	}
}

// Alike warns of rows that a person may have meant to be one: names that differ in spelling only,
// one custom_id of several organizations, one number in two spellings.
func (r *Rules) Alike(by Key) {
	for i := range r.Index.Len() {
		first := r.Index.First(by, i)
		if first == run.NoRow || first == i || r.Index.Done(i) {
			continue
		}
		switch where := r.where(first); {
		case by == LikeName && !r.Index.Same(Name, first, i):
			r.Say(i, codes.NearDuplicate, pigello.NameName, "nearly the same name as "+where, "")
		case by == CustomID && !r.Index.Same(Organization, first, i):
			r.Say(i, codes.CustomIDTwice, pigello.NameCustomID, "the same custom_id as "+where, "")
		case by == Number && r.Index.NumberOf(first) != r.Index.NumberOf(i):
			r.tellNumber(i, where)
		}
	}
}

// tellNumber warns of a number that stands in another row, written otherwise: who looks for the
// one doesn't find the other.
func (r *Rules) tellNumber(i int32, where string) {
	at := r.Index.Place(i)
	issue := r.Files.Issue(i, at, "")
	issue.Column = r.Files.Checkers[at.Source].NumberColumn()
	issue.ColumnName = r.Files.Mappings[at.Source].NameOf(issue.Column)
	issue.Code, issue.Severity = codes.NumberTwice, run.Warning
	issue.Message = wording.English.Check.NumberTwice(where)
	issue.Value = r.Index.NumberOf(i).String()
	r.Tell(issue)
}
