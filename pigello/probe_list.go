package pigello

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// ownList reads the family's organizations, as questions about lists do.
func (p *prober) ownList(ps ...param) (reply, error) {
	if _, err := p.family(); err != nil {
		return reply{}, err
	}
	return p.get(pathList, encodeParams(append([]param{p.own()}, ps...)))
}

// ends reads the ids of the whole list in one request: how many, the first, the last.
func (p *prober) ends(order string) (n int, first, last uuid.UUID, err error) {
	rows, err := p.list(param{"_slim", "true"}, param{"_order_by", order})
	if err != nil || len(rows) == 0 {
		return 0, first, last, err
	}
	return len(rows), rows[0].ID, rows[len(rows)-1].ID, nil
}

// askListCap reads the list from both ends: where the last row of one isn't the
// first of the other, rows are missing. Others may add rows meanwhile, so the
// number has to be the same twice.
func (p *prober) askListCap() (string, string, error) {
	if _, err := p.family(); err != nil {
		return "", "", err
	}
	before := -1
	for range probeTries {
		n, _, last, err := p.ends("created_at,id")
		if err != nil {
			return "", "", err
		}
		_, newest, _, err := p.ends("-created_at,-id")
		p.kept.total = &n
		switch {
		case err != nil:
			return "", "", err
		case last == newest:
			return "0", p.farAs(n), nil
		case n == before:
			return strconv.Itoa(n), "", nil
		}
		before = n
	}
	return "", "rows come and go while they are counted", nil
}

// enoughRows is how many show that there is no cap of the usual size.
const enoughRows = 1000

// farAs says what an answer rests on where there are few rows.
func (p *prober) farAs(n int) string {
	if n > enoughRows {
		return ""
	}
	return "as far as its " + strconv.Itoa(n) + " rows show"
}

// total is how many rows a plain list has.
func (p *prober) total() (int, error) {
	if p.kept.total != nil {
		return *p.kept.total, nil
	}
	rows, err := p.list(param{"_slim", "true"})
	return len(rows), err
}

func (p *prober) askPageSizeCap() (string, string, error) {
	total, err := p.total()
	if err != nil {
		return "", "", err
	}
	rows, err := p.list(param{"_slim", "true"}, param{"_page", "1"}, param{"_page_size", strconv.Itoa(enoughRows)})
	switch {
	case err != nil:
		return "", "", err
	case len(rows) < min(total, enoughRows):
		return strconv.Itoa(len(rows)), "", nil
	}
	return "0", p.farAs(total), nil
}

func (p *prober) askListEnvelope() (string, string, error) {
	r, err := p.ownList()
	if err != nil {
		return "", "", err
	}
	body := bytes.TrimSpace(r.body)
	switch {
	case bytes.HasPrefix(body, []byte("[")):
		return "array", "", nil
	case field(validObject(body), "results") != nil:
		return "results", "", nil
	}
	return "", "", r.unexpected("list organizations")
}

// validObject is a body that is a JSON object, else an empty one.
func validObject(body []byte) jsontext.Value {
	if v := jsontext.Value(body); v.IsValid() && v.Kind() == jsontext.KindBeginObject {
		return v
	}
	return jsontext.Value("{}")
}

func (p *prober) askCreatedAtFilter() (string, string, error) {
	for _, form := range []struct{ answer, layout string }{{"datetime", "2006-01-02T15:04:05.000000Z"}, {"date", time.DateOnly}} {
		r, err := p.get(pathList, encodeParams([]param{p.own(), {"_slim", "true"}, {"created_at__gte", p.c.ServerNow().UTC().Format(form.layout)}}))
		if err != nil {
			return "", "", err
		}
		if r.good() {
			return form.answer, "", nil
		}
	}
	return "", "neither a date-time nor a date is accepted", nil
}

func (p *prober) askCreatedAtPrecision() (string, string, error) {
	f, err := p.family()
	if err != nil {
		return "", "", err
	}
	digits := 0
	for _, o := range append([]Organization{f.parent}, f.rows...) {
		_, fraction, _ := strings.Cut(strings.TrimSuffix(o.CreatedAt, "Z"), ".")
		digits = max(digits, len(fraction))
	}
	switch {
	case digits == 0:
		return "seconds", "", nil
	case digits <= 3:
		return "milliseconds", "", nil
	}
	return "microseconds", "", nil
}

