// Command house measures how the house is built: packages, files, functions, what is
// exported and by whom that is used, and how far one has to walk to follow a fact.
//
//	(cd .ci/house && go run . ../..)
//	(cd .ci/house && go run . -names ../..)
//
// It loads the module with its types, without tests and without .ci, and prints one
// figure a line, so that two commits are compared by diff; -names lists behind a figure
// what it counts. It judges nothing: what must hold is in cmd/orgbatch/house_test.go
// and .ci/lines.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	names := flag.Bool("names", false, "list what some figures count")
	flag.Parse()
	if err := run(flag.Arg(0), *names, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, names bool, out io.Writer) error {
	h, err := load(root)
	if err != nil {
		return err
	}
	h.names = names
	h.sizes(out)
	h.functions(out)
	h.exports(out)
	h.shapes(out)
	if err := h.named(out); err != nil {
		return err
	}
	return h.walks(out)
}
