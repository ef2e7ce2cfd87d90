package sandbox

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// assumptionTests has, for every question, what each answer does. A question or an answer without a test fails TestAssumptions.
var assumptionTests = map[string]func(t *testing.T, s *Sandbox, value string){
	"bulk-id": func(t *testing.T, s *Sandbox, value string) {
		a := s.create(t, `{"name":"a"}`)
		got := s.call("POST", one+"list/", fmt.Sprintf(`[{"id":%q,"name":"b"}]`, a.ID)).want(t, 200).objects(t)[0]
		same(t, value, map[string]bool{"update": got.ID == a.ID, "ignored": got.ID != a.ID && len(s.names(t)) == 2})
	},
	"bulk-bad-row": func(t *testing.T, s *Sandbox, value string) {
		a := s.call("POST", one+"list/", `[{"name":"a"},{"name":""},{"name":"c"}]`)
		bad, names := `{"name":["This field may not be blank."]}`, strings.Join(s.names(t), "")
		same(t, value, map[string]bool{
			"refused":     a.status == 400 && a.body == `[{},`+bad+`,{}]` && names == "",
			"written-400": a.status == 400 && a.body == `[{},`+bad+`,{}]` && names == "ac",
			"written-200": a.status == 200 && strings.Contains(a.body, `"},`+bad+`,{"`) && names == "ac",
		})
	},
	"bulk-errors": func(t *testing.T, s *Sandbox, value string) {
		bad := `{"name":["This field is required."]}`
		a := s.call("POST", one+"list/", `[{},{"name":"a"},{}]`).want(t, 400)
		same(t, value, map[string]bool{
			"list":   a.body == `[`+bad+`,{},`+bad+`]`,
			"dict":   a.body == `{"0":`+bad+`,"2":`+bad+`}`,
			"detail": a.body == `{"detail":"Row 0: name: This field is required."}`,
			"html":   strings.HasPrefix(a.body, "<html>") && strings.HasPrefix(a.header.Get("Content-Type"), "text/html"),
		})
	},
	"parent-answer": func(t *testing.T, s *Sandbox, value string) {
		a := s.create(t, `{"name":"a","custom_id":"7"}`)
		body := s.call("POST", one+"list/", fmt.Sprintf(`[{"name":"b","organization":{"id":%q}}]`, a.ID)).want(t, 200).body
		lines := s.call("GET", list("_jsonl=true", "name=b"), "").want(t, 200).body
		root := s.call("GET", list("_jsonl=true", "name=a"), "").want(t, 200).body
		for _, answer := range []string{body, lines} {
			same(t, value, map[string]bool{
				"id":    strings.Contains(answer, `"organization":{"id":"`+a.ID+`"},`) && strings.Contains(root, `"organization":null`),
				"more":  strings.Contains(answer, `"organization":{"id":"`+a.ID+`","name":"a","custom_id":"7"},`) && strings.Contains(root, `"organization":null`),
				"empty": strings.Contains(answer, `"organization":{},`) && strings.Contains(root, `"organization":{}`),
			})
		}
	},
	"bulk-order": func(t *testing.T, s *Sandbox, value string) {
		var names, sent []string
		for i := range 50 {
			sent = append(sent, fmt.Sprintf(`{"name":"%02d"}`, i))
		}
		for _, o := range s.call("POST", one+"list/", "["+strings.Join(sent, ",")+"]").want(t, 200).objects(t) {
			names = append(names, o.Name)
		}
		sorted := slices.IsSorted(names)
		slices.Sort(names)
		same(t, value, map[string]bool{"sent": sorted, "shuffled": !sorted && len(slices.Compact(names)) == 50})
	},
	"bulk-status": func(t *testing.T, s *Sandbox, value string) {
		a := s.call("POST", one+"list/", `[{"name":"a"}]`)
		same(t, value, map[string]bool{"200": a.status == 200, "201": a.status == 201})
	},
	"bulk-limit": func(t *testing.T, s *Sandbox, value string) {
		rows := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("{},", n), ",") + "]" }
		limit := map[string]int{"1000": 1000, "100": 100}[value]
		s.call("POST", one+"list/", rows(limit)).want(t, 400)
		s.call("POST", one+"list/", rows(limit+1)).want(t, 413)
	},
	"bulk-limit-form": func(t *testing.T, s *Sandbox, value string) {
		a := s.call("POST", one+"list/", "["+strings.Repeat("{},", 1000)+"{}]")
		same(t, value, map[string]bool{"413": a.status == 413, "400": a.status == 400 && a.body == `{"non_field_errors":["Ensure this field has no more than 1000 elements."]}`})
	},
	"body-limit": func(t *testing.T, s *Sandbox, value string) {
		limit := map[string]int{"1048576": 1 << 20, "65536": 1 << 16}[value]
		s.call("POST", one, `{"name":"a"}`+strings.Repeat(" ", limit-12)).want(t, 201)
		s.call("POST", one, `{"name":"b"}`+strings.Repeat(" ", limit-11)).want(t, 413)
	},
	"list-cap": func(t *testing.T, s *Sandbox, value string) {
		seed(t, s, 1100)
		for _, parameter := range []string{"_slim=true", "_jsonl=true", "_order_by=name"} {
			n := len(s.call("GET", list(parameter), "").want(t, 200).objects(t))
			same(t, value, map[string]bool{"0": n == 1100, "1000": n == 1000})
		}
		if n := len(s.call("GET", list("_page=1", "_page_size=1100"), "").want(t, 200).objects(t)); n != 1100 {
			t.Errorf("the cap hit a page: %d rows", n)
		}
	},
	"list-envelope": func(t *testing.T, s *Sandbox, value string) {
		s.create(t, `{"name":"a"}`)
		body := s.call("GET", list("_slim=true"), "").want(t, 200).body
		lines := s.call("GET", list("_slim=true", "_jsonl=true"), "").want(t, 200).body
		bare := strings.TrimSuffix(lines, "\n")
		same(t, value, map[string]bool{"array": body == "["+bare+"]", "results": body == `{"results":[`+bare+`]}`})
	},
	"list-state": func(t *testing.T, s *Sandbox, value string) {
		seed(t, s, 2000)
		state := map[string]string{"one": "1500 2000 true", "batches": "1500 1500 false"}
		if got := listWhileDeleting(t, s); got != state[value] {
			t.Errorf("got %s, want %s", got, state[value])
		}
	},
	"order-ties": func(t *testing.T, s *Sandbox, value string) {
		for i := range 40 {
			s.create(t, `{"name":"%d","custom_id":"%d"}`, i, i%2)
		}
		first, settled := s.names(t, "_order_by=custom_id"), true
		for range 5 {
			settled = settled && slices.Equal(s.names(t, "_order_by=custom_id"), first)
		}
		same(t, value, map[string]bool{"by-id": settled, "none": !settled})
		if !slices.Equal(s.names(t, "_order_by=-name"), s.names(t, "_order_by=-name")) {
			t.Error("what isn't equal has no order")
		}
	},
	"created-at-filter": func(t *testing.T, s *Sandbox, value string) {
		a := s.call("GET", list("created_at__gte=2024-01-15T10:00:00.5Z"), "")
		same(t, value, map[string]bool{"datetime": a.status == 200, "date": a.status == 400 && a.body == `{"created_at__gte":["Enter a valid date."]}`})
		s.call("GET", list("created_at__gte=2024-01-15"), "").want(t, 200)
	},
	"created-at-precision": func(t *testing.T, s *Sandbox, value string) {
		s.now = func() time.Time { return time.Date(2024, 1, 15, 10, 0, 0, 123456789, time.UTC) }
		o := s.create(t, `{"name":"a"}`)
		same(t, value, map[string]bool{"microseconds": o.CreatedAt == "2024-01-15T10:00:00.123456Z", "seconds": o.CreatedAt == "2024-01-15T10:00:00Z"})
		s.call("GET", list(), "").want(t, 200, "["+s.call("GET", at(o), "").body+"]")
	},
	"bulk-created-at": func(t *testing.T, s *Sandbox, value string) {
		before := s.create(t, `{"name":"0"}`)
		list := s.call("POST", one+"list/", `[{"name":"a"},{"name":"b"}]`).want(t, 200).objects(t)
		same(t, value, map[string]bool{"differ": list[0].CreatedAt < list[1].CreatedAt, "equal": list[0].CreatedAt == list[1].CreatedAt})
		if list[0].CreatedAt <= before.CreatedAt {
			t.Error("created_at goes back")
		}
	},
	"bulk-absent": func(t *testing.T, s *Sandbox, value string) {
		a := s.create(t, `{"name":"a"}`)
		b := s.create(t, `{"name":"b","custom_id":"7","organization":{"id":%q}}`, a.ID)
		got := s.call("POST", one+"list/", fmt.Sprintf(`[{"id":%q,"name":"b"}]`, b.ID)).want(t, 200).objects(t)[0]
		same(t, value, map[string]bool{"kept": got.CustomID != nil && got.parent() == a.ID, "null": got.CustomID == nil && got.parent() == ""})
	},
	"patch-without-name": func(t *testing.T, s *Sandbox, value string) {
		a := s.create(t, `{"name":"a"}`)
		got := s.call("PATCH", at(a), `{"custom_id":"7"}`)
		same(t, value, map[string]bool{"refused": got.status == 400, "accepted": got.status == 200 && got.object(t).Name == "a"})
		s.call("PATCH", at(a), `{"name":null}`).want(t, 400)
	},
	"delete-parent": func(t *testing.T, s *Sandbox, value string) {
		a := s.create(t, `{"name":"a"}`)
		b := s.create(t, `{"name":"b","organization":{"id":%q}}`, a.ID)
		s.create(t, `{"name":"c","organization":{"id":%q}}`, b.ID)
		s.create(t, `{"name":"d"}`)
		status, names := s.call("DELETE", at(a), "").status, strings.Join(s.names(t), "")
		same(t, value, map[string]bool{
			"refused":     status == 400 && names == "abcd",
			"refused-500": status == 500 && names == "abcd",
			"null":        status == 204 && names == "bcd" && s.call("GET", at(b), "").object(t).parent() == "",
			"cascade":     status == 204 && names == "d",
		})
	},
	"jsonl-form": func(t *testing.T, s *Sandbox, value string) {
		s.call("POST", one+"list/", `[{"name":"a"},{"name":"b"}]`).want(t, 200)
		a := s.call("GET", list("_jsonl=true", "_slim=true"), "").want(t, 200)
		array := s.call("GET", list("_slim=true"), "").want(t, 200).body
		kind, lines := a.header.Get("Content-Type"), strings.ReplaceAll(strings.Trim(array, "[]"), ",", "\n")
		same(t, value, map[string]bool{
			"ndjson":           kind == "application/x-ndjson" && a.body == lines+"\n",
			"json":             kind == "application/json" && a.body == lines+"\n",
			"text":             kind == "text/plain; charset=utf-8" && a.body == lines+"\n",
			"no-final-newline": kind == "application/x-ndjson" && a.body == lines,
			"array":            kind == "application/json" && a.body == array,
		})
		empty := s.call("GET", list("_jsonl=true", "name=x"), "").want(t, 200).body
		same(t, value, map[string]bool{"ndjson": empty == "", "json": empty == "", "text": empty == "", "no-final-newline": empty == "", "array": empty == "[]"})
	},
	"jsonl-paging": func(t *testing.T, s *Sandbox, value string) {
		seed(t, s, 5)
		n := len(s.call("GET", list("_jsonl=true", "_page=2", "_page_size=2"), "").want(t, 200).objects(t))
		same(t, value, map[string]bool{"ignored": n == 5, "honoured": n == 2})
	},
	"page-past-end": func(t *testing.T, s *Sandbox, value string) {
		s.call("GET", list("_page=1", "_page_size=2"), "").want(t, 200, "[]") // an empty first page is one
		seed(t, s, 4)
		s.call("GET", list("_page=2", "_page_size=2"), "").want(t, 200)
		a := s.call("GET", list("_page=3", "_page_size=2"), "")
		same(t, value, map[string]bool{"404": a.status == 404 && a.body == `{"detail":"Invalid page."}`, "empty": a.status == 200 && a.body == "[]"})
	},
	"page-size-cap": func(t *testing.T, s *Sandbox, value string) {
		seed(t, s, 250)
		all := s.names(t)
		size := map[string]int{"0": 120, "100": 100}[value]
		if got := s.names(t, "_page=2", "_page_size=120"); !slices.Equal(got, all[size:2*size]) {
			t.Errorf("the second page has %d rows", len(got))
		}
	},
	"statistics": func(t *testing.T, s *Sandbox, value string) {
		seed(t, s, 3)
		body := s.call("GET", list("_statistics=true"), "").want(t, 200).body
		same(t, value, map[string]bool{"count": body == `{"count":3}`, "object": body == `{"statistics":{"total":3}}`, "list": strings.HasPrefix(body, `[{"org`)})
	},
	"search": func(t *testing.T, s *Sandbox, value string) {
		s.create(t, `{"name":"Ånger AB","custom_id":"x"}`)
		s.create(t, `{"name":"b","custom_id":"MÅNGA"}`)
		s.create(t, `{"name":"c"}`)
		got := strings.Join(s.names(t, "_search=ång"), "|")
		same(t, value, map[string]bool{"name-and-custom-id": got == "Ånger AB|b", "name": got == "Ånger AB"})
	},
	"whitespace": func(t *testing.T, s *Sandbox, value string) {
		o := s.create(t, `{"name":" a\u00a0\u001f"}`)
		same(t, value, map[string]bool{"trimmed": o.Name == "a", "kept": o.Name == " a\u00a0\u001f"})
		s.call("POST", one, `{"name":""}`).want(t, 400)
	},
	"unique-name": func(t *testing.T, s *Sandbox, value string) {
		a := s.create(t, `{"name":"Åkeri"}`)
		status := s.call("POST", one, `{"name":"åKERI"}`).status
		same(t, value, map[string]bool{"exact": status == 201, "folded": status == 400})
		s.call("PATCH", at(a), `{"name":"åkeri"}`).want(t, 200) // its own name in other letters
	},
	"unique-race": func(t *testing.T, s *Sandbox, value string) {
		s.create(t, `{"name":"a"}`)
		s.call("POST", one, `{"name":"a"}`).want(t, 400) // taken long ago
		s.call("POST", one+"list/", `[{"name":"b"},{"name":"a"}]`).want(t, 400)
		twice := s.call("POST", one+"list/", `[{"name":"b"},{"name":"c"},{"name":"b"}]`)
		statuses := map[int]int{}
		var group sync.WaitGroup
		var mu sync.Mutex
		s.store.mu.Lock() // so that all have come before the first has its turn
		for range 5 {
			group.Go(func() {
				status := s.call("POST", one, `{"name":"d"}`).status
				mu.Lock()
				defer mu.Unlock()
				statuses[status]++
			})
		}
		time.Sleep(100 * time.Millisecond)
		s.store.mu.Unlock()
		group.Wait()
		if statuses[201] != 1 || strings.Join(s.names(t), "") != "ad" {
			t.Errorf("%v, %q", statuses, s.names(t))
		}
		same(t, value, map[string]bool{
			"400": twice.status == 400 && statuses[400] == 4,
			"500": twice.status == 500 && strings.HasPrefix(twice.body, "<html>") && statuses[500] == 4,
		})
	},
	"unknown-fields": func(t *testing.T, s *Sandbox, value string) {
		a := s.call("POST", one, `{"name":"a","colour":"red","tags":null}`)
		same(t, value, map[string]bool{"ignored": a.status == 201, "refused": a.status == 400 && a.body == `{"colour":["Unknown field."]}`})
	},
	"unknown-parameters": func(t *testing.T, s *Sandbox, value string) {
		status := s.call("GET", list("colour=red"), "").status
		same(t, value, map[string]bool{"refused": status == 400, "ignored": status == 200})
	},
	"auth-status": func(t *testing.T, s *Sandbox, value string) {
		a := s.serve(httptest.NewRequest("GET", one+"list/", nil))
		same(t, value, map[string]bool{"403": a.status == 403, "401": a.status == 401 && a.header.Get("WWW-Authenticate") != ""})
	},
	"retry-after": func(t *testing.T, s *Sandbox, value string) {
		s.SetFaults(faults(t, "too-many=100%:1500ms"))
		s.now = func() time.Time { return time.Date(2024, 1, 15, 10, 0, 0, 0, time.UTC) }
		header := s.call("GET", list(), "").want(t, 429).header.Get("Retry-After")
		same(t, value, map[string]bool{"seconds": header == "2", "date": header == "Mon, 15 Jan 2024 10:00:01 GMT", "none": header == ""})
	},
	"server-error": func(t *testing.T, s *Sandbox, value string) {
		s.SetFaults(faults(t, "server-error=100%"))
		var last answer
		for i := range 20 {
			last = s.call("POST", one, fmt.Sprintf(`{"name":"%d"}`, i))
		}
		s.SetFaults(Faults{})
		n := len(s.names(t))
		same(t, value, map[string]bool{
			"html":        strings.HasPrefix(last.body, "<html>") && last.status >= 500 && n > 0 && n < 20,
			"json":        strings.HasPrefix(last.body, `{"detail"`) && last.status >= 500 && n > 0 && n < 20,
			"drop-before": last.dropped && n == 0,
			"drop-after":  last.dropped && n == 20,
		})
	},
	"request-line": func(t *testing.T, s *Sandbox, value string) {
		limit := map[string]int{"4094": 4094, "8190": 8190}[value]
		target := list("name=")
		target += strings.Repeat("a", limit-len("GET  HTTP/1.1")-len(target))
		s.call("GET", target, "").want(t, 200)
		s.call("GET", target+"a", "").want(t, 400)
	},
}

