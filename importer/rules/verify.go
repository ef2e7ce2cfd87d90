package rules

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Mistake is what is wrong with a transform or a check by itself.
type Mistake struct {
	// Table is "transform" or "check", N its number in the file, from 1; Key is where it is wrong, "" for the whole.
	Table string
	N     int
	Key   string
	// Problem says what is wrong, what is allowed and what to do.
	Problem string
}

// Error names the table by its number, and what is wrong with it.
func (m *Mistake) Error() string { return fmt.Sprintf("[[%s]] %d: %s", m.Table, m.N, m.Problem) }

// kinds are the transforms, in the order of the fields, with what each needs and may have beside it.
var kinds = []struct{ key, needs, may, example string }{
	{key: "trim_prefix"}, {key: "trim_suffix"}, {key: "replace", needs: "with", example: `replace = "-", with = ""`}, {key: "upper"}, {key: "lower"},
	{key: "pad"}, {key: "split", needs: "part", example: `split = "/", part = 2`}, {key: "join", may: "with"},
	{key: "lookup", needs: "from to", example: `lookup = "codes.csv", from = "code", to = "name"`},
	{key: "date", needs: "to", example: `date = "D/M/YYYY", to = "YYYY-MM-DD"`}, {key: "blank"},
}

const noColumn = `it names no column; write column = "the column's header"`

// maxPad bounds what pad writes: no field takes more.
const maxPad = 255

// Verify gives the first mistake, which is a *Mistake, of a set that a person wrote.
func (s *Set) Verify() error {
	for i := range s.Transforms {
		if key, problem := s.Transforms[i].verify(); problem != "" {
			return &Mistake{"transform", i + 1, key, problem}
		}
	}
	for i := range s.Checks {
		if key, problem := s.Checks[i].verify(); problem != "" && !s.Checks[i].OfSchema() {
			return &Mistake{"check", i + 1, key, problem}
		}
	}
	return nil
}

func (t *Transform) verify() (key, problem string) {
	if t.Column == "" {
		return "", noColumn
	}
	fields, kind := t.Fields()[1:], -1
	has := func(key string) bool { return slices.ContainsFunc(fields, func(f Field) bool { return f.Key == key }) }
	for i, k := range kinds {
		switch {
		case !has(k.key):
		case kind >= 0:
			return k.key, fmt.Sprintf("%s stands beside %s, and each [[transform]] does one thing; write one more for it", k.key, kinds[kind].key)
		default:
			kind = i
		}
	}
	if kind < 0 {
		return "", "it says nothing to do; write one of " + joinKeys(fieldsOf(Transform{})[1:1+len(kinds)])
	}
	k := kinds[kind]
	for _, needed := range strings.Fields(k.needs) {
		if !has(needed) {
			return k.key, fmt.Sprintf("%s needs %s beside it, as in %s", k.key, needed, k.example)
		}
	}
	for _, f := range fields {
		if f.Key != k.key && !strings.Contains(" "+k.needs+" "+k.may+" ", " "+f.Key+" ") {
			return f.Key, fmt.Sprintf("%s means nothing beside %s; leave it out", f.Key, k.key)
		}
	}
	switch {
	case t.Pad < 0 || t.Pad > maxPad:
		return "pad", fmt.Sprintf("pad is a number of characters from 1 to %d", maxPad)
	case t.Part < 0:
		return "part", "part counts from 1"
	case t.Date != "":
		for _, f := range []Field{{"date", t.Date}, {"to", t.To}} {
			if _, err := parseLayout(fmt.Sprint(f.Value)); err != nil {
				return f.Key, err.Error()
			}
		}
	}
	return "", ""
}

func (c *Check) verify() (key, problem string) {
	alone := c.Required || c.MinLength != 0 || c.MaxLength != 0 || c.Pattern != "" || len(c.OneOf) > 0 || c.InFile+c.InColumn != ""
	switch {
	case c.Column == "" && len(c.Columns) == 0:
		return "", noColumn
	case len(c.Columns) > 0 && (c.Column != "" || !c.Unique || alone):
		return "columns", "columns is for what is to be unique together: write unique = true, and a [[check]] with column for all else"
	case !c.Unique && !alone:
		return "", "it says nothing to check; write one of required, min_length, max_length, pattern, one_of, in_file, unique"
	case c.MinLength < 0 || c.MaxLength < 0 || c.MaxLength > 0 && c.MinLength > c.MaxLength:
		return "min_length", fmt.Sprintf("no text has from %d to %d characters; min_length and max_length count from 1", c.MinLength, c.MaxLength)
	case (c.InFile == "") != (c.InColumn == ""), c.InFile != "" && len(c.OneOf) > 0:
		return "in_file", `in_file and in_column belong together, without one_of: in_file = "codes.csv", in_column = "code"`
	case !slices.Contains([]string{"", "error", "warning"}, c.Severity):
		return "severity", fmt.Sprintf("the severity %q isn't known; write error or warning", c.Severity)
	}
	if _, err := compile(c.Pattern); err != nil {
		return "pattern", fmt.Sprintf("the pattern can't be read: %s; it is one of Go's regular expressions (RE2), where \\d is written in single quotes: pattern = '\\d+'",
			strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return "", ""
}

// compile reads a pattern, which is for the whole cell.
func compile(pattern string) (*regexp.Regexp, error) {
	if _, err := regexp.Compile(pattern); err != nil { // by itself, since "a)(b" is sound in brackets
		return nil, err
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}

// Place finds the lines of a mapping file's transforms and checks, for what is said of them later.
func (s *Set) Place(data []byte) {
	for i := range s.Transforms {
		s.Transforms[i].line, _ = Find(data, "transform", i+1, "")
	}
	for i := range s.Checks {
		s.Checks[i].line, _ = Find(data, "check", i+1, "")
	}
}

// Find gives the place of a key in the nth [[table]] of a TOML file, or of the table's beginning; 0 where it is written in another way.
func Find(data []byte, table string, n int, key string) (line, column int) {
	for i, text := range bytes.Split(data, []byte{'\n'}) {
		word := bytes.TrimLeft(text, " \t")
		at := 1 + len(text) - len(word)
		switch {
		case bytes.HasPrefix(word, []byte{'['}):
			if line > 0 {
				return line, column
			}
			if bytes.HasPrefix(bytes.ReplaceAll(word, []byte{' '}, nil), []byte("[["+table+"]]")) {
				if n--; n == 0 {
					line, column = i+1, at
				}
			}
		case line > 0 && key != "":
			rest, ok := bytes.CutPrefix(word, []byte(key))
			if ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t"), []byte{'='}) {
				return i + 1, at
			}
		}
	}
	return line, column
}
