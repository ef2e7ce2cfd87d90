// Command samples checks the samples for containers with what Docker and Kubernetes
// check them with: BuildKit's linter, the API's own types, and the evaluator of the
// Pod Security Standards. It is a module of its own, so that the program's
// go.mod stays one that a person can read.
//
//	cd .ci/samples && go run . ../../samples
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: samples DIR")
		os.Exit(2)
	}
	failed := false
	for _, check := range []struct {
		file  string
		check func([]byte) []error
	}{
		{"container/Containerfile", checkContainerfile},
		{"kubernetes/cronjob.yaml", checkKubernetes},
	} {
		path := filepath.Join(os.Args[1], check.file)
		for _, err := range checkFile(path, check.check) {
			fmt.Printf("%s: %s\n", path, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

func checkFile(path string, check func([]byte) []error) []error {
	data, err := os.ReadFile(path)
	if err != nil {
		return []error{err}
	}
	return check(data)
}
