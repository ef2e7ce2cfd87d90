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
// lives on, so that an end of the probe cuts none of them. After an error none is sent.
func (p *prober) send(k call, harmless bool) (r reply) {
	for try := 1; p.err == nil; try++ {
		if p.err = p.ctx.Err(); p.err != nil {
			break
		}
		var err error
		r, err = p.ask(k, nil)
		if err == nil && (r.status == http.StatusTooManyRequests || r.status >= 500 || authRefused(r.status)) {
			err = p.c.refusal(k, &http.Response{StatusCode: r.status, Header: r.header}, r.body)
		}
		if err == nil {
			return r
		}
		writes := k.method == http.MethodPost && !harmless
		p.unanswered = p.unanswered || writes && FateOf(err) == FateUnknown
		if try == probeTries || writes && FateOf(err) != NotWritten || !mayPass(err) {
			p.err = err
			return r
		}
		p.err = sleep(p.ctx, p.pause(try))
	}
	return reply{}
}

// get reads a path of the resource; query is as it stands in the request line.
func (p *prober) get(path, query string) reply {
	return p.send(call{op: "read organizations", method: http.MethodGet, path: path, query: query}, true)
}

// post writes one organization; the body is as it is sent.
func (p *prober) post(body string) reply {
	return p.send(call{op: "create an organization", method: http.MethodPost, path: pathOrganization, kind: kindWrite, body: []byte(body)}, false)
}

// bulk writes an array.
func (p *prober) bulk(ws ...Write) reply {
	return p.send(call{op: "write several organizations", method: http.MethodPost, path: pathList, kind: kindBulk, body: appendBulk(nil, ws)}, false)
}

// make creates an organization that a question needs. Of the answer only the id is
// taken: a name that it made up must not get into the next write, or what is made
// then is none of the probe's.
func (p *prober) make(w Write) Organization {
	o, err := p.post(string(w.AppendJSON(nil))).organization("create an organization")
	p.fail(err)
	p.made = p.made || err == nil
	o.Name, o.CustomID, o.Parent = w.Name, w.CustomID, w.Parent
	return o
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
func (p *prober) one(id uuid.UUID) (o Organization, ok bool) {
	r := p.get(onePath(id), "")
	if r.status == http.StatusNotFound {
		return o, false
	}
	o, err := r.organization("read an organization")
	p.fail(err)
	return o, err == nil
}

// list reads a plain list, not one of lines.
func (p *prober) list(ps ...param) []Organization {
	rows, err := p.get(pathList, encodeParams(ps)).organizations("list organizations")
	p.fail(err)
	return rows
}

// there counts which of the names exist.
func (p *prober) there(names ...string) (n int) {
	for _, name := range names {
		n += min(1, len(p.list(param{NameName, name})))
	}
	return n
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
