package audit

import (
	"hash/maphash"
	"testing"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

func text(s string) run.Text { return run.Text{Kind: run.Value, Text: s} }

// TestClaimsAreCompared: each field that the run says and the API tells counts, and no other.
func TestClaimsAreCompared(t *testing.T) {
	parent := uuid.New()
	org := pigello.Organization{ID: uuid.New(), Name: "Hus", CustomID: pigello.Some("7"), Parent: pigello.Some(parent)}
	untold := org
	untold.Parent = pigello.Optional[uuid.UUID]{}
	whole := run.Snapshot{Name: "Hus", CustomID: text("7"), Parent: idValue(parent)}
	for _, c := range []struct {
		what   string
		want   run.Snapshot
		org    pigello.Organization
		field  string
		inPart bool
	}{
		{"all is as written", whole, org, "", false},
		{"another name", run.Snapshot{Name: "Gård", CustomID: text("7")}, org, pigello.NameName, false},
		{"another custom_id", run.Snapshot{Name: "Hus", CustomID: text("8")}, org, pigello.NameCustomID, false},
		{"no custom_id was written", run.Snapshot{Name: "Hus", CustomID: run.Text{Kind: run.Null}}, org, pigello.NameCustomID, false},
		{"another parent", run.Snapshot{Name: "Hus", Parent: idValue(uuid.New())}, org, pigello.NameOrganization, false},
		{"the run says a name alone", run.Snapshot{Name: "Hus"}, org, "", false},
		{"the run says no name", run.Snapshot{CustomID: text("7")}, org, "", false},
		{"the API doesn't tell the parent", whole, untold, "", true},
	} {
		found := (&claim{want: c.want}).compare(c.org)
		got := ""
		if len(found.differ) > 0 {
			got = found.differ[0].Field
		}
		if got != c.field || len(found.differ) > 1 || found.inPart != c.inPart {
			t.Errorf("%s: %q differs in %v, in part %v", c.what, got, found.differ, found.inPart)
		}
	}
}

// TestNamesAreFoundFolded: rows are found by names that an API may take for the same.
func TestNamesAreFoundFolded(t *testing.T) {
	a := &audit{seed: maphash.MakeSeed()}
	x := nameIndex{{a.nameHash("Åkerhus  AB"), 4}}
	for name, found := range map[string]bool{"åkerhus ab": true, "A\u030akerhus AB": true, "Akerhus AB": false} {
		if got := len(x.with(a.nameHash(name))) == 1; got != found {
			t.Errorf("%q is found: %v", name, got)
		}
	}
}

// TestRowsAreCountedOnce: by what is worst of them.
func TestRowsAreCountedOnce(t *testing.T) {
	a := &audit{marks: []auditMark{0, isDoubled}}
	gone, changed := []Difference{{Finding: Gone}}, []Difference{{Finding: Changed}, {Finding: Changed}}
	a.count(0, compared{differ: gone})
	a.count(0, compared{differ: changed, inPart: true})
	a.count(0, compared{inPart: true})
	a.count(0, compared{})
	a.count(1, compared{differ: gone, inPart: true})
	if want := (run.Audited{Gone: 1, Changed: 1, InPart: 1, Hold: 1, Doubled: 1}); a.books != want {
		t.Errorf("%+v, want %+v", a.books, want)
	}
}
