package main

import (
	"io"
	"net"
	"net/http"
)

// farURL is an address that nobody has. Behind a proxy of the test it is the sandbox's, so that it is the same in every run of a test: a
// run that is kept as a fixture can be gone on with.
const farURL = "https://organisationer.example.com"

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
