package plan

import (
	"encoding/binary"
	"hash/maphash"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/letters"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// key stands for a text: 128 bits of a keyed hash, so that planning keeps a
// fixed number of bytes a row whatever the names' lengths. Two texts meeting in
// one key is as likely as two random UUIDs being equal.
type key [16]byte

var seedHigh, seedLow = maphash.MakeSeed(), maphash.MakeSeed()

func keyOf(s string) key {
	var k key
	binary.LittleEndian.PutUint64(k[:8], maphash.String(seedHigh, s))
	binary.LittleEndian.PutUint64(k[8:], maphash.String(seedLow, s))
	return k
}

// none marks the absence of a row, live row or successor.
const none = run.NoRow

// mark holds what is known of a row besides its keys.
type mark uint32

const (
	hasID mark = 1 << iota
	hasName
	customValue // custom_id is to be set
	customNull  // custom_id is to be emptied
	parentValue // a parent is named
	parentNull  // the parent is to be removed
	inError     // the row has an error
	held        // the row waits for a decision
	renames     // the row changes a live row's name
	setsCustom  // the row changes a live row's custom_id
	setsParent  // the row changes a live row's parent
	doubtful    // a value looks wrong, and the live data may know better
	insisted    // a ! behind the row's identity says that what it holds is meant
	differs     // the live row isn't as the snapshot has it, and stays
	blankName   // the cell of the name is blank, and the name stays
	blankCustom // so the custom_id
	blankParent // so the parent
	deletes     // the row names an organization that is to be deleted
)

// entry is a row of the file as planning keeps it in memory.
type entry struct {
	id     uuid.UUID // given in the file
	name   key
	near   key // the name, folded: equal for names a person takes for the same
	custom key

	marks mark
	org   orgnumber.Spelt // the organisation number, 0 for none

	source     int32
	number     int32 // as Excel shows it
	line       int32 // as a text editor shows it
	sameName   int32 // next row of the same name, or none
	sameCustom int32 // next row of the same custom_id, or none
	parent     int32 // the parent as written: its place in index.parents, or none
	live       int32 // matched live row, or none
	parentRow  int32 // row that creates the parent, or none
	parentTo   int32 // live row that is the parent, or none
	nameAfter  int32 // row that must free the name first, or none
	moveAfter  int32 // row that must move the new parent out of the way first, or none
	same       int32 // row whose fate this one shares, or none
}

func (e *entry) is(m mark) bool { return e.marks&m != 0 }

// index holds the file's rows and finds them by what identifies them.
type index struct {
	rows     []entry
	byID     map[uuid.UUID]int32 // first row that gives this id
	byName   map[key]int32       // first row of this name; the others hang on sameName
	byNear   map[key]int32       // first row of this folded name
	byCustom map[key]int32       // first row of this custom_id; the others hang on sameCustom

	parents     []parentRef
	parentsText [check.ParentByCustomID + 1]map[key]int32 // by the text written, for each kind
	parentsID   map[uuid.UUID]int32                       // the last of each id; the others hang on sameID
}

// parentRef is a parent as the file writes it: one for all rows that name it.
type parentRef struct {
	text string
	kind check.ParentKind
	id   uuid.UUID // when it is written as an id
	// spelled says that the text is an id in another spelling, so that it may be a name or a custom_id as well.
	spelled bool
	sameID  int32 // another parent of the same id, written or to be found otherwise, or none
	rows    []int // row numbers that need it, the first 20
	count   int   // how many rows need it

	liveName   int32 // live row of that name, or none; names are unique
	liveCustom []int32
	liveID     int32 // live row of that id, or none

	resolved resolution
	perhaps  string // the row that it may be: "row 82, whose name is empty"
}

func newIndex() *index {
	x := &index{
		byID: map[uuid.UUID]int32{}, byName: map[key]int32{}, byNear: map[key]int32{},
		byCustom: map[key]int32{}, parentsID: map[uuid.UUID]int32{},
	}
	for k := range x.parentsText {
		x.parentsText[k] = map[key]int32{}
	}
	return x
}

// add takes a checked row in; bad rows too, since others may refer to them.
func (x *index) add(rec *check.Record, source, number, line int, bad bool) {
	i := int32(len(x.rows))
	x.rows = append(x.rows, entry{
		source: int32(source), number: int32(number), line: int32(line), sameName: none, sameCustom: none, parent: none,
		live: none, parentRow: none, parentTo: none, nameAfter: none, moveAfter: none, same: none,
	})
	e := &x.rows[i]
	if e.org = rec.Org; bad {
		e.marks |= inError
	}
	for _, field := range rec.Blank {
		switch field {
		case pigello.NameName:
			e.marks |= blankName
		case pigello.NameCustomID:
			e.marks |= blankCustom
		default:
			e.marks |= blankParent
		}
	}
	if rec.HasID {
		e.id, e.marks = rec.ID, e.marks|hasID
		if _, ok := x.byID[e.id]; !ok {
			x.byID[e.id] = i
		}
	}
	if rec.Name != "" {
		x.addName(i, rec.Name)
	}
	switch rec.CustomID.Kind {
	case run.Value:
		e.custom, e.marks = keyOf(rec.CustomID.Text), e.marks|customValue
		e.sameCustom = chain(x.byCustom, e.custom, i, func(first int32) *int32 { return &x.rows[first].sameCustom })
	case run.Null:
		e.marks |= customNull
	}
	switch rec.Parent.Kind {
	case run.Value:
		e.marks |= parentValue
		e.parent = x.addParent(rec, number)
	case run.Null:
		e.marks |= parentNull
	}
}

func (x *index) addName(i int32, name string) {
	e := &x.rows[i]
	e.name, e.near, e.marks = keyOf(name), keyOf(letters.Fold(name)), e.marks|hasName
	e.sameName = chain(x.byName, e.name, i, func(first int32) *int32 { return &x.rows[first].sameName })
	if _, ok := x.byNear[e.near]; !ok {
		x.byNear[e.near] = i
	}
}

// chain hangs row i behind the first row of its key and returns what follows i.
func chain(first map[key]int32, k key, i int32, next func(first int32) *int32) int32 {
	head, ok := first[k]
	if !ok {
		first[k] = i
		return none
	}
	link := next(head)
	follows := *link
	*link = i
	return follows
}

func (x *index) addParent(rec *check.Record, number int) int32 {
	k := keyOf(rec.Parent.Text)
	texts := x.parentsText[rec.ParentKind]
	at, ok := texts[k]
	if !ok {
		at = int32(len(x.parents))
		texts[k] = at
		ref := parentRef{text: strings.Clone(rec.Parent.Text), kind: rec.ParentKind, liveName: none, liveID: none}
		if id, ok := check.ParentID(rec); ok {
			ref.id, ref.spelled = id, rec.SpelledParent != uuid.UUID{}
			ref.sameID = none
			if first, ok := x.parentsID[id]; ok {
				ref.sameID = first
			}
			x.parentsID[id] = at
		}
		x.parents = append(x.parents, ref)
	}
	ref := &x.parents[at]
	ref.count++
	if len(ref.rows) < MaxParentRows {
		ref.rows = append(ref.rows, number)
	}
	return at
}

// place is where a row stands.
func (x *index) place(i int32) intake.Place {
	e := &x.rows[i]
	return intake.Place{Source: int(e.source), Number: int(e.number), Line: int(e.line)}
}

// named yields every row of a name.
func (x *index) named(k key, yield func(i int32)) {
	for i, ok := x.byName[k]; ok && i != none; i = x.rows[i].sameName {
		yield(i)
	}
}

// coded yields every row of a custom_id.
func (x *index) coded(k key, yield func(i int32)) {
	for i, ok := x.byCustom[k]; ok && i != none; i = x.rows[i].sameCustom {
		yield(i)
	}
}
