package pigello

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// family is a parent with children that one bulk write made, and its answer.
type family struct {
	parent Organization
	sent   []string // the children's names, in the order sent
	status int
	rows   []Organization // the answer's, in its order
}

// familySize is how many children there are, unless that is more than the API takes
// at once: enough for an order to be one.
const familySize = 12

// family makes it once.
func (p *prober) family() (*family, error) {
	if p.kept.family != nil {
		return p.kept.family, nil
	}
	f := &family{}
	var err error
	if f.parent, err = p.make(Write{Name: p.name("")}); err != nil {
		return nil, err
	}
	var r reply
	for size := familySize; size > 1; size /= 2 {
		if r, err = p.children(f, size); err != nil {
			return nil, err
		}
		if r.status != http.StatusRequestEntityTooLarge {
			break
		}
	}
	f.status = r.status
	if f.rows, err = r.organizations("write several organizations"); err != nil {
		return nil, err
	}
	p.kept.family = f
	return f, nil
}

func (p *prober) children(f *family, size int) (reply, error) {
	f.sent = nil
	var ws []Write
	for range size {
		f.sent = append(f.sent, p.name(""))
		ws = append(ws, Write{Name: f.sent[len(f.sent)-1], Parent: Some(f.parent.ID)})
	}
	return p.bulk(appendBulk(nil, ws))
}

func (p *prober) askBulkStatus() (string, string, error) {
	f, err := p.family()
	if err != nil {
		return "", "", err
	}
	return strconv.Itoa(f.status), "", nil
}

func (p *prober) askBulkOrder() (string, string, error) {
	f, err := p.family()
	if err != nil {
		return "", "", err
	}
	var got []string
	for _, o := range f.rows {
		got = append(got, o.Name)
	}
	switch {
	case slices.Equal(got, f.sent):
		return "sent", "", nil
	case len(got) != len(f.sent):
		return "", "the answer has " + strconv.Itoa(len(got)) + " of " + strconv.Itoa(len(f.sent)) + " rows", nil
	}
	return "shuffled", "", nil
}

func (p *prober) askBulkCreatedAt() (string, string, error) {
	f, err := p.family()
	if err != nil {
		return "", "", err
	}
	times := map[string]bool{}
	fine := false
	for _, o := range f.rows {
		times[o.CreatedAt] = true
		fine = fine || strings.Contains(o.CreatedAt, ".")
	}
	switch {
	case len(times) > 1:
		return "differ", "", nil
	case !fine:
		return "", "created_at tells whole seconds alone, and all rows have the same", nil
	}
	return "equal", "", nil
}

func (p *prober) askParentAnswer() (string, string, error) {
	f, err := p.family()
	if err != nil {
		return "", "", err
	}
	rows, err := p.list(param{NameOrganization, f.parent.ID.String()})
	if err != nil {
		return "", "", err
	}
	if len(rows) == 0 || len(f.rows) == 0 {
		return "", "no row was answered", nil
	}
	listed, written := parentForm(rows[0].Raw), parentForm(f.rows[0].Raw)
	if listed != written {
		return listed, "in answers of bulk writes: " + written, nil
	}
	return listed, "", nil
}

// parentForm is how an object tells its parent.
func parentForm(raw jsontext.Value) string {
	switch v := field(raw, NameOrganization); {
	case v == nil:
		return "missing"
	case v.Kind() != jsontext.KindBeginObject:
		return string(v)
	case len(members(v)) == 0:
		return "empty"
	case len(members(v)) == 1 && field(v, NameID) != nil:
		return "id"
	}
	return "more"
}

// refusal is the answer to a bulk write whose second row has a name that is taken.
type refusal struct {
	reply
	written int // of its two good rows
}

func (p *prober) refusal() (*refusal, error) {
	if p.kept.refusal != nil {
		return p.kept.refusal, nil
	}
	taken, err := p.make(Write{Name: p.name("")})
	if err != nil {
		return nil, err
	}
	one, other := p.name(""), p.name("")
	r, err := p.bulk(appendBulk(nil, []Write{{Name: one}, {Name: taken.Name}, {Name: other}}))
	if err != nil {
		return nil, err
	}
	n, err := p.there(one, other)
	if err != nil {
		return nil, err
	}
	p.kept.refusal = &refusal{r, n}
	return p.kept.refusal, nil
}

