package page

import (
	"bytes"
	"slices"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// What a page that a person names may replace, for [sink.Options]: one of its own kind.
var (
	ReplacesCheckPage  = sink.Only(isPage("check"))
	ReplacesComparison = sink.Only(isPage("comparison"))

	replacesUndoPlan = sink.Only(isPage("plan of an undo", "plan of a deletion"))
)

// isPage knows a page by its heading, which all versions of it have.
func isPage(kinds ...string) func(start []byte) bool {
	return func(start []byte) bool {
		return slices.ContainsFunc(kinds, func(kind string) bool {
			return bytes.Contains(start, []byte(`<p class="brand">orgbatch <span>`+kind+`</span>`))
		})
	}
}
