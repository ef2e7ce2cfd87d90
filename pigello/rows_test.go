package pigello

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
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
	err = readRows(r, func(Organization) bool { rows++; return true })
	return rows, err
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
		if err := readRows(strings.NewReader(body), func(Organization) bool { n++; return n < 2 }); !errors.Is(err, errStopped) || n != 2 {
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
		errWhole := readRows(bytes.NewReader(body), func(o Organization) bool { whole = append(whole, o.Raw); return true })
		errSplit := readRows(iotest.HalfReader(bytes.NewReader(body)), func(o Organization) bool { split = append(split, o.Raw); return true })
		if (errWhole == nil) != (errSplit == nil) || !bytes.Equal(bytes.Join(whole, nil), bytes.Join(split, nil)) {
			t.Fatalf("%q: %d rows, %v; in pieces %d rows, %v", body, len(whole), errWhole, len(split), errSplit)
		}
	})
}
