//go:build !race

package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestOffice runs the scripts in which LibreOffice opens our files. Most of their time passes in it, where the race detector sees nothing.
func TestOffice(t *testing.T) {
	testscript.Run(t, scriptParams("testdata/office"))
}
