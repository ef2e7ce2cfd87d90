// Package rules does what a person asks of the cells of columns, in a mapping file or by a schema: changes ([Transform]) and checks
// ([Check]). There is no language and there are no expressions: each is one of a short list.
//
//	cells as read → transforms, in the order of the file → cells as they are sent → the importer's own checks → a person's checks
//
// Transforms and checks see the text of a cell without white space at its ends, as it would be sent. A blank cell stays blank, but for join
// and blank, and is sound, but for required. What a transform doesn't change stays to the byte; the number of rows and the cells of other
// columns are never changed. The row as it was read is kept beside, so that what comes back from it is transformed once again, not twice.
package rules

import (
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// Transform is one change of the cells of a column. Column apart, exactly one of the kinds is set, with what goes with it.
type Transform struct {
	Column     string   `toml:"column"`
	TrimPrefix string   `toml:"trim_prefix"`
	TrimSuffix string   `toml:"trim_suffix"`
	Replace    string   `toml:"replace"` // every place where it stands; With is what stands there then
	Upper      bool     `toml:"upper"`
	Lower      bool     `toml:"lower"`
	Pad        int      `toml:"pad"`    // zeros on the left, up to so many characters
	Split      string   `toml:"split"`  // what stands between parts; Part is the one to take, from 1
	Join       []string `toml:"join"`   // columns; With is what stands between, a space if nil
	Lookup     string   `toml:"lookup"` // a file: the value of the column To in the row whose column From has the text
	Date       string   `toml:"date"`   // a layout such as D/M/YYYY; To is the one to write
	Blank      string   `toml:"blank"`  // what a blank cell gets
	With       *string  `toml:"with"`
	Part       int      `toml:"part"`
	From       string   `toml:"from"`
	To         string   `toml:"to"`

	line int
}

// Check says what the cells of a column must be. All that is set must be so.
type Check struct {
	Column    string   `toml:"column"`
	Columns   []string `toml:"columns"` // instead of Column: unique together
	Required  bool     `toml:"required"`
	MinLength int      `toml:"min_length"` // in characters
	MaxLength int      `toml:"max_length"`
	Pattern   string   `toml:"pattern"` // of Go's package regexp (RE2), for the whole cell
	OneOf     []string `toml:"one_of"`
	InFile    string   `toml:"in_file"` // the values of its column InColumn are those allowed
	InColumn  string   `toml:"in_column"`
	Unique    bool     `toml:"unique"`
	Message   string   `toml:"message"`  // what is said of a cell that isn't so
	Severity  string   `toml:"severity"` // "error", or "warning"; "" is "error"

	line   int
	schema string // where it is from, "" for the mapping file; its columns may be named by their field
	kind   string // what the schema says that cells are, for the message
}

// Set is all that is asked of a source's columns. The zero value asks nothing.
type Set struct {
	Transforms []Transform
	Checks     []Check
	// Notes are what a schema says and nothing here checks.
	Notes []string
	// Name is the mapping file's. Files that it names are looked for in its folder.
	Name string

	files map[string]*values
	sums  map[string]string
}

// Empty says whether nothing is asked.
func (s *Set) Empty() bool { return len(s.Transforms)+len(s.Checks)+len(s.Notes) == 0 }

// Field is a key of a transform or a check, and its value.
type Field struct {
	Key   string
	Value any // a string, a *string, a bool, an int or a []string
}

// OfSchema says whether a check is one of a schema.
func (c *Check) OfSchema() bool { return c.schema != "" }

// From is the set as it is written into a mapping file in another folder.
func (s *Set) From(dir string) Set {
	out := *s
	out.Transforms, out.Checks = slices.Clone(s.Transforms), slices.Clone(s.Checks)
	for i := range out.Transforms {
		out.Transforms[i].Lookup = s.seenFrom(dir, out.Transforms[i].Lookup)
	}
	for i := range out.Checks {
		out.Checks[i].InFile = s.seenFrom(dir, out.Checks[i].InFile)
	}
	return out
}

func (s *Set) seenFrom(dir, file string) string {
	path := filepath.Join(filepath.Dir(s.Name), file)
	rel, err := filepath.Rel(dir, path)
	switch {
	case file == "" || filepath.IsAbs(file):
		return file
	case err == nil:
		return filepath.ToSlash(rel)
	}
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// Fields gives what a transform says, in the order in which it is written.
func (t *Transform) Fields() []Field { return written(*t) }

// Fields gives what a check says, in the order in which it is written.
func (c *Check) Fields() []Field { return written(*c) }

// written are the fields that are set.
func written(rule any) []Field {
	unset := func(f Field) bool { return reflect.ValueOf(f.Value).IsZero() }
	return slices.DeleteFunc(fieldsOf(rule), unset)
}

// fieldsOf gives the fields that have a key in TOML.
func fieldsOf(rule any) []Field {
	var fields []Field
	v := reflect.ValueOf(rule)
	for i := range v.NumField() {
		if key := v.Type().Field(i).Tag.Get("toml"); key != "" {
			fields = append(fields, Field{key, v.Field(i).Interface()})
		}
	}
	return fields
}

// Keys names the keys of the table "check" or "transform", for a person who wrote another one.
func Keys(table string) string {
	fields := fieldsOf(Check{})
	if table == "transform" {
		fields = fieldsOf(Transform{})
	}
	return joinKeys(fields)
}

func joinKeys(fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Key
	}
	return strings.Join(names, ", ")
}

// Takes says what a key's value is in TOML, "" for a key of neither table.
func Takes(key string) string {
	for _, f := range slices.Concat(fieldsOf(Transform{}), fieldsOf(Check{})) {
		if f.Key != key {
			continue
		}
		switch f.Value.(type) {
		case bool:
			return key + " is true or false, without quotes"
		case int:
			return key + " is a whole number, without quotes"
		case []string:
			return key + ` is a list of texts: ["…", "…"]`
		}
		return key + " is a text in quotes"
	}
	return ""
}
