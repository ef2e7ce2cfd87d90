//go:build !linux

package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestScreens(t *testing.T) {
	t.Skip("there is no terminal to look at: tests make them up on Linux alone")
}

// scriptTyping needs a terminal, which tests make up on Linux alone.
func scriptTyping(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("there is no terminal to type on")
}
