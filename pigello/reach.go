package pigello

import (
	"cmp"
	"context"
	"crypto/tls"
	"net/http"
	"time"
)

// Reached is what one request without credentials showed of the way to an API.
type Reached struct {
	// Status is that of the answer; any shows that something listens.
	Status int
	// TLS is the connection's encryption; nil for http.
	TLS *tls.ConnectionState
	// Dated is whether the answer has a Date header, and Ahead by how much it is
	// ahead of the local clock: 0 when they agree within its second.
	Dated bool
	Ahead time.Duration
	// FromProxy says that a proxy in between probably gave the answer.
	FromProxy bool
}

// reachAfter bounds a Reach.
const reachAfter = 20 * time.Second

// Reach asks for the top of the API's address: HEAD /, without credentials, once.
// It takes the way that a Client of these options would take – Proxy, RootCAs,
// Timeouts – and needs no credentials. A refusal is no error.
func Reach(ctx context.Context, o Options) (Reached, error) {
	base, _, err := parseBase(o.BaseURL)
	if err != nil {
		return Reached{}, err
	}
	h := http.Client{Transport: newTransport(o, o.Timeouts.withDefaults())}
	if o.HTTPClient != nil {
		h = *o.HTTPClient
	}
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	defer h.CloseIdleConnections()
	ctx, cancel := context.WithTimeoutCause(ctx, reachAfter, &TimeoutError{Phase: "no answer came", After: reachAfter})
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, base.String()+"/", nil)
	if err != nil {
		return Reached{}, err
	}
	req.Header.Set("User-Agent", cmp.Or(o.UserAgent, "orgbatch"))
	began := time.Now()
	resp, err := h.Do(req)
	if err != nil {
		return Reached{}, because(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	r := Reached{Status: resp.StatusCode, TLS: resp.TLS, FromProxy: fromProxy(resp.StatusCode, resp.Header)}
	r.Ahead, r.Dated = aheadOf(resp.Header, began.Add(time.Since(began)/2))
	return r, nil
}
