package sandbox

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// shape says how a record is written: as the assumptions want it.
type shape struct {
	parent string // "id", "more" or "empty"
	times  timeForm
	slim   bool
}

// shape is that of lists and of answers to bulk writes.
func (ru *rules) shape() shape {
	sh := shape{parent: ru.ParentAnswer, times: microseconds}
	if ru.CreatedAtPrecision == "seconds" {
		sh.times = wholeSeconds
	}
	return sh
}

// append appends the object of a record, its fields in the order of the documented sample.
func (s shape) append(dst []byte, r *record) []byte {
	if s.slim {
		dst = appendID(append(dst, `{"id":"`...), r.id)
		return append(dst, `"}`...)
	}
	dst = append(dst, `{"organization":`...)
	dst = s.appendParent(dst, r)
	dst = append(dst, `,"customer_columns":`...)
	dst = appendJSON(dst, r.cols)
	dst = append(dst, `,"created_at":"`...)
	dst = appendTime(dst, r.created, s.times)
	dst = append(dst, '"')
	for i, one := range texts[1:] {
		dst = append(append(append(dst, `,"`...), one.name...), `":`...)
		dst = appendText(dst, r.texts[1+i])
	}
	dst = append(dst, `,"tags":`...)
	dst = appendJSON(dst, r.tags)
	dst = append(dst, `,"id":"`...)
	dst = appendID(dst, r.id)
	dst = append(dst, `","name":`...)
	dst = appendText(dst, r.texts[theName])
	return append(dst, '}')
}

func (s shape) appendParent(dst []byte, r *record) []byte {
	switch {
	case s.parent == "empty":
		return append(dst, `{}`...)
	case len(r.parent) == 0:
		return append(dst, `null`...)
	}
	dst = appendID(append(dst, `{"id":"`...), r.parent)
	dst = append(dst, '"')
	if s.parent == "more" {
		dst = appendText(append(dst, `,"name":`...), r.parentName)
		dst = appendText(append(dst, `,"custom_id":`...), r.parentCustom)
	}
	return append(dst, '}')
}

// appendJSON appends a stored JSON value, null for nil.
func appendJSON(dst []byte, value text) []byte {
	if len(value) == 0 {
		return append(dst, `null`...)
	}
	return append(dst, value...)
}

// appendText appends a JSON string, null for nil.
func appendText(dst []byte, s text) []byte {
	if s == nil {
		return append(dst, `null`...)
	}
	return appendString(dst, string(s))
}

// appendString appends s quoted. Only what JSON demands is escaped: the API sends other letters
// as they are.
func appendString(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s) // what is no text became one when it came
	return dst
}

// problem is what is wrong with one field, in the words of the Django REST framework.
type problem struct{ field, message string }

// problems are those of one object, each field once.
type problems []problem

func (p *problems) add(field, message string) { *p = append(*p, problem{field, message}) }

// addf is add with a formatted message; quoted input is cut to a readable length.
func (p *problems) addf(field, format string, args ...any) {
	for i, arg := range args {
		if s, ok := arg.(string); ok && len(s) > 200 {
			args[i] = strings.ToValidUTF8(s[:200], "") + "…"
		}
	}
	p.add(field, fmt.Sprintf(format, args...))
}

// append appends {"field": ["message"], …}.
func (p problems) append(dst []byte) []byte {
	dst = append(dst, '{')
	for i, one := range p {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, one.field)
		dst = append(dst, ':', '[')
		dst = appendString(dst, strings.ToValidUTF8(one.message, string(utf8.RuneError)))
		dst = append(dst, ']')
	}
	return append(dst, '}')
}
