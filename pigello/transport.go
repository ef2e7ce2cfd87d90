package pigello

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	idlePerHost  = 64 // at least as many as there are workers, or they reconnect all the time
	maxRedirects = 5
)

// newTransport is the client's own transport.
func newTransport(o Options, t Timeouts) *http.Transport {
	dialer := &net.Dialer{Timeout: t.Connect, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  o.Proxy,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    t.Connect,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.RootCAs},
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           0,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        90 * time.Second,
		OnProxyConnectResponse: refusedByProxy,
	}
}

// ProxyError says that a proxy refused to connect to the API: the answer is
// the proxy's own, and the API never saw the request.
type ProxyError struct {
	// Host is the proxy's.
	Host string
	// Status is that of its answer to CONNECT.
	Status int
}

// Error names the proxy and what it answered.
func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy %s answered %d %s", e.Host, e.Status, http.StatusText(e.Status))
}

func refusedByProxy(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{Host: proxy.Host, Status: resp.StatusCode}
}

// redirectPolicy follows a read within the same scheme and host, and nothing
// else: credentials never go elsewhere, and a write is never turned into a
// read. What isn't followed comes back as the redirect itself, an error.
func redirectPolicy(req *http.Request, via []*http.Request) error {
	first := via[0]
	if first.Method != http.MethodGet || req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host || len(via) > maxRedirects {
		return http.ErrUseLastResponse
	}
	return nil
}
