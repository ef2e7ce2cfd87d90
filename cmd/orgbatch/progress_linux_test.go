package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
)

// TestProgressFits runs every command that draws a bar on terminals of several widths: no frame is as wide as the terminal, which would
// scroll, and none is left on the screen.
func TestProgressFits(t *testing.T) {
	for _, columns := range []uint16{200, 80, 60, 40, 25} {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			onScreen := func(args string) string { return terminalScreen(t, dir, columns, "xterm", args) }
			rows := many(2000)
			if err := os.WriteFile(filepath.Join(dir, "rows.csv"), []byte(rows), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, step := range []struct{ args, bar string }{
				{"sandbox seed 3000 --db orgbatch-sandbox.db", ""},
				{"validate rows.csv", "reading"},
				{"import rows.csv --sandbox --yes --rate 40 --chunk-size 100", "writing"},
				{"audit latest --sandbox", "auditing"},
				{"undo latest --sandbox --yes --delete 2000", "undoing"},
				{"export out.csv --sandbox", "exporting"},
				{"backup create backups --sandbox", "exporting"},
				{"backup verify backups --restore", "verifying"},
				{"backup diff backups latest live --sandbox", "comparing"},
				{"backup restore backups --sandbox --dry-run", "reading"},
			} {
				frames := framesOf(onScreen(step.args))
				seen := false
				for _, f := range frames {
					if w := uniseg.StringWidth(f); w >= int(columns) {
						t.Errorf("%s: a frame of %d cells: %q", step.args, w, f)
					}
					seen = seen || strings.Contains(f, step.bar)
				}
				if !seen && step.bar != "" {
					t.Errorf("%s draws nothing of %q: %q", step.args, step.bar, frames)
				}
			}
		})
	}
}

// TestDumbTerminal guards that a terminal which can't move its cursor gets lines alone.
func TestDumbTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "rows.csv"), []byte(many(200)), 0o600); err != nil {
		t.Fatal(err)
	}
	screen := terminalScreen(t, dir, 60, "dumb", "import rows.csv --sandbox --yes --rate 40 --chunk-size 10")
	if strings.ContainsAny(strings.ReplaceAll(screen, "\r\n", "\n"), "\r\x1b") || !strings.Contains(screen, "200 created") {
		t.Errorf("%q", screen)
	}
}

// many is a file of so many organizations.
func many(rows int) string {
	var b strings.Builder
	b.WriteString("name,custom_id\n")
	for i := range rows {
		fmt.Fprintf(&b, "Provåkern nummer %d AB,P-%d\n", i, i)
	}
	return b.String()
}

// terminalScreen runs a command, all of whose configuration lies in dir, on a terminal.
func terminalScreen(t *testing.T, dir string, columns uint16, term, args string) string {
	t.Helper()
	cmd := exec.Command("orgbatch", strings.Fields(args)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "NO_COLOR=1", "TERM="+term)
	screen, err := onTerminal(cmd, columns, nil)
	if err != nil {
		t.Logf("%s: %v\n%s", args, err, screen)
	}
	return string(screen)
}

// framesOf are what was drawn over and over: what a carriage return alone ends or begins.
func framesOf(screen string) (frames []string) {
	for line := range strings.SplitSeq(strings.ReplaceAll(screen, "\r\n", "\n"), "\n") {
		if parts := strings.Split(line, "\r"); len(parts) > 1 {
			frames = append(frames, parts[:len(parts)-1]...)
		}
	}
	return frames
}
