package pigello

import (
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
