package pigello

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestEmptyListIsSaidSo: nothing but [] is a list of nothing. What has no body, or
// none of an API, is an error; lines that hold nothing are asked for as an array.
func TestEmptyListIsSaidSo(t *testing.T) {
	row := fmt.Sprintf(`{"id":%q,"name":"n","created_at":"2024-01-01T00:00:00Z","organization":null}`, sampleID)
	lines := func(r *http.Request) bool { return r.URL.Query().Has("_jsonl") }
	tests := []struct {
		name string
		h    func(w http.ResponseWriter, r *http.Request)
		rows int // -1: an error
	}{
		{"array of nothing", answerOf(200, "application/json", "[]"), 0},
		{"results of nothing", answerOf(200, "application/json", `{"count":0,"results":[]}`), 0},
		{"results, whole", answerOf(200, "application/json", `{"count":1,"next":null,"previous":null,"results":[`+row+`]}`), 1},
		{"results, a page of several", answerOf(200, "application/json", `{"count":7,"next":"http://127.0.0.1/?_page=2","previous":null,"results":[`+row+`]}`), -1},
		{"results, a page of several, told behind them", answerOf(200, "application/json", `{"results":[`+row+`],"next":"?_page=2"}`), -1},
		{"results, fewer than their count", answerOf(200, "application/json", `{"count":2,"next":null,"results":[`+row+`]}`), -1},
		{"results of nothing with a count", answerOf(200, "application/json", `{"results":[],"count":2}`), -1},
		{"no lines, array of nothing", byForm(lines, answerOf(200, "application/x-ndjson", ""), answerOf(200, "application/json", "[]")), 0},
		{"no lines of text, array of nothing", byForm(lines, answerOf(200, "text/plain; charset=utf-8", "\n"), answerOf(200, "application/json", " [ ]\n")), 0},
		{"no lines, an array of rows", byForm(lines, answerOf(200, "application/x-ndjson", ""), answerOf(200, "application/json", "["+row+"]")), 1},
		{"lines of text", answerOf(200, "text/plain", row+"\n"), 1},
		{"lines called HTML", answerOf(200, "text/html", row+"\n"), 1},
		{"lines, transformed", answerOf(203, "application/x-ndjson", row+"\n"), 1},
		{"no lines, no array", answerOf(200, "application/json", ""), -1},
		{"no lines, an array of null", byForm(lines, answerOf(200, "application/x-ndjson", ""), answerOf(200, "application/json", "null")), -1},
		{"no lines, an array of {}", byForm(lines, answerOf(200, "application/x-ndjson", ""), answerOf(200, "application/json", "{}")), -1},
		{"no lines, array lost", byForm(lines, answerOf(200, "application/x-ndjson", ""), answerOf(204, "", "")), -1},
		{"empty HTML", answerOf(200, "text/html", ""), -1},
		{"empty HTML, array of nothing", byForm(lines, answerOf(200, "text/html; charset=utf-8", "\n"), answerOf(200, "application/json", "[]")), -1},
		{"a page called JSON", answerOf(200, "application/json", "<html><title>Sign in</title></html>"), -1},
		{"text called JSON", answerOf(200, "application/x-ndjson", "OK"), -1},
		{"accepted", answerOf(202, "application/json", "[]"), -1},
		{"accepted, rows", answerOf(202, "application/x-ndjson", row+"\n"), -1},
		{"no content", answerOf(204, "", ""), -1},
		{"reset", answerOf(205, "application/json", ""), -1},
		{"part", answerOf(206, "application/x-ndjson", row+"\n"), -1},
		{"part, rows", answerOf(206, "application/x-ndjson", row+"\n"+row+"\n"), -1},
		{"part, an array", answerOf(206, "application/json", "["+row+"]"), -1},
		{"part, a cut array", answerOf(206, "application/json", "["+row), -1},
		{"not modified", answerOf(304, "", ""), -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := serve(t, tt.h)
			for how, seq := range map[string]func(func(Organization, error) bool){
				"List": c.List(t.Context(), Query{}), "slim": c.List(t.Context(), Query{Slim: true}), "ListAll": c.ListAll(t.Context(), Query{}, nil),
				"ordered": c.ListAll(t.Context(), Query{OrderBy: []Order{{Field: NameName}}}, nil),
			} {
				rows, err := collect(seq)
				if err != nil && strings.Contains(err.Error(), sampleID.String()) {
					t.Errorf("%s: the error tells a row: %v", how, err)
				}
				if (err != nil) != (tt.rows < 0) || err == nil && len(rows) != tt.rows {
					t.Errorf("%s: %d rows, %v; want %d", how, len(rows), err, tt.rows)
				}
			}
		})
	}
}

// TestOnePageIsAsked: who asks for a page gets it, whatever stands around it of others; who asks for all is told that it came in pages.
func TestOnePageIsAsked(t *testing.T) {
	c := serve(t, answerOf(200, "application/json", fmt.Sprintf(`{"count":7,"next":"?_page=3","results":[{"id":%q,"name":"n","created_at":"2024-01-01T00:00:00Z","organization":null}]}`, sampleID)))
	if rows, err := collect(c.List(t.Context(), Query{Page: 2, PageSize: 1})); err != nil || len(rows) != 1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	_, err := collect(c.List(t.Context(), Query{}))
	if err == nil || !strings.Contains(err.Error(), "the answer says that it isn't whole: it holds 1 of 7 rows") {
		t.Errorf("%v", err)
	}
}

func answerOf(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		if kind != "" {
			w.Header().Set("Content-Type", kind)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func byForm(lines func(*http.Request) bool, yes, no http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if lines(r) {
			yes(w, r)
			return
		}
		no(w, r)
	}
}

// TestEmptyAnswersPass: one that comes now and then costs a request and no row.
func TestEmptyAnswersPass(t *testing.T) {
	f := newFakeList(200, 1e9)
	f.cap = 30
	n := 0
	forms := []http.HandlerFunc{answerOf(204, "", ""), answerOf(200, "application/x-ndjson", ""), answerOf(200, "text/html", ""), answerOf(206, "application/json", "[]")}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if n++; n%2 == 0 {
			forms[n/2%len(forms)](w, r)
			return
		}
		f.ServeHTTP(w, r)
	})
	rows, err := collect(c.ListAll(t.Context(), Query{}, nil))
	if err != nil || f.whole(rows) != "" {
		t.Fatal(err, f.whole(rows))
	}
}

// TestEmptyAnswerSaysWhoMayHaveGivenIt: what was answered, and that it may not have been the API.
func TestEmptyAnswerSaysWhoMayHaveGivenIt(t *testing.T) {
	for _, h := range []http.HandlerFunc{answerOf(204, "", ""), answerOf(200, "text/html", ""), answerOf(200, "application/json", ""), answerOf(304, "", "")} {
		_, err := collect(serve(t, h).ListAll(t.Context(), Query{}, nil))
		if e := asError(t, err); !strings.Contains(e.Error(), "the answer has no body") || !strings.Contains(e.Hint, "gateway") {
			t.Errorf("%v, hint %q", e, e.Hint)
		}
	}
}
