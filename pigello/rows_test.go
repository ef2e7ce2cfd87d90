package pigello

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/uuid"
)

func lines(n int) string {
	var b strings.Builder
	for i := range n {
		b.Write(benchRow(i))
		b.WriteByte('\n')
	}
	return b.String()
}

func array(n int) string {
	return "[" + strings.TrimSuffix(strings.ReplaceAll(lines(n), "\n", ","), ",") + "]"
}

func readAll(r io.Reader) (rows int, err error) {
	var bad error
	err = readRows(r, func(_ Organization, unreadable error) bool {
		if bad = cmp.Or(bad, unreadable); unreadable == nil {
			rows++
		}
		return true
	})
	return rows, cmp.Or(err, bad)
}

func TestReadRowsForms(t *testing.T) {
	long := fmt.Sprintf(`{"id":%q,"tags":%q}`, sampleID, strings.Repeat("x", 3*readBuffer))
	tests := []struct {
		name, body string
		rows       int
	}{
		{"lines", lines(3), 3},
		{"no final newline", strings.TrimSpace(lines(3)), 3},
		{"CRLF, blank lines", strings.ReplaceAll(lines(3), "\n", "\r\n\r\n"), 3},
		{"byte order mark", "\uFEFF" + lines(2), 2},
		{"array", array(3), 3},
		{"array over lines", "\n[\n" + strings.ReplaceAll(strings.TrimSpace(lines(3)), "\n", " ,\n") + "\n]\n", 3},
		{"empty array", "[]", 0},
		{"results", `{"count": 3, "next": null, "results": ` + array(3) + `, "previous": null}`, 3},
		{"results alone", `{ "results" :` + array(1) + `}`, 1},
		{"a row longer than the buffer", long + "\n" + long + "\n" + long, 3},
		{"documented", string(sample(t, "sample_list.json")), 1},
	}
	for _, tt := range tests {
		for how, r := range map[string]io.Reader{"at once": strings.NewReader(tt.body), "a byte a time": iotest.OneByteReader(strings.NewReader(tt.body)),
			"error with data": iotest.DataErrReader(strings.NewReader(tt.body))} {
			rows, err := readAll(r)
			if err != nil || rows != tt.rows {
				t.Errorf("%s, %s: %d rows, %v; want %d", tt.name, how, rows, err, tt.rows)
			}
		}
	}
}

func TestReadRowsOfNoBody(t *testing.T) {
	for _, body := range []string{"", " \n\n", "\uFEFF", "\uFEFF\r\n"} {
		if rows, err := readAll(strings.NewReader(body)); rows != 0 || err != errEmpty {
			t.Errorf("%q: %d rows, %v", body, rows, err)
		}
	}
}

func TestReadRowsRefuses(t *testing.T) {
	for name, body := range map[string]string{
		"HTML": "<!DOCTYPE html><title>Sign in</title>", "detail": `{"detail": "Invalid page."}`, "text": "OK", "null": "null",
		"detail behind rows": lines(2) + `{"detail": "Out of time."}`, "no results": `{"count": 3}`, "results without rows": `{"results": {}}`,
		"garbage behind an array": array(1) + "x", "two arrays": array(1) + array(1)[:5], "a row of another type": `[1]`, "a broken row within": lines(1) + "{\"id\":\n" + lines(1),
		"a bad id": lines(1) + `{"id":"x"}`,
	} {
		if rows, err := readAll(strings.NewReader(body)); err == nil {
			t.Errorf("%s: %d rows and no error", name, rows)
		}
	}
}

