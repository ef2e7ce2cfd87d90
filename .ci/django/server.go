package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed app/*.py app/organizations/*.py
var app embed.FS

// server is Django on PostgreSQL behind gunicorn and nginx, in a folder of its own.
type server struct {
	dir                       string
	bin                       string // of PostgreSQL
	port                      int    // of nginx, on 127.0.0.1
	postgres, gunicorn, nginx *daemon
	counted                   int64 // how much of nginx's log
}

// conf is what a scene has of its own.
type conf struct {
	app            []string // environment of the application: app/settings.py
	gunicorn       []string // arguments
	http, location string   // nginx's directives
}

// Debian's programs, whatever else is on the path.
const (
	python   = "/usr/bin/python3"
	gunicorn = "/usr/bin/gunicorn"
	nginx    = "/usr/sbin/nginx"
)

// absent names what isn't installed.
func absent() string {
	for _, program := range []string{gunicorn, nginx} {
		if _, err := os.Stat(program); err != nil {
			return program
		}
	}
	if bin, err := postgresBin(); err != nil || bin == "" {
		return "PostgreSQL"
	}
	for _, module := range []string{"django", "rest_framework", "psycopg2"} {
		if exec.Command(python, "-c", "import "+module).Run() != nil {
			return "Python's " + module
		}
	}
	return ""
}

// newServer makes the folder and starts PostgreSQL with the application's table. The server is to be
// closed even if that fails.
func newServer(ctx context.Context) (*server, error) {
	s := &server{}
	var err error
	if s.dir, err = os.MkdirTemp("", "orgbatch-django-"); err != nil {
		return s, err
	}
	if s.bin, err = postgresBin(); err != nil {
		return s, err
	}
	if s.port, err = freePort(ctx); err != nil {
		return s, err
	}
	if err := s.unpack(); err != nil {
		return s, err
	}
	if err := s.initPostgres(); err != nil {
		return s, err
	}
	return s, s.run(s.django("migrate", "--run-syncdb"))
}

// unpack puts the application where the server's account can read it.
func (s *server) unpack() error {
	if err := os.CopyFS(s.dir, app); err != nil {
		return err
	}
	return filepath.WalkDir(s.dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, own(path))
	})
}

// django is a command of the application's.
func (s *server) django(args ...string) *exec.Cmd {
	cmd := s.command(python, append([]string{"-m", "django"}, args...)...)
	cmd.Env = append(cmd.Env, s.settings()...)
	return cmd
}

// settings is what the application has in its environment at least.
func (s *server) settings() []string {
	return []string{"PYTHONPATH=" + filepath.Join(s.dir, "app"), "PYTHONDONTWRITEBYTECODE=1", "DJANGO_SETTINGS_MODULE=settings", "SERVICE_SECRET=" + secret}
}

// configure starts gunicorn and nginx anew with what a scene has of its own.
func (s *server) configure(c conf) error {
	if err := errors.Join(s.nginx.stop(), s.gunicorn.stop()); err != nil {
		return err
	}
	if err := s.startGunicorn(c); err != nil {
		return err
	}
	return s.startNginx(c)
}

// close ends everything. The folder stays if something failed.
func (s *server) close(err error) error {
	err = errors.Join(err, s.nginx.stop(), s.gunicorn.stop(), s.postgres.stop())
	if err != nil {
		return fmt.Errorf("%w\nwhat was left is in %s", err, s.dir)
	}
	return os.RemoveAll(s.dir)
}

// serve serves the application as the environment says until the context ends.
func (s *server) serve(ctx context.Context) error {
	var c conf
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); slices.Contains(switches, name) {
			c.app = append(c.app, variable)
		}
	}
	if err := s.configure(c); err != nil {
		return err
	}
	for _, variable := range s.target() {
		fmt.Println("export " + variable)
	}
	fmt.Printf("# psql -h %s -U orgbatch postgres\n# Ctrl-C ends it.\n", s.dir)
	<-ctx.Done()
	return nil
}

// switches of the application, for who serves it by hand.
var switches = []string{"ON_DELETE", "BULK_ID", "MAX_LENGTH", "BREAK_AFTER", "SLOW_ROWS", "THROTTLE", "ATOMIC_REQUESTS"}

// secret is what the application takes for one.
const secret = "django-secret"

// target is the environment by which orgbatch reaches the server.
func (s *server) target() []string {
	const id = "00000000-0000-4000-8000-00000000000"
	return []string{
		"PIGELLO_URL=" + s.url(""), "PIGELLO_CUSTOMER_ID=" + id + "1", "PIGELLO_APPLICATION_ID=" + id + "2", "PIGELLO_SERVICE_ID=" + id + "3",
		"PIGELLO_SERVICE_VERSION_ID=" + id + "4", "PIGELLO_CLIENT_CT=django.customer", "PIGELLO_CLIENT_ENTITY=" + id + "5", "PIGELLO_CLIENT_SECRET=" + secret,
	}
}
