package target

import (
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// Serve answers requests in the background; served is sent what ended it.
func Serve(u *ui.UI, listener net.Listener, handler http.Handler, served chan<- error) *http.Server {
	server := &http.Server{Handler: unbroken(u, handler), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		served <- crash.Do("serving the sandbox", func() error { return server.Serve(listener) })
	}()
	return server
}

// unbroken says in our words that a handler panicked, which net/http would say with
// the value of the panic, and cuts off that request alone.
func unbroken(u *ui.UI, handler http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := crash.Do("answering a request as the sandbox", func() (err error) {
			defer func() {
				switch value := recover(); value {
				case nil:
				case http.ErrAbortHandler: // how a handler cuts off, meant so
					err = http.ErrAbortHandler
				default:
					panic(value)
				}
			}()
			handler.ServeHTTP(w, r)
			return nil
		})
		if problem.Crashed(err) != nil {
			u.Fail(problem.Explain(r.Context(), err))
		}
		if err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// embed serves the sandbox on loopback, in this process.
func embed(u *ui.UI, log *slog.Logger, c *Connection, o *pigello.Options) error {
	s, err := OpenSandbox(log, c.Target.Sandbox, c.Target.Flags)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(&problem.Problem{Msg: "serve the sandbox: " + err.Error(), Err: err}, s.Close())
	}
	served := make(chan error, 1)
	server := Serve(u, listener, s, served)
	c.Close = func() error {
		_ = server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			return errors.Join(err, s.Close())
		}
		return s.Close()
	}
	o.BaseURL = "http://" + listener.Addr().String()
	o.Credentials = pigello.CredentialsFrom(sandbox.DefaultCredentials())
	return nil
}

// OpenSandbox opens the sandbox of a file with its switches set.
func OpenSandbox(log *slog.Logger, file string, t *Flags) (*sandbox.Sandbox, error) {
	o := sandbox.Options{DB: file, FaultSeed: t.faultSeed, Logger: log}
	if err := setAll(t.assume, "--assume", o.Assume.Set); err != nil {
		return nil, err
	}
	if err := setAll(t.fault, "--fault", o.Faults.Set); err != nil {
		return nil, err
	}
	s, err := sandbox.Open(o)
	if problem.Is[*fs.PathError](err) {
		return nil, sink.Explain("open the sandbox", file, err)
	}
	if err != nil {
		return nil, &problem.Problem{Msg: "open the sandbox " + file + ": " + err.Error(), Err: err, Code: problem.ExitFailed}
	}
	return s, nil
}

func setAll(pairs []string, flag string, set func(name, value string) error) error {
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if err := set(name, value); err != nil {
			return problem.Usagef("orgbatch help sandbox lists them", "%s %s: %s", flag, pair, err)
		}
	}
	return nil
}
