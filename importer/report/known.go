package report

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// What a table that a person names may replace, for [sink.Options]: one of its own kind.
var (
	ReplacesIssues = sink.Only(beginsWith[issueRow](1))
	ReplacesDiff   = sink.Only(beginsWith[diffRow](0))
)

// beginsWith knows a table by its header, in whatever dialect; the last columns may be left out.
func beginsWith[T any](optional int) func(start []byte) bool {
	return func(start []byte) bool {
		line, _, _ := strings.Cut(string(start), "\n")
		names := strings.FieldsFunc(line, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') })
		all := headerOf[T]()
		return slices.Equal(names, all) || slices.Equal(names, all[:len(all)-optional])
	}
}
