package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// noRoom is a writer whose disk is full.
type noRoom struct{}

func (noRoom) Write([]byte) (int, error) { return 0, errors.New("no room") }

// TestFullStandardOutput: a stream that breaks off is an exit code.
func TestFullStandardOutput(t *testing.T) {
	var stderr strings.Builder
	code := execute(t.Context(), process{
		args: []string{"version", "--json"}, stdin: strings.NewReader(""),
		stdout: noRoom{}, stderr: &stderr,
		env: func(string) string { return "" },
	})
	if code != int(problem.ExitFailed) || !strings.Contains(stderr.String(), "no room") {
		t.Errorf("exit %d, %q", code, stderr.String())
	}
}

// bare is an invocation without a terminal and variables, of which nothing is kept.
func bare() *app { return newApp(strings.NewReader(""), io.Discard, io.Discard, noVariable) }

func noVariable(string) string { return "" }
