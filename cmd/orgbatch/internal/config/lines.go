package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/columns"
)

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
		return appendSection(text, table, lines)
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
	kept := slices.DeleteFunc(slices.Clone(rows[start+1:end]), func(row string) bool { return holdsKey(row, keys...) })
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

func appendSection(text, table string, lines []Line) string {
	var b strings.Builder
	b.WriteString(text)
	if text != "" && !strings.HasSuffix(text, "\n") {
		b.WriteString("\n")
	}
	if text != "" {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "[%s]\n", table)
	for _, l := range lines {
		b.WriteString(l.String())
	}
	return b.String()
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
	start, end = -1, len(rows)
	for i, row := range rows {
		if !strings.HasPrefix(strings.TrimSpace(row), "[") {
			continue
		}
		if start >= 0 {
			end = i
			break
		}
		if headerOf(row) == table {
			start = i
		}
	}
	if start < 0 || end == len(rows) {
		return start, end
	}
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
