package sandbox

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

func TestFileIsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "with space & ?#%.db")
	first, err := Open(Options{DB: file})
	if err != nil {
		t.Fatal(err)
	}
	o := first.create(t, `{"name":"a","custom_id":"7"}`)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	first.call("GET", at(o), "").want(t, 500)
	first.call("POST", one, `{"name":"b"}`).want(t, 500)

	second := open(t, Options{DB: file})
	if got := second.call("GET", at(o), "").want(t, 200).object(t); got.Name != "a" || got.CreatedAt != o.CreatedAt {
		t.Errorf("got %+v", got)
	}
	if next := second.create(t, `{"name":"b"}`); next.ID == o.ID || next.CreatedAt <= o.CreatedAt {
		t.Errorf("the next is %+v after %+v", next, o)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v", info.Mode())
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	c, err := sqlite3.Open(other)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Exec("CREATE TABLE t (x); INSERT INTO t VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	s, err := Open(Options{DB: newer})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.writer.Exec("PRAGMA user_version=99"); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	for file, want := range map[string]string{
		other: "another program", text: "not a database", newer: "newer version", filepath.Join(dir, "none", "x.db"): "none",
	} {
		before, _ := os.ReadFile(file)
		_, err := Open(Options{DB: file})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", file, err)
		}
		if after, _ := os.ReadFile(file); string(before) != string(after) {
			t.Errorf("%s was changed", file)
		}
	}
}

// TestTwoOnOneFile writes into one file from two sandboxes, as two processes would.
func TestTwoOnOneFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shared.db")
	both := []*Sandbox{open(t, Options{DB: file}), open(t, Options{DB: file})}
	var group sync.WaitGroup
	for i, s := range both {
		group.Go(func() {
			for j := range 40 {
				if a := s.call("POST", one+"list/", fmt.Sprintf(`[{"name":"own %d %d"},{"name":"own2 %d %d"}]`, i, j, i, j)); a.status != 200 {
					t.Errorf("%d %s", a.status, a.body)
				}
				s.call("POST", one, fmt.Sprintf(`{"name":"shared %d"}`, j)) // one of the two is refused
			}
		})
	}
	group.Wait()
	list := both[0].call("GET", list(), "").want(t, 200).objects(t)
	ids := map[string]bool{}
	for _, o := range list {
		ids[o.ID] = true
	}
	if len(list) != 200 || len(ids) != 200 || both[1].rowsNow(t) != 200 {
		t.Errorf("%d rows, %d ids", len(list), len(ids))
	}
}

// TestFileHeldByAnother gives a clear answer when another process doesn't let go of the file.
func TestFileHeldByAnother(t *testing.T) {
	file := filepath.Join(t.TempDir(), "held.db")
	holder, s := open(t, Options{DB: file}), open(t, Options{DB: file})
	if err := s.store.writer.BusyTimeout(0); err != nil {
		t.Fatal(err)
	}
	err := holder.store.write(func(*conn) error {
		s.call("POST", one, `{"name":"a"}`).want(t, 503, `{"detail":"The sandbox database is being written by another process."}`)
		s.call("GET", list(), "").want(t, 200, "[]")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.create(t, `{"name":"a"}`)
}

// TestConcurrent does everything at once; the race detector watches.
func TestConcurrent(t *testing.T) {
	for _, db := range []string{"", filepath.Join(t.TempDir(), "busy.db")} {
		s := open(t, Options{DB: db, Faults: faults(t, "latency=10%:1ms", "stall=5%:1ms"), Assume: Assumptions{ParentAnswer: "more", DeleteParent: "null"}})
		seed(t, s, 300)
		srv := httptest.NewServer(s)
		var group sync.WaitGroup
		for w := range 6 {
			group.Go(func() {
				for i := range 30 {
					o := s.create(t, `{"name":"%d %d"}`, w, i)
					s.call("POST", one+"list/", fmt.Sprintf(`[{"name":"child %d %d","organization":{"id":%q}},{"id":%q,"name":"again %d %d"}]`, w, i, o.ID, o.ID, w, i)).want(t, 200)
					resp := request(t, "GET", srv.URL+list("_jsonl=true", "_order_by=-name"), nil)
					_ = resp.Body.Close() // unread
					if i%3 == 0 {
						s.call("DELETE", at(o), "").want(t, 204)
					}
					s.call("GET", list("_search=again"), "").want(t, 200)
					s.Requests()
					s.SetFaults(faults(t, "latency=10%:1ms"))
				}
			})
		}
		group.Wait()
		srv.Close()
		if n := s.rowsNow(t); n != 300+6*30+6*20 {
			t.Errorf("%d rows", n)
		}
	}
}

func TestReset(t *testing.T) {
	s := open(t, Options{})
	load(t, s, documented(t, "object.json"))
	o := s.create(t, `{"name":"a"}`)
	if err := s.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := s.rowsNow(t); n != 0 {
		t.Errorf("%d rows", n)
	}
	if again := s.create(t, `{"name":"a"}`); again.ID == o.ID {
		t.Error("a reset sandbox gave the same id")
	}
	s.call("GET", one+sampleID+"/", "").want(t, 404)
}
