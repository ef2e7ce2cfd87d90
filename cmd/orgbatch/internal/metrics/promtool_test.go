//go:build !race

// The race detector has nothing to see in another program.

package metrics

import (
	"os/exec"
	"strings"
	"testing"
)

// TestPromtool: Prometheus' own checker has nothing to say.
func TestPromtool(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("promtool"); err != nil {
		t.Skip("promtool is needed: Debian has it in the package prometheus")
	}
	for name, p := range map[string]*Page{"a night": night(), "nothing": {}} {
		check := exec.CommandContext(t.Context(), "promtool", "check", "metrics")
		check.Stdin = strings.NewReader(text(t, p))
		if out, err := check.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	check := exec.CommandContext(t.Context(), "promtool", "check", "metrics")
	check.Stdin = strings.NewReader("orgbatch_backup_rows{profile=} 1\n")
	if out, err := check.CombinedOutput(); err == nil {
		t.Errorf("it has nothing to say of anything: %s", out)
	}
}
