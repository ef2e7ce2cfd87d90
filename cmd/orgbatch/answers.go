package main

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/pigello/probe"
)

// answersLast is how long answers are used: a service changes.
const answersLast = 30 * 24 * time.Hour

// kept are the answers of a profile, and why they aren't used.
type kept struct {
	config.Answers
	ok     bool   // there are some
	unused string // why not; empty when they are
}

// loadAnswers reads what a probe found for a target's profile.
func (f *finder) loadAnswers(t *target) (kept, error) {
	if t.profileName == "" {
		return kept{}, nil
	}
	found, ok, err := config.LoadAnswers(config.AnswersPath(t.configPath, t.profileName), questionNames())
	k := kept{Answers: found, ok: ok}
	age := f.now().Sub(found.Asked)
	switch {
	case err != nil || !ok:
	case found.URL != t.base:
		k.unused = "they are those of " + found.URL + " and aren't used"
	case found.Target != t.fingerprint():
		k.unused = "they are those of another customer, activation or service version and aren't used"
	case age > answersLast:
		k.unused = "they are older than 30 days and aren't used"
	case age < -time.Hour:
		k.unused = "that is still to come, so they aren't used"
	}
	return k, err
}

// fingerprint tells targets apart whose answers may differ: a service that was
// upgraded has another version id.
func (t *target) fingerprint() string {
	r := t.runTarget()
	sum := sha256.Sum256([]byte(r.URL + "\x00" + r.Customer + "\x00" + r.Activation + "\x00" + t.profile.ServiceVersionID))
	return hex.EncodeToString(sum[:8])
}

// hints are the answers as an import uses them: none where they can't be read or
// don't count, since they only save requests.
func (f *finder) hints(t *target) importer.Hints {
	k, err := f.loadAnswers(t)
	if err != nil || k.unused != "" {
		f.log.Info("the answers of an earlier probe are not used", "profile", t.profileName, "why", k.unused, "error", err)
		return importer.Hints{}
	}
	return importer.Hints{
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
