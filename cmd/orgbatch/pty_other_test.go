//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// scriptTyping needs a terminal, which tests make up on Linux alone.
func scriptTyping(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("there is no terminal to type on")
}
