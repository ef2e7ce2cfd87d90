package pigello

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func serveList(t testing.TB, f *fakeList) *Client { return serve(t, f.ServeHTTP) }

func TestListAllPlain(t *testing.T) {
	f := newFakeList(1000, time.Minute)
	c := serveList(t, f)
	var report ListReport
	rows, err := collect(c.ListAll(t.Context(), Query{}, &report))
	if err != nil || f.whole(rows) != "" {
		t.Fatal(err, f.whole(rows))
	}
	if report.Requests != 3 || report.Rows != 1000 || report.UntoldParents != 1000 || report.Resumes+report.Fallbacks+report.Restarts != 0 ||
		report.Started.IsZero() || report.Finished.Before(report.Started) {
		t.Errorf("report %+v", report)
	}
	last := f.queries[2]
	if last.Get("_order_by") != "-created_at,-id" || last.Get("created_at__gte") != rows[999].CreatedAt || last.Get("_jsonl") != "true" {
		t.Errorf("the last question was %v", last)
	}
}

func TestListAllEmptyIsConfirmed(t *testing.T) {
	f := newFakeList(0, 0)
	rows, err := collect(serveList(t, f).ListAll(t.Context(), Query{}, nil))
	if err != nil || len(rows) != 0 || len(f.queries) != 2 {
		t.Errorf("%d rows in %d requests, %v", len(rows), len(f.queries), err)
	}
}

func TestListAllSurvives(t *testing.T) {
	seconds := "2006-01-02T15:04:05Z"
	tests := []struct {
		name string
		make func() *fakeList
	}{
		{"cap", func() *fakeList { f := newFakeList(500, time.Second); f.cap = 7; return f }},
		{"cap, equal times", func() *fakeList {
			f := newFakeList(500, time.Second)
			for i := range f.rows {
				f.rows[i].at = f.rows[i/5*5].at
			}
			f.cap = 7
			return f
		}},
		{"cap, seconds", func() *fakeList { f := newFakeList(500, 300*time.Millisecond); f.cap, f.layout = 10, seconds; return f }},
		{"days only", func() *fakeList { f := newFakeList(500, time.Hour); f.daysOnly = true; return f }},
		{"days only, cap, seconds", func() *fakeList {
			f := newFakeList(500, time.Hour)
			f.daysOnly, f.cap, f.layout = true, 60, seconds
			return f
		}},
		{"cut in a row", func() *fakeList {
			f := newFakeList(200, time.Second)
			f.cut, f.midRow = func(n int) int { return []int{13, 0, 1, 50, -1}[n%5] }, true
			return f
		}},
		{"cut between rows", func() *fakeList {
			f := newFakeList(200, time.Second)
			f.cut = func(n int) int { return []int{13, 0, 1, 50, -1}[n%5] }
			return f
		}},
		{"failures", func() *fakeList {
			f := newFakeList(200, time.Second)
			f.cap, f.status = 30, func(n int) int { return []int{503, 0, 429, 500, 0}[n%5] }
			return f
		}},
		{"added meanwhile", func() *fakeList {
			f := newFakeList(100, time.Second)
			f.before = func(n int) {
				if n <= 4 {
					f.rows = append(f.rows, fakeRow{fakeID(1000 + n), f.rows[len(f.rows)-1].at.Add(time.Duration(n%2) * time.Second)})
				}
			}
			return f
		}},
		{"added and deleted meanwhile", func() *fakeList {
			f := newFakeList(100, time.Second)
			f.cap = 20
			f.before = func(n int) {
				if n > 1 && n < 6 {
					f.rows = append(f.rows[1:], fakeRow{fakeID(1000 + n), f.rows[len(f.rows)-1].at.Add(time.Second)})
				}
			}
			return f
		}},
		{"made and deleted between the questions", func() *fakeList {
			f := newFakeList(100, time.Second)
			f.before = func(n int) {
				switch {
				case n >= 3 && n < 12 && n%2 == 1:
					f.rows = append(f.rows, fakeRow{fakeID(1000 + n), f.rows[99].at.Add(time.Second)})
				case n > 3:
					f.rows = f.rows[:100]
				}
			}
			return f
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := tt.make()
			var report ListReport
			rows, err := collect(serveList(t, f).ListAll(t.Context(), Query{}, &report))
			if err != nil || f.whole(rows) != "" {
				t.Fatalf("%v; %s; %+v", err, f.whole(rows), report)
			}
			if f.daysOnly && report.Fallbacks == 0 {
				t.Errorf("no fallback: %+v", report)
			}
		})
	}
}

