package pigello

import (
	"cmp"
	"crypto/x509"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Hosts of the API.
const (
	ProductionURL  = "https://api.pigello.io"
	DevelopmentURL = "https://dev.api.pigello.io"
)

// Timeouts bound the phases of a call; a zero one is its default.
type Timeouts struct {
	// Connect bounds dialling, and again the TLS handshake: 10 s.
	Connect time.Duration
	// Stall bounds the wait for an answer's head and for each further byte of a body: 60 s.
	Stall time.Duration
	// Bulk bounds the wait for the answer to a bulk write, instead of Stall: 120 s.
	Bulk time.Duration
	// Total bounds a call with all its repeats: 10 min. A list that streams
	// may take longer as long as it doesn't stall.
	Total time.Duration
}

func (t Timeouts) withDefaults() Timeouts {
	return Timeouts{
		Connect: cmp.Or(t.Connect, 10*time.Second), Stall: cmp.Or(t.Stall, time.Minute),
		Bulk: cmp.Or(t.Bulk, 2*time.Minute), Total: cmp.Or(t.Total, 10*time.Minute),
	}
}

// Retry bounds the repeats of a call that may be repeated; a zero field is
// its default. Delays double from BaseDelay to MaxDelay, each ± a half at random.
type Retry struct {
	// MaxTries counts the first try too; of ListAll it bounds the tries in a
	// row that brought nothing new: 8. 1 means never to repeat. Answers of 429
	// don't count, nor do those of 503 while other requests succeed: Timeouts.Total
	// bounds them.
	MaxTries int
	// BaseDelay is 500 ms, on loopback 20 ms.
	BaseDelay time.Duration
	// MaxDelay is 30 s, on loopback 600 ms.
	MaxDelay time.Duration
}

var (
	remoteRetry   = Retry{MaxTries: 8, BaseDelay: 500 * time.Millisecond, MaxDelay: 30 * time.Second}
	loopbackRetry = Retry{MaxTries: 8, BaseDelay: 20 * time.Millisecond, MaxDelay: 600 * time.Millisecond}
)

func (r Retry) or(standard Retry) Retry {
	return Retry{
		MaxTries:  cmp.Or(r.MaxTries, standard.MaxTries),
		BaseDelay: cmp.Or(r.BaseDelay, standard.BaseDelay),
		MaxDelay:  cmp.Or(r.MaxDelay, standard.MaxDelay),
	}
}

// Options make a Client. Only BaseURL is needed, and Credentials off loopback.
type Options struct {
	// BaseURL is ProductionURL, DevelopmentURL, or an address on loopback,
	// with or without a path before /sales/.
	BaseURL     string
	Credentials Credentials
	// HTTPClient replaces the client's own transport, and with it Proxy,
	// RootCAs and Timeouts.Connect; its redirect policy is overruled.
	HTTPClient *http.Client
	// Proxy chooses a proxy per request, as http.ProxyFromEnvironment does; nil for none.
	Proxy func(*http.Request) (*url.URL, error)
	// RootCAs are trusted instead of the system's; nil for the system's.
	RootCAs *x509.CertPool
	// Logger gets each request at debug level, without headers; nil for silence.
	Logger *slog.Logger
	// Limiter is shared by the workers of a process; nil makes one with its defaults.
	Limiter   *Limiter
	Timeouts  Timeouts
	Retry     Retry
	UserAgent string
}

// parseBase checks a base URL and returns it without a final slash.
func parseBase(s string) (base *url.URL, loopback bool, err error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		s = s[at+1:] // what stands before it may be a password
	}
	if err != nil || u.Host == "" {
		return nil, false, &UsageError{Subject: "URL " + quoteShort(s), Problem: "this is no address of an API", Nearest: ProductionURL}
	}
	if u.User != nil {
		return nil, false, &UsageError{Subject: "URL of " + u.Host, Problem: "credentials don't belong into the URL"}
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return nil, false, &UsageError{Subject: "URL of " + u.Host, Problem: "the address of an API has no ? and no #"}
	}
	loopback = isLoopback(u.Hostname())
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback) {
		return nil, false, &UsageError{Subject: "URL " + quoteShort(s), Problem: "only https:// may carry credentials (http:// on this machine alone)"}
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = ""
	return u, loopback, nil
}

// isLoopback reports whether a host is this machine.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
