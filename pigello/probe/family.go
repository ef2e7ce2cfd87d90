package probe

import (
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
	f := &family{parent: p.make(pigello.Write{Name: p.name()})}
	var r reply
	for size := familySize; size > 1; size /= 2 {
		f.sent = nil
		var ws []pigello.Write
		for range size {
			f.sent = append(f.sent, p.name())
			ws = append(ws, pigello.Write{Name: f.sent[len(f.sent)-1], Parent: pigello.Some(f.parent.ID)})
		}
		if r = p.bulk(ws...); r.Status != http.StatusRequestEntityTooLarge {
			break
		}
	}
	var err error
	f.rows, err = r.organizations("write several organizations")
	p.fail(err)
	if f.status = r.Status; p.err == nil {
		p.kept.family = f
	}
	return f
}

func (p *prober) askBulkStatus() (answer, note string) {
	return strconv.Itoa(p.family().status), ""
}

func (p *prober) askBulkOrder() (answer, note string) {
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

func (p *prober) askBulkCreatedAt() (answer, note string) {
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

func (p *prober) askParentAnswer() (answer, note string) {
	f := p.family()
	rows := p.list(pigello.Query{Filters: childrenOf(f.parent.ID)})
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
