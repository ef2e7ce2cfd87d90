package pigello

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// errorBody is what could be read from the body of a refusal.
type errorBody struct {
	Detail string
	Fields []FieldError
	Rows   []RowError
}

// maxDepth bounds how deep messages are looked for; below it JSON is quoted.
const maxDepth = 8

// parseErrorBody reads every shape a refusal may have: a list as long as the
// array sent with {} for good rows, a dict keyed by index, {"detail": …},
// {"field": […]} however nested, a list of sentences, HTML, text, nothing.
// It never fails: what it cannot read becomes the detail, shortened.
func parseErrorBody(body []byte) errorBody {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
	switch {
	case len(body) == 0:
		return errorBody{}
	case body[0] == '<':
		return errorBody{Detail: htmlSentence(body)}
	}
	v := jsontext.Value(slices.Clone(body))
	if !v.IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) {
		return errorBody{Detail: oneLine(string(body))}
	}
	switch v.Kind() {
	case jsontext.KindBeginArray:
		return errorList(v)
	case jsontext.KindBeginObject:
		return errorObject(v)
	default:
		return errorBody{Detail: scalarText(v)}
	}
}

// errorList reads a list: objects are rows by place, sentences are the detail.
func errorList(v jsontext.Value) errorBody {
	var b errorBody
	var sentences []string
	for i, m := range members(v) {
		switch m.value.Kind() {
		case jsontext.KindBeginObject, jsontext.KindBeginArray:
			if fields := flatten(nil, "", m.value, 0); len(fields) > 0 {
				b.Rows = append(b.Rows, RowError{Index: i, Fields: fields})
			}
		case jsontext.KindNull:
		default:
			sentences = append(sentences, scalarText(m.value))
		}
	}
	b.Detail = strings.Join(sentences, "; ")
	return b
}

// errorObject reads a dict of fields, one of rows keyed by index, or an
// envelope of either.
func errorObject(v jsontext.Value) errorBody {
	ms := members(v)
	if len(ms) == 1 && (ms[0].name == "errors" || ms[0].name == "results") {
		switch ms[0].value.Kind() {
		case jsontext.KindBeginArray:
			return errorList(ms[0].value)
		case jsontext.KindBeginObject:
			v, ms = ms[0].value, members(ms[0].value)
		}
	}
	if rows, ok := rowsByIndex(ms); ok {
		return errorBody{Rows: rows}
	}
	var b errorBody
	for _, f := range flatten(nil, "", v, 0) {
		if f.Field == "detail" || f.Field == "" {
			b.Detail = strings.Join(append(nonEmpty(b.Detail), f.Messages...), "; ")
			continue
		}
		b.Fields = append(b.Fields, f)
	}
	return b
}

// rowsByIndex reads {"3": {"name": […]}, …}; ok only when every key is an index.
func rowsByIndex(ms []member) (rows []RowError, ok bool) {
	for _, m := range ms {
		i, err := strconv.Atoi(m.name)
		if err != nil || i < 0 {
			return nil, false
		}
		if fields := flatten(nil, "", m.value, 0); len(fields) > 0 {
			rows = append(rows, RowError{Index: i, Fields: fields})
		}
	}
	slices.SortStableFunc(rows, func(a, b RowError) int { return a.Index - b.Index })
	return rows, len(ms) > 0
}

// flatten collects the messages beneath v under the path of fields to them.
func flatten(dst []FieldError, path string, v jsontext.Value, depth int) []FieldError {
	switch kind := v.Kind(); {
	case kind == jsontext.KindNull:
		return dst
	case (kind == jsontext.KindBeginObject || kind == jsontext.KindBeginArray) && depth < maxDepth:
		for _, m := range members(v) {
			dst = flatten(dst, joinPath(path, m.name), m.value, depth+1)
		}
		return dst
	}
	text := scalarText(v)
	if i := slices.IndexFunc(dst, func(f FieldError) bool { return f.Field == path }); i >= 0 {
		dst[i].Messages = append(dst[i].Messages, text)
		return dst
	}
	return append(dst, FieldError{Field: path, Messages: []string{text}})
}

func joinPath(path, name string) string {
	return strings.Join(append(nonEmpty(path), nonEmpty(name)...), ".")
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// scalarText is a string's text, or other JSON as it stands.
func scalarText(v jsontext.Value) string {
	if v.Kind() == jsontext.KindString {
		if b, err := jsontext.AppendUnquote(nil, v); err == nil || len(b) > 0 {
			return oneLine(string(b))
		}
	}
	return oneLine(string(v))
}

// member is one name and value of an object, or an element of an array, without a name.
type member struct {
	name  string
	value jsontext.Value
}

// members lists what is in a valid object or array, in its order.
func members(v jsontext.Value) (ms []member) {
	dec := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	open, err := dec.ReadToken()
	named := open.Kind() == jsontext.KindBeginObject
	for err == nil && dec.PeekKind() != jsontext.KindEndObject && dec.PeekKind() != jsontext.KindEndArray {
		var m member
		if named {
			name, err := dec.ReadToken()
			if err != nil {
				return ms
			}
			m.name = oneLine(name.String())
		}
		if m.value, err = dec.ReadValue(); err == nil {
			ms = append(ms, member{m.name, m.value.Clone()})
		}
	}
	return ms
}

// htmlSentence makes one sentence of a page: its title, or its first heading.
func htmlSentence(body []byte) string {
	head := body[:min(len(body), 64<<10)]
	for _, tag := range []string{"title", "h1", "h2"} {
		m := regexp.MustCompile(`(?is)<` + tag + `[^>]*>(.*?)</` + tag).FindSubmatch(head)
		if m == nil {
			continue
		}
		if text := oneLine(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(m[1]), " "))); text != "" {
			return "the answer is a web page titled “" + text + "”, not Pigello's own"
		}
	}
	return "the answer is a web page without a title, not Pigello's own"
}
