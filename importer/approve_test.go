package importer_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
)

// planned is the description of a run that waits to be applied, of one file.
func planned(t *testing.T, content string) run.Meta {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("name\nExempelbacken AB\n"))
	return run.Meta{
		Short: "k7f3", State: run.Ready, PlanHash: "9c41d2aa55ff0011",
		Target: run.Target{Name: "production · nordhus", URL: "https://api.example", Customer: "c", Activation: "7/e"},
		Sources: []run.Source{
			{Name: "rows.csv", Path: path, SHA256: hex.EncodeToString(sum[:])},
			{Name: "standard input"},
		},
	}
}

func TestApprove(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(*run.Meta, *may.Approval)
		content string
		refused string // "" is approved
	}{
		"good":           {},
		"code":           {change: func(_ *run.Meta, a *may.Approval) { a.Code = "9c41d2aa" }},
		"shouted":        {change: func(_ *run.Meta, a *may.Approval) { a.Code = "9C41D2AA" }},
		"longer code":    {change: func(_ *run.Meta, a *may.Approval) { a.Code = "9c41d2aa55" }},
		"shorter code":   {change: func(_ *run.Meta, a *may.Approval) { a.Code = "9c41" }, refused: "has the code 9c41d2aa, not 9c41"},
		"other code":     {change: func(_ *run.Meta, a *may.Approval) { a.Code = "9c41d2ab" }, refused: "has the code 9c41d2aa, not 9c41d2ab"},
		"blocked":        {change: func(m *run.Meta, _ *may.Approval) { m.State = run.Blocked }},
		"done":           {change: func(m *run.Meta, _ *may.Approval) { m.State = run.Done }, refused: "run k7f3 is applied already"},
		"interrupted":    {change: func(m *run.Meta, _ *may.Approval) { m.State = run.Interrupted }, refused: "was begun before"},
		"crashed":        {change: func(m *run.Meta, _ *may.Approval) { m.State = run.Applying }, refused: "was begun before"},
		"planning":       {change: func(m *run.Meta, _ *may.Approval) { m.State = run.Planning }, refused: "cut short"},
		"undone":         {change: func(m *run.Meta, _ *may.Approval) { m.State = run.Undone }, refused: "is undone"},
		"renamed target": {change: func(_ *run.Meta, a *may.Approval) { a.Target.Name = "production · nord" }},
		"other URL":      {change: func(_ *run.Meta, a *may.Approval) { a.Target.URL = "https://test.example" }, refused: "another target"},
		"other customer": {change: func(_ *run.Meta, a *may.Approval) { a.Target.Customer = "d" }, refused: "customer c"},
		"other place":    {change: func(_ *run.Meta, a *may.Approval) { a.Target.Activation = "7/f" }, refused: "activation 7/f"},
		"changed file":   {content: "name\nExempelvik AB\n", refused: "rows.csv has changed"},
		"as planned":     {content: "name\nExempelvik AB\n", change: func(_ *run.Meta, a *may.Approval) { a.AsPlanned = true }},
		"moved file":     {change: func(m *run.Meta, _ *may.Approval) { m.Sources[0].Path += "x" }, refused: "isn't there any more"},
	} {
		t.Run(name, func(t *testing.T) {
			if test.content == "" {
				test.content = "name\nExempelbacken AB\n"
			}
			m := planned(t, test.content)
			a := may.Approval{Target: m.Target}
			if test.change != nil {
				test.change(&m, &a)
			}
			err := may.Apply(m, a)
			var refused *may.RefusedError
			switch {
			case test.refused == "" && err != nil:
				t.Error(err)
			case test.refused != "" && (!errors.As(err, &refused) || !strings.Contains(err.Error(), test.refused) || refused.Hint == ""):
				t.Errorf("refused with %v, want %q and a hint", err, test.refused)
			}
		})
	}
}

// TestApproveUnreadable: a source that can't be compared is an error of its own.
func TestApproveUnreadable(t *testing.T) {
	m := planned(t, "x")
	m.Sources[0].Path = filepath.Dir(m.Sources[0].Path)
	var refused *may.RefusedError
	if err := may.Apply(m, may.Approval{Target: m.Target}); err == nil || errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
}
