package pigello

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseErrorBody(t *testing.T) {
	tests := []struct{ name, body string }{
		{"list", `[{}, {"name": ["This field must be unique.", "Second."]}, {}, {"organization": {"id": ["Invalid pk."]}, "custom_id": "Too long."}]`},
		{"dict by index", `{"10": {"name": ["b"]}, "2": {"name": ["a"]}, "3": {}}`},
		{"detail", `{"detail": "Authentication credentials were not provided."}`},
		{"detail nested", `{"detail": {"name": ["x"]}}`},
		{"fields", `{"name": ["This field is required."], "non_field_errors": ["whole"]}`},
		{"nested list", `{"organization": [{"id": ["a"]}, {"id": ["b"]}]}`},
		{"sentences", `["One.", "Two."]`},
		{"rows of sentences", `[["One."], null, {"detail": "Two."}]`},
		{"envelope", `{"errors": [{}, {"name": ["x"]}]}`},
		{"envelope of fields", `{"errors": {"name": ["x"]}}`},
		{"string", `"Nope."`},
		{"number", `17`},
		{"html title", "<!DOCTYPE html><html><head><title>\n 502 Bad Gateway &amp; more</title></head><body><h1>x</h1></body></html>"},
		{"html heading", `<html><h1>Server <b>Error</b> (500)</h1></html>`},
		{"html bare", `<html></html>`},
		{"text", "upstream connect error\r\n or disconnect"},
		{"cut json", `{"name": ["x`},
		{"empty", ``},
		{"spaces", " \n"},
		{"bom", "\uFEFF{\"detail\": \"x\"}"},
		{"empty object", `{}`},
		{"long", strings.Repeat("å", 300)},
	}
	var b strings.Builder
	for _, tt := range tests {
		got, err := json.Marshal(parseErrorBody([]byte(tt.body)))
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(tt.name + ": " + string(got) + "\n")
	}
	golden(t, "errorbody.golden", []byte(b.String()))
}

func FuzzParseErrorBody(f *testing.F) {
	for _, s := range []string{`[{},{"name":["x"]}]`, `{"1":{"name":["x"]}}`, `{"detail":"x"}`, `<title>x`, `[[[[[[[[[[[[1]]]]]]]]]]]]`, "{\"a\":\"\xff\"}", `{"a":"\ud800"}`, `{"errors":{"errors":[]}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		b := parseErrorBody(body)
		check := func(s string) {
			if strings.ContainsAny(s, "\n\r\x00\x1b") || len(s) > maxQuoted*4 && !strings.Contains(s, "; ") {
				t.Fatalf("%q: a message like %q", body, s)
			}
		}
		check(b.Detail)
		last := -1
		for _, r := range b.Rows {
			if r.Index < last || len(r.Fields) == 0 {
				t.Fatalf("%q: rows %+v", body, b.Rows)
			}
			last = r.Index
			for _, m := range r.Fields {
				check(m.Error())
			}
		}
		e := Error{Op: "x", Status: 400, Detail: b.Detail, Fields: b.Fields, Rows: b.Rows}
		if e.Error() == "" {
			t.Fatal("no words")
		}
	})
}
