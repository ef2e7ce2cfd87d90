package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf16"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// marked is a secret that looks different in every encoding. Of the seven headers it alone is one: the others say who acts on what.
const marked = `Hemlig+"ord"&<prov>/9=%41~7Qx`

// lookFor are the forms in which a secret could stand somewhere.
func lookFor(secret string) map[string]string {
	quoted, _ := json.Marshal(secret) // a string always can be
	forms := map[string]string{
		"plain": secret, "JSON": strings.Trim(string(quoted), `"`), "quoted": strings.Trim(strconv.Quote(secret), `"`),
		"HTML": html.EscapeString(secret), "a query": url.QueryEscape(secret), "a path": url.PathEscape(secret),
		"hexadecimal": hex.EncodeToString([]byte(secret)),
	}
	for offset := range 3 { // its bytes may begin anywhere in a group of three
		padded := strings.Repeat("x", offset) + secret
		for name, e := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64 for URLs": base64.RawURLEncoding} {
			whole := e.EncodeToString([]byte(padded))
			forms[fmt.Sprint(name, offset)] = whole[4 : len(whole)-4]
		}
	}
	for name, swapped := range map[string]int{"UTF-16, little end first": 0, "UTF-16, big end first": 1} {
		b := make([]byte, 0, 2*len(secret))
		for _, u := range utf16.Encode([]rune(secret)) {
			pair := [2]byte{byte(u), byte(u >> 8)}
			b = append(b, pair[swapped], pair[1-swapped])
		}
		forms[name] = string(b)
	}
	return forms
}

// leaks is where commands run whose every word and file is searched.
type leaks struct {
	t       *testing.T
	dir     string
	env     map[string]string
	forms   map[string]string
	planted map[string]bool // files that hold a secret because they were given it
	said    int             // bytes searched
	modes   []string        // flags that each command runs with in turn
}

func newLeaks(t *testing.T, secrets ...string) *leaks {
	l := &leaks{t: t, dir: t.TempDir(), env: map[string]string{}, forms: map[string]string{}, planted: map[string]bool{}}
	l.modes = []string{"-v", "-v --json", "-v --log-format json"}
	t.Chdir(l.dir)
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(name, filepath.Join(l.dir, "home"))
	}
	for _, secret := range secrets {
		for name, form := range lookFor(secret) {
			l.forms[name+" "+secret[:6]] = form
		}
	}
	l.write("rows.csv", "name,custom_id,organization\nExempelbacken AB,K-1,\nFiktiva Torget AB,K-2,Exempelbacken AB\nÖdebygd AB,K-3,\n")
	l.write("last.csv", "name,custom_id\nLuftslottets Annex AB,K-6\nSista Exemplet AB,K-7\n")
	l.write("more.csv", "name,custom_id\nPåhittade Höjden AB,K-4\nLuftslottet AB,K-5\n")
	return l
}

