package exporter_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// lossy serves a sandbox whose first ordered lists lack their second row.
func lossy(t *testing.T, to target, losses int64) *pigello.Client {
	t.Helper()
	var left atomic.Int64
	left.Store(losses)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("_order_by") != "-name" || left.Add(-1) < 0 {
			to.sandbox.ServeHTTP(w, r)
			return
		}
		rec := httptest.NewRecorder()
		to.sandbox.ServeHTTP(rec, r)
		lines := slices.Collect(strings.Lines(rec.Body.String()))
		w.Header().Set("Content-Type", rec.Header().Get("Content-Type"))
		for i, line := range lines {
			if i != 1 {
				_, _ = w.Write([]byte(line))
			}
		}
	}))
	t.Cleanup(server.Close)
	client, err := connect(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// A list that lacked a row begins anew, and the file with it: compressed or
// not, nothing of the first try is left.
func TestRestart(t *testing.T) {
	t.Parallel()
	to := serve(t, sandbox.Options{})
	objects := family(900)
	to.load(t, objects)
	query := pigello.Query{OrderBy: []pigello.Order{{Field: "name", Descending: true}}}
	for _, name := range []string{"a.jsonl", "a.jsonl.gz", "a.jsonl.zst"} {
		client := target{lossy(t, to, 2), to.sandbox}
		path := filepath.Join(t.TempDir(), name)
		m := client.export(t, path, exporter.Options{Query: query})
		got := readJSONL(t, path)
		wantObjects(t, got, objects)
		if m.Rows != len(objects) || got[0].Name < got[1].Name {
			t.Errorf("%d rows, the first %s, %s", m.Rows, got[0].Name, got[1].Name)
		}
	}

	client := lossy(t, to, 1)
	var out bytes.Buffer
	_, err := exporter.Export(context.Background(), client, exporter.Options{Output: exporter.Stdout, Stdout: &out, Query: query})
	var restart *pigello.RestartError
	if !errors.As(err, &restart) {
		t.Errorf("standard output: %v", err)
	}

	dir := t.TempDir()
	_, err = exporter.Export(context.Background(), lossy(t, to, 100), exporter.Options{Output: filepath.Join(dir, "a.csv"), Query: query})
	if !errors.Is(err, pigello.ErrChanging) {
		t.Errorf("a list that never is whole: %v", err)
	}
	wantNames(t, dir)
}
