package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/zalando/go-keyring"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

func TestMain(m *testing.M) { testscript.Main(m, programs) }

// programs are what this test binary is when it is called by another name.
var programs = map[string]func(){"orgbatch": func() {
	if reason := os.Getenv("TEST_KEYRING_ERROR"); reason != "" {
		keyring.MockInitWithError(errors.New(reason))
	} else {
		keyring.MockInit()
	}
	injectPanic(os.Getenv("TEST_PANIC"))
	if os.Getenv("TEST_CLOCK") == "stopped" {
		now := time.Now()
		clock = func() time.Time { return now }
	}
	if who, machine, ok := strings.Cut(os.Getenv("TEST_WHO"), " on "); ok {
		whoIsThis = func() run.Person { return run.Person{Account: who, Machine: machine} }
	}
	main()
}}

// injectPanic makes the program panic with a customer's name where it begins what
// the text names: "writing a chunk of rows", or the third time of it with ":3".
func injectPanic(where string) {
	if where == "" {
		return
	}
	doing, nth, _ := strings.Cut(where, ":")
	left := atomic.Int64{}
	left.Store(1)
	if n, err := strconv.Atoi(nth); err == nil {
		left.Store(int64(n))
	}
	crash.Inject = func(now string) {
		if now == doing && left.Add(-1) == 0 {
			panic("Hemliga Exempelbolaget AB")
		}
	}
}

// TestScripts runs the scripts of testdata/script, named by what they guard.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, scriptParams("testdata/script"))
}

func scriptParams(dir string) testscript.Params {
	return testscript.Params{
		Dir:                dir,
		Setup:              setupScript,
		RequireUniqueNames: true,
		UpdateScripts:      *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": scriptServe, "revive": scriptRevive, "faults": scriptFaults,
			"publish":    scriptPublish,
			"exits":      scriptExits,
			"signalled":  scriptSignalled,
			"waitfor":    scriptWaitFor,
			"wrote":      scriptWrote,
			"waitwrites": scriptWaitWrites,
			"tamper":     scriptTamper,
			"typing":     scriptTyping,
			"workbook":   scriptWorkbook,
			"archive":    scriptArchive,
			"mend":       scriptMend,
			"resave":     scriptResave,
			"snapshots":  scriptSnapshots,
			"checks":     scriptChecks,
			"told":       scriptTold,
			"snapshot":   scriptSnapshot,
		},
	}
}

// setupScript gives each script a home of its own and no target.
func setupScript(e *testscript.Env) error {
	home := filepath.Join(e.WorkDir, "home")
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, ".config"), "AppData": filepath.Join(home, "AppData"),
		"NO_PROXY": "*", "TZ": "UTC",
	} {
		e.Setenv(name, value)
	}
	e.Values[served{}] = &server{}
	return os.MkdirAll(home, 0o755)
}

// server is the sandbox that a script serves with the command serve.
type server struct {
	sandbox *sandbox.Sandbox
	revived atomic.Bool // it answers again
	checks  checks      // heartbeats that the command checks serves
}

type served struct{}

func serverOf(ts *testscript.TestScript) *server { return ts.Value(served{}).(*server) }

// scriptServe serves a sandbox for the rest of the script, and points the
// PIGELLO_… variables at it, or with -headers FILE writes the headers that it
// accepts there, and the URL to $SERVER:
//
//	serve [-headers FILE] [-assume name=value] [-fault name=P%] [-dies-at N] [-clock AHEAD] [-spoil NAME] [-tls FILE] [-far FILE] [-seed N]…
//
// With -dies-at, the Nth write and every request after it is done, or not, and
// gets no answer. With -spoil, the rows of that name have it twice. With -tls it is served encrypted, its certificate in FILE;
// with -far so, too, and at an address that isn't this machine's: it is production.
func scriptServe(ts *testscript.TestScript, _ bool, args []string) {
	o := sandbox.Options{FaultSeed: 1}
	headers, certificate, spoil, diesAt, seed, far := "", "", "", 0, 0, false
	for i := 0; i+1 < len(args); i += 2 {
		name, value, _ := strings.Cut(args[i+1], "=")
		switch args[i] {
		case "-headers":
			headers = args[i+1]
		case "-assume":
			ts.Check(o.Assume.Set(name, value))
		case "-fault":
			ts.Check(o.Faults.Set(name, value))
		case "-spoil":
			spoil = args[i+1]
		case "-dies-at":
			diesAt, _ = strconv.Atoi(args[i+1])
		case "-seed":
			seed, _ = strconv.Atoi(args[i+1])
		case "-clock":
			ahead, err := time.ParseDuration(args[i+1])
			ts.Check(err)
			o.Now = func() time.Time { return time.Now().Add(ahead) }
		case "-tls", "-far":
			certificate, far = ts.MkAbs(args[i+1]), args[i] == "-far"
		default:
			ts.Fatalf("serve: unknown flag %s", args[i])
		}
	}
	s, err := sandbox.Open(o)
	ts.Check(err)
	ts.Check(s.Seed(context.Background(), seed, 1))
	h := httptest.NewUnstartedServer(serverOf(ts).mortal(spoiled(s, spoil), diesAt))
	startServer(ts, h, certificate)
	ts.Defer(func() { h.CloseClientConnections(); h.Close(); s.Close() })
	serverOf(ts).sandbox = s
	ts.Setenv("SERVER", h.URL)
	if far {
		proxy := httptest.NewServer(tunnel(h.Listener.Addr().String()))
		ts.Defer(func() { proxy.CloseClientConnections(); proxy.Close() })
		ts.Setenv("HTTPS_PROXY", proxy.URL)
		ts.Setenv("NO_PROXY", "")
		ts.Setenv("SERVER", farURL)
	}
	if headers != "" {
		var b strings.Builder
		for name, value := range sandbox.DefaultCredentials() {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
		ts.Check(os.WriteFile(ts.MkAbs(headers), []byte(b.String()), 0o600))
		return
	}
	ts.Setenv(config.VariableURL, h.URL)
	for _, k := range config.Keys() {
		ts.Setenv(k.Variable, sandbox.DefaultCredentials()[k.Header])
	}
}

// scriptFaults gives the served sandbox these faults instead of those it had: faults [name=P%]…
func scriptFaults(ts *testscript.TestScript, _ bool, args []string) {
	var f sandbox.Faults
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		ts.Check(f.Set(name, value))
	}
	serverOf(ts).sandbox.SetFaults(f)
}

