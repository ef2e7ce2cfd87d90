package target

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

// DefaultRate is how many requests a second go to a service; on loopback
// nothing limits them.
const DefaultRate = 10

// DefaultConcurrency is how many requests are under way at the same time.
const DefaultConcurrency = 4

// worthSaying is how long a pause is that a person may wonder about.
const worthSaying = 2 * time.Second

// Connection is a target with its client. Close ends the embedded sandbox.
type Connection struct {
	Target *Target
	Client *pigello.Client
	Rate   float64 // requests a second; 0 is no limit
	Within int     // requests at the same time
	Close  func() error
}

// Open finds the target and connects to it.
func (f *Finder) Open(ctx context.Context, t *Flags, n Need, u Use) (*Connection, error) {
	found, err := f.Find(t, n)
	if err != nil {
		return nil, err
	}
	return f.Connect(ctx, found, u)
}

// End closes the connection in a defer; its error counts when nothing failed.
func (c *Connection) End(err *error) {
	if closing := c.Close(); *err == nil {
		*err = closing
	}
}

// NotFound says where an id wasn't found; other errors stay as they are.
func (c *Connection) NotFound(err error, id string) error {
	if !pigello.IsNotFound(err) {
		return err
	}
	return &problem.Problem{
		Msg: c.Target.Name + ": there is no organization " + id, Err: err, Code: problem.ExitIncomplete,
		Hint: "an activation sees its own organizations alone; is this the right target?",
	}
}

// Connect makes the client of a target, and serves the embedded sandbox when
// that is the target. No request is sent yet.
func (f *Finder) Connect(ctx context.Context, t *Target, u Use) (*Connection, error) {
	c, err := f.ConnectQuietly(ctx, t, u)
	if err == nil {
		f.Events.Send(t.Event(nil))
	}
	return c, err
}

// ConnectQuietly is connect of a target that no event tells of.
func (f *Finder) ConnectQuietly(ctx context.Context, t *Target, u Use) (*Connection, error) {
	c := &Connection{Target: t, Within: Pick(u.Concurrency, t.Profile.Concurrency, DefaultConcurrency), Close: func() error { return nil }}
	o := pigello.Options{
		BaseURL: t.Base, UserAgent: "orgbatch/" + build.Version(), Logger: f.Log,
		Proxy: ProxyOf,
	}
	if t.Sandbox != "" {
		if err := embed(f.UI, f.Log, c, &o); err != nil {
			return nil, err
		}
	} else if err := CheckProxies(t.Base); err != nil {
		return nil, err
	} else if err := authenticate(ctx, t, &o); err != nil {
		return nil, err
	}
	c.Rate = c.pickRate(u, o.BaseURL)
	o.Limiter = pigello.NewLimiter(pigello.LimiterOptions{Rate: c.Rate, Concurrency: c.Within, Paused: func(reason string, wait time.Duration) {
		if wait >= worthSaying {
			f.UI.Say("%s · %s and asks to wait %s", c.Target.Name, reason, words.Span(wait))
		}
	}})
	client, err := pigello.New(o)
	if err != nil {
		return nil, errors.Join(&problem.Problem{Msg: err.Error(), Err: err, Code: problem.ExitUsage, Hint: problem.HintOf(err)}, c.Close())
	}
	c.Client = client
	return c, nil
}

func (c *Connection) pickRate(u Use, base string) float64 {
	switch {
	case u.Rate.set:
		return u.Rate.value
	case c.Target.Profile.Rate > 0:
		return c.Target.Profile.Rate
	case IsLoopback(HostOf(base)):
		return 0
	}
	return DefaultRate
}

// authenticate fills in who acts on what, and what the client trusts.
func authenticate(ctx context.Context, t *Target, o *pigello.Options) error {
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	o.Credentials = CredentialsOf(t.Profile, secret)
	o.RootCAs, err = Authorities(t.CAFile())
	return err
}

// CredentialsOf are the seven values of a profile.
func CredentialsOf(p config.Profile, secret string) pigello.Credentials {
	return pigello.Credentials{
		CustomerID: p.CustomerID, ApplicationID: p.ApplicationID,
		ServiceID: p.ServiceID, ServiceVersionID: p.ServiceVersionID,
		ClientCT: p.ClientCT, ClientEntity: p.ClientEntity, ClientSecret: secret,
	}
}

// CAFile is the file of further certificate authorities, "" for none.
func (t *Target) CAFile() string {
	if t.Flags.CAFile == "" && t.Profile.CAFile != "" {
		return config.ResolvePath(t.ConfigPath, t.Profile.CAFile)
	}
	return t.Flags.CAFile
}

// Authorities are the system's with those of a file added; nil for the
// system's alone.
func Authorities(file string) (*x509.CertPool, error) {
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

// Count asks how many organizations there are, by a list that is proven whole: a
// list of the ids may end early without a word.
func (c *Connection) Count(ctx context.Context) (int, error) {
	n := 0
	for _, err := range c.Client.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Event is the target for a script.
func (t *Target) Event(organizations *int) event.Target {
	r := t.RunTarget()
	return event.Target{Name: r.Name, URL: r.URL, Customer: r.Customer, Activation: r.Activation, Organizations: organizations}
}

// IsLoopback says whether a host is this machine.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// HostOf is the host of a URL.
func HostOf(base string) string {
	host := strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://")
	host, _, _ = strings.Cut(host, "/")
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return host
}

// Pick is the first number that says something.
func Pick(numbers ...int) int {
	for _, n := range numbers {
		if n > 0 {
			return n
		}
	}
	return 0
}
