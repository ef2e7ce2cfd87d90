package config

import (
	"slices"
	"strings"
)

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