// spoiled answers as h does, with a name twice in the rows that have it.
func spoiled(h http.Handler, name string) http.Handler {
	if name == "" {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		w.Header().Set("Content-Type", rec.Header().Get("Content-Type"))
		w.WriteHeader(rec.Code)
		field := fmt.Sprintf(`"name":%q`, name)
		_, _ = io.WriteString(w, strings.ReplaceAll(rec.Body.String(), field, field+","+field))
	})
}

// startServer starts a server, encrypted if its certificate is to be in a file.
func startServer(ts *testscript.TestScript, h *httptest.Server, certificate string) {
	if certificate == "" {
		h.Start()
		return
	}
	h.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that are refused are meant to be
	h.StartTLS()
	block := &pem.Block{Type: "CERTIFICATE", Bytes: h.Certificate().Raw}
	ts.Check(os.WriteFile(certificate, pem.EncodeToMemory(block), 0o600))
}

// mortal is a handler that gives no answer from its nth write on, until it is revived; 0 is never.
func (v *server) mortal(h http.Handler, n int) http.Handler {
	var writes atomic.Int64
	v.revived.Store(false)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			writes.Add(1)
		}
		if n > 0 && writes.Load() >= int64(n) && !v.revived.Load() {
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, r)
	})
}

// scriptExits runs a command and checks its exit code: exits 3 orgbatch get ….
func scriptExits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := exitCodeOf(ts.Exec(args[1], args[2:]...))
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// scriptRevive lets a server that serve -dies-at has made mortal answer again:
//
//	revive
func scriptRevive(ts *testscript.TestScript, _ bool, _ []string) { serverOf(ts).revived.Store(true) }

func exitCodeOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// scriptSignalled runs a command, sends it a signal once the served sandbox has
// taken that many writes, or with 0 once it has written a line, and checks its
// exit code: signalled CODE SIGNAL,… WRITES COMMAND…. The output lands in the
// files stdout and stderr.
func scriptSignalled(ts *testscript.TestScript, _ bool, args []string) {
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	writes, err := strconv.Atoi(args[2])
	ts.Check(err)
	path, err := exec.LookPath(args[3])
	ts.Check(err)
	cmd := exec.Command(path, args[4:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), environ(ts)
	var stdout, stderr lockedBuffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	ts.Check(cmd.Start())
	s := serverOf(ts).sandbox
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if writes > 0 && writesOf(s) >= writes || writes == 0 && stdout.String() != "" {
			break
		}
	}
	time.Sleep(200 * time.Millisecond) // so that the next request is under way
	for i, name := range strings.Split(args[1], ",") {
		if i > 0 {
			time.Sleep(50 * time.Millisecond) // so that the first is taken before the second
		}
		ts.Check(cmd.Process.Signal(signals[name]))
	}
	got := exitCodeOf(cmd.Wait())
	ts.Check(os.WriteFile(ts.MkAbs("stdout"), []byte(stdout.String()), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), []byte(stderr.String()), 0o600))
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s", got, want, stderr.String())
	}
}

func environ(ts *testscript.TestScript) []string {
	env := os.Environ()
	names := []string{"WORK", "HOME", "XDG_CONFIG_HOME", "AppData", "NO_PROXY", "HTTPS_PROXY", "TZ", "TERM", "NO_COLOR", "TEST_KEYRING_ERROR", config.VariableURL}
	for _, k := range config.Keys() {
		names = append(names, k.Variable)
	}
	for _, name := range names {
		env = append(env, name+"="+ts.Getenv(name))
	}
	return env
}

func writesOf(s *sandbox.Sandbox) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Method != "GET" {
			n++
		}
	}
	return n
}

// scriptWrote checks how many writes the served sandbox has taken: wrote 0.
func scriptWrote(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := writesOf(serverOf(ts).sandbox); (got == want) == neg {
		ts.Fatalf("the sandbox took %d writes, want %d", got, want)
	}
}

// scriptWaitWrites waits until the served sandbox has taken that many writes: waitwrites 3.
func scriptWaitWrites(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	for deadline := time.Now().Add(20 * time.Second); writesOf(serverOf(ts).sandbox) < want; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			ts.Fatalf("the sandbox never took %d writes", want)
		}
	}
}

// scriptWaitFor waits until a file holds a pattern: waitfor FILE PATTERN.
func scriptWaitFor(ts *testscript.TestScript, _ bool, args []string) {
	pattern := regexp.MustCompile(args[1])
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if data, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && pattern.Match(data) {
			return
		}
	}
	ts.Fatalf("%s never held %s", args[0], args[1])
}

// lockedBuffer takes the output of a running command and may be read meanwhile.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
