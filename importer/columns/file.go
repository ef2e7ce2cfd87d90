package columns

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/orgbatch/orgbatch/importer/rules"
)

// A mapping file keeps an accepted mapping for the next file from the same place: TOML, strict, written by SaveMapping, mended by hand.
//
//	clear_blank = ["custom_id"]
//
//	[columns]
//	name = "Kundnamn"
//	organization = ""     # no column
//
//	[set]
//	organization = "Exempelbacken AB"
//
//	[reading]
//	delimiter = ";"
//
//	[[transform]]
//	column = "Kundnr"
//	pad = 5
//
//	[[check]]
//	column = "Kundnr"
//	unique = true
type mappingFile struct {
	ClearBlank []string          `toml:"clear_blank"`
	Columns    map[string]string `toml:"columns"`
	Set        map[string]string `toml:"set"`
	Reading    fileReading       `toml:"reading"`
	Transforms []rules.Transform `toml:"transform"`
	Checks     []rules.Check     `toml:"check"`
}

// fileReading is what a mapping file says of how a file is read: what overruled detection when it was saved.
type fileReading struct {
	Format    string `toml:"format"`
	Delimiter string `toml:"delimiter"`
	Escapes   string `toml:"escapes"`
	Encoding  string `toml:"encoding"`
	Sheet     string `toml:"sheet"`
	Table     int    `toml:"table"`
}

// MappingFileError says why a mapping file can't be used.
type MappingFileError struct {
	// Name is the file's; Line and Column are where it is wrong, 0 when that has no meaning.
	Name         string
	Line, Column int
	// Problem is a lower-case phrase.
	Problem string
	// Schema says that the file is a schema.
	Schema bool
}

// Error gives name, position and problem.
func (e *MappingFileError) Error() string {
	what := "mapping"
	if e.Schema {
		what = "schema"
	}
	if e.Line == 0 {
		return fmt.Sprintf("read the %s %s: %s", what, e.Name, e.Problem)
	}
	return fmt.Sprintf("read the %s %s:%d:%d: %s", what, e.Name, e.Line, e.Column, e.Problem)
}

