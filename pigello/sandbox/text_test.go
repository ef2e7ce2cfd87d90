package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, domain := rapid.Int64Range(0, halfMask).Draw(t, "n"), rapid.Uint64().Draw(t, "domain")
		id := mintID(n, domain)
		if got := rowOf(id); got != n {
			t.Fatalf("row %d became %s became %d", n, id, got)
		}
		if back, ok := parseID(id.String()); !ok || back != id {
			t.Fatalf("%s was read as %s", id, back)
		}
		if upper, ok := parseID(strings.ToUpper(id.String())); !ok || upper != id {
			t.Fatalf("%s was not read in capitals", id)
		}
		if s := id.String(); s[14] != '4' || !strings.ContainsRune("89ab", rune(s[19])) {
			t.Fatalf("%s is not a version 4 UUID", s)
		}
		if next := mintID(n^1, domain); next == id || next[0] == id[0] && next[1] == id[1] && next[2] == id[2] && next[3] == id[3] {
			t.Fatalf("neighbours %s and %s are alike", id, next)
		}
	})
	for _, s := range []string{"", "7", strings.Repeat("-", 36), "497f6eca62764993bfeb53cbbbba6f08", "{497f6eca-6276-4993-bfeb-53cbbbba6f08}", "497f6eca-6276-4993-bfeb-53cbbbba6f0g", "497f6eca-6276-4993-bfeb_53cbbbba6f08"} {
		if id, ok := parseID(s); ok {
			t.Errorf("%q was read as %s", s, id)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"": "", "abc": "ABC", "Åäö": "ÅÄÖ", "straße": "STRAßE", "ĳ": "Ĳ", "😀": "😀", "ÿ": "Ÿ"} {
		if got := string(appendFold(nil, []byte(in))); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if got, want := string(appendFold(nil, []byte(s))), strings.Map(unicode.ToUpper, s); got != want {
			t.Fatalf("%q became %q, want %q", s, got, want)
		}
	})
}

func TestTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micros := rapid.Int64Range(0, 4102444800_000_000).Draw(t, "micros")
		s := string(appendTime(nil, micros, microseconds))
		if back, ok := parseTime(s, dateTimes); !ok || back != micros {
			t.Fatalf("%d became %s became %d", micros, s, back)
		}
		want := time.UnixMicro(micros).UTC().Format("2006-01-02T15:04:05.000000Z")
		if s != strings.Replace(want, ".000000Z", "Z", 1) {
			t.Fatalf("%s, want %s", s, want)
		}
	})
	for s, want := range map[string]string{
		"2024-01-15": "2024-01-15T00:00:00Z", "2024-01-15T10:00:00.1234567+02:00": "2024-01-15T08:00:00.123456Z",
		"2024-01-15T10:00:00": "2024-01-15T10:00:00Z", "2024-01-15 10:00:00.5Z": "2024-01-15T10:00:00.500000Z",
	} {
		if micros, ok := parseTime(s, dateTimes); !ok || string(appendTime(nil, micros, microseconds)) != want {
			t.Errorf("%s was read as %s", s, appendTime(nil, micros, microseconds))
		}
	}
	for _, s := range []string{"", "2024", "2024-02-30", "15/1 2024", "2024-01-15T25:00:00Z", "2024-01-15T10:00:00Z "} {
		if _, ok := parseTime(s, dateTimes); ok {
			t.Errorf("%q was read", s)
		}
	}
}

// TestAppendString compares with encoding/json, the plain way.
func TestAppendString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		var back string
		quoted := appendString(nil, s)
		if err := json.Unmarshal(quoted, &back); err != nil || back != s {
			t.Fatalf("%q became %s: %v", s, quoted, err)
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(s)
		if utf8.ValidString(s) && !strings.ContainsAny(s, "\b\f\u007f\u2028\u2029") && strings.TrimSpace(b.String()) != string(quoted) {
			t.Fatalf("%s, want %s", quoted, b.String())
		}
	})
}

// TestEmptyText: what was loaded empty is no null, asked for alone or in a list.
func TestEmptyText(t *testing.T) {
	s := open(t, Options{})
	const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
	row := []byte(`{"id":"` + id + `","name":"a\bb","custom_id":"","created_at":"2019-08-24T14:15:22Z"}`)
	if _, err := s.Load(t.Context(), func(yield func([]byte, error) bool) { yield(row, nil) }); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{id + "/", "list/"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, base+path, nil)
		for name, value := range DefaultCredentials() {
			r.Header.Set(name, value)
		}
		s.ServeHTTP(w, r)
		if body := w.Body.String(); !strings.Contains(body, `"custom_id":"",`) || !strings.Contains(body, `"name":"a\bb"`) {
			t.Errorf("%s: %s", path, body)
		}
	}
}
