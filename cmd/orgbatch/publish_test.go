package main

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptPublish serves the files of the script at $PUBLISHED, whose certificate
// programs trust: publish CERTIFICATE. Beside them there are /to?URL, a redirect;
// /again, one to itself; /cut, a half of what it promises; and /headers, a table of
// what it was asked with.
func scriptPublish(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("publish CERTIFICATE")
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(ts.MkAbs("."))))
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "kaka"})
		http.Redirect(w, r, r.URL.RawQuery, http.StatusFound)
	})
	mux.HandleFunc("/again", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte("name\nEkhus Exempelbacken AB\n"))
	})
	mux.HandleFunc("/headers", func(w http.ResponseWriter, r *http.Request) {
		out := csv.NewWriter(w)
		_ = out.Write([]string{"name", "value"})
		for name := range r.Header {
			_ = out.Write([]string{name, r.Header.Get(name)})
		}
		out.Flush()
	})
	h := httptest.NewUnstartedServer(mux)
	startServer(ts, h, ts.MkAbs(args[0]))
	ts.Defer(func() { h.CloseClientConnections(); h.Close() })
	ts.Setenv("PUBLISHED", h.URL)
	ts.Setenv("SSL_CERT_FILE", ts.MkAbs(args[0]))
}
