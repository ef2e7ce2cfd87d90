package importer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

func numbered(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

func (w *world) apply(r *run.Run, o push.Options) (run.Books, error) {
	w.t.Helper()
	books, err := importer.Apply(context.Background(), w.client, r, o)
	if cerr := books.Close(); cerr != nil {
		w.t.Error(cerr)
	}
	return books, err
}

func (w *world) writes(method string) (requests int) {
	for _, r := range w.sandbox.Requests() {
		if r.Method == method {
			requests++
		}
	}
	return requests
}

// TestRamp: the first write is one row, then ten, then full chunks.
func TestRamp(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\n" + numbered(100, func(i int) string { return fmt.Sprintf("Trappan %d AB\n", i) }))
	if _, err := w.apply(r, push.Options{ChunkSize: 50}); err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, q := range w.sandbox.Requests() {
		if q.Method == "POST" {
			sizes = append(sizes, q.Rows)
		}
	}
	slices.Sort(sizes[2:])
	if want := []int{1, 10, 39, 50}; !slices.Equal(sizes, want) {
		t.Errorf("rows a request: got %v, want %v", sizes, want)
	}
}

// TestUpdates changes 200 organizations, names among them, under both answers
// to whether a bulk element with an id updates, and to what an absent field does.
func TestUpdates(t *testing.T) {
	for _, c := range []struct {
		name    string
		assume  [][2]string
		patches bool
	}{
		{"bulk", nil, false},
		{"bulk ids ignored", [][2]string{{"bulk-id", "ignored"}}, true},
		{"absent fields become null", [][2]string{{"bulk-absent", "null"}}, false},
		{"parents untold", [][2]string{{"parent-answer", "empty"}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{})
			var live []string
			for i := range 200 {
				live = append(live, fmt.Sprintf("Före %d AB|%d", i, i))
			}
			there := w.load(live...)
			var assume sandbox.Assumptions
			for _, a := range c.assume {
				if err := assume.Set(a[0], a[1]); err != nil {
					t.Fatal(err)
				}
			}
			w.sandbox.SetAssumptions(assume)
			var want []string
			file := "id,name,custom_id\n" + numbered(200, func(i int) string {
				org := there[fmt.Sprintf("Före %d AB", i)]
				name, custom := org.Name, fmt.Sprint(i)
				if i%2 == 0 {
					name = fmt.Sprintf("Efter %d AB", i)
				} else {
					custom = fmt.Sprintf("ny-%d", i)
				}
				want = append(want, fmt.Sprintf("%s|%s|", name, custom))
				return fmt.Sprintf("%s,%s,%s\n", org.ID, name, custom)
			})
			slices.Sort(want)
			r, _ := w.plan(file)
			books, err := w.apply(r, push.Options{})
			if err != nil || books.Updated != 200 {
				t.Fatalf("apply: %v, %v", books, err)
			}
			if patched := w.writes("PATCH") > 100; patched != c.patches {
				t.Errorf("%d PATCH requests", w.writes("PATCH"))
			}
			w.sandbox.SetAssumptions(sandbox.Assumptions{})
			if got := w.listing(); !slices.Equal(got, want) {
				t.Errorf("not as the file: %s", firstDifference(got, want))
			}
		})
	}
}

