// Command django runs orgbatch against an ordinary Django application of the documented API, on
// PostgreSQL, behind gunicorn and nginx, all of them Debian's, and compares what became of each
// organization by asking PostgreSQL:
//
//	go run ./.ci/django [-only REGEXP]
//
//	orgbatch → nginx → gunicorn → Django (app) → PostgreSQL
//	              │ access log                      │ SELECT
//	              └→ requests a row, at most so many └→ compared with the file
//
// The application is written from what the API documents and shares nothing with orgbatch. What it
// answers beyond that is Django's and the framework's own. With
//
//	ON_DELETE=CASCADE go run ./.ci/django -serve
//
// it is served until Ctrl-C; app/settings.py lists what the environment switches.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"
)

func main() {
	serve := flag.Bool("serve", false, "only serve the application, until Ctrl-C")
	only := flag.String("only", "", "only the scenes whose name matches this `REGEXP`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *serve, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, serve bool, only string) error {
	names, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	if missing := absent(); missing != "" {
		return fmt.Errorf("%s is missing: .ci/run django installs it", missing)
	}
	s, err := newServer(ctx)
	switch {
	case err != nil:
	case serve:
		err = s.serve(ctx)
	default:
		err = s.playAll(ctx, names)
	}
	return s.close(err)
}

// playAll plays the scenes.
func (s *server) playAll(ctx context.Context, names *regexp.Regexp) error {
	d, err := newDesk(ctx, s.dir, s.target())
	if err != nil {
		return err
	}
	return s.play(ctx, d, scenes, names, os.Stdout)
}
