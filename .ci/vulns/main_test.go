package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// serve is a database of some documents, by their path.
func serve(t *testing.T, documents map[string]string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		document, ok := documents[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, document)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestUsable(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	of := func(modified, modules string) map[string]string {
		return map[string]string{"/index/db.json": `{"modified":"` + modified + `"}`, "/index/modules.json": modules}
	}
	one := `[{"path":"stdlib","vulns":[]}]`
	for name, c := range map[string]struct{ db, problem string }{
		"good":           {serve(t, of("2026-11-28T00:00:00Z", one)), ""},
		"old":            {serve(t, of("2026-10-28T00:00:00Z", one)), "written 34 days ago"},
		"undated":        {serve(t, map[string]string{"/index/db.json": "{}", "/index/modules.json": one}), "days ago"},
		"names nothing":  {serve(t, of("2026-11-28T00:00:00Z", "[]")), "names no module"},
		"nothing at all": {serve(t, nil), "404"},
		"another page":   {serve(t, of("<html>", one)), "db.json"},
		"not reached":    {closed.URL, "refused"},
	} {
		err := usable(t.Context(), c.db, now)
		if c.problem == "" && err != nil || c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)) {
			t.Errorf("%s: got %v, want %q", name, err, c.problem)
		}
	}
}

// TestFound: a vulnerability of what the program calls fails, one of what it doesn't call says so and passes.
func TestFound(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for symbol, found := range map[string]bool{"OpenFile": true, "Chroot": false} {
		db := t.TempDir()
		for path, text := range map[string]string{
			"index/db.json":      `{"modified":"2026-11-28T00:00:00Z"}`,
			"index/modules.json": `[{"path":"stdlib","vulns":[{"id":"GO-2026-0001","modified":"2026-11-28T00:00:00Z"}]}]`,
			"index/vulns.json":   `[{"id":"GO-2026-0001","modified":"2026-11-28T00:00:00Z"}]`,
			"ID/GO-2026-0001.json": `{"schema_version":"1.3.1","id":"GO-2026-0001","modified":"2026-11-28T00:00:00Z","published":"2026-11-28T00:00:00Z",
				"summary":"made up for a test","details":"made up for a test","affected":[{"package":{"name":"stdlib","ecosystem":"Go"},
				"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],"ecosystem_specific":{"imports":[{"path":"os","symbols":["` + symbol + `"]}]}}]}`,
		} {
			if err := os.MkdirAll(filepath.Join(db, filepath.Dir(path)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(db, path), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out, err := os.Create(filepath.Join(db, "out"))
		if err != nil {
			t.Fatal(err)
		}
		err = check("file://"+filepath.ToSlash(db), out, "./exporter/sink")
		out.Close()
		said, readErr := os.ReadFile(out.Name())
		if readErr != nil {
			t.Fatal(readErr)
		}
		if (err != nil) != found || !strings.Contains(string(said), "GO-2026-0001") && found {
			t.Errorf("os.%s: %v\n%s", symbol, err, said)
		}
	}
}
