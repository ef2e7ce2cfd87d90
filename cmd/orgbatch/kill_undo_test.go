//go:build !race

package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
)

var killPoints = flag.Int("undo-kills", 5, "at how many points an undo is killed")

// TestKillUndo kills real processes at points all over an undo, and kills the
// resume too: in the end the sandbox holds what it did before the import, and
// nothing is applied again.
func TestKillUndo(t *testing.T) {
	t.Parallel()
	text, _ := family(40)
	text += "Gamla Barnet AB,G-9,Exempelbacken 40 AB\n"
	prepared := func() *cell {
		c := newCell(t, text)
		c.load(`{"id":"f1c71700-0000-4000-8000-000000000001","name":"Gamla AB","custom_id":"G-1","organization":null,"created_at":"2026-01-02T03:04:05Z"}
{"id":"f1c71700-0000-4000-8000-000000000002","name":"Gamla Barnet AB","custom_id":"G-2","organization":{"id":"f1c71700-0000-4000-8000-000000000001"},"created_at":"2026-01-02T03:04:06Z"}
`)
		if exit, said := c.run(0, 0, "import", "rows.csv", "--yes"); exit != 0 {
			t.Fatalf("the import: exit %d, %s", exit, said)
		}
		return c
	}
	killEach(t, prepared, []string{"undo", "latest", "--yes", "--delete", "40", "--concurrency", "2"},
		"41 reversed (of 41 rows written; ", []string{"Gamla AB|G-1|", "Gamla Barnet AB|G-2|Gamla AB"})
}

// TestKillDelete kills the deletion of a list so: what the list doesn't name stays.
func TestKillDelete(t *testing.T) {
	t.Parallel()
	text, _ := family(40)
	prepared := func() *cell {
		c := newCell(t, text+"Kvar AB,G-9,\n")
		if exit, said := c.run(0, 0, "import", "rows.csv", "--yes"); exit != 0 {
			t.Fatalf("the import: exit %d, %s", exit, said)
		}
		list := "id\n"
		for _, org := range c.organizations() {
			if org.Name != "Kvar AB" {
				list += org.ID.String() + "\n"
			}
		}
		if err := os.WriteFile(filepath.Join(c.dir, "list.csv"), []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		return c
	}
	killEach(t, prepared, []string{"delete", "--ids", "list.csv", "--yes", "--delete", "40", "--concurrency", "2"},
		"40 deleted (of 40 organizations; ", []string{"Kvar AB|G-9|"})
}

// killEach kills a command at points all over it, and then what goes on with it: in the end it is done, and there is what is wanted.
func killEach(t *testing.T, prepared func() *cell, undo []string, done string, want []string) {
	t.Helper()
	whole := prepared()
	before := whole.e.seen
	if exit, said := whole.run(0, 0, undo...); exit != 0 || !strings.Contains(said, done) {
		t.Fatalf("undisturbed: exit %d, %s", exit, said)
	}
	requests, kills := whole.e.seen-before, 0
	for point := range *killPoints {
		c := prepared()
		at, how := 1+point*(requests-1)/(*killPoints-1), killing(point)%killings
		exit, said := c.run(at, how, undo...)
		for resumes := 0; exit != 0; resumes++ {
			kills++
			again, line := 0, []string{"resume", "latest", "--yes"}
			if resumes == 0 {
				again = 1 + point%7
			}
			if state := c.readRun().State; state != run.Undoing && (undo[0] == "undo" || state != run.Undone) {
				line = undo // it was killed before it began, or at its very end
			}
			if exit, said = c.run(again, killing(point/3)%killings, line...); resumes == 5 {
				t.Fatalf("killed at request %d, after %d resumes: exit %d, %s", at, resumes, exit, said)
			}
		}
		if got := c.listing(); !slices.Equal(got, want) {
			t.Errorf("killed at request %d: there is %q\n%s", at, got, said)
		}
		if !strings.Contains(said, done) {
			t.Errorf("killed at request %d, the books are:\n%s", at, said)
		}
	}
	if !t.Failed() {
		t.Logf("%d kills at %d points over %d requests: everything as before, nothing else gone", kills, *killPoints, requests)
	}
}

// TestKillUndoAgain kills the second undo of a run, of what the first one had to leave: the rows that were taken back stay so.
func TestKillUndoAgain(t *testing.T) {
	t.Parallel()
	text, _ := family(40)
	deletes := regexp.MustCompile(`([0-9]+) organizations? that it created`)
	planned := func(c *cell) []string {
		_, said := c.run(0, 0, "undo", "latest", "--dry-run")
		found := deletes.FindStringSubmatch(said)
		if found == nil {
			t.Fatal(said)
		}
		return []string{"undo", "latest", "--yes", "--delete", found[1], "--concurrency", "2"}
	}
	prepared := func() *cell {
		c := newCell(t, text)
		if exit, said := c.run(0, 0, "import", "rows.csv", "--yes"); exit != 0 {
			t.Fatalf("the import: exit %d, %s", exit, said)
		}
		orgs := c.organizations()
		leaf := orgs[len(orgs)-1].ID
		c.load(fmt.Sprintf(`{"id":"f1c71700-0000-4000-8000-000000000009","name":"Främmande AB","custom_id":null,"organization":{"id":%q},"created_at":"2026-01-02T03:04:05Z"}`+"\n", leaf))
		if exit, said := c.run(0, 0, planned(c)...); exit != 3 {
			t.Fatalf("the first undo: exit %d, %s", exit, said)
		}
		if exit, said := c.run(0, 0, "delete", "f1c71700-0000-4000-8000-000000000009", "--yes"); exit != 0 {
			t.Fatalf("the stranger stays: exit %d, %s", exit, said)
		}
		return c
	}
	kills := 0
	for point := range *killPoints {
		c := prepared()
		undo := planned(c)
		exit, said := c.run(2+3*point, killing(point)%killings, undo...)
		for resumes := 0; exit != 0; resumes++ {
			kills++
			line := []string{"resume", "latest", "--yes"}
			if c.readRun().State != run.Undoing {
				line = undo
			}
			if exit, said = c.run(0, 0, line...); resumes == 5 {
				t.Fatalf("killed at request %d, after %d resumes: exit %d, %s", 2+3*point, resumes, exit, said)
			}
		}
		if got := c.listing(); len(got) > 0 {
			t.Errorf("killed at request %d: there is %q\n%s", 2+3*point, got, said)
		}
		if !strings.Contains(said, "40 reversed (of 40 rows written; ") {
			t.Errorf("killed at request %d, the books are:\n%s", 2+3*point, said)
		}
	}
	if kills < 2 {
		t.Errorf("it was killed %d times", kills)
	}
}
