// Command house measures how the house is built: packages, files, functions, what is
// exported and by whom that is used, and how far one has to walk to follow a fact.
//
//	(cd .ci/house && go run . ../..)
//
// It loads the module with its types, without tests and without .ci, and prints one
// figure a line, so that two commits are compared by diff. It judges nothing: what
// must hold is in cmd/orgbatch/house_test.go and .ci/lines.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, out io.Writer) error {
	h, err := load(root)
	if err != nil {
		return err
	}
	h.sizes(out)
	h.functions(out)
	h.exports(out)
	h.shapes(out)
	if err := h.named(out); err != nil {
		return err
	}
	return h.walks(out)
}