// TestListAllNeverShort: whatever the list does, the end is the whole list or an error.
func TestListAllNeverShort(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(rt, "rows")
		f := newFakeList(n, time.Duration(rapid.SampledFrom([]int{0, 1, 300, 60_000, 7_200_000}).Draw(rt, "spread"))*time.Millisecond)
		f.cap = rapid.SampledFrom([]int{0, 1, 3, 10, 30}).Draw(rt, "cap")
		f.daysOnly = rapid.Bool().Draw(rt, "daysOnly")
		f.layout = rapid.SampledFrom([]string{"2006-01-02T15:04:05Z", "2006-01-02T15:04:05.000000Z", time.RFC3339Nano}).Draw(rt, "layout")
		f.midRow = rapid.Bool().Draw(rt, "midRow")
		cuts := rapid.SliceOfN(rapid.IntRange(-1, 40), 1, 6).Draw(rt, "cuts")
		f.cut = func(n int) int {
			if n > 60 {
				return -1
			}
			return cuts[n%len(cuts)]
		}
		q := Query{OrderBy: rapid.SampledFrom([][]Order{nil, {{NameID, true}}}).Draw(rt, "order")}
		rows, err := []Organization(nil), error(nil)
		for o, e := range serveList(t, f).ListAll(t.Context(), q, nil) {
			var restart *RestartError
			switch {
			case errors.As(e, &restart):
				rows = nil
			case e != nil:
				err = e
			default:
				rows = append(rows, o)
			}
		}
		if err == nil && f.whole(rows) != "" {
			rt.Fatalf("no error, but %s", f.whole(rows))
		}
	})
}

func TestListAllRefusesToProve(t *testing.T) {
	tests := []struct {
		name   string
		reason error
		change func(*fakeList)
	}{
		{"cap within one time", ErrCapped, func(f *fakeList) {
			for i := range f.rows {
				f.rows[i].at = f.rows[0].at
			}
			f.cap = 20
		}},
		{"cap within one day", ErrCapped, func(f *fakeList) { f.daysOnly, f.cap = true, 20 }},
		{"out of order", ErrOutOfOrder, func(f *fakeList) { f.shuffled = true }},
		{"no time", ErrNoCreatedAt, func(f *fakeList) { f.layout = "" }},
	}
	for _, tt := range tests {
		f := newFakeList(50, time.Second)
		tt.change(f)
		_, err := collect(serveList(t, f).ListAll(t.Context(), Query{}, nil))
		var incomplete *IncompleteError
		if !errors.As(err, &incomplete) || !errors.Is(err, tt.reason) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestListAllGivesUp(t *testing.T) {
	f := newFakeList(50, time.Second)
	f.cut = func(int) int { return 3 }
	for i := range f.rows {
		f.rows[i].at = f.rows[0].at // every try brings the same three
	}
	_, err := collect(serveList(t, f).ListAll(t.Context(), Query{}, nil))
	if err == nil || !CanRepeat(err) || len(f.queries) != 8 {
		t.Errorf("%d requests, %v", len(f.queries), err)
	}
	f = newFakeList(50, time.Second)
	f.status = func(int) int { return http.StatusForbidden }
	_, err = collect(serveList(t, f).ListAll(t.Context(), Query{}, nil))
	if !IsAuth(err) || len(f.queries) != 1 {
		t.Errorf("%d requests, %v", len(f.queries), err)
	}
}

func TestListAllMergesTheUsersBound(t *testing.T) {
	f := newFakeList(100, time.Minute)
	f.cap = 30
	from := f.rows[40].at
	q := Query{Filters: []Filter{FieldCreatedAt.Gte(from)}}
	rows, err := collect(serveList(t, f).ListAll(t.Context(), q, nil))
	if err != nil || len(rows) != 60 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if q.Filters[0] != FieldCreatedAt.Gte(from) {
		t.Error("the query was changed")
	}
}

// TestListAllSplitsLongLists: what fits the first request line and not the second, and what fits none, is
// asked for in parts; the rows come once and in order. What can't be split is refused before anything is sent.
func TestListAllSplitsLongLists(t *testing.T) {
	f := newFakeList(300, time.Second)
	f.cap = 25
	longest := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		longest = max(longest, len("GET /base HTTP/1.1")+len(r.URL.RequestURI()))
		f.ServeHTTP(w, r)
	})
	for _, n := range []int{80, 104, 105, 106, 107, 250} {
		ids := []uuid.UUID{f.rows[0].id}
		for i := range n - 1 {
			ids = append(ids, f.rows[(i*7)%290].id)
		}
		longest = 0
		rows, err := collect(c.ListAll(t.Context(), Query{Filters: []Filter{FieldID.In(ids...)}}, nil))
		sorted := slices.IsSortedFunc(rows, func(a, b Organization) int { return strings.Compare(a.CreatedAt, b.CreatedAt) })
		if err != nil || len(rows) != n-1 || !sorted || longest > MaxRequestLine {
			t.Errorf("%d ids: %d rows, sorted %v, longest line %d, %v", n, len(rows), sorted, longest, err)
		}
	}
	f.cap = 0
	rows, err := collect(c.ListAll(t.Context(), Query{Filters: []Filter{FieldID.In(idsOf(f, 105)...)}, OrderBy: []Order{{NameID, true}}}, nil))
	if err != nil || len(rows) != 105 || longest > MaxRequestLine {
		t.Errorf("ordered: %d rows, longest line %d, %v", len(rows), longest, err)
	}
	asked := len(f.queries)
	for name, q := range map[string]Query{"negated": {Filters: []Filter{FieldID.In(make([]uuid.UUID, 120)...).Not()}}, "search": {Search: strings.Repeat("å", 900)},
		"ordered": {Filters: []Filter{FieldID.In(make([]uuid.UUID, 120)...)}, OrderBy: []Order{{NameID, true}}}} {
		_, err := collect(c.ListAll(t.Context(), q, nil))
		var usage *UsageError
		if !errors.As(err, &usage) || len(f.queries) != asked {
			t.Errorf("%s: %v after %d requests", name, err, len(f.queries)-asked)
		}
	}
}