func (l *leaks) write(name, text string) {
	l.t.Helper()
	path := filepath.Join(l.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

// plant writes a file that may hold the secret.
func (l *leaks) plant(name, text string) {
	l.t.Helper()
	l.planted[filepath.Join(l.dir, name)] = true
	l.write(name, text)
}

// run runs a command with all ways of saying much, and searches what it said.
func (l *leaks) run(want int, command string) {
	l.t.Helper()
	for _, more := range l.modes {
		var stdout, stderr bytes.Buffer
		args := append(strings.Fields(command), strings.Fields(more)...)
		exit := execute(l.t.Context(), process{
			args: args, stdin: strings.NewReader(""),
			stdout: &stdout, stderr: &stderr,
			env: func(name string) string { return l.env[name] },
		})
		what := strings.Join(args, " ")
		l.search("standard output of "+what, stdout.Bytes())
		l.search("standard error of "+what, stderr.Bytes())
		if want >= 0 && exit != want {
			l.t.Errorf("%s: exit %d, want %d\n%s", what, exit, want, stderr.String())
		}
		if strings.HasPrefix(command, "apply") || strings.HasPrefix(command, "undo") {
			return // a second time is refused
		}
	}
}

func (l *leaks) search(where string, data []byte) {
	l.t.Helper()
	l.said += len(data)
	for name, form := range l.forms {
		if at := bytes.Index(data, []byte(form)); at >= 0 {
			l.t.Errorf("%s shows the secret as %s: …%q…", where, name, data[max(0, at-60):min(len(data), at+len(form)+20)])
		}
	}
}

// files searches every file that was written, into archives.
func (l *leaks) files() {
	l.t.Helper()
	n := 0
	err := filepath.WalkDir(l.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || l.planted[path] {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		l.search(path, data)
		if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
			for _, f := range archive.File {
				part, err := fs.ReadFile(archive, f.Name)
				if err != nil {
					return err
				}
				l.search(path+" "+f.Name, part)
			}
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Logf("%d files and %d bytes searched", n, l.said)
	if n < 10 {
		l.t.Error("there are too few files")
	}
}

// gossip serves a sandbox that takes the marked secret. While tell is set it answers nothing but that, with what came in the headers.
type gossip struct {
	http.Handler
	tell  atomic.Pointer[func(http.ResponseWriter, http.Header)]
	every atomic.Int64 // tells only every so many writes; 0 is always
	seen  atomic.Int64
}

func (g *gossip) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tell, every := g.tell.Load(), g.every.Load()
	if tell == nil || every > 0 && (r.Method == http.MethodGet || g.seen.Add(1)%every != 0) {
		g.Handler.ServeHTTP(w, r)
		return
	}
	(*tell)(w, r.Header)
}

// answer makes an error that holds the headers of the request in some form.
func (g *gossip) answer(status int, kind string, form func(http.Header) string) {
	tell := func(w http.ResponseWriter, h http.Header) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(form(h))) // who asked may have gone
	}
	g.tell.Store(&tell)
}

func newGossip(t *testing.T) (*gossip, string) {
	t.Helper()
	accepted := sandbox.DefaultCredentials()
	accepted["X-PIGELLO-CLIENT-SECRET"] = marked
	s, err := sandbox.Open(sandbox.Options{Credentials: accepted})
	if err != nil {
		t.Fatal(err)
	}
	g := &gossip{Handler: s}
	server := httptest.NewServer(g)
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return g, server.URL
}

// profile is a profile of the configuration but for its secret.
func profile(name, base string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[profile.%s]\nurl = %q\n", name, base)
	for _, k := range config.Keys() {
		if !k.Secret {
			fmt.Fprintf(&b, "%s = %q\n", k.Name, sandbox.DefaultCredentials()[k.Header])
		}
	}
	return b.String()
}

// gossipingChecks serves heartbeats that are refused with all that they were sent, and returns the URL of one, which holds the secret.
func gossipingChecks(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.String())
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, r.URL.String()+" "+marked) // who asked may have gone
	}))
	t.Cleanup(server.Close)
	return server.URL + "/" + url.PathEscape(marked)
}

const configFile = "home/orgbatch/config.toml"

// TestNoSecret runs what a user runs, with the secret from wherever it may come, and looks for it in all that was said and written.
func TestNoSecret(t *testing.T) {
	g, base := newGossip(t)
	l := newLeaks(t, marked)
	l.plant("home/orgbatch/the.secret", marked+"\n")
	l.plant(configFile, profile("plain", base)+fmt.Sprintf("secret = '%s'\nheartbeat = '%s'\n", marked, gossipingChecks(t))+
		profile("file", base)+"secret_file = \"the.secret\"\n"+
		profile("command", base)+fmt.Sprintf("secret_command = 'cat \"%s\"'\n", filepath.Join(l.dir, "home", "orgbatch", "the.secret")))
	l.run(0, "config list")
	for _, name := range []string{"plain", "file", "command"} {
		l.run(0, "config show "+name)
		l.run(0, "config test "+name)
		l.run(0, "doctor --profile "+name)
		l.run(0, "import rows.csv --yes --profile "+name)
	}
	l.run(0, "import more.csv --dry-run --profile plain")
	l.run(0, "apply latest --yes --profile plain")
	l.run(0, "resume latest --yes --profile plain")
	l.run(0, "export out.csv --overwrite --profile file")
	l.run(0, "backup create backups --profile plain --metrics-file orgbatch.prom")
	l.env[config.VariableHeartbeat] = gossipingChecks(t)
	l.run(0, "backup create backups --all-profiles --metrics-file orgbatch.prom")
	delete(l.env, config.VariableHeartbeat)
	l.run(0, "list --profile file")
	l.run(3, "get 00000000-0000-4000-8000-00000000dead --profile file")
	l.run(0, "runs latest")
	l.run(0, "audit latest --profile plain")
	l.run(-1, "undo latest --yes --delete 2 --profile plain")
	l.variables(base)
	l.run(0, "import rows.csv --yes")
	l.gossips(g)
	l.files()
}

