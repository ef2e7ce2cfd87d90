package main

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/pigello"
)

// defaultRate is how many requests a second go to a service; on loopback
// nothing limits them.
const defaultRate = 10

// defaultConcurrency is how many requests are under way at the same time.
const defaultConcurrency = 4

// worthSaying is how long a pause is that a person may wonder about.
const worthSaying = 2 * time.Second

// connection is a target with its client. Close ends the embedded sandbox.
type connection struct {
	target *target
	client *pigello.Client
	rate   float64 // requests a second; 0 is no limit
	within int     // requests at the same time
	close  func() error
}

// open finds the target and connects to it.
func (f *finder) open(ctx context.Context, t *targetFlags, n need, u useFlags) (*connection, error) {
	found, err := f.findTarget(t, n)
	if err != nil {
		return nil, err
	}
	return f.connect(ctx, found, u)
}

// end closes the connection in a defer; its error counts when nothing failed.
func (c *connection) end(err *error) {
	if closing := c.close(); *err == nil {
		*err = closing
	}
}

// notFound says where an id wasn't found; other errors stay as they are.
func (c *connection) notFound(err error, id string) error {
	if !pigello.IsNotFound(err) {
		return err
	}
	return &problem.Problem{
		Msg: c.target.name + ": there is no organization " + id, Err: err, Code: problem.ExitIncomplete,
		Hint: "an activation sees its own organizations alone; is this the right target?",
	}
}

// connect makes the client of a target, and serves the embedded sandbox when
// that is the target. No request is sent yet.
func (f *finder) connect(ctx context.Context, t *target, u useFlags) (*connection, error) {
	c, err := f.connectQuietly(ctx, t, u)
	if err == nil {
		f.events.Send(t.event(nil))
	}
	return c, err
}

// connectQuietly is connect of a target that no event tells of.
func (f *finder) connectQuietly(ctx context.Context, t *target, u useFlags) (*connection, error) {
	c := &connection{target: t, within: pick(u.concurrency, t.profile.Concurrency, defaultConcurrency), close: func() error { return nil }}
	o := pigello.Options{
		BaseURL: t.base, UserAgent: "orgbatch/" + build.Version(), Logger: f.log,
		Proxy: proxyOf,
	}
	if t.sandbox != "" {
		if err := embed(f.ui, f.log, c, &o); err != nil {
			return nil, err
		}
	} else if err := checkProxies(t.base); err != nil {
		return nil, err
	} else if err := authenticate(ctx, t, &o); err != nil {
		return nil, err
	}
	c.rate = c.pickRate(u, o.BaseURL)
	o.Limiter = pigello.NewLimiter(pigello.LimiterOptions{Rate: c.rate, Concurrency: c.within, Paused: func(reason string, wait time.Duration) {
		if wait >= worthSaying {
			f.ui.Say("%s · %s and asks to wait %s", c.target.name, reason, words.Span(wait))
		}
	}})
	client, err := pigello.New(o)
	if err != nil {
		return nil, errors.Join(&problem.Problem{Msg: err.Error(), Err: err, Code: problem.ExitUsage, Hint: problem.HintOf(err)}, c.close())
	}
	c.client = client
	return c, nil
}

func (c *connection) pickRate(u useFlags, base string) float64 {
	switch {
	case u.rate.set:
		return u.rate.value
	case c.target.profile.Rate > 0:
		return c.target.profile.Rate
	case isLoopback(hostOf(base)):
		return 0
	}
	return defaultRate
}

// authenticate fills in who acts on what, and what the client trusts.
func authenticate(ctx context.Context, t *target, o *pigello.Options) error {
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	o.Credentials = credentialsOf(t.profile, secret)
	o.RootCAs, err = authorities(t.caFile())
	return err
}

// credentialsOf are the seven values of a profile.
func credentialsOf(p config.Profile, secret string) pigello.Credentials {
	return pigello.Credentials{
		CustomerID: p.CustomerID, ApplicationID: p.ApplicationID,
		ServiceID: p.ServiceID, ServiceVersionID: p.ServiceVersionID,
		ClientCT: p.ClientCT, ClientEntity: p.ClientEntity, ClientSecret: secret,
	}
}

// caFile is the file of further certificate authorities, "" for none.
func (t *target) caFile() string {
	if t.flags.caFile == "" && t.profile.CAFile != "" {
		return config.ResolvePath(t.configPath, t.profile.CAFile)
	}
	return t.flags.caFile
}

// authorities are the system's with those of a file added; nil for the
// system's alone.
func authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, problem.Usagef("", "read the certificate authorities: %s", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, problem.Usagef("a PEM file starts with -----BEGIN CERTIFICATE-----", "%s holds no certificate", file)
	}
	return pool, nil
}

// count asks how many organizations there are, by a list that is proven whole: a
// list of the ids may end early without a word.
func (c *connection) count(ctx context.Context) (int, error) {
	n := 0
	for _, err := range c.client.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// event is the target for a script.
func (t *target) event(organizations *int) event.Target {
	r := t.runTarget()
	return event.Target{Name: r.Name, URL: r.URL, Customer: r.Customer, Activation: r.Activation, Organizations: organizations}
}

// isLoopback says whether a host is this machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// hostOf is the host of a URL.
func hostOf(base string) string {
	host := strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://")
	host, _, _ = strings.Cut(host, "/")
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return host
}

// pick is the first number that says something.
func pick(numbers ...int) int {
	for _, n := range numbers {
		if n > 0 {
			return n
		}
	}
	return 0
}
