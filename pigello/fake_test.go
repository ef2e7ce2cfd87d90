package pigello

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// fakeRow is a row of fakeList.
type fakeRow struct {
	id uuid.UUID
	at time.Time
}

// fakeList serves one list in any order with a lower bound, and does what
// lists are feared to do.
type fakeList struct {
	mu       sync.Mutex
	rows     []fakeRow
	cap      int             // rows of an answer at most, without a word
	layout   string          // of created_at in answers
	daysOnly bool            // refuses date-times
	shuffled bool            // ignores the order
	before   func(n int)     // called before the n-th request, from 1, may change rows
	cut      func(n int) int // rows after which the n-th answer breaks; -1 for never
	midRow   bool            // a cut goes through a row
	status   func(n int) int // refuses the n-th request
	queries  []url.Values
}

func newFakeList(n int, spread time.Duration) *fakeList {
	f := &fakeList{layout: "2006-01-02T15:04:05.000000Z"}
	start := time.Date(2024, 3, 1, 22, 0, 0, 123456000, time.UTC)
	for i := range n {
		f.rows = append(f.rows, fakeRow{fakeID(i), start.Add(time.Duration(i) * spread)})
	}
	return f
}

func fakeID(i int) uuid.UUID {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	var id uuid.UUID
	for j := range id {
		id[j] = byte(r.Uint32())
	}
	return id
}

func (f *fakeList) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	q := r.URL.Query()
	f.queries = append(f.queries, q)
	n := len(f.queries)
	if f.before != nil {
		f.before(n)
	}
	for name, values := range q {
		if len(values) > 1 {
			http.Error(w, "parameter "+name+" is sent twice", http.StatusConflict)
			return
		}
	}
	if f.status != nil {
		if status := f.status(n); status != 0 {
			http.Error(w, "<html><title>no</title>", status)
			return
		}
	}
	rows, ok := f.answer(q)
	if !ok {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"created_at__gte": ["Enter a valid date."]}`)
		return
	}
	if q.Has("_jsonl") {
		f.write(w, n, rows)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	var array []string
	for i, r := range rows {
		array = append(array, r.line(i, f.layout))
	}
	fmt.Fprint(w, "["+strings.Join(array, ",")+"]")
}

func (r fakeRow) line(i int, layout string) string {
	return fmt.Sprintf(`{"id":"%s","name":"n %d","created_at":"%s","organization":{}}`, r.id, i, r.at.UTC().Format(layout))
}

// answer selects, orders and caps.
func (f *fakeList) answer(q url.Values) ([]fakeRow, bool) {
	rows := slices.Clone(f.rows)
	if bound := q.Get("created_at__gte"); bound != "" {
		at, err := time.Parse(time.DateOnly, bound)
		if err != nil && !f.daysOnly {
			at, err = time.Parse(time.RFC3339Nano, bound)
		}
		if err != nil {
			return nil, false
		}
		rows = slices.DeleteFunc(rows, func(r fakeRow) bool { return r.at.Before(at) })
	}
	if ids := q.Get("id__in"); ids != "" {
		rows = slices.DeleteFunc(rows, func(r fakeRow) bool { return !strings.Contains(ids, r.id.String()) })
	}
	slices.SortFunc(rows, func(a, b fakeRow) int { return cmp.Or(a.at.Compare(b.at), compareIDs(a.id, b.id)) })
	switch order := q.Get("_order_by"); order {
	case "created_at,id":
	case "-created_at,-id":
		slices.Reverse(rows)
	case "-id":
		slices.SortFunc(rows, func(a, b fakeRow) int { return compareIDs(b.id, a.id) })
	default:
		return nil, false
	}
	if f.shuffled && len(rows) > 1 {
		rows[0], rows[1] = rows[1], rows[0]
	}
	if f.cap > 0 && len(rows) > f.cap {
		rows = rows[:f.cap]
	}
	return rows, true
}

func (f *fakeList) write(w http.ResponseWriter, n int, rows []fakeRow) {
	cut := -1
	if f.cut != nil {
		cut = f.cut(n)
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.WriteHeader(http.StatusOK)
	for i, r := range rows {
		line := r.line(i, f.layout) + "\n"
		if i == cut {
			if f.midRow {
				_, _ = w.Write([]byte(line[:len(line)/2]))
			}
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write([]byte(line))
	}
	if cut >= len(rows) {
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// whole reports what is wrong with rows as the whole list.
func (f *fakeList) whole(rows []Organization) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	want, got := map[uuid.UUID]int{}, map[uuid.UUID]int{}
	for _, r := range f.rows {
		want[r.id]++
	}
	var problems []string
	for _, o := range rows {
		if got[o.ID]++; got[o.ID] > 1 {
			problems = append(problems, "twice "+o.ID.String())
		}
	}
	for id := range want {
		if got[id] == 0 {
			problems = append(problems, "missing "+id.String())
		}
	}
	return strings.Join(problems, ", ")
}
