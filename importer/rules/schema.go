package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/wording"
)

// ReadSchema reads a Frictionless Table Schema or a JSON Schema of one row as checks. What it says that no check can is among the notes, so
// that nobody takes it for checked. The name stands in both. Errors say what is wrong with the file as a whole.
func ReadSchema(data []byte, name string) (Set, error) {
	if !utf8.Valid(data) {
		return Set{}, errors.New("it isn't UTF-8; save it so")
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.UseNumber()
	var top map[string]any
	if err := d.Decode(&top); err != nil {
		return Set{}, jsonError(data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Set{}, errors.New("something follows the schema; keep the schema alone")
	}
	s := &schema{name: name}
	items, _ := top["items"].(map[string]any)
	switch {
	case top["fields"] != nil:
		s.table(top)
	case top["properties"] != nil:
		s.object(top)
	case items["properties"] != nil:
		s.left("", top, "type items")
		s.object(items)
	default:
		return Set{}, errors.New(`it is neither a Table Schema, which has "fields", nor a JSON Schema of a row, which has "properties"; give the schema alone, not a package of data`)
	}
	return s.set, nil
}

// jsonError says where JSON ends to be some.
func jsonError(data []byte, err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, new(*json.UnmarshalTypeError)):
		return errors.New("it isn't a JSON object, as a schema of a row is")
	case !errors.As(err, &syntax):
		return fmt.Errorf("it isn't a JSON object: %w", err)
	}
	before := data[:min(int(syntax.Offset), len(data))]
	return fmt.Errorf("line %d: it isn't JSON: %w", 1+bytes.Count(before, []byte{'\n'}), err)
}

// schema is the state of reading one.
type schema struct {
	name string
	set  Set
}

// annotations say nothing of the cells.
const annotations = "$schema $id $comment $defs definitions name title description default example examples rdfType deprecated readOnly writeOnly " +
	"homepage version created contributors sources keywords"

func (s *schema) note(column, said string) {
	if column != "" {
		said = strconv.Quote(column) + ": " + said
	}
	s.set.Notes = append(s.set.Notes, s.name+": "+said)
}

// get gives what a key holds, and notes what isn't of its kind.
func get[T any](s *schema, column string, m map[string]any, key string) T {
	value, ok := m[key].(T)
	if !ok && m[key] != nil {
		s.note(column, wording.English.Schema.NoMeaning(key, shown(m[key])))
	}
	return value
}

// left notes the keys that are neither known here nor annotations.
func (s *schema) left(column string, m map[string]any, known string) {
	var left []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(strings.Fields(known), key) && !slices.Contains(strings.Fields(annotations), key) && !strings.HasPrefix(key, "x-") {
			left = append(left, key)
		}
	}
	if len(left) > 0 {
		s.note(column, wording.English.Schema.NoCheck(strings.Join(left, ", ")))
	}
}

// limits are the keys that both kinds of schema have for one check of a column.
const limits = "minLength maxLength enum pattern"

// limit reads what both kinds of schema say of a text.
func (s *schema) limit(c *Check, m map[string]any) {
	c.MinLength, c.MaxLength = s.length(c, m, "minLength"), s.length(c, m, "maxLength")
	if c.OneOf = texts(get[[]any](s, c.Column, m, "enum")); len(c.OneOf) == 0 && m["enum"] != nil {
		s.note(c.Column, wording.English.Schema.EnumWithoutText)
	}
	pattern := get[string](s, c.Column, m, "pattern")
	if _, err := compile(pattern); err != nil {
		s.note(c.Column, wording.English.Schema.BadPattern(pattern))
	} else {
		c.Pattern = pattern
	}
}

// length gives a number of characters, 0 where there is none.
func (s *schema) length(c *Check, m map[string]any, key string) int {
	number := get[json.Number](s, c.Column, m, key)
	n, err := number.Int64()
	if number != "" && (err != nil || n < 0 || n > 1<<30 || n == 0 && key == "maxLength") {
		s.note(c.Column, wording.English.Schema.NoLength(key, number.String()))
		return 0
	}
	return int(n)
}

func shown(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// texts gives values as a cell has them, without null, which is a blank one.
func texts(list []any) []string {
	var all []string
	for _, value := range list {
		switch v := value.(type) {
		case nil:
		case string:
			all = append(all, v)
		default:
			all = append(all, shown(v))
		}
	}
	return all
}

// add adds a check that says something.
func (s *schema) add(c Check) {
	c.schema = s.name
	if c.Column == "" && len(c.Columns) == 0 {
		s.note("", wording.English.Schema.NoName)
	} else if c.Required || c.Unique || c.MinLength+c.MaxLength > 0 || c.Pattern != "" || len(c.OneOf) > 0 {
		s.set.Checks = append(s.set.Checks, c)
	}
}

// kind is a type or a format of a schema as a pattern, and what it is called.
type kind struct{ pattern, name string }

// addKind adds the check of a type or a format, or notes that there is none.
func (s *schema) addKind(column, what, name string, known map[string]kind) {
	if k, ok := known[name]; ok {
		s.add(Check{Column: column, Pattern: k.pattern, kind: k.name})
	} else {
		s.note(column, wording.English.Schema.NoSuch(what, name))
	}
}