// TestReadRowsCut: wherever a body breaks, it is an error; where it merely
// ends, it is one unless it ended between two lines.
func TestReadRowsCut(t *testing.T) {
	broken := errors.New("connection reset by peer")
	for _, body := range []string{lines(3), array(3), `{"count":3,"results":` + array(3) + `}`} {
		for i := range len(body) {
			if _, err := readAll(io.MultiReader(strings.NewReader(body[:i]), iotest.ErrReader(broken))); !errors.Is(err, errCut) || !errors.Is(err, broken) {
				t.Fatalf("broken at %d (%q): %v", i, tail(body[:i]), err)
			}
			_, err := readAll(strings.NewReader(body[:i]))
			if i == 0 {
				if err != errEmpty {
					t.Fatalf("nothing: %v", err)
				}
				continue
			}
			between := body[0] == '{' && strings.HasSuffix(body[:i], "}\n") || strings.HasPrefix(body, `{"org`) && strings.HasSuffix(body[:i], `AB `+fmt.Sprint(strings.Count(body[:i], "\n"))+`"}`)
			if !between && err == nil {
				t.Fatalf("ended at %d (%q): no error", i, tail(body[:i]))
			}
			if between && err != nil {
				t.Fatalf("ended at %d (%q): %v", i, tail(body[:i]), err)
			}
		}
	}
}

func tail(s string) string { return s[max(0, len(s)-30):] }

func TestReadRowsTooLong(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(`{"id":"`), io.LimitReader(repeat{}, maxLine*2))
	if _, err := readAll(endless); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("an endless row: %v", err)
	}
}

// TestReadRowsBounded: a row is too long in every form, which no other try would change, and memory doesn't
// grow with it; white space and what stands around the rows are bounded as well.
func TestReadRowsBounded(t *testing.T) {
	for name, start := range map[string]string{"line": `{"id":"`, "element": `[{"id":"`, "second element": array(1)[:len(array(1))-1] + `,{"id":"`, "result": `{"results":[{"id":"`,
		"number": `[`, "nested": `[{"id":[["`, "before the results": `{"count":"`} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := readAll(io.MultiReader(strings.NewReader(start), io.LimitReader(repeat{}, maxLine*8)))
		runtime.ReadMemStats(&after)
		if !errors.Is(err, errTooLong) || errors.Is(err, errCut) || !strings.Contains(err.Error(), "row ") {
			t.Errorf("%s: %v", name, err)
		}
		if grown := (after.TotalAlloc - before.TotalAlloc) >> 20; grown > 120 {
			t.Errorf("%s: %d MiB", name, grown)
		}
	}
	big := fmt.Sprintf(`{"id":%q,"tags":%q}`, sampleID, strings.Repeat("x", maxLine-1000))
	for _, body := range []string{big, "[" + big + "," + big + "]", `{"results":[` + big + "]}"} {
		if rows, err := readAll(strings.NewReader(body)); err != nil || rows == 0 {
			t.Errorf("a row of nearly 16 MiB: %d rows, %v", rows, err)
		}
	}
}

// unreadableRows are rows that come whole and can't be taken.
var unreadableRows = map[string]string{
	`the name "name" stands in it twice`: `{"id":"ID","name":"a","name":"b","created_at":"2024-01-01T00:00:02Z"}`,
	`the name "x" stands in it twice`:    `{"id":"ID","tags":{"x":1,"x":2},"created_at":"2024-01-01T00:00:02Z"}`,
	`the text of "name" is no Unicode`:   `{"id":"ID","name":"half \ud83d a pair","created_at":"2024-01-01T00:00:02Z"}`,
	`the text of "custom_id" is no Uni`:  "{\"id\":\"ID\",\"custom_id\":\"\xe5\",\"created_at\":\"2024-01-01T00:00:02Z\"}",
	`it is nested too deep`:              `{"tags":` + strings.Repeat("[", 12000) + strings.Repeat("]", 12000) + `,"id":"ID","created_at":"2024-01-01T00:00:02Z"}`,
	`the value of "tags" is no JSON`:     `{"id":"ID","tags":NaN,"created_at":"2024-01-01T00:00:02Z"}`,
	`field name is 1`:                    `{"id":"ID","name":1,"created_at":"2024-01-01T00:00:02Z"}`,
	`field organization.id is "x"`:       `{"organization":{"id":"x"},"id":"ID","name":"a","created_at":"2024-01-01T00:00:02Z"}`,
}

