package push

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// heldFor is the outcome of a row whose organization is neither as it was nor as
// it was to become: held, with all three versions for whoever decides. The
// organization as it was met is kept in the run.
func heldFor(p piece, org pigello.Organization, why func(values string) string) run.Outcome {
	met := live.Snapshot(org)
	return run.Outcome{Row: p.row, ID: org.ID, Status: run.Held, Met: &met, Message: why(p.versions(org))}
}

// versions says of each field that isn't as it was to become what it was, is and
// was to be.
func (p piece) versions(org pigello.Organization) string {
	fields := []string{
		p.version("name", value(p.before.Name), value(org.Name), value(p.write.Name)),
		p.version("custom_id", p.before.CustomID, live.Text(org.CustomID), p.meant(p.write.CustomID)),
	}
	if p.creates() && !live.IsNew(org.Parent, p.write.Parent) || !p.creates() && (!live.Is(org.Parent, p.write.Parent) || !live.Is(org.Parent, live.Parent(p.before))) {
		fields = append(fields, wording.English.Outcome.OtherParent)
	}
	return strings.Join(slices.DeleteFunc(fields, func(text string) bool { return text == "" }), "; ")
}

// meant is a field as a write meant it: what a create leaves out is empty.
func (p piece) meant(o pigello.Optional[string]) run.Text {
	if p.creates() && o.IsAbsent() {
		return run.Text{Kind: run.Null}
	}
	return live.Text(o)
}

func value(text string) run.Text { return run.Text{Kind: run.Value, Text: text} }

// version tells one field, "" when it is as it was to become. A new organization
// was nothing before.
func (p piece) version(field string, was, is, wanted run.Text) string {
	isNew := p.creates()
	if is == wanted && (isNew || is == was) || is.Kind == run.Absent {
		return ""
	}
	before, meant := "", ""
	if !isNew && was != is && was.Kind != run.Absent {
		before = quoteOrEmpty(was)
	}
	if wanted.Kind != run.Absent && wanted != was && wanted != is {
		meant = quoteOrEmpty(wanted)
	}
	return wording.English.Outcome.Version(field, before, quoteOrEmpty(is), meant)
}

func quoteOrEmpty(t run.Text) string {
	if t.Kind != run.Value {
		return wording.English.Empty
	}
	return `"` + t.Text + `"`
}
