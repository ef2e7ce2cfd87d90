package target

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/pigello/probe"
)

// answersLast is how long answers are used: a service changes.
const answersLast = 30 * 24 * time.Hour

// KeptAnswers are the answers of a profile, and why they aren't used.
type KeptAnswers struct {
	config.Answers
	OK     bool   // there are some
	Unused string // why not; empty when they are
}

// LoadAnswers reads what a probe found for a target's profile.
func (f *Finder) LoadAnswers(t *Target) (KeptAnswers, error) {
	if t.ProfileName == "" {
		return KeptAnswers{}, nil
	}
	found, ok, err := config.LoadAnswers(config.AnswersPath(t.ConfigPath, t.ProfileName), questionNames())
	k := KeptAnswers{Answers: found, OK: ok}
	age := f.Now().Sub(found.Asked)
	switch {
	case err != nil || !ok:
	case found.URL != t.Base:
		k.Unused = "they are those of " + found.URL + " and aren't used"
	case found.Target != t.Fingerprint():
		k.Unused = "they are those of another customer, activation or service version and aren't used"
	case age > answersLast:
		k.Unused = "they are older than 30 days and aren't used"
	case age < -time.Hour:
		k.Unused = "that is still to come, so they aren't used"
	}
	return k, err
}

// Fingerprint tells targets apart whose answers may differ: a service that was
// upgraded has another version id.
func (t *Target) Fingerprint() string {
	r := t.RunTarget()
	sum := sha256.Sum256([]byte(r.URL + "\x00" + r.Customer + "\x00" + r.Activation + "\x00" + t.Profile.ServiceVersionID))
	return hex.EncodeToString(sum[:8])
}

// Hints are the answers as an import uses them: none where they can't be read or
// don't count, since they only save requests.
func (f *Finder) Hints(t *Target) push.Hints {
	k, err := f.LoadAnswers(t)
	if err != nil || k.Unused != "" {
		f.Log.Info("the answers of an earlier probe are not used", "profile", t.ProfileName, "why", k.Unused, "error", err)
		return push.Hints{}
	}
	return push.Hints{
		LargestArray:  limitOf(k.Answers.Answers["bulk-limit"]),
		LargestBody:   limitOf(k.Answers.Answers["body-limit"]),
		NoBulkUpdates: k.Answers.Answers["bulk-id"] == "ignored",
	}
}

// limitOf is a limit that an answer tells; 0 where it tells none.
func limitOf(answer string) int {
	n, err := strconv.Atoi(answer)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// questionNames are those that answers may be about.
func questionNames() []string {
	var names []string
	for _, q := range probe.Questions() {
		names = append(names, q.Name)
	}
	return names
}
