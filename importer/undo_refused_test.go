package importer_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestUndoRefusedByFailure: what the API fails to delete each time, and is still
// there, it refuses: the undo says so and comes to its end. What it deleted all the
// same is reversed.
func TestUndoRefusedByFailure(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		delete bool
		want   run.UndoBooks
	}{
		"a 500":              {500, false, run.UndoBooks{Written: 3, Reversed: 2, Failed: 1}},
		"a 500, and deleted": {500, true, run.UndoBooks{Written: 3, Reversed: 3}},
		"a 502":              {502, false, run.UndoBooks{Written: 3, Reversed: 2, Unknown: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var w *world
			var doomed atomic.Value
			w = before(t, sandbox.Options{}, func(rw http.ResponseWriter, r *http.Request, _ []byte) bool {
				if id, ok := doomed.Load().(string); !ok || r.Method != http.MethodDelete || !strings.Contains(r.URL.Path, id) {
					return false
				}
				if c.delete {
					w.sandbox.ServeHTTP(httptest.NewRecorder(), r)
				}
				http.Error(rw, "<title>Server Error (500)</title>", c.status)
				return true
			})
			r := w.imported("name\nExempelbacken AB\nExempelvik AB\nExempelby AB\n")
			doomed.Store(w.there()["Exempelvik AB"].ID.String())
			if books := w.undo(r); books != c.want {
				t.Errorf("%v: %q", books, w.why(r))
			}
			if c.want.Failed > 0 && !slices.Equal(w.why(r), []string{"3 Exempelvik AB: Pigello refuses to delete it: the request was answered by 500 Internal Server Error: " +
				"the answer is a web page titled “Server Error (500)”, not Pigello's own, and it is still there"}) {
				t.Errorf("%q", w.why(r))
			}
		})
	}
}