// same fails unless what happened is what the assumed answer promises.
func same(t *testing.T, assumed string, happened map[string]bool) {
	t.Helper()
	if !happened[assumed] {
		t.Errorf("assumed %q, happened %v", assumed, happened)
	}
}

func TestAssumptions(t *testing.T) {
	if len(Switches()) != len(assumptionTests) {
		t.Errorf("%d questions, %d tests", len(Switches()), len(assumptionTests))
	}
	for _, sw := range Switches() {
		if !strings.HasSuffix(sw.Question, "?") || len(sw.Values) == 0 {
			t.Errorf("%s is asked %q with %q", sw.Name, sw.Question, sw.Values)
		}
		for _, value := range sw.Values {
			t.Run(sw.Name+"="+value, func(t *testing.T) {
				assumptionTests[sw.Name](t, assuming(t, sw.Name+"="+value), value)
			})
		}
		t.Run(sw.Name, func(t *testing.T) { assumptionTests[sw.Name](t, assuming(t), sw.Values[0]) })
	}
}

func TestAssumptionNames(t *testing.T) {
	var a Assumptions
	for name, value := range map[string]string{"bulk-id": "maybe", "bulk-limit": "0", "list-cap": "-1", "page-size-cap": "many", "colour": "red"} {
		if err := a.Set(name, value); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
	if a != (Assumptions{}) {
		t.Errorf("refused answers left %+v", a)
	}
	if err := a.Set("list-cap", "17"); err != nil || a.ListCap != "17" {
		t.Errorf("%v, %+v", err, a)
	}
	if _, err := Open(Options{Assume: Assumptions{BulkID: "maybe"}}); err == nil {
		t.Error("an unknown answer was taken")
	}
	s := open(t, Options{})
	if err := s.SetAssumptions(Assumptions{UniqueName: "sometimes"}); err == nil {
		t.Error("an unknown answer was taken")
	}
	if err := s.SetAssumptions(Assumptions{AuthStatus: "401"}); err != nil {
		t.Error(err)
	}
	s.serve(httptest.NewRequest("GET", one+"list/", nil)).want(t, 401)
}
