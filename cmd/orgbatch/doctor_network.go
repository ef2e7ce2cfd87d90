package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/pigello"
)

// How long the steps of the way may take, and what is worth a warning.
const (
	lookupAfter  = 10 * time.Second
	dialAfter    = 10 * time.Second
	expirySoon   = 21 * 24 * time.Hour
	clockAllowed = 10 * time.Second
)

// network goes the way to the API step by step, and says whether it led there.
func (d *doctor) network(ctx context.Context) bool {
	base, err := url.Parse(d.target.Base)
	if err != nil {
		d.fail(problem.ExitUsage, "connection", "", "%s", err)
		return false
	}
	file, o, err := authoritiesOf(d.target)
	if err != nil {
		d.fail(problem.ExitUsage, "encryption", "--ca-file names a PEM file, or nothing", "%s", err)
	}
	if err := target.CheckProxies(d.target.Base); err != nil {
		d.fail(problem.ExitUsage, "proxy", problem.HintOf(err), "%s", err)
		return false
	}
	hop, through := base, ""
	if proxy, err := target.ProxyOf(&http.Request{URL: base}); err != nil {
		d.fail(problem.ExitUsage, "proxy", "HTTPS_PROXY is the proxy's address: http://host:port", "%s", err)
		return false
	} else if proxy != nil {
		hop, through = proxy, "the proxy "
		d.ok("proxy", "requests go through %s, because of HTTPS_PROXY", proxy.Host)
	}
	return d.resolve(ctx, hop, through) && d.dial(ctx, hop, through) && d.visit(ctx, file, o)
}

// resolve looks the host's name up, unless it is an address already.
func (d *doctor) resolve(ctx context.Context, u *url.URL, through string) bool {
	host := u.Hostname()
	if net.ParseIP(host) != nil {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, lookupAfter)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		d.fail(problem.ExitFailed, "name", nameHint(err), "%s%s isn't found: %s", through, host, err)
		return false
	}
	d.ok("name", "%s%s is %s", through, host, addresses[0])
	return true
}

func nameHint(err error) string {
	if missing, ok := errors.AsType[*net.DNSError](err); ok && missing.IsNotFound {
		return "is the address spelt right? A network of a company may know only its own names, and want a proxy: HTTPS_PROXY"
	}
	return "the name service doesn't answer: is this computer on a network?"
}

// dial opens a connection and closes it.
func (d *doctor) dial(ctx context.Context, u *url.URL, through string) bool {
	address := net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), map[string]string{"https": "443"}[u.Scheme], "80"))
	conn, err := (&net.Dialer{Timeout: dialAfter}).DialContext(ctx, "tcp", address)
	if err != nil {
		hint := "nothing listens there, or a firewall is in between; where a proxy is needed, HTTPS_PROXY names it"
		if through != "" {
			hint = "HTTPS_PROXY names the proxy, NO_PROXY the hosts that are reached without it"
		}
		d.fail(problem.ExitFailed, "connection", hint, "%s%s: %s", through, address, err)
		return false
	}
	_ = conn.Close()
	d.ok("connection", "%s%s answers", through, address)
	return true
}

// visit sends one request without credentials, and looks at the certificate and
// at the clock.
func (d *doctor) visit(ctx context.Context, caFile string, o pigello.Options) bool {
	r, err := pigello.Reach(ctx, o)
	if err != nil {
		d.notReached(ctx, err)
		return false
	}
	d.encryption(r.TLS, caFile)
	if r.FromProxy {
		d.warn("connection", "ask whoever runs it, or set HTTPS_PROXY and NO_PROXY anew", "a proxy answered, not Pigello (%d %s)", r.Status, http.StatusText(r.Status))
	}
	d.clock(r)
	return true
}

// notReached says which step failed.
func (d *doctor) notReached(ctx context.Context, err error) {
	certificate, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	switch said := problem.Explain(ctx, err); {
	case problem.Is[*pigello.ProxyError](err):
		d.fail(problem.ExitFailed, "proxy", "ask whoever runs it, or set HTTPS_PROXY and NO_PROXY anew", "%s: it was the proxy, not Pigello", err)
	case untrusted:
		d.fail(problem.ExitFailed, "encryption", problem.CertificateHint(err), "the certificate can't be trusted: %s", certificate.Err)
	default:
		d.fail(problem.ExitFailed, "connection", said.Hint, "%s", said.Msg)
	}
}

// encryption says whose the certificate is, and how long it is valid.
func (d *doctor) encryption(state *tls.ConnectionState, caFile string) {
	if state == nil {
		d.ok("encryption", "none, and none is needed: it is on this computer")
		return
	}
	ends := time.Time{}
	for _, chain := range state.VerifiedChains { // each as long as all of it is valid
		first := slices.MinFunc(chain, func(a, b *x509.Certificate) int { return a.NotAfter.Compare(b.NotAfter) }).NotAfter
		if first.After(ends) {
			ends = first
		}
	}
	issuer := state.PeerCertificates[0].Issuer
	name := cmp.Or(strings.Join(issuer.Organization[:min(1, len(issuer.Organization))], ""), issuer.CommonName, "an unnamed issuer")
	text := tls.VersionName(state.Version) + ", certificate of " + name + ", valid until " + ends.Local().Format("2006-01-02")
	if caFile != "" {
		text += ", with the authorities of " + caFile
	}
	if left := ends.Sub(d.a.now()); left < expirySoon {
		d.warn("encryption", "it is the service's to renew, or your network's that puts its own in between", "%s: that is in %s", text, words.Counted(int(left.Hours()/24), "day"))
		return
	}
	d.ok("encryption", "%s", text)
}

// clock compares the server's clock with this computer's. Nothing of an import
// goes by the latter, but people compare times.
func (d *doctor) clock(r pigello.Reached) {
	away := r.Ahead.Abs().Round(time.Second)
	switch {
	case !r.Dated:
		d.warn("clock", "", "the server doesn't tell its time, so rows that it makes are dated by this computer's")
	case away <= clockAllowed:
		d.ok("clock", "this computer and the server agree")
	default:
		side := "behind"
		if r.Ahead < 0 {
			side = "ahead of"
		}
		d.warn("clock", "let this computer set its time by the network", "this computer is %s %s the server", apart(away), side)
	}
}

// apart writes how far two clocks are apart, in one unit.
func apart(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return words.Counted(int(d.Seconds()), "second")
	case d < 2*time.Hour-time.Minute:
		return words.Counted(int(d.Round(time.Minute).Minutes()), "minute")
	case d < 48*time.Hour:
		return words.Counted(int(d.Round(time.Hour).Hours()), "hour")
	}
	return words.Counted(int(d.Hours()/24), "day")
}
