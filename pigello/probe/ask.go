package probe

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// reply is an answer as it came, whatever its status; empty when nothing was sent.
type reply struct{ pigello.Response }

func (r reply) good() bool { return r.Status >= 200 && r.Status < 300 }

// ask sends a request once.
func (p *prober) ask(q pigello.Request) (reply, error) {
	p.report.Requests++
	r, err := p.c.Do(p.clean, q)
	return reply{r}, err
}

// send asks the API; what may be repeated is, while it gets no answer. A POST may be where it can't
// have written anything. The requests go under the context that lives on, so that an end of the
// probe cuts none of them. After an error none is sent.
func (p *prober) send(q pigello.Request, harmless bool) (r reply) {
	for try := 1; p.err == nil; try++ {
		if p.err = p.ctx.Err(); p.err != nil {
			break
		}
		var err error
		r, err = p.ask(q)
		if err == nil && !r.good() {
			if refused := r.AsError(); mayPass(refused) || pigello.IsAuth(refused) {
				err = refused
			}
		}
		if err == nil {
			return r
		}
		writes := q.Method == http.MethodPost && !harmless
		p.unanswered = p.unanswered || writes && pigello.FateOf(err) == pigello.FateUnknown
		if try == tries || writes && pigello.FateOf(err) != pigello.NotWritten || !mayPass(err) {
			p.err = err
			return r
		}
		p.err = sleep(p.ctx, p.pause(try))
	}
	return reply{}
}

// get reads a path of the resource; query is as it stands in the request line.
func (p *prober) get(path, query string) reply {
	return p.send(pigello.Request{Op: "read organizations", Method: http.MethodGet, Path: path, Query: query}, true)
}

// post writes one organization; the body is as it is sent.
func (p *prober) post(body string) reply {
	return p.send(pigello.Request{Op: "create an organization", Method: http.MethodPost, Path: pathOrganization, Body: []byte(body)}, false)
}

// bulk writes an array.
func (p *prober) bulk(ws ...pigello.Write) reply {
	var rows []string
	for _, w := range ws {
		rows = append(rows, string(w.AppendJSON(nil)))
	}
	body := "[" + strings.Join(rows, ",") + "]"
	return p.send(pigello.Request{Op: "write several organizations", Method: http.MethodPost, Path: pathList, Body: []byte(body)}, false)
}

// make creates an organization that a question needs. Of the answer only the id is taken: a name
// that it made up must not get into the next write, or what is made then is none of the probe's.
func (p *prober) make(w pigello.Write) pigello.Organization {
	o, err := p.post(string(w.AppendJSON(nil))).organization("create an organization")
	p.fail(err)
	p.made = p.made || err == nil
	o.Name, o.CustomID, o.Parent = w.Name, w.CustomID, w.Parent
	return o
}

// unexpected is an answer that no question reckoned with.
func (r reply) unexpected(op string) error {
	as := r.AsError()
	e := &pigello.Error{Op: op, Status: r.Status, Detail: as.Detail, Fields: as.Fields, Rows: as.Rows}
	if e.Detail == "" && len(e.Fields)+len(e.Rows) == 0 {
		e.Detail = "an answer that isn't understood"
	}
	return e
}

// organization reads an answer that is one object.
func (r reply) organization(op string) (pigello.Organization, error) {
	if !r.good() {
		return pigello.Organization{}, r.unexpected(op)
	}
	o, err := pigello.ParseOrganization(r.Body)
	if err != nil || o.ID == (uuid.UUID{}) {
		return o, r.unexpected(op)
	}
	return o, nil
}

// organizations reads an answer that is a list of objects.
func (r reply) organizations(op string) ([]pigello.Organization, error) {
	rows, err := pigello.ParseOrganizations(r.Body)
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
func (p *prober) one(id uuid.UUID) (o pigello.Organization, ok bool) {
	r := p.get(onePath(id), "")
	if r.Status == http.StatusNotFound {
		return o, false
	}
	o, err := r.organization("read an organization")
	p.fail(err)
	return o, err == nil
}

// list reads a plain list, not one of lines.
func (p *prober) list(q pigello.Query) []pigello.Organization {
	rows, err := p.get(pathList, q.Encode()).organizations("list organizations")
	p.fail(err)
	return rows
}

// there counts which of the names exist.
func (p *prober) there(names ...string) (n int) {
	for _, name := range names {
		n += min(1, len(p.list(pigello.Query{Filters: []pigello.Filter{{Field: pigello.NameName, Value: name}}})))
	}
	return n
}

// own is the filter of this probe's organizations.
func (p *prober) own() pigello.Filter {
	return pigello.Filter{Field: pigello.NameName, Op: pigello.OpStartsWith, Value: Prefix + p.tag + "-"}
}

// ownIDs is the query of their ids alone.
func (p *prober) ownIDs() string {
	return pigello.Query{Filters: []pigello.Filter{p.own()}, Slim: true}.Encode()
}

// childrenOf is the filter of the organizations right below one.
func childrenOf(id uuid.UUID) []pigello.Filter {
	return []pigello.Filter{{Field: pigello.NameOrganization, Value: id.String()}}
}

// Paths of the resource; all end in a slash.
const (
	pathOrganization = "/sales/organization/"
	pathList         = "/sales/organization/list/"
)

func onePath(id uuid.UUID) string { return pathOrganization + id.String() + "/" }

func statusText(r reply) string { return fmt.Sprintf("status %d", r.Status) }
