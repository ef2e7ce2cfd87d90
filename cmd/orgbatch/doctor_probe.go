package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/pigello/probe"
)

// mayProbe refuses to write where organizations may be somebody's own.
func mayProbe(targets *target.Finder, t *target.Target) error {
	rule, err := targets.ApprovalRule(t)
	if err != nil {
		return err
	}
	if rule.Required {
		return target.Unapproved(t, &target.ApprovalFlags{})
	}
	if t.Sandbox != "" || t.Base == config.DevelopmentURL || target.IsLoopback(target.HostOf(t.Base)) {
		return nil
	}
	return problem.Usagef("leave --probe out, or name one of those: --sandbox, --env development",
		"%s: a probe makes and removes organizations, so it is for a sandbox or the development service alone", t.Name)
}

// probe asks the API the open questions, and keeps the answers.
func (d *doctor) probe(ctx context.Context) (err error) {
	c, err := d.a.targets.Connect(ctx, d.target, target.Use{})
	if err != nil {
		return err
	}
	defer c.End(&err)
	ended, err := record(d.a.now, d.a.ui, c.Target, history.Line{Command: "doctor --probe"}, nil)
	if err != nil {
		return err
	}
	d.a.ui.Say("\nprobe: %s\norganizations named %s… are made and removed again", c.Target.Name, probe.Prefix)
	report, err := probe.Run(ctx, c.Client, probe.Options{Each: d.answer, Clean: d.a.hard})
	ended(map[string]int{"removed": report.Removed, "left": len(report.Left)})
	d.removed(report)
	if err != nil && err != report.Unswept {
		return err
	}
	counts := map[string]int{}
	for _, a := range report.Answers {
		counts[verdictOn(a)]++
	}
	d.a.ui.Say("%s: %d as assumed, %d otherwise, %d without an answer, %d not asked", words.Counted(len(report.Answers), "question"),
		counts[verdictAssumed], counts[verdictDiffers], counts[verdictNone], counts[verdictNotAsked])
	return d.keep(report)
}

// What an answer is beside what was assumed.
const (
	verdictAssumed  = "as_assumed"
	verdictDiffers  = "differs"
	verdictNone     = "no_answer"
	verdictNotAsked = "not_asked"
)

func verdictOn(a probe.Answer) string {
	switch {
	case a.NotAsked != "":
		return verdictNotAsked
	case a.Value == "":
		return verdictNone
	case a.AsAssumed():
		return verdictAssumed
	}
	return verdictDiffers
}

// answer says one answer as it comes, and the question beside it unless all is as
// assumed.
func (d *doctor) answer(a probe.Answer) {
	verdict := verdictOn(a)
	d.a.events.Send(event.Answer{Question: a.Name, Asks: a.Asks, Verdict: verdict, Answer: a.Value, Assumed: a.Assumed, Note: a.Note, Tool: a.Tool})
	text := a.Value
	switch {
	case text == "":
		text = a.Note
	case a.Note != "":
		text += " (" + a.Note + ")"
	}
	lines := []string{text}
	switch verdict {
	case verdictDiffers:
		lines = []string{text + ", not " + a.Assumed, a.Asks, "then: " + a.Tool}
	case verdictNone, verdictNotAsked:
		lines = []string{a.Asks, text}
	}
	const indent = 34
	d.a.ui.Say("%s%s%s", ui.Pad(strings.ReplaceAll(verdict, "_", " "), 12), ui.Pad(a.Name, 22), strings.Join(lines, "\n"+ui.Pad("", indent)))
}

// removed says what became of the probe's organizations, and of an earlier one's.
func (d *doctor) removed(r probe.Report) {
	if len(r.Leftovers) > 0 {
		d.a.ui.Say("removed: %s of an earlier probe that was cut off", words.Counted(len(r.Leftovers), "organization"))
	}
	if r.Removed > 0 {
		d.a.ui.Say("removed again: %s of the probe", words.Counted(r.Removed, "organization"))
	}
	const later = "a probe an hour from now removes them"
	if n := len(r.Fresh); n > 0 {
		d.warn("probe", later, "%s of another probe, which may still be at work, and left alone (%s …)", theyAre(n), r.Fresh[0].Name)
	}
	for _, o := range r.Left {
		d.fail(problem.ExitFailed, "probe", "look at it, and at what is below it", "%s (%s) is of a probe and could not be removed", o.Name, o.ID)
	}
	if r.Unswept != nil {
		d.fail(problem.ExitFailed, "probe", later, "%s", r.Unswept)
	}
}

// keep saves the answers of a profile. Those of the embedded sandbox are its
// switches, and a target of variables has no name to keep them under.
func (d *doctor) keep(r probe.Report) error {
	switch {
	case d.target.Sandbox != "":
		d.a.ui.Say("the answers are not kept: --assume says them anew each time")
		return nil
	case d.target.ProfileName == "":
		d.a.ui.Say("the answers are not kept: there is no profile to keep them for; orgbatch config add NAME makes one")
		return nil
	}
	found := config.Answers{URL: d.target.Base, Target: d.target.Fingerprint(), Version: build.Version(), Asked: d.a.now(), Answers: map[string]string{}}
	for _, a := range r.Answers {
		if a.Value != "" {
			found.Answers[a.Name] = a.Value
		}
	}
	path := config.AnswersPath(d.target.ConfigPath, d.target.ProfileName)
	if err := config.SaveAnswers(path, found); err != nil {
		return err
	}
	d.a.events.Send(event.File{Kind: "answers", Path: path, Rows: len(found.Answers)})
	d.a.ui.Say("the answers are kept for 30 days and save requests: %s", path)
	return nil
}

// keptAnswers says what is kept for a profile, and whether it is used.
func (d *doctor) keptAnswers() {
	if d.target == nil || d.target.ProfileName == "" {
		return
	}
	again := "orgbatch doctor --probe --profile " + d.target.ProfileName
	k, err := d.a.targets.LoadAnswers(d.target)
	switch {
	case err != nil:
		d.warn("answers", again+" asks anew", "%s", err)
	case k.Unused != "":
		d.warn("answers", again, "of %s: %s", k.Asked.Local().Format("2006-01-02"), k.Unused)
	case k.OK:
		d.ok("answers", "%s", describeAnswers(k.Answers, ago(d.a.now, k.Asked)))
	}
}

// describeAnswers names those that aren't as assumed.
func describeAnswers(a config.Answers, when string) string {
	var otherwise []string
	for _, q := range probe.Questions() {
		if answer, ok := a.Answers[q.Name]; ok && answer != q.Assumed {
			otherwise = append(otherwise, q.Name+" "+answer)
		}
	}
	text := fmt.Sprintf("of %s: %s", when, words.Counted(len(a.Answers), "answer"))
	if len(otherwise) == 0 {
		return text + ", all as assumed"
	}
	return text + fmt.Sprintf(", %d of them otherwise than assumed (%s)", len(otherwise), strings.Join(otherwise, ", "))
}

// ago writes how long something is past, in days.
func ago(now func() time.Time, t time.Time) string {
	switch days := int(now().Sub(t).Hours() / 24); days {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	default:
		return fmt.Sprintf("%d days ago", days)
	}
}
