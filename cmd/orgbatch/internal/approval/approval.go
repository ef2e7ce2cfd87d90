package approval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
)

// form is the form of the statements that this package writes and reads.
const form = 1

// Statement is what is signed.
type Statement struct {
	Form    int        `json:"approval"`
	Plan    string     `json:"plan"` // all of its hash: the code that people are shown is its beginning
	Run     string     `json:"run"`
	Target  run.Target `json:"target"`
	Books   run.Books  `json:"books"` // what the plan would come to
	Signed  time.Time  `json:"signed"`
	Expires time.Time  `json:"expires"`
}

// Sign gives the approval of a statement, as it stands in its file.
func Sign(signer ssh.Signer, s Statement) ([]byte, error) {
	s.Form = form
	s.Signed, s.Expires = s.Signed.UTC().Truncate(time.Second), s.Expires.UTC().Truncate(time.Second)
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("sign the approval: %w", err)
	}
	text = append(text, '\n')
	signature, err := sign(signer, text)
	if err != nil {
		return nil, fmt.Errorf("sign the approval: %w", err)
	}
	return append(text, signature...), nil
}

// Replaces lets an approval be replaced by a newer one, and no other file; it is for
// [sink.Options].
var Replaces = sink.Only(func(start []byte) bool { return bytes.Contains(start, []byte(`"approval": `)) })

// Approval is one as it was read: an allowed signer has signed it. Whether it is of the plan at
// hand is for Covers to say.
type Approval struct {
	path   string
	says   Statement
	signer string   // as the allowed signers call whoever signed it
	names  []string // all that they call the key
	key    string   // its fingerprint
	text   string
}

// Read reads the approval in a file. now is when its key must be allowed to sign.
func Read(path string, signers Signers, now time.Time) (*Approval, error) {
	data, err := sink.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the approval: %w", err)
	}
	a := &Approval{path: path}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) // as mail programs may have it
	at := bytes.Index(data, []byte("-----BEGIN "+armor))
	if at < 0 {
		return nil, a.refused("it isn't an approval", "orgbatch approve REPORT.html makes one")
	}
	a.text = string(data)
	key, err := verify(data[at:], data[:at])
	if err != nil {
		return nil, a.refused(err.Error(), "ask for it anew, as a file and not as a text")
	}
	line, names, err := signers.of(key, now)
	if err != nil {
		return nil, a.refused(err.Error(), "somebody who keeps that list can add the key, if it is to count")
	}
	a.signer, a.names, a.key = line.name(), names, ssh.FingerprintSHA256(key)
	decoder := json.NewDecoder(bytes.NewReader(data[:at]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&a.says); err != nil || a.says.Form != form || decoder.More() {
		return nil, a.refused("what was signed isn't an approval that this version knows", "orgbatch approve REPORT.html makes one")
	}
	return a, nil
}

// Covers says whether what was approved is this plan, by another person than those whose names are
// own, and not too long ago.
func (a *Approval) Covers(m run.Meta, books run.Books, own []string, now time.Time) error {
	again := "let the report of run " + m.Short + " be approved: orgbatch approve report.html"
	mine := slices.IndexFunc(a.names, func(name string) bool {
		return slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(o, name) })
	})
	switch {
	case mine >= 0:
		return a.refused("its key is that of "+a.names[mine]+", who planned it: another person has to approve", "send the report to somebody else")
	case a.says.Plan != m.PlanHash || m.PlanHash == "":
		return a.refused(fmt.Sprintf("it approves the plan %s of run %s, not %s of run %s", run.CodeOf(a.says.Plan), a.says.Run, run.CodeOf(m.PlanHash), m.Short), again)
	case m.Uncovered() != "":
		return a.refused(m.Uncovered(), "plan the import again")
	case !a.says.Target.Same(m.Target) && !a.says.Target.Same(m.Target.Shown()): // the report shows it so
		return a.refused(fmt.Sprintf("it approves a write to %s, not to %s", may.DescribeTarget(a.says.Target), may.DescribeTarget(m.Target)), again)
	case a.says.Books != books:
		return a.refused(fmt.Sprintf("it approves %s, and the plan is %s", a.says.Books, books), again)
	case !now.Before(a.says.Expires):
		return a.refused("it expired "+a.says.Expires.Local().Format(timeForm), again)
	}
	return nil
}

func (a *Approval) refused(why, hint string) error {
	return &may.RefusedError{Reason: "the approval " + a.path + " doesn't count: " + why, Hint: hint}
}

// Approved is the approval as a run keeps it.
func (a *Approval) Approved() *run.Approved {
	return &run.Approved{Name: a.signer, At: a.says.Signed, Key: a.key, Text: a.text}
}
