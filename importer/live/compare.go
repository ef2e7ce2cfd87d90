package live

import (
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Agrees reports whether an organization is as a write meant it. What either side doesn't tell is
// not compared; a create that leaves a field out means it empty.
func Agrees(org pigello.Organization, body pigello.Write) bool {
	if org.Name != body.Name {
		return false
	}
	if (body.ID == uuid.UUID{}) {
		return IsNew(org.CustomID, body.CustomID) && IsNew(org.Parent, body.Parent)
	}
	return Is(org.CustomID, body.CustomID) && Is(org.Parent, body.Parent)
}

// Is reports whether a field is as meant; one that either side doesn't tell is.
func Is[T comparable](is, meant pigello.Optional[T]) bool {
	return meant.IsAbsent() || IsNew(is, meant)
}

// IsNew reports whether a field of a new organization is as meant: one that was left out is empty.
func IsNew[T comparable](is, meant pigello.Optional[T]) bool {
	if is.IsAbsent() {
		return true
	}
	a, hasA := is.Get()
	b, hasB := meant.Get()
	return hasA == hasB && a == b
}

// IsUntouched reports whether an organization is still as planning read it.
func IsUntouched(org pigello.Organization, before run.Snapshot) bool {
	return org.Name == before.Name && Is(org.CustomID, CustomID(before)) && Is(org.Parent, Parent(before))
}

// Snapshot is an organization as a run keeps it.
func Snapshot(org pigello.Organization) run.Snapshot {
	return run.Snapshot{Name: org.Name, CustomID: Text(org.CustomID), Parent: ParentText(org.Parent)}
}

// Text is a field as a run keeps it.
func Text(o pigello.Optional[string]) run.Text {
	if v, ok := o.Get(); ok {
		return run.Text{Text: v, Kind: run.Value}
	}
	if o.IsNull() {
		return run.Text{Kind: run.Null}
	}
	return run.Text{}
}

// ParentText is a parent as a run keeps it: by its id.
func ParentText(o pigello.Optional[uuid.UUID]) run.Text {
	if id, ok := o.Get(); ok {
		return run.Text{Text: id.String(), Kind: run.Value}
	}
	if o.IsNull() {
		return run.Text{Kind: run.Null}
	}
	return run.Text{}
}

// Optional is a kept field as the client has it.
func Optional(t run.Text) pigello.Optional[string] {
	switch t.Kind {
	case run.Value:
		return pigello.Some(t.Text)
	case run.Null:
		return pigello.Null[string]()
	}
	return pigello.Optional[string]{}
}

// CustomID is the custom_id of a snapshot as the client has it.
func CustomID(s run.Snapshot) pigello.Optional[string] { return Optional(s.CustomID) }

// Parent is the parent of a snapshot as the client has it; absent where the snapshot has no valid id.
func Parent(s run.Snapshot) pigello.Optional[uuid.UUID] {
	switch s.Parent.Kind {
	case run.Null:
		return pigello.Null[uuid.UUID]()
	case run.Value:
		if id, err := uuid.Parse(s.Parent.Text); err == nil {
			return pigello.Some(id)
		}
	}
	return pigello.Optional[uuid.UUID]{}
}
