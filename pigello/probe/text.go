package probe

import "github.com/orgbatch/orgbatch/pigello"

func (p *prober) askWhitespace() (answer, note string) {
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
func (p *prober) askText(quoted string) (answer, note string) {
	return either("accepted", "refused", p.post(`{"name":"`+p.name()+`","custom_id":`+quoted+`}`))
}

func (p *prober) askBlank() (answer, note string) { return p.askText(`""`) }
func (p *prober) askNull() (answer, note string)  { return p.askText(`"nul\u0000"`) }

func (p *prober) askUniqueName() (answer, note string) {
	name := p.name()
	p.make(pigello.Write{Name: name + "-case"})
	return either("exact", "folded", p.post(string(pigello.Write{Name: name + "-CASE"}.AppendJSON(nil))))
}

func (p *prober) askUnknownFields() (answer, note string) {
	return either("ignored", "refused", p.post(`{"name":"`+p.name()+`","orgbatch_probe":1}`))
}
