package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReal holds what may lie among the real tables: small files under a licence that allows it, each with its source.
func TestReal(t *testing.T) {
	allowed := []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "ISC", "CC0-1.0", "ODC-PDDL", "Unlicense/MIT"}
	files, _, err := realTables("real")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Errorf("there are %d real tables, at least 100 are wanted", len(files))
	}
	sources, err := os.ReadFile(filepath.Join("real", "SOURCES.md"))
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, f := range files {
		size += len(f.data)
		if len(f.data) > 40<<10 {
			t.Errorf("%s has %d bytes", f.name, len(f.data))
		}
		name := strings.TrimPrefix(f.name, "real/")
		i := strings.Index(string(sources), "| "+name+" |")
		if i < 0 {
			t.Errorf("SOURCES.md doesn't know %s", name)
			continue
		}
		line := string(sources)[strings.LastIndex(string(sources)[:i], "\n")+1 : i]
		if cells := strings.Split(line, " | "); !slices.Contains(allowed, strings.TrimSpace(cells[len(cells)-1])) {
			t.Errorf("%s has the licence %q", name, cells[len(cells)-1])
		}
	}
	if size > 1500<<10 {
		t.Errorf("all together have %d bytes", size)
	}
}
