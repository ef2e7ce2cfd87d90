package sandbox

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const sampleID = "497f6eca-6276-4993-bfeb-53cbbbba6f08"

func documented(tb testing.TB, name string) string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "documented", name))
	if err != nil {
		tb.Fatal(err)
	}
	return compact(tb, string(data))
}

// raw is a sequence of raw objects.
func raw(objects ...string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, o := range objects {
			if !yield([]byte(o), nil) {
				return
			}
		}
	}
}

func load(tb testing.TB, s *Sandbox, objects ...string) {
	tb.Helper()
	if n, err := s.Load(tb.Context(), raw(objects...)); err != nil || n != len(objects) {
		tb.Fatal(n, err)
	}
}

// TestDocumentedSamples holds the answers to the samples of the documentation, byte for byte but for spaces.
func TestDocumentedSamples(t *testing.T) {
	s := assuming(t, "parent-answer=empty")
	object, list, write := documented(t, "object.json"), documented(t, "list.json"), documented(t, "write.json")
	load(t, s, object)
	target := "/sales/organization/" + sampleID + "/"
	s.call("GET", target, "").want(t, 200, object)
	s.call("GET", "/sales/organization/list/", "").want(t, 200, list)
	s.call("GET", "/sales/organization/list/?_jsonl=true", "").want(t, 200, strings.Trim(list, "[]")+"\n")
	s.call("GET", "/sales/organization/list/?_slim=true", "").want(t, 200, `[{"id":"`+sampleID+`"}]`)
	// The sample makes an organization its own parent, which is not written to it.
	s.call("PATCH", target, write).want(t, 400, `{"organization":["An organization cannot be below itself."]}`)
	s.call("PATCH", target, `{"name":"string","custom_id":"string"}`).want(t, 200, object)
}

// TestDocumentedWrites sends the sample body to every writing operation.
func TestDocumentedWrites(t *testing.T) {
	clock := func() time.Time { return time.Date(2019, 8, 24, 14, 15, 22, 0, time.UTC) }
	s := open(t, Options{Now: clock})
	load(t, s, strings.Replace(documented(t, "object.json"), `"name":"string"`, `"name":"another"`, 1))
	write, object := documented(t, "write.json"), documented(t, "object.json")
	as := func(id string) string {
		return strings.Replace(object, `"id":"`+sampleID+`","name"`, `"id":"`+id+`","name"`, 1)
	}
	created := s.call("POST", "/sales/organization/", write)
	o := created.object(t)
	created.want(t, 201, as(o.ID))
	s.call("DELETE", "/sales/organization/"+o.ID+"/", "").want(t, 204, "")
	bulk := s.call("POST", "/sales/organization/list/", "["+write+"]")
	list := bulk.want(t, 200).objects(t)
	if strings.Contains(bulk.body, "{}") || len(list) != 1 || list[0].parent() != sampleID {
		t.Errorf("bulk answer %s", bulk.body)
	}
}

const sample = "/sales/organization/" + sampleID + "/"

const other = "/sales/organization/00000000-0000-4000-8000-000000000000/"

