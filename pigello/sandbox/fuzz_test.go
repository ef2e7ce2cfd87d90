package sandbox

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzQuery sends any parameters: the answer is a list or a refusal, never a failure.
func FuzzQuery(f *testing.F) {
	for _, query := range []string{
		"", "name=a", "name__icontains!=%C3%A5", "id__in=" + sampleID + ",x", "created_at__gte=2024-01-15T10:00:00Z&_order_by=-created_at,id",
		"_page=1&_page_size=500", "_page=9999999&_page_size=2147483647", "_jsonl=true&_slim=true", "_statistics=1&_search=%ff", "tags=a,b&customer_columns=%22", "custom_id__startswith=%ff&custom_id__endswith=",
		"name__in=,,,&organization__isnull=true", "organization!=&name=;", "name__contains=%25_", "_order_by=custom_id,-organization,name,id,created_at",
	} {
		f.Add(query)
	}
	s := open(f, Options{})
	seed(f, s, 20)
	f.Fuzz(func(t *testing.T, query string) {
		r := "GET " + one + "list/?" + query
		if strings.ContainsAny(query, " #\x7f") || strings.ContainsFunc(query, func(r rune) bool { return r < ' ' || r >= utf8.RuneSelf }) || len(query) > 4000 {
			t.Skip(r) // no request line
		}
		a := s.call("GET", one+"list/?"+query, "")
		if a.dropped || a.status != 200 && a.status != 400 && a.status != 404 {
			t.Fatalf("%s: %d %s", query, a.status, a.body)
		}
		if a.status != 200 && !json.Valid([]byte(a.body)) || a.status == 200 && !strings.Contains(query, "jsonl") && !json.Valid([]byte(a.body)) {
			t.Fatalf("%s: no JSON: %s", query, a.body)
		}
	})
}

// FuzzBody sends any body to every writing operation: what is accepted can be read back, and what is refused has changed nothing.
func FuzzBody(f *testing.F) {
	for _, body := range []string{
		`{"name":"a","custom_id":null,"organization":{"id":"` + sampleID + `"}}`, `[{"name":"a"},{"name":"b","id":"` + sampleID + `"}]`,
		`{"name":1e9}`, `{"name":"\ud83d\ude00"}`, `{"name":"\ud83d"}`, `[[]]`, `nul`, `{"name":"a"}{"name":"b"}`, "\ufeff{}", `{"organization":{"id":{"id":1}}}`, `{"name":{"name":"x"}}`, ` [ ] `,
	} {
		f.Add(body)
	}
	s := open(f, Options{})
	f.Fuzz(func(t *testing.T, body string) {
		if err := s.Reset(t.Context()); err != nil {
			t.Fatal(err)
		}
		load(t, s, documented(t, "object.json"))
		for _, target := range []string{"POST " + one, "PATCH " + one + sampleID + "/", "POST " + one + "list/"} {
			before := s.call("GET", list("_jsonl=true"), "").want(t, 200).body
			method, path, _ := strings.Cut(target, " ")
			a := s.call(method, path, body)
			after := s.call("GET", list("_jsonl=true"), "").want(t, 200).body
			switch {
			case a.dropped || a.status >= 500:
				t.Fatalf("%s: %d %s", target, a.status, a.body)
			case a.status >= 400 && before != after:
				t.Fatalf("%s: refused, but changed", target)
			case a.status < 300 && !json.Valid([]byte(body)):
				t.Fatalf("%s: accepted what is no JSON", target)
			case !json.Valid([]byte(a.body)) || !utf8.ValidString(a.body):
				t.Fatalf("%s: no JSON: %s", target, a.body)
			}
			for _, o := range (answer{body: after}).objects(t) {
				if n := utf8.RuneCountInString(o.Name); n == 0 || n > texts[theName].limit || strings.TrimSpace(o.Name) != o.Name || strings.ContainsRune(o.Name, 0) {
					t.Fatalf("%s: stored the name %q", target, o.Name)
				}
			}
		}
	})
}

// FuzzMatch compares the text operators with the model on any texts.
func FuzzMatch(f *testing.F) {
	for _, pair := range [][2]string{{"Åkeri", "å"}, {"100%", "%"}, {"a_b", "_"}, {"straße", "SS"}, {"\U0010ffff", "\U0010ffff"}, {"ab\u00ff", "\u00ff"}, {"x", ""}} {
		f.Add(pair[0], pair[1])
	}
	s := open(f, Options{})
	f.Fuzz(func(t *testing.T, name, value string) {
		name = strings.TrimFunc(strings.ToValidUTF8(name, ""), isSpace)
		value = strings.ToValidUTF8(value, "\uFFFD")
		if name == "" || utf8.RuneCountInString(name) > texts[theName].limit || strings.ContainsRune(name+value, 0) || len(value) > 1000 || strings.Contains(value, ",") {
			t.Skip()
		}
		if err := s.Reset(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.call("POST", one, string(appendString([]byte(`{"name":`), name))+"}").want(t, 201)
		for _, operator := range modelOperators["name"] {
			if operator == "isnull" {
				continue
			}
			field := strings.TrimSuffix("name__"+operator, "__")
			if got, want := len(s.names(t, field+"="+value)) == 1, modelMatch(&name, "name", operator, value); got != want {
				t.Errorf("%q %s %q: %v, the model says %v", name, field, value, got, want)
			}
			if got, want := len(s.names(t, field+"!="+value)) == 0, modelMatch(&name, "name", operator, value); got != want {
				t.Errorf("%q %s! %q: %v", name, field, value, got)
			}
		}
	})
}
