package pigello

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// reply is an answer as it came, whatever its status.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) good() bool { return r.status >= 200 && r.status < 300 }

// ask sends a call once.
func (p *prober) ask(k call, sign func(http.Header)) (reply, error) {
	p.report.Requests++
	if failed := p.c.enter(p.clean, k); failed != nil {
		return reply{}, failed
	}
	defer p.c.limiter.leave()
	s, failed := p.c.exchange(p.clean, k, sign)
	if failed != nil {
		return reply{}, failed
	}
	defer s.close()
	body, err := readBody(s, maxAnswer)
	if err != nil {
		return reply{}, k.failure(err, true)
	}
	return reply{status: s.resp.StatusCode, header: s.resp.Header, body: p.c.scrub(body)}, nil
}

// send asks the API; what may be repeated is, while it gets no answer. A POST may
// be where it can't have written anything. The requests go under the context that
// lives on, so that an end of the probe cuts none of them.
func (p *prober) send(k call, harmless bool) (reply, error) {
	for try := 1; ; try++ {
		if p.ctx.Err() != nil {
			return reply{}, p.ctx.Err()
		}
		r, err := p.ask(k, nil)
		if err == nil && (r.status == http.StatusTooManyRequests || r.status >= 500 || authRefused(r.status)) {
			err = p.c.refusal(k, &http.Response{StatusCode: r.status, Header: r.header}, r.body)
		}
		if err == nil {
			return r, nil
		}
		writes := k.method == http.MethodPost && !harmless
		p.unanswered = p.unanswered || writes && FateOf(err) == FateUnknown
		if try == probeTries || writes && FateOf(err) != NotWritten || !mayPass(err) {
			return r, err
		}
		if err := sleep(p.ctx, p.pause(try)); err != nil {
			return reply{}, err
		}
	}
}

// get reads a path of the resource; query is as it stands in the request line.
func (p *prober) get(path, query string) (reply, error) {
	return p.send(call{op: "read organizations", method: http.MethodGet, path: path, query: query}, true)
}

// post writes one organization; the body is as it is sent.
func (p *prober) post(body string) (reply, error) {
	return p.send(call{op: "create an organization", method: http.MethodPost, path: pathOrganization, kind: kindWrite, body: []byte(body)}, false)
}

// bulk writes an array; the body is as it is sent.
func (p *prober) bulk(body []byte) (reply, error) {
	return p.send(call{op: "write several organizations", method: http.MethodPost, path: pathList, kind: kindBulk, body: body}, false)
}

// make creates an organization that a question needs. Of the answer only the id is
// taken: a name that it made up must not get into the next write, or what is made
// then is none of the probe's.
func (p *prober) make(w Write) (Organization, error) {
	r, err := p.post(string(w.AppendJSON(nil)))
	if err != nil {
		return Organization{}, err
	}
	o, err := r.organization("create an organization")
	p.made = p.made || err == nil
	o.Name, o.CustomID, o.Parent = w.Name, w.CustomID, w.Parent
	return o, err
}

// unexpected is an answer that no question reckoned with.
func (r reply) unexpected(op string) error {
	b := parseErrorBody(r.body)
	e := &Error{Op: op, Status: r.status, Detail: b.Detail, Fields: b.Fields, Rows: b.Rows}
	if e.Detail == "" && len(e.Fields)+len(e.Rows) == 0 {
		e.Detail = "an answer that isn't understood"
	}
	return e
}

// organization reads an answer that is one object.
func (r reply) organization(op string) (Organization, error) {
	if !r.good() {
		return Organization{}, r.unexpected(op)
	}
	o, err := decodeOrganization(bytes.TrimSpace(r.body))
	if err != nil || o.ID == (uuid.UUID{}) {
		return o, r.unexpected(op)
	}
	return o, nil
}

// organizations reads an answer that is a list of objects.
func (r reply) organizations(op string) ([]Organization, error) {
	if !r.good() {
		return nil, r.unexpected(op)
	}
	b, err := decodeBulk(r.body)
	if err != nil {
		return nil, r.unexpected(op)
	}
	return b.Organizations, nil
}

// one reads an organization again; ok is whether it is there.
func (p *prober) one(id uuid.UUID) (o Organization, ok bool, err error) {
	r, err := p.get(onePath(id), "")
	if err != nil || r.status == http.StatusNotFound {
		return o, false, err
	}
	o, err = r.organization("read an organization")
	return o, err == nil, err
}

// list reads a plain list, not one of lines.
func (p *prober) list(ps ...param) ([]Organization, error) {
	r, err := p.get(pathList, encodeParams(ps))
	if err != nil {
		return nil, err
	}
	return r.organizations("list organizations")
}

// there counts which of the names exist.
func (p *prober) there(names ...string) (n int, err error) {
	for _, name := range names {
		rows, err := p.list(param{NameName, name})
		if err != nil {
			return n, err
		}
		n += min(1, len(rows))
	}
	return n, nil
}

// own is the filter of this probe's organizations.
func (p *prober) own() param {
	return param{NameName + "__" + string(OpStartsWith), ProbePrefix + p.tag + "-"}
}

// field takes one member out of an object as it came; nil where there is none.
func field(raw jsontext.Value, name string) jsontext.Value {
	for _, m := range members(raw) {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

func statusText(r reply) string { return fmt.Sprintf("status %d", r.status) }
