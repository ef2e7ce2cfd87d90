//go:build !race

package main

import (
	"bytes"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
)

// farURL is an address that nobody has. Behind a proxy of the test it is the sandbox's, so that it is the same in every run of a test: a
// run that is kept as a fixture can be gone on with.
const farURL = "https://organisationer.example.com"

// newFarCell is a cell whose sandbox has the address farURL.
func newFarCell(t *testing.T, text string) *cell {
	t.Helper()
	c := newCell(t, text)
	secure := httptest.NewTLSServer(c.e)
	proxy := httptest.NewServer(tunnel(secure.Listener.Addr().String()))
	t.Cleanup(func() {
		for _, s := range []*httptest.Server{proxy, secure} {
			s.CloseClientConnections()
			s.Close()
		}
	})
	const authority = "authority.pem" // a run keeps the flags that it was given
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	if err := os.WriteFile(filepath.Join(c.dir, authority), block, 0o600); err != nil {
		t.Fatal(err)
	}
	c.env = []string{config.VariableURL + "=" + farURL, "NO_PROXY=", "no_proxy=", "HTTPS_PROXY=" + proxy.URL}
	c.flags = []string{"--yes", "--ca-file", authority, "--rate", "0", "--concurrency", "1"}
	return c
}

// tunnel is a proxy that leads every connection to one address.
func tunnel(address string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		near, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = near.Close() }() // whoever was killed has closed it
		far, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		defer func() { _ = far.Close() }()
		if _, err := io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
			return
		}
		go func() {
			_, _ = io.Copy(far, near) // until one of them hangs up
			_ = far.Close()
		}()
		_, _ = io.Copy(near, far)
	})
}

// load puts organizations into a cell's sandbox: JSON lines as a list of the API gives them.
func (c *cell) load(lines string) {
	c.t.Helper()
	_, err := c.e.sandbox.Load(c.t.Context(), func(yield func([]byte, error) bool) {
		for line := range bytes.Lines([]byte(lines)) {
			if !yield(line, nil) {
				return
			}
		}
	})
	if err != nil {
		c.t.Fatal(err)
	}
}
