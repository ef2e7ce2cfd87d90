package jsonrows

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

const (
	writeObjects = `write a list of objects, one for each organization, as in [{"name": "Exempelbacken AB", "custom_id": "K-1"}], or save the table as CSV`
	writeRecords = writeObjects + `; in pandas: to_json(…, orient="records")`
	checkForm    = "check that it is the right file; what is no JSON, whatever its name, is read with --format csv"
	writeQuotes  = "write it as JSON: json.dumps does that in Python, JSON.stringify in JavaScript"
)

// script is how JavaScript begins that gives data a name or hands it to a function. unquoted and singleQuoted are how objects look that were
// printed by a program, and not written as JSON.
var (
	script       = regexp.MustCompile(`^(?:export\s+default\s|(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]*\s*[=(])\s*[\[{]\s*["'\[\]{}\w]`)
	unquoted     = regexp.MustCompile(`^\[?\s*\{\s*[A-Za-z_$][\w$]*\s*:`)
	singleQuoted = regexp.MustCompile(`^\[?\s*[\[{]?\s*'`)
)

// Misshapen says what a file is that has JSON, or nearly, but no list of objects, and what to do about it; the problem is "" where nothing
// is wrong with it. b is the file's beginning, known tells names of columns (nil knows none), and err
// is what ended the reading that found the keys.
func (k Keys) Misshapen(b tabular.Beginning, known func(string) bool, err error) (problem, hint string) {
	text := trimBlank(b.Bytes)
	if script.Match(text) {
		return "it is JavaScript, not JSON", "remove what stands before the first bracket and after the last one, and save it as .json"
	}
	alone := k.Rows <= 1 && k.Sound == k.Rows && !k.wrapped // an object that may be the whole table
	if len(k.Names) == 0 && k.Sound > 0 && err == nil {
		return "its objects have no keys, so that there are no columns", writeObjects
	}
	if k.wrapped && err == nil {
		if problem, hint = k.partial(known); problem != "" {
			return problem, hint
		}
	}
	if k.Sound > 0 && (!alone || err != nil) || k.Rows == 0 && err == nil || b.Whole && err != nil && isCut(text) {
		return "", ""
	}
	dec := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	switch kind := dec.PeekKind(); {
	case k.Sound == 0 && unquoted.Match(text):
		return "its keys don't stand in quotes, so that it isn't JSON", writeQuotes
	case k.Sound == 0 && singleQuoted.Match(text):
		return "its texts stand in single quotes, so that it isn't JSON", writeQuotes
	case kind == '{' && alone:
		return describeObject(membersOf(text), known)
	case k.Sound > 0:
	case kind == '[':
		problem = describeList(text)
	case kind != '{' && dec.SkipValue() == nil:
		problem = "it holds " + words[kind].one + ", not objects"
	}
	switch {
	case problem != "":
		return problem, writeRecords
	case err == nil && k.Sound == 0 && k.Rows == 1:
		return "its only row can't be read: " + k.Damage.Message, cmp.Or(k.Damage.Suggestion, checkForm)
	case err == nil && k.Sound == 0:
		return fmt.Sprintf("none of its %d rows can be read; the first: %s", k.Rows, k.Damage.Message), cmp.Or(k.Damage.Suggestion, checkForm)
	}
	return "", ""
}

// trimBlank leaves out what may stand before a value.
func trimBlank(text []byte) []byte { return bytes.TrimLeft(text, blanks) }

// isCut says whether a text ends before its value does, perhaps within a letter; a line end may have been written after that.
func isCut(text []byte) bool {
	text = bytes.TrimRight(text, blanks)
	if letter, size := utf8.DecodeLastRune(text); letter == utf8.RuneError {
		text = text[:len(text)-size]
	}
	dec := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	err := dec.SkipValue()
	return err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF)
}

// words name the values that aren't lists or objects.
var words = map[jsontext.Kind]struct{ one, many string }{
	'"': {"a text", "texts"}, '0': {"a number", "numbers"}, 't': {"true", "true and false"}, 'f': {"false", "true and false"}, 'n': {"null", "null"},
}

