package importer_test

import (
	"context"
	"testing"

	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestHeldVersions: a held row tells what was planned on, what is there now and what the file wants, and keeps what it met.
func TestHeldVersions(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	there := w.load("Moder AB", "A AB|1", "B AB|2", "C AB|3|Moder AB", "D AB", "E AB|5|Moder AB")
	r, _ := w.plan("id,name,custom_id\n" + // rows 2 …
		there["A AB"].ID.String() + ",A AB,11\n" +
		there["B AB"].ID.String() + ",Bee AB,2\n" +
		there["C AB"].ID.String() + ",C AB,33\n" +
		there["D AB"].ID.String() + ",D AB,4\n" +
		there["E AB"].ID.String() + ",E AB,55\n" +
		",Ny AB,5\n")
	w.change(there["A AB"].ID, pigello.Write{Name: "A AB", CustomID: pigello.Some("x")})
	w.change(there["B AB"].ID, pigello.Write{Name: "B AB", CustomID: pigello.Some("y")})
	w.change(there["C AB"].ID, pigello.Write{Name: "Cee AB", CustomID: pigello.Some("3"), Parent: pigello.Some(there["D AB"].ID)})
	w.change(there["D AB"].ID, pigello.Write{Name: "D AB", CustomID: pigello.Some("z")})
	w.change(there["E AB"].ID, pigello.Write{Name: "E AB", CustomID: pigello.Some("5"), Parent: pigello.Some(there["D AB"].ID)})
	if _, err := w.client.Create(context.Background(), pigello.Write{Name: "Ny AB", CustomID: pigello.Some("6")}); err != nil {
		t.Fatal(err)
	}
	books, err := w.apply(r, push.Options{})
	if err != nil || books.Held != 6 {
		t.Fatalf("apply: %v, %v", books, err)
	}
	now := w.there()
	since := "somebody changed the organization since the plan was made: "
	for row, want := range []string{
		since + `custom_id was "1", is "x", and "11" was to be written`,
		since + `name is "B AB" and "Bee AB" was to be written; custom_id was "2", is "y"`,
		since + `name was "C AB", is "Cee AB"; custom_id is "3" and "33" was to be written; it has another parent`,
		since + `custom_id was empty, is "z", and "4" was to be written`,
		since + `custom_id is "5" and "55" was to be written; it has another parent`,
		"an organization of this name is there now with other values (" + now["Ny AB"].ID.String() + `); look at it, and import the row again with its id: custom_id is "6" and "5" was to be written`,
	} {
		if got, err := r.Journal().Message(row); err != nil || got != want {
			t.Errorf("row %d: %q, %v, not %q", row, got, err, want)
		}
	}
	met, ok, err := run.Met(r, 2)
	if want := (run.Snapshot{Name: "Cee AB", CustomID: run.Text{Kind: run.Value, Text: "3"}, Parent: run.Text{Kind: run.Value, Text: there["D AB"].ID.String()}}); met != want || !ok || err != nil {
		t.Errorf("row 2 met %+v, %v, %v", met, ok, err)
	}
}
