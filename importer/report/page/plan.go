package page

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"html"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Plan is what a report says of its plan to programs: what somebody approves.
type Plan struct {
	// Hash is the whole hash of which people are shown the beginning as the code.
	Hash    string     `json:"hash"`
	Run     string     `json:"run"`
	Target  run.Target `json:"target"`
	Books   run.Books  `json:"books"`
	Planned time.Time  `json:"planned"`
	By      run.Person `json:"by"`
}

// planOf writes the plan as it stands on the page.
func planOf(m run.Meta, books run.Books) string {
	text, _ := json.Marshal(Plan{m.PlanHash, m.Short, m.Target.Shown(), books, m.Created, m.PlannedBy}) // texts, numbers and a time can be
	return string(text)
}

// planMark begins the plan on the page. No value of a file can look so: its quotes are escaped.
const planMark = `<footer id="about" data-plan="`

// ReadPlan reads the plan of a report; ok is false for any other page, and for reports of earlier
// versions.
func ReadPlan(page []byte) (p Plan, ok bool) {
	_, rest, _ := bytes.Cut(page, []byte(planMark))
	text, _, found := bytes.Cut(rest, []byte(`"`))
	if !found || json.Unmarshal([]byte(html.UnescapeString(string(text))), &p) != nil {
		return Plan{}, false
	}
	hash, err := hex.DecodeString(p.Hash)
	return p, err == nil && len(hash) == 32
}
