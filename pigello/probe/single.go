package probe

import (
	"net/http"

	"github.com/orgbatch/orgbatch/pigello"
)

func askPatchWithoutName(p *prober) (answer, note string) {
	o := p.api.make(pigello.Write{Name: p.api.name()})
	r := p.api.send(pigello.Request{
		Op: "update without a name", Method: http.MethodPatch, Path: onePath(o.ID), Body: []byte(`{"custom_id":"nameless"}`),
	}, mayWrite)
	return either("accepted", "refused", r)
}

// either is what a question came to that the API answers by taking a request or by refusing it.
func either(taken, refused string, r reply) (answer, note string) {
	if r.good() {
		return taken, ""
	}
	return refused, statusText(r)
}

func askDeleteParent(p *prober) (answer, note string) {
	parent := p.api.make(pigello.Write{Name: p.api.name()})
	child := p.api.make(pigello.Write{Name: p.api.name(), Parent: pigello.Some(parent.ID)})
	if p.api.err != nil {
		return "", ""
	}
	r := p.api.send(pigello.Request{
		Op: "delete an organization", Method: http.MethodDelete, Path: onePath(parent.ID),
	}, mayWrite)
	gone := r.good() || r.Status == http.StatusNotFound // an earlier try that got no answer may have done it
	failed := pigello.IsServerError(p.api.err)          // each time: what is there says whether it refuses so
	if failed {
		p.api.err = nil
	}
	_, stays := p.api.one(parent.ID)
	now, there := p.api.one(child.ID)
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

func askWhitespace(p *prober) (answer, note string) {
	name := p.api.name()
	o := p.api.make(pigello.Write{Name: name + " "})
	switch now, ok := p.api.one(o.ID); {
	case ok && now.Name == name:
		return "trimmed", ""
	case ok && now.Name == name+" ":
		return "kept", ""
	}
	return "", "the name is another one"
}

// askText tries one odd text as a custom_id, which needn't be unique and may be anything.
func askText(p *prober, quoted string) (answer, note string) {
	return either("accepted", "refused", p.api.post(`{"name":"`+p.api.name()+`","custom_id":`+quoted+`}`))
}

func askBlank(p *prober) (answer, note string) { return askText(p, `""`) }
func askNull(p *prober) (answer, note string)  { return askText(p, `"nul\u0000"`) }

func askUniqueName(p *prober) (answer, note string) {
	name := p.api.name()
	p.api.make(pigello.Write{Name: name + "-case"})
	return either("exact", "folded", p.api.post(string(pigello.Write{Name: name + "-CASE"}.AppendJSON(nil))))
}

func askUnknownFields(p *prober) (answer, note string) {
	return either("ignored", "refused", p.api.post(`{"name":"`+p.api.name()+`","orgbatch_probe":1}`))
}