// refused are requests that break a rule each.
var refused = []struct{ method, target, body string }{
	{"POST", one, `{`},
	{"POST", one, ``},
	{"POST", one, `{} x`},
	{"POST", one, `[]`},
	{"POST", one, `"text"`},
	{"POST", one, `{}`},
	{"POST", one, `{"name":null}`},
	{"POST", one, `{"name":"  \u00a0\t"}`},
	{"POST", one, `{"name":"a\u0000b"}`},
	{"POST", one, `{"name":"\ud800"}`},
	{"POST", one, "{\"name\":\"\xff\"}"},
	{"POST", one, `{"name":true}`},
	{"POST", one, `{"name":{"a":1},"custom_id":[1]}`},
	{"POST", one, `{"name":"` + strings.Repeat("å", 256) + `","custom_id":"` + strings.Repeat("å", 129) + `"}`},
	{"POST", one, `{"name":"string"}`},
	{"POST", one, `{"name":" string "}`},
	{"POST", one, `{"name":"n","custom_id":""}`},
	{"POST", one, `{"name":"n","organization":"` + sampleID + `"}`},
	{"POST", one, `{"name":"n","organization":{}}`},
	{"POST", one, `{"name":"n","organization":{"id":null}}`},
	{"POST", one, `{"name":"n","organization":{"id":"7"}}`},
	{"POST", one, `{"name":"n","organization":{"id":"00000000-0000-4000-8000-000000000000"}}`},
	{"PATCH", sample, `{}`},
	{"PATCH", sample, `{"custom_id":"x"}`},
	{"PATCH", other, `{"name":"n"}`},
	{"POST", one + "list/", `{}`},
	{"POST", one + "list/", `[1,"a",null,{"name":"n"}]`},
	{"POST", one + "list/", `[{"name":"n"},{"name":"n"}]`},
	{"POST", one + "list/", `[{"name":"n","id":"7"},{"name":"m","id":"00000000-0000-4000-8000-000000000000"}]`},
	{"POST", one + "list/", `[{"name":"n"}`},
	{"POST", one + "list/", `[{"name":"n"},]`},
	{"POST", one + "list/", `[] []`},
	{"GET", other, ""},
	{"GET", strings.ToUpper(sample), ""},
	{"GET", one + strings.ToUpper(sampleID) + "/", ""},
	{"GET", one + "7/", ""},
	{"GET", "/", ""},
	{"GET", one, ""},
	{"PUT", sample, `{}`},
	{"PATCH", one + "list/", `[]`},
	{"GET", one + "list/?_page=1", ""},
	{"GET", one + "list/?_page_size=1", ""},
	{"GET", one + "list/?_page=0&_page_size=1", ""},
	{"GET", one + "list/?_page=x&_page_size=-1", ""},
	{"GET", one + "list/?_page=2&_page_size=1", ""},
	{"GET", one + "list/?_jsonl=yes&_slim=&_statistics=2", ""},
	{"GET", one + "list/?_order_by=tags", ""},
	{"GET", one + "list/?_order_by=name,,id", ""},
	{"GET", one + "list/?name__gt=a", ""},
	{"GET", one + "list/?name__=a", ""},
	{"GET", one + "list/?names=a", ""},
	{"GET", one + "list/?name!!=a", ""},
	{"GET", one + "list/?id=7", ""},
	{"GET", one + "list/?organization__in!=7", ""},
	{"GET", one + "list/?name__isnull=maybe", ""},
	{"GET", one + "list/?name=%00", ""},
	{"GET", one + "list/?_search=%00", ""},
	{"GET", one + "list/?created_at=yesterday", ""},
	{"GET", one + "list/?created_at__in=2024-01-15,", ""},
	{"GET", one + "list/?name=%zz", ""},
	{"GET", one + "list/?name__in=" + strings.Repeat(",", 500), ""},
	{"GET", one + "list/?name=" + strings.Repeat("a", 4094), ""},
}

// TestRefusals freezes the words of every refusal.
func TestRefusals(t *testing.T) {
	s := open(t, Options{IDSeed: 1})
	load(t, s, documented(t, "object.json"))
	var b strings.Builder
	for _, r := range refused {
		target := r.target
		if len(target) > 100 {
			target = target[:100] + "…"
		}
		body := r.body
		if len(body) > 100 {
			body = fmt.Sprint(len(body), " bytes")
		}
		a := s.call(r.method, r.target, r.body)
		fmt.Fprintf(&b, "%s %s %+q\n%d %s\n\n", r.method, target, body, a.status, a.body)
		if a.status < 400 {
			t.Errorf("%s %s %s was not refused", r.method, target, body)
		}
	}
	golden(t, "refusals.txt", b.String())
	if n, err := s.Count(t.Context()); n != 1 || err != nil {
		t.Errorf("%d rows after refusals only, %v", n, err)
	}
}

// golden compares with a file of testdata, or writes it with -update.
func golden(tb testing.TB, name, got string) {
	tb.Helper()
	file := filepath.Join("testdata", name)
	got = strings.ReplaceAll(got, "\r", "")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	if got != string(want) {
		tb.Errorf("%s differs; got\n%s", file, got)
	}
}
