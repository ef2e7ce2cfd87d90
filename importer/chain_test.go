package importer_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// chainRows is how long the chain is; 10000 takes a minute.
var chainRows = flag.Int("chain", chainRowsAt, "rows of the chain in TestChain")

// TestChain: a chain of rows, each the parent of the next, is slow by itself
// alone: as many flat rows beside it go in full chunks.
func TestChain(t *testing.T) {
	t.Parallel()
	n := *chainRows
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name,organization\n" + numbered(n, func(i int) string {
		parent := ""
		if i > 0 {
			parent = fmt.Sprintf("Led %d AB", i-1)
		}
		return fmt.Sprintf("Led %d AB,%s\nFri %d AB,\n", i, parent, i)
	}))
	const chunk = 50
	books, err := w.apply(r, push.Options{ChunkSize: chunk})
	if err != nil || books.Created != 2*n {
		t.Fatalf("%v, %v", books, err)
	}
	small, large := 0, 0
	for _, q := range w.sandbox.Requests() {
		switch {
		case q.Method != "POST":
		case q.Rows < chunk/2:
			small++
		default:
			large++
		}
	}
	t.Logf("%d small writes for a chain of %d, %d large ones for %d flat rows", small, n, large, n)
	if small > n+2 || large > n/chunk+1 {
		t.Errorf("%d small writes for a chain of %d, %d large ones for %d flat rows", small, n, large, n)
	}
}
