//go:build !race

package main

import (
	"bytes"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
)

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
