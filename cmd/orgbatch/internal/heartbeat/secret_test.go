package heartbeat

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// TestCheckURL: what can't be the URL of a heartbeat is refused without a letter of it.
func TestCheckURL(t *testing.T) {
	for _, good := range []string{"https://hc-ping.com/" + key, "http://127.0.0.1:8000/" + key, "http://[::1]/x", "http://localhost/x", "https://anna:ord@vakt.example.com/x"} {
		if err := CheckURL(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for bad, want := range map[string]string{
		"":                                 "doesn't begin with https://",
		"http://hc-ping.com/" + key:        "doesn't begin with https://",
		"ftp://hc-ping.com/" + key:         "doesn't begin with https://",
		"/hc-ping.com/" + key:              "doesn't begin with https://",
		"https:///" + key:                  "can't be read",
		"https:" + key:                     "can't be read",
		"https://hc-ping.com:" + key:       "can't be read",
		"https://hc-ping.com/%zz" + key:    "can't be read",
		"https://hc-ping.com/\n" + key:     "can't be read",
		"https://hc-ping.com/x#" + key:     "has a #",
		"http://127.0.0.1.nip.io/" + key:   "doesn't begin with https://",
		"https://" + key + "\x7f.com/ping": "can't be read",
	} {
		err := CheckURL(bad)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "hc-ping") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestErrorsKeepTheSecret: whatever goes wrong, no error has the URL, its host or an answer in it.
func TestErrorsKeepTheSecret(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	refused := "refused"
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	defer untrusted.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	broken := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer broken.Close()
	gossip := &watched{}
	answers(gossip, 403)
	telling := httptest.NewServer(gossip)
	defer telling.Close()
	behind := func(address string) *http.Transport {
		return &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: address})}
	}
	for _, c := range []struct {
		name, url string
		transport http.RoundTripper
		want      string
	}{
		{"nobody there", closed.URL, nil, refused},
		{"not trusted", untrusted.URL, nil, "its certificate isn't trusted"},
		{"no TLS", strings.Replace(plain.URL, "http:", "https:", 1), &http.Transport{TLSClientConfig: &tls.Config{}}, "the connection broke"},
		{"cut", broken.URL, nil, "the connection broke"},
		{"gossip", telling.URL, nil, "it answered 403 Forbidden"},
		{"no such host", "https://vakt.invalid", &http.Transport{DialContext: noNames}, "its host isn't found"},
		{"no proxy", "https://vakt.invalid", behind(strings.TrimPrefix(closed.URL, "http://")), "the proxy failed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := New(c.url+"/"+key, c.transport, "")
			if err != nil {
				t.Fatal(err)
			}
			problem := w.send(t.Context(), failed, "kort")
			if problem == nil {
				t.Fatal("it went well")
			}
			host, _ := url.Parse(c.url)
			said := fmt.Sprintf("%v %+v %#v %s %v %#v %+v", problem, problem, problem, problem.Hint(), w, w, &w)
			if strings.Contains(said, key) || strings.Contains(said, host.Host) || strings.Contains(said, "Location") {
				t.Error("it shows the secret: " + said)
			}
			if !strings.Contains(problem.Error(), c.want) {
				t.Errorf("got %q, want %q", problem, c.want)
			}
		})
	}
}

// noNames finds no host.
func noNames(_ context.Context, _, address string) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}}
}