// TestChangedSincePlan holds exactly the rows that somebody changed.
func TestChangedSincePlan(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	there := w.load("A AB|1", "B AB|2", "C AB|3")
	r, _ := w.plan("name,custom_id\nA AB,11\nB AB,22\nC AB,33\n")
	b := there["B AB"]
	if _, err := w.client.Update(context.Background(), b.ID, pigello.Write{Name: "B AB", CustomID: pigello.Some("somebody's")}); err != nil {
		t.Fatal(err)
	}
	books, err := w.apply(r, push.Options{})
	if err != nil || books.Updated != 2 || books.Held != 1 {
		t.Fatalf("apply: %v, %v", books, err)
	}
	want := []string{"A AB|11|", "B AB|somebody's|", "C AB|33|"}
	if got := w.listing(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRefusedRows splits chunks until the bad rows stand alone, whatever form
// the refusal has and whether the good rows were written or not.
func TestRefusedRows(t *testing.T) {
	for _, bad := range []string{"refused", "written-400", "written-200"} {
		for _, form := range []string{"list", "dict", "detail", "html"} {
			t.Run(bad+" "+form, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, sandbox.Options{})
				r, _ := w.plan("name\n" + numbered(150, func(i int) string { return fmt.Sprintf("Spillran %d AB\n", i) }))
				// Three names are taken after the plan was made, with other values.
				w.load("Spillran 20 AB|x", "Spillran 77 AB|x", "Spillran 78 AB|x")
				assume := sandbox.Assumptions{}
				if err := errors.Join(assume.Set("bulk-bad-row", bad), assume.Set("bulk-errors", form)); err != nil {
					t.Fatal(err)
				}
				w.sandbox.SetAssumptions(assume)
				books, err := w.apply(r, push.Options{ChunkSize: 64})
				if err != nil || books.Created+books.Unchanged != 147 || books.Unchanged > 0 && bad != "written-400" || books.Held != 3 {
					t.Fatalf("apply: %v, %v", books, err)
				}
				if n := len(w.listing()); n != 150 {
					t.Errorf("%d organizations there, want 150", n)
				}
			})
		}
	}
}

// TestMaxRejects stops when the API refuses too many rows.
func TestMaxRejects(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	parent := w.load("Mor AB")["Mor AB"]
	r, _ := w.plan("name,organization\n" + numbered(1000, func(i int) string {
		if i < 20 {
			return fmt.Sprintf("Fri %d AB,\n", i)
		}
		return fmt.Sprintf("Barn %d AB,Mor AB\n", i)
	}))
	if err := w.client.Delete(context.Background(), parent.ID); err != nil {
		t.Fatal(err)
	}
	books, err := w.apply(r, push.Options{ChunkSize: 60, Concurrency: 1})
	var stop *push.StopError
	if !errors.As(err, &stop) {
		t.Fatalf("apply: %v, want a StopError", err)
	}
	if books.NotReached < 500 || books.Rejected == 0 {
		t.Errorf("books: %v", books)
	}
}

// TestFirstRowsRefused stops at once when all of the first rows that went
// together are refused for one reason.
func TestFirstRowsRefused(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	parent := w.load("Mor AB")["Mor AB"]
	r, _ := w.plan("name,organization\n" + numbered(500, func(i int) string { return fmt.Sprintf("Barn %d AB,Mor AB\n", i) }))
	if err := w.client.Delete(context.Background(), parent.ID); err != nil {
		t.Fatal(err)
	}
	books, err := w.apply(r, push.Options{})
	var stop *push.StopError
	if !errors.As(err, &stop) || books.NotReached < 480 {
		t.Fatalf("apply: %v, %v", books, err)
	}
}

