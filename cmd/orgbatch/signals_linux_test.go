package main

import (
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// TestSecondSignal guards that a second signal ends the process although it hangs where no context reaches it: here, in opening a pipe that
// nobody writes into.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "rows.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for signal, want := range map[syscall.Signal]problem.Code{syscall.SIGINT: problem.ExitInterrupted, syscall.SIGTERM: problem.ExitTerminated} {
		cmd := exec.Command("orgbatch", "validate", pipe)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		for range 2 {
			time.Sleep(time.Second) // so that the first is taken before the second, on a busy machine, too
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
		select {
		case err := <-ended:
			if got := exitCodeOf(err); got != int(want) {
				t.Errorf("%v: exit %d, want %d", signal, got, want)
			}
		case <-time.After(lastGrace + 20*time.Second):
			_ = cmd.Process.Kill()
			t.Errorf("%v: it hangs", signal)
		}
	}
}