// ReadMapping reads a mapping file. Errors of what it says are *MappingFileError.
func ReadMapping(src io.Reader, name string) (Reading, error) {
	data, err := io.ReadAll(io.LimitReader(src, maxMappingFile))
	if err != nil {
		return Reading{}, fmt.Errorf("read the mapping %s: %w", name, err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var f mappingFile
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&f); err != nil {
		return Reading{}, locatedIn(name, err)
	}
	for _, field := range slices.Concat(slices.Sorted(maps.Keys(f.Columns)), slices.Sorted(maps.Keys(f.Set))) {
		if err := checkField(field); err != nil {
			var e *MappingError
			errors.As(err, &e)
			line, column := keyAt(data, field)
			return Reading{}, &MappingFileError{Name: name, Line: line, Column: column, Problem: e.Problem}
		}
	}
	if two := twoParents(f.Columns); two != "" {
		line, column := keyAt(data, two)
		return Reading{}, &MappingFileError{Name: name, Line: line, Column: column, Problem: "a second column for the parent, and a row has one"}
	}
	r := Reading{
		Format: f.Reading.Format, Delimiter: f.Reading.Delimiter, Escapes: f.Reading.Escapes, Encoding: f.Reading.Encoding, Sheet: f.Reading.Sheet, Table: f.Reading.Table,
		Saved: f.Columns, SavedIn: name, Set: f.Set, ClearBlank: f.ClearBlank, Rules: rules.Set{Transforms: f.Transforms, Checks: f.Checks, Name: name},
	}
	var m *rules.Mistake
	if errors.As(r.Rules.Verify(), &m) {
		line, column := rules.Find(data, m.Table, m.N, m.Key)
		return Reading{}, &MappingFileError{Name: name, Line: line, Column: column, Problem: m.Error()}
	}
	r.Rules.Place(data)
	return r, nil
}

// AddSchema adds the checks of a Table Schema or JSON Schema. Errors of what it says are *MappingFileError.
func (r *Reading) AddSchema(src io.Reader, name string) error {
	data, err := io.ReadAll(io.LimitReader(src, maxMappingFile))
	if err != nil {
		return fmt.Errorf("read the schema %s: %w", name, err)
	}
	set, err := rules.ReadSchema(data, name)
	if err != nil {
		return &MappingFileError{Name: name, Problem: err.Error(), Schema: true}
	}
	r.Rules.Checks = append(r.Rules.Checks[:len(r.Rules.Checks):len(r.Rules.Checks)], set.Checks...)
	r.Rules.Notes = append(r.Rules.Notes, set.Notes...)
	return nil
}

// twoParents gives the second field of the parent that has a column, "" for none.
func twoParents(columns map[string]string) string {
	first := ""
	for _, field := range Fields() {
		if Fills(field) != fieldOrganization || columns[field] == "" {
			continue
		}
		if first != "" {
			return field
		}
		first = field
	}
	return ""
}

// maxMappingFile is far more than a mapping takes.
const maxMappingFile = 16 << 20

// locatedIn gives an error of the decoder the place a person looks for.
func locatedIn(name string, err error) error {
	e := &MappingFileError{Name: name, Problem: strings.TrimPrefix(err.Error(), "toml: ")}
	var strict *toml.StrictMissingError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &strict) && len(strict.Errors) > 0:
		e.Line, e.Column = strict.Errors[0].Position()
		key := strict.Errors[0].Key()
		known := "there are clear_blank, [columns], [set], [reading], [[transform]] and [[check]]"
		if isRule(key) {
			known = fmt.Sprintf("below [[%s]] there are %s", key[0], rules.Keys(key[0]))
		}
		e.Problem = fmt.Sprintf("unknown key %q (%s)", strings.Join(key, "."), known)
	case errors.As(err, &decode):
		e.Line, e.Column = decode.Position()
		if strings.HasPrefix(e.Problem, "invalid escape") {
			e.Problem += `; write a text with \ in it between single quotes, as '\d+'`
		}
		if key := decode.Key(); isRule(key) {
			e.Problem = cmp.Or(rules.Takes(key[len(key)-1]), fmt.Sprintf("write [[%[1]s]] above each %[1]s, and its column below: column = \"the column's header\"", key[0]))
		}
	}
	return e
}

func isRule(key toml.Key) bool { return len(key) > 0 && (key[0] == "check" || key[0] == "transform") }

// keyAt finds the line that gives a key.
func keyAt(data []byte, key string) (line, column int) {
	for i, text := range bytes.Split(data, []byte{'\n'}) {
		word := bytes.TrimLeft(text, " \t\"'")
		if rest, ok := bytes.CutPrefix(word, []byte(key)); ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\"'"), []byte{'='}) {
			return i + 1, 1 + len(text) - len(word)
		}
	}
	return 0, 0
}

// With lays flags over a mapping file: each field, and each other setting, that a flag gives is the flag's.
func (r Reading) With(flags Reading) Reading {
	flags.Saved, flags.SavedIn, flags.Rules = maps.Clone(r.Saved), r.SavedIn, r.Rules
	set := maps.Clone(r.Set)
	given := func(fields map[string]string) {
		for field := range fields {
			for _, f := range Fields() {
				if Fills(f) == Fills(field) {
					delete(flags.Saved, f)
					delete(set, f)
				}
			}
		}
	}
	given(flags.Map)
	given(flags.Set)
	if set == nil {
		set = map[string]string{}
	}
	maps.Copy(set, flags.Set)
	flags.Set = set
	if len(flags.ClearBlank) == 0 {
		flags.ClearBlank = r.ClearBlank
	}
	for _, pair := range []struct{ flag, file *string }{
		{&flags.Format, &r.Format}, {&flags.Delimiter, &r.Delimiter}, {&flags.Escapes, &r.Escapes}, {&flags.Encoding, &r.Encoding}, {&flags.Sheet, &r.Sheet},
	} {
		*pair.flag = cmp.Or(*pair.flag, *pair.file)
	}
	flags.Table = cmp.Or(flags.Table, r.Table)
	return flags
}
