package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// server is a sandbox behind a door that cuts runs off, lets writes come late, and writes down what was asked for.
type server struct {
	sandbox *sandbox.Sandbox
	http    *http.Server
	pipes   *pipes
	done    chan error
	late    late
	seed    uint64

	mu     sync.Mutex
	count  int    // requests since the last cut was set
	at     int    // the request that cuts, 0 for none
	after  bool   // once it is answered
	cut    func() // nil once it was called
	writes []write
	said   map[string]bool // by name: an answer to a request that wants to make it was a success
	lates  int
	fault  error // of the server's own
}

// write is what one element of a request asks for.
type write struct {
	Method, ID, Name string
}

func newServer(s *scenario) (*server, error) {
	o := sandbox.Options{FaultSeed: s.Seed, IDSeed: s.Seed + 1}
	for name, value := range s.Answers {
		if err := o.Assume.Set(name, value); err != nil {
			return nil, err
		}
	}
	if s.Skew != 0 {
		o.Now = func() time.Time { return time.Now().Add(s.Skew) }
	}
	box, err := sandbox.Open(o)
	if err != nil {
		return nil, err
	}
	sv := &server{sandbox: box, pipes: newPipes(), done: make(chan error, 1), late: s.Late, seed: s.Seed, said: map[string]bool{}}
	sv.http = &http.Server{Handler: sv}
	go func() { sv.done <- sv.http.Serve(sv.pipes) }()
	return sv, sv.load(s)
}

// load puts the live organizations there, each made on a day of its own.
func (sv *server) load(s *scenario) error {
	_, err := sv.sandbox.Load(context.Background(), func(yield func([]byte, error) bool) {
		for i, o := range s.Live {
			object := map[string]any{
				"id": liveID(i + 1), "name": o.Name, "custom_id": nil, "organization": nil, "tags": nil, "customer_columns": nil,
				"created_at": time.Now().AddDate(0, 0, i-1000).UTC().Format(time.RFC3339Nano),
			}
			if o.Custom != "" {
				object["custom_id"] = o.Custom
			}
			if o.Parent > 0 {
				object["organization"] = map[string]string{"id": liveID(o.Parent)}
			}
			if !yield(json.Marshal(object)) {
				return
			}
		}
	})
	return err
}

func (sv *server) close() error {
	err := sv.http.Close()
	if served := <-sv.done; !errors.Is(served, http.ErrServerClosed) && !errors.Is(served, io.EOF) {
		err = errors.Join(err, served)
	}
	return errors.Join(err, sv.sandbox.Close(), sv.fault)
}

// setCut lets the at-th request from now end the run that asks.
func (sv *server) setCut(at int, after bool, end func()) {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	sv.count, sv.at, sv.after, sv.cut = 0, at, after, end
}