func (p *prober) askJSONLForm() (string, string, error) {
	r, err := p.ownList(param{"_jsonl", "true"})
	if err != nil {
		return "", "", err
	}
	kind, _, _ := mime.ParseMediaType(r.header.Get("Content-Type"))
	switch {
	case !r.good():
		return "", "", r.unexpected("list lines")
	case bytes.HasPrefix(bytes.TrimSpace(r.body), []byte("[")):
		return "array", "", nil
	case kind == "application/x-ndjson" && bytes.HasSuffix(r.body, []byte("\n")):
		return "ndjson", "", nil
	case kind == "application/x-ndjson":
		return "no-final-newline", "", nil
	case kind == "application/json":
		return "json", "", nil
	case kind == "text/plain":
		return "text", "", nil
	}
	return kind, "", nil
}

func (p *prober) askJSONLPaging() (string, string, error) {
	r, err := p.ownList(param{"_jsonl", "true"}, param{"_page", "1"}, param{"_page_size", "2"})
	if err != nil {
		return "", "", err
	}
	if !r.good() {
		return "", "", r.unexpected("list lines by pages")
	}
	if countObjects(r.body) > 2 {
		return "ignored", "", nil
	}
	return "honoured", "", nil
}

// countObjects counts the rows of a body of lines, or of an array.
func countObjects(body []byte) int {
	if b, err := decodeBulk(body); err == nil {
		return len(b.Organizations)
	}
	n := 0
	for line := range bytes.Lines(body) {
		if len(bytes.TrimSpace(line)) > 0 {
			n++
		}
	}
	return n
}

func (p *prober) askPagePastEnd() (string, string, error) {
	r, err := p.ownList(param{"_page", "1000"}, param{"_page_size", "5"})
	switch {
	case err != nil:
		return "", "", err
	case r.good() && countObjects(r.body) == 0:
		return "empty", "", nil
	case r.good():
		return "rows", "", nil
	}
	return strconv.Itoa(r.status), "", nil
}

func (p *prober) askStatistics() (string, string, error) {
	r, err := p.ownList(param{"_statistics", "true"})
	if err != nil {
		return "", "", err
	}
	body := bytes.TrimSpace(r.body)
	o := validObject(body)
	switch ms := members(o); {
	case !r.good():
		return "", statusText(r), nil
	case bytes.HasPrefix(body, []byte("[")), field(o, "results") != nil:
		return "list", "", nil
	case len(ms) == 1 && ms[0].name == "count" && ms[0].value.Kind() == '0':
		return "count", "", nil
	}
	return "object", "", nil
}

func (p *prober) askSearch() (string, string, error) {
	code := "zq" + p.tag
	o, err := p.make(Write{Name: p.name(""), CustomID: Some(code)})
	if err != nil {
		return "", "", err
	}
	for _, s := range []struct{ answer, text string }{{"name-and-custom-id", code}, {"name", o.Name}} {
		rows, err := p.list(param{"_search", s.text}, param{"_slim", "true"})
		if err != nil {
			return "", "", err
		}
		if hasID(rows, o.ID) {
			return s.answer, "", nil
		}
	}
	return "", "neither name nor custom_id is found, at least not at once", nil
}

// askInComma sends the comma in the only way that might tell it from one between
// two values: escaped.
func (p *prober) askInComma() (string, string, error) {
	code := "zq" + p.tag + ",1"
	o, err := p.make(Write{Name: p.name(""), CustomID: Some(code)})
	if err != nil {
		return "", "", err
	}
	r, err := p.get(pathList, "custom_id__in="+url.QueryEscape(code))
	if err != nil {
		return "", "", err
	}
	if rows, err := r.organizations("list organizations"); err == nil && hasID(rows, o.ID) {
		return "yes", "", nil
	}
	return "no", "", nil
}

func (p *prober) askUnknownParameters() (string, string, error) {
	r, err := p.ownList(param{"_slim", "true"}, param{"orgbatch_probe", "1"})
	return either("ignored", "refused", r, err)
}

func (p *prober) askAuthStatus() (string, string, error) {
	r, err := p.wrongSecret()
	switch {
	case err != nil:
		return "", "no answer, and a wrong secret isn't sent twice: " + err.Error(), nil
	case r.status >= 500 || r.status == http.StatusTooManyRequests:
		return "", "the server answered " + strconv.Itoa(r.status) + ", and a wrong secret isn't sent twice", nil
	}
	return strconv.Itoa(r.status), "one deliberately wrong secret was sent", nil
}
