package pigello

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// Paths of the resource; all end in a slash.
const (
	pathOrganization = "/sales/organization/"
	pathList         = "/sales/organization/list/"
)

// Client talks to one API with one set of credentials. It is safe for
// concurrent use; make it with New. However printed, it shows no secret.
type Client struct {
	caller   *caller
	loopback bool
}

// New makes a client. It sends nothing. It refuses, with a *UsageError, an
// address that is not https unless its host is loopback, and off loopback
// credentials that are not complete.
func New(o Options) (*Client, error) {
	base, loopback, err := parseBase(o.BaseURL)
	if err != nil {
		return nil, err
	}
	retry := loopbackRetry
	if !loopback {
		retry, err = remoteRetry, o.Credentials.complete()
	}
	if err := cmp.Or(err, o.Credentials.check()); err != nil {
		return nil, err
	}
	o.Retry = o.Retry.or(retry)
	return &Client{caller: newCaller(o, base), loopback: loopback}, nil
}

// String names the API that the client talks to.
func (c *Client) String() string { return "pigello client of " + c.BaseURL() }

// Format writes String, whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// Limiter returns the limiter, for its State or for another client to share.
func (c *Client) Limiter() *Limiter { return c.caller.limiter }

// Retry returns the bounds of the repeats that are in force.
func (c *Client) Retry() Retry { return c.caller.retry }

// BaseURL returns the address of the API, without a final slash.
func (c *Client) BaseURL() string { return c.caller.base.String() }

// Loopback reports whether the API runs on this machine.
func (c *Client) Loopback() bool { return c.loopback }

// ServerNow returns the local clock corrected by the newest Date header: the
// server's time to within a second. Before any answer it is the local clock, and
// a Date that is more than 24 hours off is not believed.
func (c *Client) ServerNow() time.Time { return c.caller.clock.now() }

// KnowsServerNow tells whether an answer has told the server's time: until then ServerNow is
// the local clock's.
func (c *Client) KnowsServerNow() bool { return c.caller.clock.known.Load() }

// CloseIdleConnections closes connections that no call uses.
func (c *Client) CloseIdleConnections() { c.caller.http.CloseIdleConnections() }

// Get reads one organization: GET /sales/organization/{pk}/.
func (c *Client) Get(ctx context.Context, id uuid.UUID) (Organization, error) {
	op := "get organization " + id.String()
	return c.one(ctx, call{op: op, method: http.MethodGet, path: onePath(id)})
}

// Create makes one organization: POST /sales/organization/. It is repeated
// only when nothing can have been written.
func (c *Client) Create(ctx context.Context, w Write) (Organization, error) {
	k := call{op: "create an organization", method: http.MethodPost, path: pathOrganization, kind: kindWrite}
	if w.ID != (uuid.UUID{}) {
		return Organization{}, k.usage("a new organization has no id yet", "Update changes an organization that exists.")
	}
	k.body = w.AppendJSON(nil)
	return c.one(ctx, k)
}

// Update changes one organization: PATCH /sales/organization/{pk}/. Absent
// fields are left alone; the name is always sent.
func (c *Client) Update(ctx context.Context, id uuid.UUID, w Write) (Organization, error) {
	return c.one(ctx, updateCall(id, w))
}

// UpdateOnce is Update without its repeats, for a caller that looks again at
// the organization before each try.
func (c *Client) UpdateOnce(ctx context.Context, id uuid.UUID, w Write) (Organization, error) {
	k := updateCall(id, w)
	k.once = true
	return c.one(ctx, k)
}

func updateCall(id uuid.UUID, w Write) call {
	w.ID = uuid.UUID{}
	return call{
		op: "update organization " + id.String(), method: http.MethodPatch, path: onePath(id),
		kind: kindWrite, body: w.AppendJSON(nil),
	}
}

// Delete removes one organization: DELETE /sales/organization/{pk}/. A 404 is
// an error, unless an earlier try of the same call got no answer and may have
// done it: then the organization is gone, as asked.
func (c *Client) Delete(ctx context.Context, id uuid.UUID) error {
	_, earlier, err := c.caller.do(ctx, deleteCall(id))
	if IsNotFound(err) && earlier == FateUnknown {
		return nil
	}
	return err
}

// DeleteOnce is Delete without its repeats, for a caller that looks again at
// the organization and at its children before each try. A 404 is an error.
func (c *Client) DeleteOnce(ctx context.Context, id uuid.UUID) error {
	k := deleteCall(id)
	k.once = true
	_, _, err := c.caller.do(ctx, k)
	return err
}

func deleteCall(id uuid.UUID) call {
	return call{
		op: "delete organization " + id.String(), method: http.MethodDelete, path: onePath(id), kind: kindWrite,
	}
}

// Statistics asks for statistics of a query: GET …/list/?_statistics=true. The
// answer is handed out as it came; never depend on what is in it.
func (c *Client) Statistics(ctx context.Context, q Query) (jsontext.Value, error) {
	k := call{op: "read statistics", method: http.MethodGet, path: pathList}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	k.query = encodeParams(append(q.params(), param{"_statistics", "true"}))
	a, _, err := c.caller.do(ctx, k)
	if err != nil {
		return nil, err
	}
	v := jsontext.Value(bytes.TrimSpace(a.body))
	if !v.IsValid() {
		return nil, c.caller.unreadable(k, a.status, a.body, nil)
	}
	return v, nil
}

// one makes a call whose answer is one object.
func (c *Client) one(ctx context.Context, k call) (Organization, error) {
	a, _, err := c.caller.do(ctx, k)
	if err != nil {
		return Organization{}, err
	}
	o, err := decodeOrganization(bytes.TrimSpace(a.body))
	if err != nil {
		return Organization{}, c.caller.unreadable(k, a.status, a.body, err)
	}
	return o, nil
}

func onePath(id uuid.UUID) string { return pathOrganization + id.String() + "/" }
