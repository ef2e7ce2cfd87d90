package probe

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/pigello"
)

// family is a parent with children that one bulk write made, and its answer.
type family struct {
	parent pigello.Organization
	sent   []string // the children's names, in the order sent
	status int
	rows   []pigello.Organization // the answer's, in its order
}

// familySize is how many children there are, unless that is more than the API takes at once: enough
// for an order to be one.
const familySize = 12

// family makes it once.
func (p *prober) family() *family {
	if p.kept.family != nil {
		return p.kept.family
	}
	f := &family{parent: p.api.make(pigello.Write{Name: p.api.name()})}
	var r reply
	for size := familySize; size > 1; size /= 2 {
		f.sent = nil
		var ws []pigello.Write
		for range size {
			f.sent = append(f.sent, p.api.name())
			ws = append(ws, pigello.Write{Name: f.sent[len(f.sent)-1], Parent: pigello.Some(f.parent.ID)})
		}
		if r = p.api.bulk(ws...); r.Status != http.StatusRequestEntityTooLarge {
			break
		}
	}
	var err error
	f.rows, err = r.organizations("write several organizations")
	p.api.fail(err)
	if f.status = r.Status; p.api.err == nil {
		p.kept.family = f
	}
	return f
}

func askBulkStatus(p *prober) (answer, note string) {
	return strconv.Itoa(p.family().status), ""
}

func askBulkOrder(p *prober) (answer, note string) {
	f := p.family()
	var got []string
	for _, o := range f.rows {
		got = append(got, o.Name)
	}
	switch {
	case slices.Equal(got, f.sent):
		return "sent", ""
	case len(got) != len(f.sent):
		return "", "the answer has " + strconv.Itoa(len(got)) + " of " + strconv.Itoa(len(f.sent)) + " rows"
	}
	return "shuffled", ""
}

func askBulkCreatedAt(p *prober) (answer, note string) {
	times := map[string]bool{}
	fine := false
	for _, o := range p.family().rows {
		times[o.CreatedAt] = true
		fine = fine || strings.Contains(o.CreatedAt, ".")
	}
	switch {
	case len(times) > 1:
		return "differ", ""
	case !fine:
		return "", "created_at tells whole seconds alone, and all rows have the same"
	}
	return "equal", ""
}

func askParentAnswer(p *prober) (answer, note string) {
	f := p.family()
	rows := p.api.list(pigello.Query{Filters: childrenOf(f.parent.ID)})
	if len(rows) == 0 || len(f.rows) == 0 {
		return "", "no row was answered"
	}
	listed, written := parentForm(rows[0].Raw), parentForm(f.rows[0].Raw)
	if listed != written {
		return listed, "in answers of bulk writes: " + written
	}
	return listed, ""
}

// parentForm is how an object tells its parent.
func parentForm(raw jsontext.Value) string {
	v := object(raw)[pigello.NameOrganization]
	switch parent := object(v); {
	case v == nil:
		return "missing"
	case parent == nil:
		return string(v)
	case len(parent) == 0:
		return "empty"
	case len(parent) == 1 && parent[pigello.NameID] != nil:
		return "id"
	}
	return "more"
}

// refusal is the answer to a bulk write whose second row has a name that is taken.
type refusal struct {
	reply
	written int // of its two good rows
}

func (p *prober) refusal() *refusal {
	if p.kept.refusal != nil {
		return p.kept.refusal
	}
	taken := p.api.make(pigello.Write{Name: p.api.name()})
	one, other := p.api.name(), p.api.name()
	r := &refusal{reply: p.api.bulk(pigello.Write{Name: one}, pigello.Write{Name: taken.Name}, pigello.Write{Name: other})}
	if r.written = p.api.there(one, other); p.api.err == nil {
		p.kept.refusal = r
	}
	return r
}

func askBulkBadRow(p *prober) (answer, note string) {
	r := p.refusal()
	status := r.Status
	if r.good() {
		status = http.StatusOK
	}
	switch {
	case r.written == 0 && status == http.StatusBadRequest:
		return "refused", ""
	case r.written == 0:
		return "refused-" + strconv.Itoa(status), ""
	case r.written == 1:
		return "written-partly-" + strconv.Itoa(status), "one of two good rows was written"
	}
	return "written-" + strconv.Itoa(status), ""
}

func askBulkErrors(p *prober) (answer, note string) {
	r := p.refusal()
	if r.good() {
		return "", "a bad row is answered by " + strconv.Itoa(r.Status)
	}
	return errorForm(r.Body), ""
}

// errorForm names the form of a refusal's body.
func errorForm(body []byte) string {
	body = bytes.TrimSpace(body)
	v := jsontext.Value(body)
	switch {
	case len(body) == 0:
		return "nothing"
	case body[0] == '<':
		return "html"
	case !v.IsValid():
		return "text"
	case v.Kind() == jsontext.KindBeginArray:
		return "list"
	case v.Kind() == jsontext.KindBeginObject:
		switch o := object(v); {
		case byIndex(o):
			return "dict"
		case o["detail"] != nil:
			return "detail"
		}
		return "fields"
	}
	return "text"
}

// byIndex tells whether every name is the place of a row.
func byIndex(o map[string]jsontext.Value) bool {
	for name := range o {
		if i, err := strconv.Atoi(name); err != nil || i < 0 {
			return false
		}
	}
	return len(o) > 0
}

func askBulkID(p *prober) (answer, note string) {
	o := p.api.make(pigello.Write{Name: p.api.name(), CustomID: pigello.Some("before")})
	r := p.api.bulk(pigello.Write{ID: o.ID, Name: o.Name, CustomID: pigello.Some("after")})
	now, ok := p.api.one(o.ID)
	if code, _ := now.CustomID.Get(); ok && r.good() && code == "after" {
		return "update", ""
	}
	return "ignored", statusText(r)
}

func askBulkAbsent(p *prober) (answer, note string) {
	if p.answers["bulk-id"] != "update" {
		return "", "there is no bulk update: an id in an element isn't heeded"
	}
	o := p.api.make(pigello.Write{Name: p.api.name(), CustomID: pigello.Some("kept"), Parent: pigello.Some(p.family().parent.ID)})
	p.api.bulk(pigello.Write{ID: o.ID, Name: o.Name})
	switch now, ok := p.api.one(o.ID); {
	case !ok:
		return "", "the organization is gone"
	case now.CustomID == o.CustomID && now.Parent == o.Parent:
		return "kept", ""
	case now.CustomID.IsNull() && now.Parent.IsNull():
		return "null", ""
	}
	return "", "one field was kept and the other wasn't"
}