func (l *leaks) variables(base string) {
	l.env[config.VariableURL] = base
	for _, k := range config.Keys() {
		l.env[k.Variable] = sandbox.DefaultCredentials()[k.Header]
		if k.Secret {
			l.env[k.Variable] = marked
		}
	}
}

// gossips has the server give back what it was sent.
func (l *leaks) gossips(g *gossip) {
	secret := func(h http.Header) string { return h.Get("X-PIGELLO-CLIENT-SECRET") }
	asJSON := func(h http.Header) string {
		b, _ := json.Marshal(map[string]any{"detail": "you sent " + secret(h), "headers": h}) // strings can be
		return string(b)
	}
	for name, form := range map[string]func(http.Header) string{
		"text/plain":       func(h http.Header) string { return fmt.Sprint(h) },
		"application/json": asJSON,
		"text/html":        func(h http.Header) string { return "<p>" + html.EscapeString(secret(h)) + "</p>" },
		"text/css":         func(h http.Header) string { return url.QueryEscape(secret(h)) + " " + url.PathEscape(secret(h)) },
		"text/csv": func(h http.Header) string {
			return base64.StdEncoding.EncodeToString([]byte(secret(h))) + " " + base64.RawURLEncoding.EncodeToString([]byte(secret(h)))
		},
	} {
		g.answer(401, name, form)
		l.run(-1, "doctor")
		g.answer(400, name, form)
		l.run(-1, "import more.csv --dry-run")
	}
	// Writes that fail, so that their reasons are kept with the rows.
	g.every.Store(2)
	g.answer(400, "application/json", asJSON)
	l.run(-1, "import more.csv rows.csv --yes --max-rejects 100% --chunk-size 1")
	g.answer(500, "text/plain", func(h http.Header) string { return fmt.Sprint(h) })
	l.run(-1, "import more.csv rows.csv --yes --chunk-size 1")
	g.tell.Store(nil)
	l.run(-1, "resume latest --yes")
	l.run(0, "import last.csv --dry-run")
	l.run(0, "apply latest --yes")
	g.answer(400, "application/json", asJSON)
	l.run(3, "undo latest --yes --delete 2 --json")
	g.tell.Store(nil)
	l.run(-1, "audit latest")
}

// TestNoSecretOfMistakes: what is wrong with a target or with a configuration is said without the secret in it.
func TestNoSecretOfMistakes(t *testing.T) {
	const word = "Losen-ord:9&x7Qk"
	_, base := newGossip(t)
	l := newLeaks(t, marked, word)
	l.variables(base)
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it isn't trusted, as it should be
	secure.StartTLS()
	defer secure.Close()
	modes := l.modes
	l.env[config.VariableURL], l.modes = secure.URL, modes[1:2] // it waits, as for any server that can't be reached
	l.run(1, "import rows.csv --dry-run")
	l.run(1, "doctor")
	l.modes = modes
	for _, address := range []string{
		"https://anna:" + url.QueryEscape(word) + "@127.0.0.1:1", "http://anna:" + url.QueryEscape(word) + "@example.com", "https://anna:" + word + "@[::1",
	} {
		l.env[config.VariableURL] = address
		l.run(-1, "import rows.csv --dry-run")
		l.run(-1, "export out.csv")
		l.run(-1, "doctor")
	}
	l.env = map[string]string{}
	for _, address := range []string{"http://example.com/" + marked, "https://[::1/" + marked, marked, "https://example.com/#" + url.PathEscape(marked)} {
		l.env[config.VariableHeartbeat] = address
		l.run(2, "backup create backups --sandbox")
	}
	l.env = map[string]string{}
	for _, mistake := range []string{
		"secret = '" + marked, "secret = " + marked, "secret = '" + marked + "'\nsecret = '" + marked + "'", "secrets = '" + marked + "'",
		"secret = ['" + marked + "']", "secret = '" + marked + "'\nsecret_file = 'x'",
		// A heartbeat that can't be one is refused without being shown.
		"heartbeat = 'http://example.com/" + marked + "'", "heartbeat = 'https://[::1/" + marked + "'", "heartbeat = '" + marked + "'",
		"heartbeats = '" + marked + "'", "heartbeat = 'https://example.com/" + marked, "heartbeat = ['" + marked + "']",
		"secret_command = 'printf %s \"$(cat home/orgbatch/the.secret)\"; exit 3'",
	} {
		l.plant("home/orgbatch/the.secret", marked)
		l.plant(configFile, profile("plain", base)+mistake+"\n")
		l.run(-1, "list --profile plain")
		l.run(-1, "config show plain")
		l.run(-1, "doctor --profile plain")
	}
}
