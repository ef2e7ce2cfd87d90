package target

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/importer/push"
)

// TestHintsAreOfTheirTarget changes one thing at a time between the probe and the
// import: only the very target that was asked, not long ago, is hinted of.
func TestHintsAreOfTheirTarget(t *testing.T) {
	want := push.Hints{LargestArray: 100, LargestBody: 65536, NoBulkUpdates: true}
	answers := map[string]string{"bulk-limit": "100", "body-limit": "65536", "bulk-id": "ignored", "delete-parent": "null"}
	tests := []struct {
		name   string
		change func(o *Target, a *config.Answers)
		spoil  string // is in the file instead
		want   push.Hints
	}{
		{"nothing", func(*Target, *config.Answers) {}, "", want},
		{"another URL", func(o *Target, _ *config.Answers) { o.Base = "https://api.exempel.invalid" }, "", push.Hints{}},
		{"another customer", func(o *Target, _ *config.Answers) { o.Profile.CustomerID = "2" }, "", push.Hints{}},
		{"another activation", func(o *Target, _ *config.Answers) { o.Profile.ClientEntity = "2" }, "", push.Hints{}},
		{"another profile", func(o *Target, _ *config.Answers) { o.ProfileName = "sydhus" }, "", push.Hints{}},
		{"no profile", func(o *Target, _ *config.Answers) { o.ProfileName = "" }, "", push.Hints{}},
		{"another service version", func(o *Target, _ *config.Answers) { o.Profile.ServiceVersionID = "2" }, "", push.Hints{}},
		{"30 days", func(_ *Target, a *config.Answers) { a.Asked = a.Asked.Add(-answersLast) }, "", push.Hints{}},
		{"29 days", func(_ *Target, a *config.Answers) { a.Asked = a.Asked.AddDate(0, 0, -29) }, "", want},
		{"tomorrow", func(_ *Target, a *config.Answers) { a.Asked = a.Asked.AddDate(0, 0, 1) }, "", push.Hints{}},
		{"other answers", func(_ *Target, a *config.Answers) {
			a.Answers = map[string]string{"bulk-limit": ">1000", "body-limit": "-5", "bulk-id": "update"}
		}, "", push.Hints{}},
		{"a broken file", func(*Target, *config.Answers) {}, "bulk-limit = 1", push.Hints{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := Target{Base: config.DevelopmentURL, ProfileName: "nordhus", ConfigPath: filepath.Join(t.TempDir(), "config.toml"),
				Profile: config.Profile{CustomerID: "1", ClientCT: "a.b", ClientEntity: "1", ServiceVersionID: "1"}}
			now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
			saved := config.Answers{URL: asked.Base, Target: asked.Fingerprint(), Asked: now.Add(-time.Minute), Answers: answers}
			path, later := config.AnswersPath(asked.ConfigPath, asked.ProfileName), asked
			tt.change(&later, &saved)
			if err := config.SaveAnswers(path, saved); err != nil {
				t.Fatal(err)
			}
			if tt.spoil != "" {
				if err := os.WriteFile(path, []byte(tt.spoil), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			f := &Finder{Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
			if got := f.Hints(&later); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}
