package importer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// carried generates any text that the API can carry: quotes, line ends, emoji,
// right-to-left, 255 characters of four bytes; its ends are what the API trims.
func carried(longest int) *rapid.Generator[string] {
	letters := []rune("aåÄö9 ,;\t\"'|\\\n\r.-/&<>=+@#%\u05d0\u0627\u202e\u200d🏠𝔘e\u0301")
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 20).Draw(t, "long") == 0 {
			return strings.Repeat("🏠", longest)
		}
		text := rapid.StringOfN(rapid.SampledFrom(letters), 1, 40, -1).Draw(t, "text")
		return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) })
	})
}

// TestRoundTrip: what is imported comes out again equal, as CSV and as JSONL, in
// any columns, and importing what came out writes nothing.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, sandbox.Options{})
		names := rapid.SliceOfNDistinct(carried(255).Filter(func(s string) bool { return s != "" }), 1, 12, rapid.ID[string]).Draw(rt, "names")
		var lines, want []string
		for i, name := range names {
			row := map[string]any{"name": name, "custom_id": nil, "organization_name": nil}
			custom, parent := "", ""
			if rapid.Bool().Draw(rt, "has custom_id") {
				custom = carried(128).Draw(rt, "custom_id")
			}
			if custom != "" {
				row["custom_id"] = custom
			}
			if i > 0 && rapid.Bool().Draw(rt, "has parent") {
				parent = names[rapid.IntRange(0, i-1).Draw(rt, "parent")]
				row["organization_name"] = parent
			}
			line, err := json.Marshal(row)
			if err != nil {
				rt.Fatal(err)
			}
			lines = append(lines, string(line))
			want = append(want, fmt.Sprintf("%s|%s|%s", name, custom, parent))
		}
		slices.Sort(want)
		w.importClean(rt, "rows.jsonl", strings.Join(lines, "\n"), len(names))
		if got := w.listing(); !slices.Equal(got, want) {
			rt.Fatalf("there are %q, want %q", got, want)
		}
		for _, format := range []string{"csv", "jsonl"} {
			w.importClean(rt, "again."+format, w.export(rt, format), 0)
		}
		single := w.export(rt, "csv", "custom_id", "id")
		w.importClean(rt, "single.csv", single, 0)
	})
}

// importClean imports and wants so many rows created and all others unchanged.
func (w *world) importClean(rt *rapid.T, name, text string, created int) {
	r, summary, err := plan.Make(context.Background(), w.client, plan.Options{
		Inputs: []intake.Input{input(name, text)}, RunsDir: w.runs, AllowTwins: true,
	})
	if err != nil {
		rt.Fatalf("plan %s: %v\n%s", name, err, text)
	}
	defer func() {
		if err := r.Close(); err != nil {
			rt.Error(err)
		}
	}()
	before := w.writes("POST") + w.writes("PATCH")
	books, err := importer.Apply(context.Background(), w.client, r, push.Options{})
	if err != nil || books.Created != created || books.Created+books.Unchanged != books.Read {
		rt.Fatalf("import %s: %v, %v, plan %+v, issues %q\n%s", name, books, err, summary.Books, codes(w.t, r), text)
	}
	if writes := w.writes("POST") + w.writes("PATCH") - before; created == 0 && writes > 0 {
		rt.Fatalf("importing %s wrote %d times", name, writes)
	}
}

func (w *world) export(rt *rapid.T, format string, columns ...string) string {
	var out bytes.Buffer
	_, err := exporter.Export(context.Background(), w.client, exporter.Options{Format: format, Columns: columns, Output: "-", Stdout: &out})
	if err != nil {
		rt.Fatalf("export as %s: %v", format, err)
	}
	return out.String()
}
