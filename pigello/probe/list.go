package probe

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// ownList reads the family's organizations, as questions about lists do; more goes behind the
// query.
func (p *prober) ownList(q pigello.Query, more string) reply {
	p.family()
	q.Filters = []pigello.Filter{p.api.own()}
	return p.api.get(pathList, q.Encode()+more)
}

// ends reads the ids of the whole list in one request: how many, the first, the last.
func (p *prober) ends(order ...pigello.Order) (n int, first, last uuid.UUID) {
	rows := p.api.list(pigello.Query{OrderBy: order, Slim: true})
	if len(rows) == 0 {
		return 0, first, last
	}
	return len(rows), rows[0].ID, rows[len(rows)-1].ID
}

// askListCap reads the list from both ends: where the last row of one isn't the first of the other,
// rows are missing. Others may add rows meanwhile, so the number has to be the same twice.
func askListCap(p *prober) (answer, note string) {
	p.family()
	before := -1
	for range tries {
		n, _, last := p.ends(pigello.Order{Field: pigello.NameCreatedAt}, pigello.Order{Field: pigello.NameID})
		if p.api.err == nil {
			p.kept.total = &n
		}
		_, newest, _ := p.ends(pigello.Order{Field: pigello.NameCreatedAt, Descending: true}, pigello.Order{Field: pigello.NameID, Descending: true})
		switch {
		case last == newest:
			return "0", farAs(n)
		case n == before:
			return strconv.Itoa(n), ""
		}
		before = n
	}
	return "", "rows come and go while they are counted"
}

// enoughRows is how many show that there is no cap of the usual size.
const enoughRows = 1000

// farAs says what an answer rests on where there are few rows.
func farAs(n int) string {
	if n > enoughRows {
		return ""
	}
	return "as far as its " + strconv.Itoa(n) + " rows show"
}

// total is how many rows a plain list has.
func (p *prober) total() int {
	if p.kept.total != nil {
		return *p.kept.total
	}
	return len(p.api.list(pigello.Query{Slim: true}))
}

func askPageSizeCap(p *prober) (answer, note string) {
	total := p.total()
	rows := p.api.list(pigello.Query{Page: 1, PageSize: enoughRows, Slim: true})
	if len(rows) < min(total, enoughRows) {
		return strconv.Itoa(len(rows)), ""
	}
	return "0", farAs(total)
}

func askListEnvelope(p *prober) (answer, note string) {
	r := p.ownList(pigello.Query{}, "")
	body := bytes.TrimSpace(r.Body)
	switch {
	case bytes.HasPrefix(body, []byte("[")):
		return "array", ""
	case object(body)["results"] != nil:
		return "results", ""
	}
	p.api.fail(r.unexpected("list organizations"))
	return "", ""
}

func askCreatedAtFilter(p *prober) (answer, note string) {
	for _, form := range []struct{ answer, layout string }{{"datetime", "2006-01-02T15:04:05.000000Z"}, {"date", time.DateOnly}} {
		since := pigello.Filter{Field: pigello.NameCreatedAt, Op: pigello.OpGte, Value: p.api.c.ServerNow().UTC().Format(form.layout)}
		if p.api.get(pathList, pigello.Query{Filters: []pigello.Filter{p.api.own(), since}, Slim: true}.Encode()).good() {
			return form.answer, ""
		}
	}
	return "", "neither a date-time nor a date is accepted"
}

func askCreatedAtPrecision(p *prober) (answer, note string) {
	f, digits := p.family(), 0
	for _, o := range append([]pigello.Organization{f.parent}, f.rows...) {
		_, fraction, _ := strings.Cut(strings.TrimSuffix(o.CreatedAt, "Z"), ".")
		digits = max(digits, len(fraction))
	}
	switch {
	case digits == 0:
		return "seconds", ""
	case digits <= 3:
		return "milliseconds", ""
	}
	return "microseconds", ""
}