// ServeHTTP is the door.
func (sv *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body []byte
	if r.Method != http.MethodGet {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return // the client is gone
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	end, after, n, asked := sv.arrived(r, body)
	if end != nil && !after {
		end()
	}
	if d := sv.lateness(r, n); d > 0 {
		// Whether or not somebody still waits: the work is done.
		time.Sleep(d)
		r = r.WithContext(context.WithoutCancel(r.Context()))
	}
	if end != nil && after {
		defer end()
	}
	sv.sandbox.ServeHTTP(&listening{ResponseWriter: w, good: func() { sv.answered(asked) }}, r)
}

// listening hears whether an answer is a success.
type listening struct {
	http.ResponseWriter
	good func()
}

func (l *listening) WriteHeader(status int) {
	if status < 300 {
		l.good()
	}
	l.ResponseWriter.WriteHeader(status)
}

func (l *listening) Unwrap() http.ResponseWriter { return l.ResponseWriter }

func (sv *server) answered(asked []write) {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	for _, w := range asked {
		sv.said[w.Name] = sv.said[w.Name] || w.ID == ""
	}
}

// arrived counts a request, says whether it ends the run, and what it wants to write.
func (sv *server) arrived(r *http.Request, body []byte) (end func(), after bool, n int, asked []write) {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	sv.count++
	before := len(sv.writes)
	sv.note(r, body)
	asked = sv.writes[before:]
	if sv.cut != nil && sv.count == sv.at {
		end, sv.cut = sv.cut, nil
	}
	return end, sv.after, sv.count, asked
}

// note writes down what a request wants to write.
func (sv *server) note(r *http.Request, body []byte) {
	type element struct{ ID, Name string }
	var list []element
	switch {
	case r.Method == http.MethodGet:
		return
	case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/list/"):
		if err := json.Unmarshal(body, &list); err != nil {
			sv.fault = errors.Join(sv.fault, fmt.Errorf("the body %q: %w", body, err))
		}
	default:
		var one element
		_ = json.Unmarshal(body, &one) // a DELETE has none
		if r.Method != http.MethodPost {
			parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
			one.ID = parts[len(parts)-1]
		}
		list = []element{one}
	}
	for _, one := range list {
		sv.writes = append(sv.writes, write{Method: r.Method, ID: one.ID, Name: one.Name})
	}
}

// lateness draws how late a write is carried out.
func (sv *server) lateness(r *http.Request, n int) time.Duration {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	if r.Method == http.MethodGet || sv.late.Percent == 0 {
		return 0
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %s", sv.seed, n, r.URL.Path)
	if int(h.Sum64()>>33%100) >= sv.late.Percent {
		return 0
	}
	sv.lates++
	return sv.late.By
}

// calm ends all faults and oddities, as when somebody looks the next day.
func (sv *server) calm() {
	sv.mu.Lock()
	sv.late = late{}
	sv.mu.Unlock()
	sv.sandbox.SetFaults(sandbox.Faults{})
}

// resumeOddities lets writes come late again.
func (sv *server) resumeOddities(l late) {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	sv.late = l
}

// object is an organization as the server says it is.
type object struct {
	ID, Name, Custom, Parent string
	Created                  time.Time
}

// objects reads all organizations past the network, by id. It ends faults and oddities.
func (sv *server) objects() (map[string]object, error) {
	sv.sandbox.SetFaults(sandbox.Faults{})
	if err := sv.sandbox.SetAssumptions(sandbox.Assumptions{}); err != nil {
		return nil, err
	}
	var list []struct {
		ID, Name     string
		CustomID     *string `json:"custom_id"`
		Organization *struct{ ID string }
		CreatedAt    time.Time `json:"created_at"`
	}
	if err := json.Unmarshal(sv.ask("GET", "list/", ""), &list); err != nil {
		return nil, fmt.Errorf("read what is there: %w", err)
	}
	all := map[string]object{}
	for _, one := range list {
		o := object{ID: one.ID, Name: one.Name, Created: one.CreatedAt}
		if one.CustomID != nil {
			o.Custom = *one.CustomID
		}
		if one.Organization != nil {
			o.Parent = one.Organization.ID
		}
		all[o.ID] = o
	}
	return all, nil
}

// ask sends one request of somebody else's, past the network and the door.
func (sv *server) ask(method, path, body string) []byte {
	code, answer := sv.try(method, path, body)
	if code >= 300 {
		sv.fault = errors.Join(sv.fault, fmt.Errorf("%s %s %s is answered by %d %s", method, path, body, code, answer))
	}
	return answer
}

// try is ask where a refusal is fine.
func (sv *server) try(method, path, body string) (code int, answer []byte) {
	r := httptest.NewRequest(method, "/sales/organization/"+path, strings.NewReader(body))
	for name, value := range sandbox.DefaultCredentials() {
		r.Header.Set(name, value)
	}
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	sv.sandbox.ServeHTTP(w, r)
	return w.Code, w.Body.Bytes()
}
