package importer_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestUndoProgress: an undo tells of each row as it is deleted or found to stay, not of a job at its end.
func TestUndoProgress(t *testing.T) {
	const rows = 200
	for _, concurrency := range []int{1, 4} {
		t.Run(fmt.Sprint(concurrency), func(t *testing.T) {
			t.Parallel()
			var deleted atomic.Int64
			w := before(t, sandbox.Options{}, func(_ http.ResponseWriter, r *http.Request, _ []byte) bool {
				if r.Method == http.MethodDelete {
					deleted.Add(1)
				}
				return false
			})
			r := w.imported("name\n" + strings.Join(numberedNames(rows), "\n") + "\n")
			told := -1
			_, err := undo.Apply(context.Background(), w.client, r, w.planUndo(r), undo.Options{Concurrency: concurrency, Progress: func(p run.Progress) {
				now := int(deleted.Load())
				if p.Stage != "undo" || p.Total != rows || p.Rows < told || p.Rows > told+1 || p.Rows > now || p.Rows+concurrency < now {
					t.Errorf("%+v after %d, and %d were deleted", p, told, now)
				}
				told = p.Rows
			}})
			if err != nil || told != rows {
				t.Errorf("%d rows were told of, %v", told, err)
			}
		})
	}
}

func numberedNames(rows int) (names []string) {
	for n := range rows {
		names = append(names, fmt.Sprintf("Exempelbacken nummer %d AB", n))
	}
	return names
}
