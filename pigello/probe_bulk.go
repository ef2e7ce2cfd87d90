package pigello

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

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
	return either("accepted", "refused", r, err)
}

// either is what a question came to that the API answers by taking a request or by
// refusing it.
func either(taken, refused string, r reply, err error) (answer, note string, _ error) {
	switch {
	case err != nil:
		return "", "", err
	case r.good():
		return taken, "", nil
	}
	return refused, statusText(r), nil
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
	failed := statusOf(err) == http.StatusInternalServerError // each time: what is there says whether it refuses so
	if err != nil && !failed {
		return "", "", err
	}
	_, stays, err := p.one(parent.ID)
	if err != nil {
		return "", "", err
	}
	now, there, err := p.one(child.ID)
	switch {
	case err != nil:
		return "", "", err
	case failed && stays && there && now.Parent == Some(parent.ID):
		return "refused-500", "", nil
	case !gone && stays:
		return "refused", statusText(r), nil
	case !there:
		return "cascade", "", nil
	case now.Parent.IsNull():
		return "null", "", nil
	}
	return "", "the parent is gone, and its child still names it", nil
}
