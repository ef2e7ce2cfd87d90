package main

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// front serves a sandbox over HTTP. It lets requests fail, keeps a log of what
// was truly written, whatever the client was told, and tells when a client is
// to be killed. It is in another process than the clients.
type front struct {
	sandbox *sandbox.Sandbox
	server  *httptest.Server
	seed    uint64

	mu     sync.Mutex
	faults bool
	down   bool              // the network is gone
	skew   time.Duration     // of the server's clock
	hold   chan struct{}     // requests wait until it is closed; nil: they don't
	seen   map[uint64]uint64 // how often each request came, for the drawing of faults
	struck map[string]int    // by fault
	count  int               // requests
	known  map[string]bool   // ids that were given
	ledger []*entry
	doom   *doom
}

// entry is a row that was written.
type entry struct {
	id, name string
	custom   *string
	parent   string // its id
	made     bool   // there was no row of this id before
	answered bool   // the client was told, truly and wholly
}

// doom says at which request the client is killed: the nth from now on, or the
// one that makes it so many rows written.
type doom struct {
	request, rows int
	how           killing
	after         time.Duration // the answer
	kill          func()
}

// killing is when a process is killed, seen from the request that it sends.
type killing int

const (
	beforeWrite killing = iota // the request is never carried out
	afterWrite                 // it is, and its answer never comes
	afterAnswer                // a moment after its answer left
	killings
)

func newFront(e *estate, seed uint64, bulkID string) (*front, error) {
	f := &front{seed: seed, faults: true, seen: map[uint64]uint64{}, struck: map[string]int{}, known: map[string]bool{}}
	s, err := sandbox.Open(sandbox.Options{IDSeed: seed + 1, Assume: sandbox.Assumptions{BulkID: bulkID}, Now: f.now})
	if err != nil {
		return nil, err
	}
	f.sandbox = s
	if err := f.load(e); err != nil {
		return nil, err
	}
	f.server = httptest.NewServer(f)
	return f, nil
}

func (f *front) close() {
	f.server.CloseClientConnections()
	f.server.Close()
	_ = f.sandbox.Close()
}

// condemn sets when the next client is killed; nil is never.
func (f *front) condemn(d *doom) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if d != nil && d.request > 0 {
		d.request += f.count
	}
	f.doom = d
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	fate := f.arrive(r, body)
	f.wait()
	if fate.fault == "fail-before" || fate.kills(beforeWrite) {
		fate.fail(w)
		return
	}
	answer := httptest.NewRecorder()
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.sandbox.ServeHTTP(answer, r)
	written, doomed := f.note(r, answer)
	if doomed != nil {
		fate.doom = doomed
	}
	if fate.fault == "fail-after" || fate.kills(afterWrite) {
		fate.fail(w)
		return
	}
	sent := spoil(answer.Body.Bytes(), fate)
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	if _, err := w.Write(sent); err != nil {
		return
	}
	if fate.fault == "" {
		f.confirm(written)
	}
	fate.execute()
}

// fate is what befalls one request.
type fate struct {
	fault string
	rng   *rand.Rand
	doom  *doom
}

func (t *fate) kills(how killing) bool { return t.doom != nil && t.doom.how == how }

// fail answers that something between client and server broke, or drops the
// connection, and kills the client if that is to be.
func (t *fate) fail(w http.ResponseWriter) {
	t.execute()
	if t.doom != nil || t.rng.IntN(2) == 0 {
		panic(http.ErrAbortHandler)
	}
	http.Error(w, "<html><body><h1>502 Bad Gateway</h1></body></html>", http.StatusBadGateway)
}

// execute kills the client, if that is the request's fate.
func (t *fate) execute() {
	switch {
	case t.doom == nil:
	case t.doom.how == afterAnswer:
		time.AfterFunc(t.doom.after, t.doom.kill)
	default:
		t.doom.kill()
	}
}

// arrive counts a request and draws its fate, by what it asks and how often it
// did before, not by the order in which requests come.
func (f *front) arrive(r *http.Request, body []byte) *fate {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	if f.down {
		panic(http.ErrAbortHandler)
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, r.Method+" "+r.RequestURI+"\n")
	_, _ = h.Write(body)
	f.seen[h.Sum64()]++
	t := &fate{rng: rand.New(rand.NewPCG(f.seed^h.Sum64(), f.seen[h.Sum64()]))}
	if f.faults {
		t.fault = t.draw(r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/list/"))
	}
	if t.fault != "" {
		f.struck[t.fault]++
	}
	if f.doom != nil && f.doom.request == f.count {
		t.doom, f.doom = f.doom, nil
	}
	return t
}

// draw draws the fault: 5% fail before the write, 5% after it, and 5% of the
// bulk answers are out of order or lack rows.
func (t *fate) draw(bulk bool) string {
	switch n := t.rng.Float64(); {
	case n < 0.05:
		return "fail-before"
	case n < 0.10:
		return "fail-after"
	case n < 0.125 && bulk:
		return "shuffle"
	case n < 0.15 && bulk:
		return "short"
	}
	return ""
}

// note enters what a request has truly written, and tells whether that made it
// the request at which the client is killed.
func (f *front) note(r *http.Request, answer *httptest.ResponseRecorder) (written []*entry, doomed *doom) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Method == http.MethodGet || answer.Code >= 300 {
		return nil, nil
	}
	for _, o := range objects(answer.Body.Bytes()) {
		e := &entry{id: o.ID, name: o.Name, custom: o.CustomID, made: !f.known[o.ID]}
		if o.Organization != nil {
			e.parent = o.Organization.ID
		}
		f.known[o.ID] = true
		written = append(written, e)
	}
	f.ledger = append(f.ledger, written...)
	if d := f.doom; d != nil && d.rows > 0 && len(f.ledger) >= d.rows {
		doomed, f.doom = d, nil
	}
	return written, doomed
}

// confirm notes that the client was told of what was written.
func (f *front) confirm(written []*entry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range written {
		e.answered = true
	}
}

// apiObject is an organization in an answer.
type apiObject struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	CustomID     *string `json:"custom_id"`
	CreatedAt    string  `json:"created_at"`
	Organization *struct {
		ID string `json:"id"`
	} `json:"organization"`
}

// objects reads one object or an array of them.
func objects(answer []byte) []apiObject {
	var many []apiObject
	if json.Unmarshal(answer, &many) == nil {
		return many
	}
	var one apiObject
	if json.Unmarshal(answer, &one) == nil && one.ID != "" {
		return []apiObject{one}
	}
	return nil
}

// spoil makes the answer that is sent of the true one.
func spoil(answer []byte, t *fate) []byte {
	var parts []json.RawMessage
	if t.fault == "" || json.Unmarshal(answer, &parts) != nil || len(parts) == 0 {
		return answer
	}
	if t.fault == "shuffle" {
		t.rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	} else {
		parts = parts[:t.rng.IntN(len(parts))]
	}
	if parts == nil {
		parts = []json.RawMessage{}
	}
	spoilt, err := json.Marshal(parts)
	if err != nil {
		return answer
	}
	return spoilt
}
