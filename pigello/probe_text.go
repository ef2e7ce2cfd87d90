package pigello

func (p *prober) askWhitespace() (string, string, error) {
	name := p.name("")
	o, err := p.make(Write{Name: name + " "})
	if err != nil {
		return "", "", err
	}
	now, ok, err := p.one(o.ID)
	switch {
	case err != nil:
		return "", "", err
	case ok && now.Name == name:
		return "trimmed", "", nil
	case ok && now.Name == name+" ":
		return "kept", "", nil
	}
	return "", "the name is another one", nil
}

// askText tries one odd text as a custom_id, which needn't be unique and may be
// anything.
func (p *prober) askText(quoted string) (string, string, error) {
	r, err := p.post(`{"name":"` + p.name("") + `","custom_id":` + quoted + `}`)
	return either("accepted", "refused", r, err)
}

func (p *prober) askBlank() (string, string, error) { return p.askText(`""`) }
func (p *prober) askNull() (string, string, error)  { return p.askText(`"nul\u0000"`) }

func (p *prober) askUniqueName() (string, string, error) {
	name := p.name("")
	if _, err := p.make(Write{Name: name + "-case"}); err != nil {
		return "", "", err
	}
	r, err := p.post(string(Write{Name: name + "-CASE"}.AppendJSON(nil)))
	return either("exact", "folded", r, err)
}

func (p *prober) askUnknownFields() (string, string, error) {
	r, err := p.post(`{"name":"` + p.name("") + `","orgbatch_probe":1}`)
	return either("ignored", "refused", r, err)
}
