package check

import (
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// ParentKind says how a parent that a row names is to be found.
type ParentKind uint8

// The ways of naming a parent.
const (
	ParentAny        ParentKind = iota // a UUID is an id, else a name, else a custom_id
	ParentByID                         // an id, and nothing else
	ParentByName                       // a name
	ParentByCustomID                   // a custom_id

	parentKinds // how many there are
)

// String gives the kind as a run keeps it: "", "id", "name" or "custom_id".
func (k ParentKind) String() string {
	return [parentKinds]string{"", pigello.NameID, pigello.NameName, pigello.NameCustomID}[k]
}

// parentKindOf tells which kind a mapped field forces.
func parentKindOf(field string) ParentKind {
	forcing := []string{ParentByID: columns.FieldOrganizationID, ParentByName: columns.FieldOrganizationName, ParentByCustomID: columns.FieldOrganizationCustomID}
	return ParentKind(max(0, slices.Index(forcing, field)))
}

// Record is one row after mapping and checks. Texts are trimmed as the API trims them.
type Record struct {
	// ID is the organization's id, if HasID.
	ID    uuid.UUID
	HasID bool
	// Name is "" when the row leaves the name as it is, which only a row that is matched by something else may.
	Name string
	// CustomID and Parent are Absent when they are left as they are, Null when they are to be emptied. Parent's text is as written, but for
	// {"id": "…"}, which becomes the id; ParentKind says how it is to be found.
	CustomID   run.Text
	Parent     run.Text
	ParentKind ParentKind
	// SpelledParent is the id that the parent may be, where its text is one in another spelling and may be a name or a custom_id as well.
	SpelledParent uuid.UUID
	// Org is the row's organisation number, 0 where no column has any, or this row no valid one.
	Org orgnumber.Spelt
	// Unique is what the row must not share with others, by check; it is overwritten by the next Check.
	Unique []uint64
	// Identity is the row's identity from an earlier run's rejects ("k7f3:347"), "" for none.
	Identity string
	// Blank names the fields whose blank cell keeps what is there. It is overwritten by the next Check.
	Blank []string
}

func isPlainEnd(b byte) bool { return ' ' < b && b < 0x7f }

// ParentID tells whether the parent is written as an id. A text that has the
// form of one is never taken for a name.
func ParentID(rec *Record) (uuid.UUID, bool) {
	if rec.SpelledParent != (uuid.UUID{}) {
		return rec.SpelledParent, true
	}
	if rec.ParentKind != ParentAny && rec.ParentKind != ParentByID || len(rec.Parent.Text) != 36 {
		return uuid.UUID{}, false
	}
	id, err := uuid.Parse(rec.Parent.Text)
	return id, err == nil
}