// TestRefusedCredentials ends the run with nothing written and all not reached.
func TestRefusedCredentials(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\nA AB\nB AB\n")
	client, err := pigello.New(pigello.Options{BaseURL: w.url, Credentials: pigello.Credentials{
		CustomerID: "x", ApplicationID: "x", ServiceID: "x", ServiceVersionID: "x", ClientCT: "x", ClientEntity: "x", ClientSecret: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	books, err := importer.Apply(context.Background(), client, r, push.Options{})
	if !pigello.IsAuth(err) || books.NotReached != 2 {
		t.Fatalf("apply: %v, %v", books, err)
	}
}

// TestStop lets what is under way finish and reaches no more.
func TestStop(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\n" + numbered(500, func(i int) string { return fmt.Sprintf("Stopp %d AB\n", i) }))
	stop := make(chan struct{})
	closed := false
	books, err := w.apply(r, push.Options{ChunkSize: 20, Concurrency: 1, Stop: stop, Progress: func(p run.Progress) {
		if p.Rows > 50 && !closed {
			closed = true
			close(stop)
		}
	}})
	if !errors.Is(err, engine.ErrStopped) || books.Unknown != 0 || books.NotReached == 0 || books.Created+books.NotReached != 500 {
		t.Fatalf("apply: %v, %v", books, err)
	}
	if n := len(w.listing()); n != books.Created {
		t.Errorf("%d organizations there, %d created", n, books.Created)
	}
}

// TestTooLarge halves the chunks until the API takes them.
func TestTooLarge(t *testing.T) {
	o := sandbox.Options{}
	if err := o.Assume.Set("bulk-limit", "30"); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, o)
	r, _ := w.plan("name\n" + numbered(400, func(i int) string { return fmt.Sprintf("Stor %d AB\n", i) }))
	books, err := w.apply(r, push.Options{})
	if err != nil || books.Created != 400 {
		t.Fatalf("apply: %v, %v", books, err)
	}
}

// TestAgain: a second import of the same file finds every row unchanged and
// writes nothing.
func TestAgain(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	file := "name,custom_id,organization\nA AB,1,\nB AB,,A AB\n\"C, D AB\",3,B AB\n"
	for n := range 2 {
		r, _ := w.plan(file)
		before := w.writes("POST")
		books, err := w.apply(r, push.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 && (books.Unchanged != 3 || w.writes("POST") != before) {
			t.Errorf("the second import: %v, %d writes", books, w.writes("POST")-before)
		}
	}
}

// TestRejectsComeTooEarly: rejects of a run with rows not reached wait until
// those are written; then they are imported as they are.
func TestRejectsComeTooEarly(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	file := "name,custom_id\nA AB,1\n,2\n"
	blocked, _ := w.plan(file)
	if _, err := w.apply(blocked, push.Options{}); !errors.Is(err, push.ErrBlocked) {
		t.Fatalf("apply: %v", err)
	}
	identity := blocked.Meta().Short + ":3"
	if err := blocked.Close(); err != nil {
		t.Fatal(err)
	}
	mended := plan.Options{RunsDir: w.runs, Inputs: []intake.Input{input("rejects.csv", "name,custom_id,orgbatch_row\nB AB,2,"+identity+"\n")}}
	_, _, err := plan.Make(context.Background(), w.client, mended)
	var early *history.UnfinishedError
	if !errors.As(err, &early) || early.NotReached != 1 || !strings.Contains(early.Hint, "rows.csv --skip-invalid") {
		t.Fatalf("plan: %v", err)
	}
	finished, _ := w.plan(file)
	if _, err := w.apply(finished, push.Options{SkipInvalid: true}); err != nil {
		t.Fatal(err)
	}
	if err := finished.Close(); err != nil {
		t.Fatal(err)
	}
	r, _ := w.plan("name,custom_id,orgbatch_row\nB AB,2," + identity + "\n")
	if books, err := w.apply(r, push.Options{}); err != nil || books.Created != 1 {
		t.Fatalf("apply: %v, %v", books, err)
	}
}

// TestKeepsOtherValues ends the run after its first row when the API keeps
// something else than it is sent.
func TestKeepsOtherValues(t *testing.T) {
	s, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			body = bytes.ReplaceAll(body, []byte(`"custom_id":"0`), []byte(`"custom_id":"`))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{t: t, sandbox: s, url: server.URL, runs: t.TempDir()}
	w.client = w.newClient(4)
	r, _ := w.plan("name,custom_id\n" + numbered(100, func(i int) string { return fmt.Sprintf("Nollan %d AB,0%d\n", i, i) }))
	books, err := w.apply(r, push.Options{})
	var stop *push.StopError
	if !errors.As(err, &stop) || books.Held != 1 || books.NotReached != 99 {
		t.Fatalf("apply: %v, %v", books, err)
	}
	if n := len(w.listing()); n != 1 {
		t.Errorf("%d organizations there, want the first alone", n)
	}
}

// TestForecast holds the forecast within a fifth of the requests that applying the plan makes when nothing goes wrong.
func TestForecast(t *testing.T) {
	rows := func(n int, format string) string {
		return numbered(n, func(i int) string { return fmt.Sprintf(format, i, i) })
	}
	chain := func(n, across int) string { // each row but the first ones is below the one so many rows before it
		return numbered(n, func(i int) string {
			if i < across {
				return fmt.Sprintf("Ledet %d AB,\n", i)
			}
			return fmt.Sprintf("Ledet %d AB,Ledet %d AB\n", i, i-across)
		})
	}
	for _, c := range []struct {
		name, file string
		ids        bool // the file's rows are renames: the ids go before them
		assume     string
		hints      push.Hints
	}{
		{name: "one", file: "name\nUtfallet AB\n"},
		{name: "a few", file: "name\n" + "A AB\nB AB\nC AB\n"},
		{name: "creates", file: "name,custom_id\n" + rows(700, "Utfallet %d AB,u%d\n")},
		{name: "arrays of 30", file: "name,custom_id\n" + rows(700, "Utfallet %d AB,u%d\n"), assume: "bulk-limit=30", hints: push.Hints{LargestArray: 30}},
		{name: "a chain", file: "name,organization\n" + chain(40, 1)},
		{name: "a broad tree", file: "name,organization\n" + chain(900, 150)},
		{name: "one update", file: "name,custom_id\nPrognosen 7 AB,ny\n"},
		{name: "updates", file: "name,custom_id\n" + rows(400, "Prognosen %d AB,ny-%d\n")},
		{name: "updates one by one", file: "name,custom_id\n" + rows(400, "Prognosen %d AB,ny-%d\n"), assume: "bulk-id=ignored", hints: push.Hints{NoBulkUpdates: true}},
		{name: "renames", file: "%s,Nya %d AB\n", ids: true},
		{name: "both", file: "name,custom_id\n" + rows(200, "Prognosen %d AB,ny-%d\n") + rows(200, "Utfallet %d AB,u%d\n")},
		{name: "moves", file: "name,organization\nUtfallet AB,\n" + numbered(200, func(i int) string { return fmt.Sprintf("Prognosen %d AB,Utfallet AB\n", i) })},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := sandbox.Options{}
			if name, value, ok := strings.Cut(c.assume, "="); ok {
				if err := o.Assume.Set(name, value); err != nil {
					t.Fatal(err)
				}
			}
			w := newWorld(t, o)
			var live []string
			for i := range 400 {
				live = append(live, fmt.Sprintf("Prognosen %d AB|%d", i, i))
			}
			there := w.load(live...)
			if c.ids {
				c.file = "id,name\n" + numbered(100, func(i int) string { return fmt.Sprintf(c.file, there[fmt.Sprintf("Prognosen %d AB", i)].ID, i) })
			}
			r, summary := w.plan(c.file, func(o *plan.Options) { o.ChunkSize, o.Hints = 100, c.hints })
			before := len(w.sandbox.Requests())
			if books, err := w.apply(r, push.Options{Hints: c.hints}); err != nil || books.Created+books.Updated != books.Read {
				t.Fatal(books, err)
			}
			sent, said := len(w.sandbox.Requests())-before, summary.Forecast.Requests
			if off := sent - said; 5*max(off, -off) > sent {
				t.Errorf("sent %d requests, the forecast said %d", sent, said)
			}
			t.Logf("%d requests, %d forecast", sent, said)
		})
	}
}

// TestOnlyRenames: rows that can't show whether bulk updates work don't keep
// the run at one row a job for ever.
func TestOnlyRenames(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	var live []string
	for i := range 100 {
		live = append(live, fmt.Sprintf("Gamla %d AB", i))
	}
	there := w.load(live...)
	r, _ := w.plan("id,name\n" + numbered(100, func(i int) string {
		return fmt.Sprintf("%s,Nya %d AB\n", there[fmt.Sprintf("Gamla %d AB", i)].ID, i)
	}))
	gets := w.writes("GET")
	books, err := w.apply(r, push.Options{})
	if err != nil || books.Updated != 100 {
		t.Fatalf("apply: %v, %v", books, err)
	}
	if n := w.writes("GET") - gets; n > 20 {
		t.Errorf("%d reads for 100 renames: each was read again by itself", n)
	}
}