// TestUnreadableRows: such a row is named once, in every form, and those around it are read.
func TestUnreadableRows(t *testing.T) {
	good := func(i int) string {
		return fmt.Sprintf(`{"id":"%s","name":"n","created_at":"2024-01-01T00:00:0%dZ","organization":null}`, fakeID(i), i)
	}
	for problem, row := range unreadableRows {
		row = strings.Replace(row, "ID", fakeID(2).String(), 1)
		last := strings.Replace(row, ":02Z", ":04Z", 1)
		rows := []string{good(1), row, good(3)}
		for form, body := range map[string]string{"lines": strings.Join(rows, "\n") + "\n", "no final newline": good(1) + "\n" + good(3) + "\n" + last,
			"array": "[" + strings.Join(rows, " ,\n") + "]", "results": `{"count": 3, "results": [` + strings.Join(rows, ",") + `], "next": null}`} {
			asked := 0
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				asked++
				q := r.URL.Query()
				if q.Get("_order_by") == "-created_at,-id" || q.Has("created_at__gte") {
					_, _ = io.WriteString(w, good(3))
					return
				}
				_, _ = io.WriteString(w, body)
			})
			for how, seq := range map[string]func(func(Organization, error) bool){"List": c.List(t.Context(), Query{}), "ListAll": c.ListAll(t.Context(), Query{}, nil)} {
				asked = 0
				for _, err := range seq { // left at once
					if err != nil {
						break
					}
				}
				if asked != 1 {
					t.Errorf("%s, %s, %s: asked %d times", problem, form, how, asked)
				}
				var ids []uuid.UUID
				var told []error
				for o, err := range seq {
					if err != nil {
						told = append(told, err)
						continue
					}
					ids = append(ids, o.ID)
				}
				var e *UnreadableError
				if !slices.Equal(ids, []uuid.UUID{fakeID(1), fakeID(3)}) || len(told) != 1 || !errors.As(told[0], &e) {
					t.Fatalf("%s, %s, %s: %v, %v", problem, form, how, ids, told)
				}
				if e.ID != fakeID(2) || e.Row < 2 || string(e.Raw) != row && string(e.Raw) != last || CanRepeat(e) || !strings.Contains(e.Error(), problem) || !strings.Contains(e.Error(), fakeID(2).String()) {
					t.Errorf("%s, %s: %.200v", form, how, e)
				}
			}
		}
	}
}

// TestUnreadableWithoutItsTime: a row is named that has no time, and then nothing is proven.
func TestUnreadableWithoutItsTime(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"id":"no id","name":"a"}`+"\n")
	})
	_, err := collect(c.List(t.Context(), Query{}))
	if !isUnreadable(err) || !strings.HasPrefix(err.Error(), "list organizations: row 1 can't be read: field id is ") {
		t.Error(err)
	}
	var told []error
	for _, err := range c.ListAll(t.Context(), Query{}, nil) {
		told = append(told, err)
	}
	if len(told) != 2 || !isUnreadable(told[0]) || !errors.Is(told[1], ErrNoCreatedAt) {
		t.Error(told)
	}
}

// repeat is an endless reader of one letter.
type repeat struct{}

func (repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestReadRowsStops(t *testing.T) {
	for _, body := range []string{lines(3), array(3)} {
		n := 0
		if err := readRows(strings.NewReader(body), func(Organization, error) bool { n++; return n < 2 }); !errors.Is(err, errStopped) || n != 2 {
			t.Errorf("%d rows, %v", n, err)
		}
	}
}

// FuzzReadRows: lines and the same objects as an array are the same rows, and
// no input panics or hangs.
func FuzzReadRows(f *testing.F) {
	for _, s := range []string{lines(2), array(2), `{"results":[]}`, `{"detail":"x"}`, "<html>", "\uFEFF[", "{\n", `{"id"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var whole, split [][]byte
		errWhole := readRows(bytes.NewReader(body), func(o Organization, _ error) bool { whole = append(whole, o.Raw); return true })
		errSplit := readRows(iotest.HalfReader(bytes.NewReader(body)), func(o Organization, _ error) bool { split = append(split, o.Raw); return true })
		if (errWhole == nil) != (errSplit == nil) || !bytes.Equal(bytes.Join(whole, nil), bytes.Join(split, nil)) {
			t.Fatalf("%q: %d rows, %v; in pieces %d rows, %v", body, len(whole), errWhole, len(split), errSplit)
		}
	})
}