// describeList says what a list holds instead of objects, "" for something else than one kind of value.
func describeList(text []byte) string {
	dec := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := dec.ReadToken(); err != nil {
		return ""
	}
	kind := dec.PeekKind()
	if kind == '[' {
		return "it is a list of lists, not of objects: nothing says which cell is which"
	}
	if _, ok := words[kind]; !ok {
		return ""
	}
	for dec.StackDepth() > 0 {
		if _, err := dec.ReadToken(); err != nil {
			break
		}
	}
	if dec.StackDepth() == 0 && dec.PeekKind() == '[' {
		return "it holds one list after the other, not objects: nothing says which cell is which"
	}
	return "it is a list of " + words[kind].many + ", not of objects"
}

// collection is the type that the object of a GeoJSON file has.
const collection = `"FeatureCollection"`

// member is one of an object's: its name, what its value is, and what stands first in that.
type member struct {
	name  string
	kind  jsontext.Kind
	first jsontext.Kind // of a list's first value
	keys  []string      // an object's, or those of a list's first object; at most maxKeys
	value string        // unless it is long or its end isn't there
}

const (
	maxKeys  = 100
	maxValue = 4096
)

// membersOf gives an object's members as far as the text goes, at most a thousand.
func membersOf(text []byte) []member {
	dec := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := dec.ReadToken(); err != nil {
		return nil
	}
	var all []member
	for len(all) < 1000 && dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			break
		}
		m := member{name: name.String(), kind: dec.PeekKind()}
		m.lookInto(bytes.TrimLeft(text[dec.InputOffset():], blanks+":"))
		value, err := dec.ReadValue()
		if len(value) <= maxValue {
			m.value = string(value)
		}
		all = append(all, m)
		if err != nil {
			break
		}
	}
	return all
}

// lookInto finds the keys of an object or of a list's first one.
func (m *member) lookInto(value []byte) {
	dec := jsontext.NewDecoder(bytes.NewReader(value), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := dec.ReadToken(); err != nil || m.kind != '{' && m.kind != '[' {
		return
	}
	if m.kind == '[' {
		m.first = dec.PeekKind()
		if _, err := dec.ReadToken(); err != nil || m.first != '{' {
			return
		}
	}
	for len(m.keys) < maxKeys && dec.PeekKind() == '"' {
		key, err := dec.ReadToken()
		if err != nil {
			return
		}
		m.keys = append(m.keys, key.String())
		if dec.SkipValue() != nil {
			return
		}
	}
}

// describeObject says what the only object of a file is and what to do about it, nothing for an organization or what may be one.
func describeObject(all []member, known func(string) bool) (problem, hint string) {
	knows := func(name string) bool { return known != nil && known(name) }
	kinds := map[jsontext.Kind]int{}
	var rows *member
	named, has, isGeoJSON := known == nil, map[string]bool{}, false
	for i := range all {
		m := &all[i]
		kinds[m.kind]++
		has[m.name] = true
		isGeoJSON = isGeoJSON || m.name == "type" && m.value == collection
		nested := m.kind == '[' || m.kind == '{'
		if m.kind == '[' && (m.first == '{' || m.first == '[') && rows == nil {
			rows = m
		}
		named = named || !nested && m.name != "type" && knows(m.name) // envelopes have a type too
	}
	lists, objects := kinds['['], kinds['{']
	switch {
	case isGeoJSON && has["features"]:
		return `it is GeoJSON: what could be rows are the "properties" of its "features"`, "write the list of the properties alone; with jq: jq '[.features[].properties]'"
	case has["columns"] && has["data"] && lists == len(all):
		return `it is one object that has the names in "columns" and the rows as lists in "data", as pandas writes it with orient="split"`, writeRecords
	case rows != nil && rows.first == '{' && !named:
		return fmt.Sprintf("it is one object, and what could be rows are the objects in its list %q", rows.name), "write that list alone into a file"
	case rows != nil && !named:
		return fmt.Sprintf("it is one object, and what could be rows are lists, not objects, in its list %q", rows.name), writeRecords
	case len(all) == 0 || lists+objects < len(all):
		return "", ""
	case lists == len(all):
		return "it is one object that has a list for each column", writeRecords
	case objects == len(all) && (knows(all[0].name) || len(all[0].keys) == 0 || strings.Trim(all[0].keys[0], "0123456789") == ""):
		return "it is one object that has an object for each column, as pandas writes it unless told otherwise", writeRecords
	case objects == len(all):
		return "it is one object that has an object for each row, and no list of them", writeRecords
	}
	return "", ""
}
