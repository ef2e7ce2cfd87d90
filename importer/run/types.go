package run

import (
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TextKind tells three kinds of nothing and something apart.
type TextKind uint8

const (
	// Absent is a field that isn't told: leave it alone, or not known. It is the zero value.
	Absent TextKind = iota
	// Null is a field that is empty, or is to be emptied.
	Null
	// Value is a field with the text beside it, which may be "".
	Value
)

// String names the kind in one lower-case word.
func (k TextKind) String() string { return nameOf(k, "absent", "null", "value") }

// Text is a text that may be absent or null. Its Text is "" unless Kind is Value. Text values compare with ==.
type Text struct {
	Text string
	Kind TextKind
}

// Row is one row of the input, as kept.
type Row struct {
	// Index counts from 0 over all sources: the row's key everywhere in a run. AppendRow sets it.
	Index int
	// Source is the index of its Source in Meta.Sources.
	Source int
	// Number is the row as Excel shows it, Line its first line in a text editor; both from 1.
	Number, Line int
	// Raw holds the bytes as read, without the final line end, in the encoding of the source.
	Raw []byte
	// Cells are the row's cells; those of an unreadable row may be of any number.
	Cells []tabular.Cell
	// Identity is the orgbatch_row that a mended reject carried in ("k7f3:347"), else "".
	Identity string
	// Values is what the row says after mapping and trimming.
	Values Values
}

// IdentityIn gives the row's identity over all attempts: the one that it carried in, else its place in this run ("k7f3:347", of a second
// source "k7f3:2:347").
func (r *Row) IdentityIn(short string) string {
	switch {
	case r.Identity != "":
		return r.Identity
	case r.Source > 0:
		return fmt.Sprintf("%s:%d:%d", short, r.Source+1, r.Number)
	}
	return short + ":" + strconv.Itoa(r.Number)
}

// Values are the fields of a row after mapping and checks.
type Values struct {
	// ID is the organization's id as 36 characters, "" for none.
	ID string
	// Name is the name, "" for a row without one.
	Name string
	// CustomID and Parent as written; Null empties the field.
	CustomID, Parent Text
	// ParentKind says how Parent is to be read: "" (id, name or custom_id), "id", "name" or "custom_id". It is kept as given.
	ParentKind string
}

// Action is what planning decided for a row.
type Action uint8

const (
	// ActionCreate makes a new organization.
	ActionCreate Action = iota + 1
	// ActionUpdate changes the fields of Decision.SetName, SetCustomID and SetParent.
	ActionUpdate
	// ActionUnchanged leaves a live organization as it is.
	ActionUnchanged
	// ActionReject is a row with an error.
	ActionReject
	// ActionHold is a row that waits for a person's decision.
	ActionHold
	// ActionFollow is a row that equals another one, Decision.SameAs, and shares its fate.
	ActionFollow
	// ActionDelete deletes a live organization, in a run that does nothing else. What becomes of it stands in the journal of the undo.
	ActionDelete
)

// String names the action in one lower-case word, as results.csv has it.
func (a Action) String() string {
	return nameOf(a, "none", "create", "update", "unchanged", "reject", "hold", "follow", "delete")
}

// NoRow stands where no row is named.
const NoRow int32 = -1

// Decision is what planning decided for a row and what applying needs to do it.
type Decision struct {
	// Action is what is to be done.
	Action Action
	// ID is the live organization that the row matches, zero for none.
	ID uuid.UUID
	// ParentRow is the row whose new id becomes the parent, -1 for none; ParentID is the parent when its id is known already.
	ParentRow int32
	ParentID  uuid.UUID
	// SetParent, SetCustomID and SetName are the fields that an update changes.
	SetParent, SetCustomID, SetName bool
	// NameAfter is the row that must be written first since it frees the name, -1 for none.
	NameAfter int32
	// MoveAfter is the row plus one that must be written first since it moves what this one goes below out of the way, 0 for none.
	MoveAfter int32
	// SameAs is the earlier row whose fate a Follow shares, -1 for none.
	SameAs int32
	// Before is the live organization as planning read it, After what it is to become. Parents are uuids.
	Before, After Snapshot
}

// Snapshot is an organization at one moment. Parent is the parent's uuid, Null for none, Absent when it wasn't told.
type Snapshot struct {
	Name             string
	CustomID, Parent Text
}

// nameOf gives the name of a small enumeration's value.
func nameOf[T ~uint8](v T, names ...string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return "invalid"
}

// Forecast says what applying a plan would cost.
type Forecast struct {
	Requests int           `json:"requests" kept:"Requests" doc:"forecast: requests"`
	Bytes    int64         `json:"request_bytes" kept:"Bytes" doc:"forecast: bytes sent"`
	Duration time.Duration `json:"seconds" kept:"Duration" doc:"forecast: at the allowed rate; 0 when nothing limits it"`
}

// MissingParent is a parent that was found neither in the file nor in the API.
type MissingParent struct {
	Name    string   `json:"name" kept:"Name" doc:"as the file has it"`
	Rows    []int    `json:"-" kept:"Rows"` // row numbers that need it, the first 20
	Count   int      `json:"count" kept:"Count" doc:"rows that need it"`
	Nearest string   `json:"nearest,omitempty" kept:"Nearest" doc:"the nearest name that exists"`
	AsNear  []string `json:"as_near,omitempty" kept:"AsNear,omitempty" doc:"names that exist and are equally near"`
	Perhaps string   `json:"perhaps,omitempty" kept:"Perhaps,omitempty" doc:"the row of the file that it may be, and what is wrong with its name"`
}