func (p *prober) askBulkBadRow() (string, string, error) {
	r, err := p.refusal()
	if err != nil {
		return "", "", err
	}
	status := r.status
	if r.good() {
		status = http.StatusOK
	}
	switch {
	case r.written == 0 && status == http.StatusBadRequest:
		return "refused", "", nil
	case r.written == 0:
		return "refused-" + strconv.Itoa(status), "", nil
	case r.written == 1:
		return "written-partly-" + strconv.Itoa(status), "one of two good rows was written", nil
	}
	return "written-" + strconv.Itoa(status), "", nil
}

func (p *prober) askBulkErrors() (string, string, error) {
	r, err := p.refusal()
	if err != nil {
		return "", "", err
	}
	if r.good() {
		return "", "a bad row is answered by " + strconv.Itoa(r.status), nil
	}
	return errorForm(r.body), "", nil
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
		ms := members(v)
		if _, ok := rowsByIndex(ms); ok {
			return "dict"
		}
		if field(v, "detail") != nil {
			return "detail"
		}
		return "fields"
	}
	return "text"
}

func (p *prober) askBulkID() (string, string, error) {
	o, err := p.make(Write{Name: p.name(""), CustomID: Some("before")})
	if err != nil {
		return "", "", err
	}
	r, err := p.bulk(appendBulk(nil, []Write{{ID: o.ID, Name: o.Name, CustomID: Some("after")}}))
	if err != nil {
		return "", "", err
	}
	now, ok, err := p.one(o.ID)
	code, _ := now.CustomID.Get()
	switch {
	case err != nil:
		return "", "", err
	case ok && r.good() && code == "after":
		return "update", "", nil
	}
	return "ignored", statusText(r), nil
}

func (p *prober) askBulkAbsent() (string, string, error) {
	if p.answers["bulk-id"] != "update" {
		return "", "there is no bulk update: an id in an element isn't heeded", nil
	}
	f, err := p.family()
	if err != nil {
		return "", "", err
	}
	o, err := p.make(Write{Name: p.name(""), CustomID: Some("kept"), Parent: Some(f.parent.ID)})
	if err != nil {
		return "", "", err
	}
	if _, err := p.bulk(appendBulk(nil, []Write{{ID: o.ID, Name: o.Name}})); err != nil {
		return "", "", err
	}
	now, ok, err := p.one(o.ID)
	switch {
	case err != nil:
		return "", "", err
	case !ok:
		return "", "the organization is gone", nil
	case now.CustomID == o.CustomID && now.Parent == o.Parent:
		return "kept", "", nil
	case now.CustomID.IsNull() && now.Parent.IsNull():
		return "null", "", nil
	}
	return "", "one field was kept and the other wasn't", nil
}

func (p *prober) askPatchWithoutName() (string, string, error) {
	o, err := p.make(Write{Name: p.name("")})
	if err != nil {
		return "", "", err
	}
	r, err := p.send(call{op: "update without a name", method: http.MethodPatch, path: onePath(o.ID), kind: kindWrite, body: []byte(`{"custom_id":"nameless"}`)}, false)
	return acceptedOr("refused", r), "", err
}

// acceptedOr is what a question whether something is accepted came to.
func acceptedOr(refused string, r reply) string {
	if r.good() {
		return "accepted"
	}
	return refused
}

func (p *prober) askDeleteParent() (string, string, error) {
	parent, err := p.make(Write{Name: p.name("")})
	if err != nil {
		return "", "", err
	}
	child, err := p.make(Write{Name: p.name(""), Parent: Some(parent.ID)})
	if err != nil {
		return "", "", err
	}
	gone, r, err := p.drop(parent.ID)
	if err != nil {
		return "", "", err
	}
	now, there, err := p.one(child.ID)
	switch {
	case err != nil:
		return "", "", err
	case !gone:
		return "refused", statusText(r), nil
	case !there:
		return "cascade", "", nil
	case now.Parent.IsNull():
		return "null", "", nil
	}
	return "", "the parent is gone, and its child still names it", nil
}
