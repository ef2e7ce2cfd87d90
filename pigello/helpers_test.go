package pigello

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// testCredentials have a secret that no output may hold.
var testCredentials = Credentials{CustomerID: "customer", ApplicationID: "application", ServiceID: "service", ServiceVersionID: "version",
	ClientCT: "ct", ClientEntity: "entity", ClientSecret: "s3cr3t-never-shown"}

func mustClient(t testing.TB, o Options) *Client {
	t.Helper()
	if o.Credentials == (Credentials{}) {
		o.Credentials = testCredentials
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// serve starts a server under a base path and a client of it with short waits.
func serve(t testing.TB, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(http.StripPrefix("/base", h))
	t.Cleanup(s.Close)
	return mustClient(t, Options{BaseURL: s.URL + "/base/", Retry: Retry{BaseDelay: time.Millisecond, MaxDelay: 5 * time.Millisecond}})
}

// collect reads a list to its end.
func collect(seq func(func(Organization, error) bool)) (rows []Organization, err error) {
	for o, e := range seq {
		if e != nil {
			err = e
			continue
		}
		rows = append(rows, o)
	}
	return rows, err
}

func asError(t testing.TB, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *Error", err)
	}
	return e
}
