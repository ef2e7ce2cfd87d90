package pigello

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// reply is an answer as it came, whatever its status; empty when nothing was sent.
type reply struct{ Response }

func (r reply) good() bool { return r.Status >= 200 && r.Status < 300 }

// ask sends a request once.
func (p *prober) ask(q Request) (reply, error) {
	p.report.Requests++
	r, err := p.c.Do(p.clean, q)
	return reply{r}, err
}

// send asks the API; what may be repeated is, while it gets no answer. A POST may
// be where it can't have written anything. The requests go under the context that
// lives on, so that an end of the probe cuts none of them. After an error none is sent.
func (p *prober) send(q Request, harmless bool) (r reply) {
	for try := 1; p.err == nil; try++ {
		if p.err = p.ctx.Err(); p.err != nil {
			break
		}
		var err error
		r, err = p.ask(q)
		if err == nil && !r.good() {
			if refused := r.AsError(); mayPass(refused) || IsAuth(refused) {
				err = refused
			}
		}
		if err == nil {
			return r
		}
		writes := q.Method == http.MethodPost && !harmless
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
	return p.send(Request{Op: "read organizations", Method: http.MethodGet, Path: path, Query: query}, true)
}

// post writes one organization; the body is as it is sent.
func (p *prober) post(body string) reply {
	return p.send(Request{Op: "create an organization", Method: http.MethodPost, Path: pathOrganization, Body: []byte(body)}, false)
}

// bulk writes an array.
func (p *prober) bulk(ws ...Write) reply {
	var rows []string
	for _, w := range ws {
		rows = append(rows, string(w.AppendJSON(nil)))
	}
	body := "[" + strings.Join(rows, ",") + "]"
	return p.send(Request{Op: "write several organizations", Method: http.MethodPost, Path: pathList, Body: []byte(body)}, false)
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
	as := r.AsError()
	e := &Error{Op: op, Status: r.Status, Detail: as.Detail, Fields: as.Fields, Rows: as.Rows}
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
	o, err := ParseOrganization(r.Body)
	if err != nil || o.ID == (uuid.UUID{}) {
		return o, r.unexpected(op)
	}
	return o, nil
}

// organizations reads an answer that is a list of objects.
func (r reply) organizations(op string) ([]Organization, error) {
	rows, err := ParseOrganizations(r.Body)
	if !r.good() || err != nil {
		return nil, r.unexpected(op)
	}
	return rows, nil
}

// object takes a JSON object apart; nil for any other text.
func object(text []byte) (members map[string]jsontext.Value) {
	if json.Unmarshal(text, &members) != nil {
		return nil
	}
	return members
}

// one reads an organization again; ok is whether it is there.
func (p *prober) one(id uuid.UUID) (o Organization, ok bool) {
	r := p.get(onePath(id), "")
	if r.Status == http.StatusNotFound {
		return o, false
	}
	o, err := r.organization("read an organization")
	p.fail(err)
	return o, err == nil
}

// list reads a plain list, not one of lines.
func (p *prober) list(q Query) []Organization {
	rows, err := p.get(pathList, q.Encode()).organizations("list organizations")
	p.fail(err)
	return rows
}

// there counts which of the names exist.
func (p *prober) there(names ...string) (n int) {
	for _, name := range names {
		n += min(1, len(p.list(Query{Filters: []Filter{{Field: NameName, Value: name}}})))
	}
	return n
}

// own is the filter of this probe's organizations.
func (p *prober) own() Filter {
	return Filter{Field: NameName, Op: OpStartsWith, Value: ProbePrefix + p.tag + "-"}
}

// ownIDs is the query of their ids alone.
func (p *prober) ownIDs() string {
	return Query{Filters: []Filter{p.own()}, Slim: true}.Encode()
}

// childrenOf is the filter of the organizations right below one.
func childrenOf(id uuid.UUID) []Filter {
	return []Filter{{Field: NameOrganization, Value: id.String()}}
}

func statusText(r reply) string { return fmt.Sprintf("status %d", r.Status) }
