package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// Rows that nothing is wrong with for sure are held until a person decides. Each reason has its own answer: some have one that holds for all
// rows of a file (--accept CODE, or CODE:COLUMN), and these also take a ! behind the orgbatch_row of a single row.

// Acceptance is a person's answer for all rows that are held for one reason.
type Acceptance struct {
	Code string `json:"code"`
	// Column is the column, by field or header, that the answer is for; "" is all of them.
	Column string `json:"column,omitempty"`
}

// String is the acceptance as ParseAcceptance reads it.
func (a Acceptance) String() string {
	if a.Column == "" {
		return a.Code
	}
	return a.Code + ":" + a.Column
}

// ParseAcceptance reads CODE or CODE:COLUMN. A code that no row is held for, or that a row by itself must answer, is an error.
func ParseAcceptance(text string) (Acceptance, error) {
	code, column, _ := strings.Cut(text, ":")
	if !slices.Contains(AcceptableCodes(), code) {
		return Acceptance{}, fmt.Errorf("%s is no reason that rows are put on hold for and that can be accepted", code)
	}
	return Acceptance{Code: code, Column: strings.TrimSpace(column)}, nil
}

// AcceptableCodes are the codes that can be accepted, in the order in which rows are held for them.
func AcceptableCodes() []string {
	var codes []string
	for _, h := range holding() {
		if h.acceptable {
			codes = append(codes, h.code)
		}
	}
	return codes
}

// holdingCode is a reason for holding: what is said of the number of such rows, with what decides them.
type holdingCode struct {
	code       string
	acceptable bool
	text       string
}

func holding() []holdingCode {
	return []holdingCode{
		{codes.Mojibake, true, wording.English.Held.Mojibake},
		{codes.Respelled, true, wording.English.Held.Respelled},
		{codes.Zeros, true, wording.English.Held.ZerosLost},
		{codes.PossibleTwin, true, wording.English.Held.PossibleDuplicate},
		{codes.WrittenBefore, true, wording.English.Held.WrittenBefore},
		{codes.AmbiguousMatch, false, wording.English.Held.SeveralMatch},
		{codes.NotRejected, false, wording.English.Held.NotRejected},
		{codes.RenameRing, false, wording.English.Held.RenameRing},
		{codes.OnHeld, false, wording.English.Held.WaitsForHeld},
	}
}

// AcceptedReason counts the rows that weren't held, since a person had answered for all of them.
type AcceptedReason struct {
	Code string `json:"code" kept:"Code" doc:"stable code"`
	Rows int    `json:"rows" kept:"Rows" doc:"how many rows would be on hold without it"`
}

// HeldReason counts the rows that are held for one reason. A row with several counts for the first of them.
type HeldReason struct {
	Code   string `json:"code" kept:"Code" doc:"stable code"`
	Column string `json:"column,omitempty" kept:"Column" doc:"the column's header"`
	Rows   int    `json:"rows" kept:"Rows" doc:"how many rows; one with several reasons counts for the first"`
	Accept string `json:"accept,omitempty" kept:"Accept" doc:"what --accept takes to write them all"`
}

// Text says why the rows are held and what decides them, to stand behind their number.
func (h *HeldReason) Text() string {
	for _, known := range holding() {
		if known.code == h.Code {
			return known.text
		}
	}
	return wording.English.Held.Other(h.Code)
}

// accepts says whether a person has accepted a reason for a row: for all of its code, or by a ! in the row.
func (l *ledger) accepts(i int32, code, field string) bool {
	e := &l.index.rows[i]
	if e.is(insisted) && code != codes.WrittenBefore { // who imports one file twice means no second organization
		return true
	}
	_, header := l.in.Mappings[e.source].ColumnOf(field)
	if !slices.ContainsFunc(l.accepted, func(a Acceptance) bool { return a.Covers(code, field, header) }) {
		return false
	}
	if last, ok := l.acceptedLast[code]; !ok || last != i {
		l.acceptedLast[code] = i
		l.acceptedRows[code]++
	}
	return true
}

// Covers says whether a reason that is about a field is accepted, by the field's name or its column's.
func (a Acceptance) Covers(code, field, header string) bool {
	return a.Code == code && (a.Column == "" || a.Column == field || columns.SameHeader(a.Column, header))
}

// ask holds a row for a reason that a person may accept, unless it was accepted, and says whether it is held. The message ends with what
// accepts it.
func (l *ledger) ask(i int32, code, field, message, value string, suggestion ...string) bool {
	if l.accepts(i, code, field) {
		return false
	}
	message += "--accept " + code
	if code != codes.WrittenBefore {
		message += ", or for this row alone a ! behind its orgbatch_row"
		if column, _ := l.in.Mappings[l.index.rows[i].source].ColumnOf(columns.FieldIdentity); column < 0 {
			message += " in rejects.csv"
		}
	}
	l.hold(i, code, field, message, value, suggestion...)
	return true
}

// CheckAccepted refuses a column that no file has.
func CheckAccepted(accepted []Acceptance, mappings []columns.Mapping) error {
	for _, a := range accepted {
		found := a.Column == ""
		for n := range mappings {
			for _, field := range [...]string{pigello.NameName, pigello.NameCustomID, pigello.NameOrganization, columns.FieldIdentity} {
				column, header := mappings[n].ColumnOf(field)
				found = found || column >= 0 && a.Covers(a.Code, field, header)
			}
		}
		if !found {
			return &columns.MappingError{Problem: fmt.Sprintf("--accept %s: no column that is sent is called so", a), Usage: true}
		}
	}
	return nil
}

// heldReasons sums up the rows that are held.
func (l *ledger) heldReasons() []HeldReason {
	var list []HeldReason
	for i := range l.index.rows {
		first := int32(i)
		if same := l.index.rows[i].same; same != none {
			first = same
		}
		why, ok := l.heldFor[first]
		if !ok || l.index.rows[first].action() != run.ActionHold {
			continue
		}
		at := slices.IndexFunc(list, func(h HeldReason) bool { return h.Code == why.code && h.Column == why.column })
		if at < 0 {
			at = len(list)
			list = append(list, HeldReason{Code: why.code, Column: why.column})
			if slices.Contains(AcceptableCodes(), why.code) {
				list[at].Accept = why.code
			}
		}
		list[at].Rows++
	}
	rank := func(h HeldReason) int {
		return slices.IndexFunc(holding(), func(known holdingCode) bool { return known.code == h.Code })
	}
	slices.SortStableFunc(list, func(a, b HeldReason) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

// acceptedReasons sums up what was accepted for all rows, also where no row needed it.
func (l *ledger) acceptedReasons() []AcceptedReason {
	var list []AcceptedReason
	for _, code := range AcceptableCodes() {
		if slices.ContainsFunc(l.accepted, func(a Acceptance) bool { return a.Code == code }) {
			list = append(list, AcceptedReason{code, l.acceptedRows[code]})
		}
	}
	return list
}

// heldWhy is the first reason that a row was held for.
type heldWhy struct{ code, column string }

// IsDecodable says whether the rows are held for letters that --fix decodes.
func (h *HeldReason) IsDecodable() bool { return h.Code == codes.Mojibake }

// HeldTwins are the possible twins of a plan that didn't sum up other reasons.
func HeldTwins(rows int) HeldReason {
	return HeldReason{Code: codes.PossibleTwin, Rows: rows, Accept: codes.PossibleTwin}
}
