package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
)

// ending is what an undo must make of an organization.
type ending uint8

const (
	staysAsIs   ending = iota // it isn't the run's, or somebody changed it since, or it may be somebody else's
	goesAway                  // the run made it
	isGivenBack               // the run changed it
)

// judge compares what is there after an undo with what was there before the run.
func (u *undoing) judge() error {
	undone, err := u.look()
	if err != nil {
		return err
	}
	if err := errors.Join(u.judgeDeletes(), u.readNamed()); err != nil {
		return err
	}
	adopted := map[string]bool{} // may be somebody else's
	for row, is := range u.adopted {
		if is {
			adopted[u.ids[row].String()] = true
		}
	}
	var wrong []error
	for _, id := range sortedKeys(u.changed) {
		wrong = append(wrong, u.judgeOne(id, undone, adopted))
	}
	for _, id := range sortedKeys(undone) {
		if u.changed[id].ID == "" {
			wrong = append(wrong, fmt.Errorf("the undo made %+v", undone[id]))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("the undo is wrong: %w\n%v, kept or failed: %v", err, u.books, u.named)
	}
	return nil
}

// judgeDeletes: whatever was asked to be deleted was made by requests of this run, and nothing was made.
func (u *undoing) judgeDeletes() error {
	for _, w := range u.server.writes {
		switch {
		case w.Method == http.MethodPost:
			return fmt.Errorf("the undo sent a POST of %q (%s)", w.Name, w.ID)
		case w.Method == http.MethodDelete && !u.made(w.ID):
			return fmt.Errorf("the undo asked to delete %+v, which the run didn't make", u.changed[w.ID])
		}
	}
	return nil
}

// made tells what the run made, by the log of what is there and not by its journal: it came while the run was applied, when nobody else did anything.
func (u *undoing) made(id string) bool { return u.after[id].ID != "" && u.touched[id].ID == "" }

// readNamed reads what the undo says of the rows that it left.
func (u *undoing) readNamed() error {
	u.named = map[string]string{}
	kept, failed, unknown, err := undo.KeptRows(u.run)
	if err != nil {
		return err
	}
	if len(unknown) > 0 {
		return fmt.Errorf("%d rows of an undone run are unknown", len(unknown))
	}
	for _, k := range append(kept, failed...) {
		if k.Why == "" || k.ID == uuid.Nil || k.Name == "" {
			return fmt.Errorf("row %d is left without a reason, an id or a name: %+v", k.Row+1, k)
		}
		u.named[k.ID.String()] = k.Why
	}
	return nil
}

// failedOver says whether the API failed over each request to delete an organization, which then stays and is named.
func (u *undoing) failedOver(id string) bool {
	return strings.HasPrefix(u.named[id], "Pigello refuses to delete it: the request was answered by 5")
}

// judgeOne compares one organization with what must have come of it.
func (u *undoing) judgeOne(id string, undone map[string]object, adopted map[string]bool) error {
	was, now, then := u.touched[id], u.changed[id], undone[id]
	want := u.endingOf(id, adopted)
	switch {
	case want == goesAway && then.ID != "" && !u.hasChild(undone, id) && !u.hadChild(undone, id) && !u.failedOver(id):
		return fmt.Errorf("%+v was made by the run, nobody touched it, and it is there", now)
	case want == goesAway && then.ID == "":
		return nil
	case want == isGivenBack && u.backAsFarAsMay(id, then, undone):
		return nil
	case want == isGivenBack:
		return fmt.Errorf("%+v became %+v; before the run it was %+v", now, then, was)
	case then != now:
		return fmt.Errorf("%+v was to stay and became %+v", now, then)
	case u.wrote(id) && then != u.known(was, now) && u.named[id] == "":
		return fmt.Errorf("%+v stays and isn't named", now)
	}
	return nil
}

func (u *undoing) endingOf(id string, adopted map[string]bool) ending {
	switch {
	case u.wasTouched(id) || adopted[id] || !u.wrote(id):
		return staysAsIs
	case u.made(id):
		return goesAway
	}
	return isGivenBack
}

// wasTouched tells what somebody else changed since the run. What was back again when the undo began stays nevertheless, as its plan said.
func (u *undoing) wasTouched(id string) bool {
	for _, then := range []map[string]object{u.planned, u.changed} {
		after := u.after[id]
		if !u.made(id) {
			after = u.known(after, then[id])
		}
		if then[id] != after {
			return true
		}
	}
	return false
}

// wrote tells the organizations of rows that were created, updated or found there.
func (u *undoing) wrote(id string) bool {
	for i, status := range u.status {
		if (status == run.Created || status == run.Updated || u.foundThere(i)) && u.ids[i].String() == id && u.decisions[i].Action != run.ActionFollow {
			return true
		}
	}
	return false
}

// known is what an import knew of an organization: where the API tells no parents, it neither changes nor compares them.
func (u *undoing) known(was, now object) object {
	if u.untold() {
		was.Parent = now.Parent
	}
	return was
}

// backAsFarAsMay: all is as it was, or something stands in the way: the former name is another's, the former parent is gone or lies below. What isn't back is named.
func (u *undoing) backAsFarAsMay(id string, then object, undone map[string]object) bool {
	was, now := u.known(u.touched[id], u.changed[id]), u.changed[id]
	if then == was {
		return true
	}
	fields := (then.Name == was.Name || then.Name == now.Name) && (then.Custom == was.Custom || then.Custom == now.Custom) &&
		(then.Parent == was.Parent || then.Parent == now.Parent)
	return fields && u.named[id] != "" && u.inTheWay(was, undone)
}

func (u *undoing) inTheWay(was object, undone map[string]object) bool {
	same := func(a, b string) bool {
		return a == b || u.s.Answers["unique-name"] == "folded" && strings.EqualFold(a, b)
	}
	for other, o := range undone {
		if other != was.ID && same(o.Name, was.Name) {
			return true
		}
	}
	if was.Parent == "" {
		return false
	}
	at := was.Parent
	for n := 0; n < len(undone) && at != ""; n++ {
		if at == was.ID || undone[at].ID == "" {
			return true
		}
		at = undone[at].Parent
	}
	return false
}

func (u *undoing) hasChild(all map[string]object, id string) bool {
	for _, o := range all {
		if o.Parent == id {
			return true
		}
	}
	return false
}

// hadChild tells whether something lay below it when the undo was planned that the undo didn't delete: its plan says that it stays.
func (u *undoing) hadChild(undone map[string]object, id string) bool {
	for child, o := range u.planned {
		if o.Parent == id && (undone[child].ID != "" || u.changed[child].ID == "") {
			return true
		}
	}
	return false
}
