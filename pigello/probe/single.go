package probe

import (
	"net/http"

	"github.com/orgbatch/orgbatch/pigello"
)

func askPatchWithoutName(p *prober) (answer, note string) {
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

func askDeleteParent(p *prober) (answer, note string) {
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

func askWhitespace(p *prober) (answer, note string) {
	name := p.name()
	o := p.make(pigello.Write{Name: name + " "})
	switch now, ok := p.one(o.ID); {
	case ok && now.Name == name:
		return "trimmed", ""
	case ok && now.Name == name+" ":
		return "kept", ""
	}
	return "", "the name is another one"
}

// askText tries one odd text as a custom_id, which needn't be unique and may be anything.
func askText(p *prober, quoted string) (answer, note string) {
	return either("accepted", "refused", p.post(`{"name":"`+p.name()+`","custom_id":`+quoted+`}`))
}

func askBlank(p *prober) (answer, note string) { return askText(p, `""`) }
func askNull(p *prober) (answer, note string)  { return askText(p, `"nul\u0000"`) }

func askUniqueName(p *prober) (answer, note string) {
	name := p.name()
	p.make(pigello.Write{Name: name + "-case"})
	return either("exact", "folded", p.post(string(pigello.Write{Name: name + "-CASE"}.AppendJSON(nil))))
}

func askUnknownFields(p *prober) (answer, note string) {
	return either("ignored", "refused", p.post(`{"name":"`+p.name()+`","orgbatch_probe":1}`))
}
