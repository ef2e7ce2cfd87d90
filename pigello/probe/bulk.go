package probe

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/pigello"
)

// refusal is the answer to a bulk write whose second row has a name that is taken.
type refusal struct {
	reply
	written int // of its two good rows
}

func (p *prober) refusal() *refusal {
	if p.kept.refusal != nil {
		return p.kept.refusal
	}
	taken := p.make(pigello.Write{Name: p.name()})
	one, other := p.name(), p.name()
	r := &refusal{reply: p.bulk(pigello.Write{Name: one}, pigello.Write{Name: taken.Name}, pigello.Write{Name: other})}
	if r.written = p.there(one, other); p.err == nil {
		p.kept.refusal = r
	}
	return r
}

func (p *prober) askBulkBadRow() (answer, note string) {
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

func (p *prober) askBulkErrors() (answer, note string) {
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

func (p *prober) askBulkID() (answer, note string) {
	o := p.make(pigello.Write{Name: p.name(), CustomID: pigello.Some("before")})
	r := p.bulk(pigello.Write{ID: o.ID, Name: o.Name, CustomID: pigello.Some("after")})
	now, ok := p.one(o.ID)
	if code, _ := now.CustomID.Get(); ok && r.good() && code == "after" {
		return "update", ""
	}
	return "ignored", statusText(r)
}

func (p *prober) askBulkAbsent() (answer, note string) {
	if p.answers["bulk-id"] != "update" {
		return "", "there is no bulk update: an id in an element isn't heeded"
	}
	o := p.make(pigello.Write{Name: p.name(), CustomID: pigello.Some("kept"), Parent: pigello.Some(p.family().parent.ID)})
	p.bulk(pigello.Write{ID: o.ID, Name: o.Name})
	switch now, ok := p.one(o.ID); {
	case !ok:
		return "", "the organization is gone"
	case now.CustomID == o.CustomID && now.Parent == o.Parent:
		return "kept", ""
	case now.CustomID.IsNull() && now.Parent.IsNull():
		return "null", ""
	}
	return "", "one field was kept and the other wasn't"
}

func (p *prober) askPatchWithoutName() (answer, note string) {
	o := p.make(pigello.Write{Name: p.name()})
	r := p.send(pigello.Request{Op: "update without a name", Method: http.MethodPatch, Path: onePath(o.ID), Body: []byte(`{"custom_id":"nameless"}`)}, false)
	return either("accepted", "refused", r)
}

// either is what a question came to that the API answers by taking a request or by refusing it.
func either(taken, refused string, r reply) (answer, note string) {
	if r.good() {
		return taken, ""
	}
	return refused, statusText(r)
}

func (p *prober) askDeleteParent() (answer, note string) {
	parent := p.make(pigello.Write{Name: p.name()})
	child := p.make(pigello.Write{Name: p.name(), Parent: pigello.Some(parent.ID)})
	if p.err != nil {
		return "", ""
	}
	r := p.send(pigello.Request{Op: "delete an organization", Method: http.MethodDelete, Path: onePath(parent.ID)}, false)
	gone := r.good() || r.Status == http.StatusNotFound // an earlier try that got no answer may have done it
	failed := pigello.IsServerError(p.err)              // each time: what is there says whether it refuses so
	if failed {
		p.err = nil
	}
	_, stays := p.one(parent.ID)
	now, there := p.one(child.ID)
	switch {
	case failed && stays && there && now.Parent == pigello.Some(parent.ID):
		return "refused-500", ""
	case !gone && stays:
		return "refused", statusText(r)
	case !there:
		return "cascade", ""
	case now.Parent.IsNull():
		return "null", ""
	}
	return "", "the parent is gone, and its child still names it"
}
