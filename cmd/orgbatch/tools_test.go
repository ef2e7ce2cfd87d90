//go:build !race

// These run other programs, which the race detector has nothing to do with.

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// A snapshot opens in other tools as it is: what backups.md shows of jq, DuckDB
// and pandas finds what is in it, letters, nulls and zeros included.
func TestOtherTools(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := backuptest.Put(filepath.Join(dir, "backups", "nordhus"), backuptest.Past{Name: "20261123T021500Z", State: backup.Good, Rows: toolRows}); err != nil {
		t.Fatal(err)
	}
	for _, tool := range []struct {
		name, language string
		command        func(t *testing.T, block string) *exec.Cmd
		want           string
	}{
		{"jq", "bash", jqCommand, "Påhittsgården KB\n"},
		{"DuckDB", "sql", duckCommand, `[{"parent":"Åkerö Koncern AB","children":"2"}]` + "\n"},
		{"pandas", "python", pandasCommand, "            name custom_id\nPåhittsgården KB       NaN\n   Åkerö Nord AB     00123\n"},
	} {
		t.Run(tool.name, func(t *testing.T) {
			c := tool.command(t, onlyBlock(t, "backups.md", tool.language))
			c.Dir = dir
			out, err := c.CombinedOutput()
			got := strings.ReplaceAll(string(out), "None", " NaN")
			if err != nil || got != tool.want {
				t.Errorf("%v:\n%s\nwant\n%s", err, got, tool.want)
			}
		})
	}
}

const toolRows = `{"organization":null,"customer_columns":null,"created_at":"2026-01-01T08:00:00.123456Z","custom_id":"K-1","tags":null,"id":"00000000-0000-4000-8000-000000000001","name":"Åkerö Koncern AB"}
{"organization":{"id":"00000000-0000-4000-8000-000000000001"},"customer_columns":null,"created_at":"2026-02-01T08:00:00Z","custom_id":"00123","tags":null,"id":"00000000-0000-4000-8000-000000000002","name":"Åkerö Nord AB"}
{"organization":{"id":"00000000-0000-4000-8000-000000000001"},"customer_columns":null,"created_at":"2026-03-01T08:00:00.5Z","custom_id":null,"tags":null,"id":"00000000-0000-4000-8000-000000000003","name":"Påhittsgården KB"}
`

// onlyBlock is a page's only block in a language.
func onlyBlock(t *testing.T, page, language string) string {
	t.Helper()
	blocks := regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```").FindAllStringSubmatch(pages(t)[page], -1)
	if len(blocks) != 1 {
		t.Fatalf("%s has %d blocks of %s, want 1", page, len(blocks), language)
	}
	return blocks[0][1]
}

func jqCommand(t *testing.T, block string) *exec.Cmd {
	for _, command := range []string{"sh", "zstd", "jq"} {
		if _, err := exec.LookPath(command); err != nil {
			t.Skipf("%s is not installed", command)
		}
	}
	return exec.Command("sh", "-c", block)
}

// duckCommand runs a query where DuckDB's module for Node.js is installed.
func duckCommand(t *testing.T, block string) *exec.Cmd {
	node, err := exec.LookPath("node")
	dir := os.Getenv("ORGBATCH_DUCKDB")
	if err != nil || dir == "" {
		t.Skip("DuckDB is not installed: ORGBATCH_DUCKDB names the folder of npm install @duckdb/node-api")
	}
	const script = `const { DuckDBInstance } = require("@duckdb/node-api");
(async () => {
	const duck = await (await DuckDBInstance.create(":memory:")).connect();
	const rows = await duck.runAndReadAll(process.argv[1]);
	console.log(JSON.stringify(rows.getRowObjectsJson()));
})();`
	c := exec.Command(node, "-e", script, block)
	c.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(dir, "node_modules"))
	return c
}

// pandasCommand runs a script by a Python that has pandas, be it the system's own.
func pandasCommand(t *testing.T, block string) *exec.Cmd {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import pandas, zstandard").Run() == nil {
			return exec.Command(python, "-c", block)
		}
	}
	t.Skip("no Python has pandas and zstandard")
	return nil
}
