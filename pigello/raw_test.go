package pigello

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestDo sends what no other call would, once, and hands out whatever is answered.
func TestDo(t *testing.T) {
	var sent atomic.Int64
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent.Add(1)
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprintf(w, `{"detail": "%s %s %s as %s"}`, r.Method, r.RequestURI, body, r.Header.Get("X-PIGELLO-CLIENT-SECRET"))
	})
	long := "a=" + strings.Repeat("x", MaxRequestLine)
	r, err := c.Do(t.Context(), Request{Op: "ask", Method: http.MethodPatch, Path: pathList, Query: long, Body: []byte("not JSON")})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"detail": "PATCH /base` + pathList + "?" + long + ` not JSON as ` + Redacted + `"}`
	if r.Status != http.StatusTooManyRequests || string(r.Body) != want || r.Header.Get("Retry-After") != "3" || sent.Load() != 1 {
		t.Errorf("%d %v %s after %d requests", r.Status, r.Header, r.Body, sent.Load())
	}
	if e := r.AsError(); e.Op != "ask" || e.Fate != NotWritten || e.RetryAfter != 3*time.Second || !strings.HasPrefix(e.Detail, "PATCH /base") {
		t.Errorf("%+v", e)
	}
	other := http.Header{}
	other.Set("X-PIGELLO-CLIENT-SECRET", "another")
	r, err = mustClient(t, Options{BaseURL: c.BaseURL()}).Do(t.Context(), Request{Method: http.MethodGet, Path: "/", Header: other})
	if err != nil || !strings.HasSuffix(string(r.Body), `as another"}`) || r.AsError().Fate != FateNone {
		t.Errorf("%s, %v", r.Body, err)
	}
}

// TestDoWithoutAnswer tells what may have been written: of an array that is refused, too.
func TestDoWithoutAnswer(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		panic(http.ErrAbortHandler)
	})
	for _, tt := range []struct {
		method, path string
		want         Fate
	}{{http.MethodGet, pathList, FateNone}, {http.MethodPatch, pathOrganization, FateUnknown}, {http.MethodPost, pathOrganization, NotWritten}, {http.MethodPost, pathList, FateUnknown}} {
		r, err := c.Do(t.Context(), Request{Op: "ask", Method: tt.method, Path: tt.path})
		if answered := tt.method == http.MethodPost; answered != (err == nil) {
			t.Errorf("%s %s: %v", tt.method, tt.path, err)
		} else if answered {
			err = r.AsError()
		}
		if got := FateOf(err); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.method, tt.path, got, tt.want)
		}
	}
	var usage *UsageError
	if _, err := c.Do(t.Context(), Request{Method: http.MethodGet, Path: "@exempel.invalid/"}); !errors.As(err, &usage) {
		t.Errorf("a path that names another host: %v", err)
	}
	if e := (Response{}).AsError(); e == nil {
		t.Error("no answer is no error")
	}
}
