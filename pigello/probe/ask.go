package probe

import (
	"context"
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

// asker sends what a probe asks, with names of its own.
type asker struct {
	c          *pigello.Client
	ctx, clean context.Context
	tag        string // of this probe's names
	report     *Report
	unanswered bool  // a write got no answer and may be done later
	made       bool  // one was answered, so that there is something to remove
	err        error // the first that a question met: it has no answer then, and sends nothing more
}

// ask sends a request once.
func (a *asker) ask(q pigello.Request) (reply, error) {
	a.report.Requests++
	r, err := a.c.Do(a.clean, q)
	return reply{r}, err
}

// effect is what a request may do, beside being answered.
type effect uint8

const (
	mayWrite effect = iota
	writesNothing
)

// send asks the API; what may be repeated is, while it gets no answer. A POST may be where it can't
// have written anything. The requests go under the context that lives on, so that an end of the
// probe cuts none of them. After an error none is sent.
func (a *asker) send(q pigello.Request, does effect) (r reply) {
	for try := 1; a.err == nil; try++ {
		if a.err = a.ctx.Err(); a.err != nil {
			break
		}
		var err error
		r, err = a.ask(q)
		if err == nil && !r.good() {
			if refused := r.AsError(); mayPass(refused) || pigello.IsAuth(refused) {
				err = refused
			}
		}
		if err == nil {
			return r
		}
		writes := q.Method == http.MethodPost && does == mayWrite
		a.unanswered = a.unanswered || writes && pigello.FateOf(err) == pigello.FateUnknown
		if try == tries || writes && pigello.FateOf(err) != pigello.NotWritten || !mayPass(err) {
			a.err = err
			return r
		}
		a.err = sleep(a.ctx, a.pause(try))
	}
	return reply{}
}

// get reads a path of the resource; query is as it stands in the request line.
func (a *asker) get(path, query string) reply {
	return a.send(pigello.Request{
		Op: "read organizations", Method: http.MethodGet, Path: path, Query: query,
	}, writesNothing)
}

// post writes one organization; the body is as it is sent.
func (a *asker) post(body string) reply {
	return a.send(pigello.Request{
		Op: "create an organization", Method: http.MethodPost, Path: pathOrganization, Body: []byte(body),
	}, mayWrite)
}

// bulk writes an array.
func (a *asker) bulk(ws ...pigello.Write) reply {
	var rows []string
	for _, w := range ws {
		rows = append(rows, string(w.AppendJSON(nil)))
	}
	body := "[" + strings.Join(rows, ",") + "]"
	return a.send(pigello.Request{
		Op: "write several organizations", Method: http.MethodPost, Path: pathList, Body: []byte(body),
	}, mayWrite)
}

// make creates an organization that a question needs. Of the answer only the id is taken: a name
// that it made up must not get into the next write, or what is made then is none of the probe's.
func (a *asker) make(w pigello.Write) pigello.Organization {
	o, err := a.post(string(w.AppendJSON(nil))).organization("create an organization")
	a.fail(err)
	a.made = a.made || err == nil
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
func (a *asker) one(id uuid.UUID) (o pigello.Organization, ok bool) {
	r := a.get(onePath(id), "")
	if r.Status == http.StatusNotFound {
		return o, false
	}
	o, err := r.organization("read an organization")
	a.fail(err)
	return o, err == nil
}

// list reads a plain list, not one of lines.
func (a *asker) list(q pigello.Query) []pigello.Organization {
	rows, err := a.get(pathList, q.Encode()).organizations("list organizations")
	a.fail(err)
	return rows
}

// there counts which of the names exist.
func (a *asker) there(names ...string) (n int) {
	for _, name := range names {
		filter := pigello.Filter{Field: pigello.NameName, Value: name}
		n += min(1, len(a.list(pigello.Query{Filters: []pigello.Filter{filter}})))
	}
	return n
}

// own is the filter of this probe's organizations.
func (a *asker) own() pigello.Filter {
	return pigello.Filter{Field: pigello.NameName, Op: pigello.OpStartsWith, Value: Prefix + a.tag + "-"}
}

// ownIDs is the query of their ids alone.
func (a *asker) ownIDs() string {
	return pigello.Query{Filters: []pigello.Filter{a.own()}, Slim: true}.Encode()
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