func idsOf(f *fakeList, n int) (ids []uuid.UUID) {
	for _, r := range f.rows[:n] {
		ids = append(ids, r.id)
	}
	return ids
}

func TestListAllInAnotherOrder(t *testing.T) {
	order := Query{OrderBy: []Order{{NameID, true}}}
	t.Run("whole, resumed", func(t *testing.T) {
		f := newFakeList(100, time.Second)
		f.cut = func(n int) int { return map[int]int{4: 30, 5: 10, 6: 60}[n] - 1 }
		var report ListReport
		rows, err := collect(serveList(t, f).ListAll(t.Context(), order, &report))
		if err != nil || f.whole(rows) != "" || report.Restarts != 0 || report.Resumes != 3 {
			t.Fatalf("%v %s %+v", err, f.whole(rows), report)
		}
		if !slices.IsSortedFunc(rows, func(a, b Organization) int { return compareIDs(b.ID, a.ID) }) {
			t.Error("not in the order asked for")
		}
	})
	t.Run("capped", func(t *testing.T) {
		f := newFakeList(100, time.Second)
		f.cap = 40
		restarts := 0
		var last error
		for _, err := range serveList(t, f).ListAll(t.Context(), order, nil) {
			var restart *RestartError
			if errors.As(err, &restart) {
				restarts++
			} else if err != nil {
				last = err
			}
		}
		if restarts != 3 || !errors.Is(last, ErrChanging) {
			t.Errorf("%d restarts, %v", restarts, last)
		}
	})
	t.Run("deleted meanwhile", func(t *testing.T) {
		f := newFakeList(500, time.Second)
		f.before = func(n int) {
			if n >= 4 && n < 20 { // while it is looked for what lacks, too
				f.rows = f.rows[7:]
			}
		}
		var report ListReport
		rows, err := collect(serveList(t, f).ListAll(t.Context(), order, &report))
		if err != nil || report.Restarts != 0 || len(rows) != 493 {
			t.Errorf("%v, %d restarts, %d rows", err, report.Restarts, len(rows))
		}
	})
	t.Run("hidden meanwhile", func(t *testing.T) {
		f := newFakeList(100, time.Second)
		hidden := f.rows[:3:3]
		f.before = func(n int) {
			switch n {
			case 4: // the ordered list
				f.rows = f.rows[3:]
			case 5:
				f.rows = append(hidden, f.rows...)
			}
		}
		var rows []Organization
		restarts := 0
		for o, err := range serveList(t, f).ListAll(t.Context(), order, nil) {
			if err != nil {
				restarts++
				rows = nil
				continue
			}
			rows = append(rows, o)
		}
		if restarts != 1 || f.whole(rows) != "" || len(rows) != 100 {
			t.Errorf("%d restarts, %d rows, %s", restarts, len(rows), f.whole(rows))
		}
	})
}

func TestListAllRefusesQueries(t *testing.T) {
	c := mustClient(t, Options{BaseURL: "http://localhost:1"})
	for name, q := range map[string]Query{"slim": {Slim: true}, "page": {Page: 1, PageSize: 5}, "field": {Filters: []Filter{{Field: "x"}}}} {
		var usage *UsageError
		if _, err := collect(c.ListAll(t.Context(), q, nil)); !errors.As(err, &usage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestListAllStopsWhenLeft(t *testing.T) {
	f := newFakeList(1000, time.Second)
	for _, q := range []Query{{}, {OrderBy: []Order{{NameID, true}}}} {
		n := 0
		for _, err := range serveList(t, f).ListAll(t.Context(), q, nil) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 3 {
				break
			}
		}
	}
}