func askJSONLForm(p *prober) (answer, note string) {
	r := p.ownList(pigello.Query{}, "&_jsonl=true")
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case !r.good():
		p.api.fail(r.unexpected("list lines"))
	case bytes.HasPrefix(bytes.TrimSpace(r.Body), []byte("[")):
		return "array", ""
	case kind == "application/x-ndjson" && bytes.HasSuffix(r.Body, []byte("\n")):
		return "ndjson", ""
	case kind == "application/x-ndjson":
		return "no-final-newline", ""
	case kind == "application/json":
		return "json", ""
	case kind == "text/plain":
		return "text", ""
	}
	return kind, ""
}

func askJSONLPaging(p *prober) (answer, note string) {
	r := p.ownList(pigello.Query{Page: 1, PageSize: 2}, "&_jsonl=true")
	if !r.good() {
		p.api.fail(r.unexpected("list lines by pages"))
	}
	if countObjects(r.Body) > 2 {
		return "ignored", ""
	}
	return "honoured", ""
}

// countObjects counts the rows of a body of lines, or of an array.
func countObjects(body []byte) int {
	if rows, err := pigello.ParseOrganizations(body); err == nil {
		return len(rows)
	}
	n := 0
	for line := range bytes.Lines(body) {
		if len(bytes.TrimSpace(line)) > 0 {
			n++
		}
	}
	return n
}

func askPagePastEnd(p *prober) (answer, note string) {
	r := p.ownList(pigello.Query{Page: 1000, PageSize: 5}, "")
	switch {
	case r.good() && countObjects(r.Body) == 0:
		return "empty", ""
	case r.good():
		return "rows", ""
	}
	return strconv.Itoa(r.Status), ""
}

func askStatistics(p *prober) (answer, note string) {
	r := p.ownList(pigello.Query{}, "&_statistics=true")
	body := bytes.TrimSpace(r.Body)
	switch o := object(body); {
	case !r.good():
		return "", statusText(r)
	case bytes.HasPrefix(body, []byte("[")), o["results"] != nil:
		return "list", ""
	case len(o) == 1 && o["count"].Kind() == '0':
		return "count", ""
	}
	return "object", ""
}

func askSearch(p *prober) (answer, note string) {
	code := "zq" + p.api.tag
	o := p.api.make(pigello.Write{Name: p.api.name(), CustomID: pigello.Some(code)})
	for _, s := range []struct{ answer, text string }{{"name-and-custom-id", code}, {"name", o.Name}} {
		if hasID(p.api.list(pigello.Query{Search: s.text, Slim: true}), o.ID) {
			return s.answer, ""
		}
	}
	return "", "neither name nor custom_id is found, at least not at once"
}

// askInComma sends the comma in the only way that might tell it from one between two values:
// escaped.
func askInComma(p *prober) (answer, note string) {
	code := "zq" + p.api.tag + ",1"
	o := p.api.make(pigello.Write{Name: p.api.name(), CustomID: pigello.Some(code)})
	if rows, err := p.api.get(pathList, "custom_id__in="+url.QueryEscape(code)).organizations("list organizations"); err == nil && hasID(rows, o.ID) {
		return "yes", ""
	}
	return "no", ""
}

func askUnknownParameters(p *prober) (answer, note string) {
	return either("ignored", "refused", p.ownList(pigello.Query{Slim: true}, "&orgbatch_probe=1"))
}

func askAuthStatus(p *prober) (answer, note string) {
	r, err := p.api.wrongSecret()
	switch {
	case err != nil:
		return "", "no answer, and a wrong secret isn't sent twice: " + err.Error()
	case r.Status >= 500 || r.Status == http.StatusTooManyRequests:
		return "", "the server answered " + strconv.Itoa(r.Status) + ", and a wrong secret isn't sent twice"
	}
	return strconv.Itoa(r.Status), "one deliberately wrong secret was sent"
}
