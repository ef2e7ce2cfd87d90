package verify

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// A restore is rehearsed record by record, and what came out otherwise is named.
func TestRehearse(t *testing.T) {
	from := serve(t)
	var parent pigello.Organization
	for i := range 40 {
		w := pigello.Write{Name: fmt.Sprintf("Exempelbacken %d AB", i)}
		if i%3 > 0 {
			w.CustomID = pigello.Some(fmt.Sprint("EX-", i))
		}
		if i%4 > 0 {
			w.Parent = pigello.Some(parent.ID)
		}
		org, err := from.Create(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		parent = org
	}
	s := backup.Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	snap, err := s.Create(t.Context(), from, backup.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Rehearse(t.Context(), snap, serve(t), RehearseOptions{RunsDir: t.TempDir()})
	if err != nil || r.Rows != 40 || len(r.Differences) > 0 || r.Orphans > 0 {
		t.Errorf("%+v, %v", r, err)
	}

	for what, spoil := range map[string]func(*pigello.Client, pigello.Organization) error{
		`row 40, "Exempelbacken 39 AB", has another custom_id: "other", and the snapshot says null`: func(c *pigello.Client, o pigello.Organization) error {
			_, err := c.Update(t.Context(), o.ID, pigello.Write{Name: o.Name, CustomID: pigello.Some("other")})
			return err
		},
		`row 40, "Exempelbacken 39 AB", has another parent than in the snapshot`: func(c *pigello.Client, o pigello.Organization) error {
			_, err := c.Update(t.Context(), o.ID, pigello.Write{Name: o.Name, Parent: pigello.Null[uuid.UUID]()})
			return err
		},
		`"Låtsasberget AB" is not in the snapshot`: func(c *pigello.Client, o pigello.Organization) error {
			_, err := c.Create(t.Context(), pigello.Write{Name: "Låtsasberget AB"})
			return err
		},
		`row 40, "Exempelbacken 39 AB", did not come back`: func(c *pigello.Client, o pigello.Organization) error { return c.Delete(t.Context(), o.ID) },
	} {
		to := serve(t)
		spoiled := false
		r, err := Rehearse(t.Context(), snap, to, RehearseOptions{RunsDir: t.TempDir(), Progress: func(p run.Progress) {
			if p.Stage != "push" || p.Rows < 40 || spoiled {
				return
			}
			spoiled = true
			for org, err := range to.ListAll(t.Context(), pigello.Query{Filters: []pigello.Filter{pigello.FieldName.Is("Exempelbacken 39 AB")}}, nil) {
				if err == nil {
					err = spoil(to, org)
				}
				if err != nil {
					t.Error(err)
				}
			}
		}})
		if err != nil || !strings.Contains(strings.Join(r.Differences, "\n"), what) {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
	}
}

// Rows below an organization that the activation doesn't see are counted, and
// the others restored.
func TestRehearseOrphans(t *testing.T) {
	s := backup.Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	snap := putRows(t, s, begun, 4, func(w io.Writer, i int) {
		parent := [...]string{"null", `{"id":"11111111-0000-4000-8000-000000000000"}`, `{"id":"00000000-0000-4000-8000-000000000001"}`, `{"id":"00000000-0000-4000-8000-000000000000"}`}[i]
		fmt.Fprintf(w, `{"id":"00000000-0000-4000-8000-%012d","name":"Exempelbacken %d AB","custom_id":null,"organization":%s,"created_at":"2026-11-23T01:00:00.%06dZ"}`+"\n", i, i, parent, i)
	})
	r, err := Rehearse(t.Context(), snap, serve(t), RehearseOptions{RunsDir: t.TempDir()})
	if err != nil || r.Rows != 2 || len(r.Differences) > 0 || r.Orphans != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}
