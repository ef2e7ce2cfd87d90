// Command library uses the library packages as a program of somebody else's does. It was
// written against the first commit that promised them, and README.md shows what it had to
// change since. It runs against a sandbox of its own and prints what came of it.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"
	"os"

	"github.com/orgbatch/orgbatch/pigello"
)

func main() {
	if err := use(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func use(ctx context.Context) error {
	s, err := openSandbox(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	server := httptest.NewServer(s)
	defer server.Close()
	dir, err := os.MkdirTemp("", "library-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c, err := connect(ctx, server.URL)
	if err != nil {
		return err
	}
	defer c.CloseIdleConnections()
	for _, step := range []struct {
		name string
		do   func(context.Context, *pigello.Client, string) error
	}{
		{"calls", calls}, {"queries", queries}, {"lists", lists}, {"probe", probes},
		{"import", imports}, {"export", exports}, {"backup", backups},
	} {
		if err := step.do(ctx, c, dir); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Println(step.name, "is as it was")
	}
	return nil
}
