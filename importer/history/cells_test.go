package history

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
)

// TestChangeOf: when a change of a cell is a spreadsheet's, and when an older run is to be asked instead.
func TestChangeOf(t *testing.T) {
	issue := func(code string, severity run.Severity) []run.Issue {
		return []run.Issue{{Code: code, Severity: severity}}
	}
	for name, c := range map[string]struct {
		before, after string
		issues        []run.Issue
		status        run.Status
		how           string // a part of it, "" for no change of a spreadsheet
		settled       bool
	}{
		"nothing":                       {"00123", "00123", nil, run.Rejected, "", true},
		"a number":                      {"00123", "123", nil, run.Rejected, "zeros at its start are gone", true},
		"of a cell with a warning":      {"00123", "123", issue(codes.Zeros, run.Warning), run.Rejected, "zeros", true},
		"of a cell with an error":       {"00123", "123", issue(codes.Scientific, run.Error), run.Rejected, "", false},
		"of a cell that was held":       {"00123", "123", issue(codes.Zeros, run.Warning), run.Held, "", false},
		"of one that was changed":       {"00123", "123", issue(codes.CellChanged, run.Error), run.Rejected, "", false},
		"of one changed and meant":      {"00123", "123", issue(codes.CellChanged, run.Warning), run.Rejected, "", false},
		"letters":                       {"Åkerö", "?ker?", nil, run.Rejected, "letters were lost", true},
		"of a cell with another error":  {"Åkerö", "?ker?", issue(codes.ParentMissing, run.Error), run.Rejected, "letters", true},
		"of a cell with spoilt letters": {"Åkerö", "?ker?", issue(codes.Mojibake, run.Error), run.Rejected, "", false},
		"a simpler value":               {"NA", "", nil, run.Rejected, "taken for no value", true},
		"where something was said":      {"NA", "", issue(codes.Placeholder, run.Warning), run.Rejected, "", true},
		"a person's":                    {"K-1", "K-2", nil, run.Rejected, "", true},
	} {
		how, settled := changeOf(c.before, c.after, c.issues, c.status)
		if (how == "") != (c.how == "") || !strings.Contains(how, c.how) || settled != c.settled {
			t.Errorf("%s: %q, settled %v, want %q, %v", name, how, settled, c.how, c.settled)
		}
	}
}
