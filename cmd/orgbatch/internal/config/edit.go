package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/columns"
)

// Edit changes the file at path, keeping its comments and order: change edits
// the text, and must end in what want does to the parsed file. Where the two
// differ – a file laid out in a way that the text editing doesn't see through
// – nothing is written. The file appears whole, with mode 0600.
func Edit(path string, change func(text string) string, want func(*File)) error {
	data, err := readFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the configuration: %w", err)
	}
	wanted, err := parse(path, data)
	if err != nil {
		return err
	}
	if wanted.Profiles == nil {
		wanted.Profiles = map[string]Profile{}
	}
	want(&wanted)
	text := change(string(data))
	got, err := parse(path, []byte(text))
	if err != nil {
		return fmt.Errorf("the change would break the file: %w", err)
	}
	if !maps.Equal(wanted.Profiles, got.Profiles) || wanted.Defaults != got.Defaults {
		return fmt.Errorf("%s is laid out in a way that can't be changed without rewriting it: "+
			"edit it by hand", path)
	}
	return write(path, text)
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the configuration's folder: %w", err)
	}
	return sink.WriteFile(path, []byte(text), sink.Options{Overwrite: true})
}

// keepPrefix is what the counts of [defaults] keep begin with.
const keepPrefix = "keep."

// String is what stands between the braces: daily = 14, monthly = 12.
func (k Keep) String() string {
	var counts []string
	for _, l := range defaultLines(Defaults{Keep: k}) {
		counts = append(counts, strings.TrimPrefix(l.Key, keepPrefix)+" = "+l.Value)
	}
	return strings.Join(counts, ", ")
}

// PutDefault returns text with that key of [defaults] as d has it. A count of keep stays
// in the form that the file has: in [defaults.keep], as keep.daily = 14, or in braces.
func PutDefault(text, key string, d Defaults) string {
	table, line := "defaults", Line{Key: key}
	for _, l := range defaultLines(d) {
		if l.Key == key {
			line = l
		}
	}
	rows := strings.SplitAfter(text, "\n")
	start, end := section(rows, table)
	dotted := func(row string) bool { return strings.HasPrefix(strings.TrimSpace(row), keepPrefix) }
	if count, ok := strings.CutPrefix(key, keepPrefix); ok {
		if own, _ := section(rows, "defaults.keep"); own >= 0 {
			table, line.Key = "defaults.keep", count
		} else if start < 0 || !slices.ContainsFunc(rows[start:end], dotted) {
			line = Line{Key: "keep", Bare: true}
			if counts := d.Keep.String(); counts != "" {
				line.Value = "{ " + counts + " }"
			}
		}
	}
	if line.Value == "" {
		return dropLines(text, table, line.Key)
	}
	return putLines(text, table, []Line{line})
}

// Line is one `key = value` of a profile.
type Line struct {
	Key   string
	Value string
	Bare  bool // a number, written without quotes
}

// PutLines returns text with those lines in [profile.NAME], replacing the ones
// of the same key. The section is appended where there is none.
func PutLines(text, profile string, lines []Line) string {
	return putLines(text, "profile."+profile, lines)
}

func putLines(text, table string, lines []Line) string {
	rows := strings.SplitAfter(text, "\n")
	start, end := section(rows, table)
	if start < 0 {
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		if text != "" {
			text += "\n"
		}
		rows = strings.SplitAfter(text+"["+table+"]\n", "\n")
		start, end = len(rows)-2, len(rows)
	}
	body := slices.Clone(rows[start+1 : end])
	for _, l := range lines {
		body = putLine(body, l)
	}
	return strings.Join(slices.Concat(rows[:start+1], body, rows[end:]), "")
}

// DropLines returns text without those keys in [profile.NAME].
func DropLines(text, profile string, keys ...string) string {
	return dropLines(text, "profile."+profile, keys...)
}

func dropLines(text, table string, keys ...string) string {
	rows := strings.SplitAfter(text, "\n")
	start, end := section(rows, table)
	if start < 0 {
		return text
	}
	holds := func(row string) bool { return holdsKey(row, keys...) }
	kept := slices.DeleteFunc(rows[start+1:end], holds)
	return strings.Join(slices.Concat(rows[:start+1], kept, rows[end:]), "")
}

// DropSection returns text without [profile.NAME].
func DropSection(text, profile string) string {
	rows := strings.SplitAfter(text, "\n")
	start, end := section(rows, "profile."+profile)
	if start < 0 {
		return text
	}
	return strings.Join(rows[:start], "") + strings.Join(rows[end:], "")
}

func putLine(body []string, l Line) []string {
	if i := slices.IndexFunc(body, func(row string) bool { return holdsKey(row, l.Key) }); i >= 0 {
		body[i] = l.String()
		return body
	}
	at := len(body)
	for at > 0 && strings.TrimSpace(body[at-1]) == "" {
		at--
	}
	if at > 0 && !strings.HasSuffix(body[at-1], "\n") {
		body[at-1] += "\n"
	}
	return slices.Insert(body, at, l.String())
}

// section finds the rows of [table]: start is its header, end the row
// after its last; comments right above the next header belong to that one.
func section(rows []string, table string) (start, end int) {
	start = slices.IndexFunc(rows, func(row string) bool { return headerOf(row) == table })
	next := slices.IndexFunc(rows[start+1:], func(row string) bool {
		return strings.HasPrefix(strings.TrimSpace(row), "[")
	})
	if start < 0 || next < 0 {
		return start, len(rows)
	}
	end = start + 1 + next
	for end > start+1 && strings.HasPrefix(strings.TrimSpace(rows[end-1]), "#") {
		end--
	}
	return start, end
}

// headerOf is what stands in a row `[profile.NAME]`, however it is spaced or quoted.
func headerOf(row string) string {
	row, _, _ = strings.Cut(row, "#")
	row = strings.TrimSpace(row)
	inner, ok := strings.CutPrefix(row, "[")
	inner, closed := strings.CutSuffix(inner, "]")
	if !ok || !closed {
		return ""
	}
	names := strings.Split(inner, ".")
	for i, name := range names {
		names[i] = strings.Trim(strings.TrimSpace(name), `"'`)
	}
	return strings.Join(names, ".")
}

func holdsKey(row string, keys ...string) bool {
	name, _, ok := strings.Cut(row, "=")
	return ok && slices.Contains(keys, strings.Trim(strings.TrimSpace(name), `"'`))
}

// String is the line as it stands in the file, with its line end.
func (l Line) String() string {
	if l.Bare {
		return l.Key + " = " + l.Value + "\n"
	}
	return l.Key + " = " + columns.QuoteTOML(l.Value) + "\n"
}
