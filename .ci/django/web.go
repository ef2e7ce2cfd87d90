package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// startGunicorn starts it with two workers that are copies of a process which has loaded the application.
func (s *server) startGunicorn(c conf) (err error) {
	socket := filepath.Join(s.dir, "gunicorn.sock")
	cmd := s.command(gunicorn, append([]string{"--bind", "unix:" + socket, "--workers", "2", "--preload", "wsgi"}, c.gunicorn...)...)
	cmd.Env = append(append(cmd.Env, s.settings()...), c.app...)
	if s.gunicorn, err = s.start("gunicorn", syscall.SIGQUIT, cmd); err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		},
	}}
	return s.gunicorn.until(func() bool { return answers(client, "http://127.0.0.1/sales/organization/list/") })
}

// answers says whether anything is answered.
func answers(client *http.Client, url string) bool {
	resp, err := client.Get(url)
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil
}

// nginxConf is as short as one can be; every %s is the server's folder, but for the directives of a
// scene and, in the middle, the port. A request for /mark isn't logged: by its answer all before are.
const nginxConf = `daemon off;
worker_processes 1;
pid %[1]s/nginx.pid;
events {}
http {
	log_format requests '$status $request_method $request_uri';
	access_log %[1]s/access.log requests;
	client_body_temp_path %[1]s/nginx-body;
	proxy_temp_path %[1]s/nginx-proxy;
	fastcgi_temp_path %[1]s/nginx-fastcgi;
	uwsgi_temp_path %[1]s/nginx-uwsgi;
	scgi_temp_path %[1]s/nginx-scgi;
	%[3]s
	server {
		listen 127.0.0.1:%[2]d;
		location / {
			proxy_pass http://unix:%[1]s/gunicorn.sock;
			proxy_set_header Host $host;
			proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
			proxy_set_header X-Forwarded-Proto $scheme;
			%[4]s
		}
		location = /mark {
			access_log off;
			return 204;
		}
	}
}
`

func (s *server) startNginx(c conf) (err error) {
	path := filepath.Join(s.dir, "nginx.conf")
	if err := os.WriteFile(path, fmt.Appendf(nil, nginxConf, s.dir, s.port, c.http, c.location), 0o600); err != nil {
		return err
	}
	if err := own(path); err != nil {
		return err
	}
	if s.nginx, err = s.start("nginx", syscall.SIGTERM, s.command(nginx, "-e", "stderr", "-p", s.dir, "-c", path)); err != nil {
		return err
	}
	return s.nginx.until(s.marked)
}

func (s *server) url(path string) string { return fmt.Sprintf("http://127.0.0.1:%d%s", s.port, path) }

func (s *server) marked() bool {
	return answers(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, s.url("/mark"))
}

// list reads the list as lines, once.
func (s *server) list() (string, error) {
	req, err := http.NewRequest(http.MethodGet, s.url("/sales/organization/list/?_jsonl=true"), nil)
	if err != nil {
		return "", err
	}
	for _, variable := range s.target() {
		name, value, _ := strings.Cut(variable, "=")
		req.Header.Set("X-"+strings.ReplaceAll(name, "_", "-"), value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(resp.Body)
	return string(body), errors.Join(err, resp.Body.Close())
}

// requests counts those that nginx has logged since they were counted last, by what was answered.
func (s *server) requests() (answered, error) {
	a, end, err := s.logged()
	s.counted = end
	return a, err
}

// logged is the same without counting them: the next count has them too.
func (s *server) logged() (a answered, end int64, err error) {
	if !s.marked() {
		return nil, s.counted, errors.New("nginx is gone: see nginx.log")
	}
	log, err := os.ReadFile(filepath.Join(s.dir, "access.log"))
	if err != nil {
		return nil, s.counted, err
	}
	a = answered{}
	for line := range bytes.Lines(log[s.counted:]) {
		status, rest, _ := strings.Cut(string(line), " ")
		method, _, _ := strings.Cut(rest, " ")
		a[method+" "+status]++
	}
	return a, int64(len(log)), nil
}

// answered counts requests by method and status.
type answered map[string]int

func (a answered) all() (n int) {
	for _, count := range a {
		n += count
	}
	return n
}

// has says whether a status is among them; "" always is.
func (a answered) has(status string) bool {
	for key := range a {
		if strings.HasSuffix(key, status) {
			return true
		}
	}
	return false
}

func (a answered) String() string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(a)) {
		parts = append(parts, fmt.Sprintf("%d × %s", a[key], key))
	}
	return strings.Join(parts, ", ")
}

// freePort is a port of 127.0.0.1 on which nobody listens.
func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
