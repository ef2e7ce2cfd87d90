package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// drawer draws a scenario from a seed.
type drawer struct {
	*rand.Rand
	s *scenario
}

// The kinds of scenarios: as they come, or one of them only.
const (
	anyKind  = ""
	heldKind = "held" // plain updates, of which somebody changes some
	undoKind = "undo"
)

func draw(seed uint64) scenario { return drawKind(anyKind, seed) }

func drawKind(kind string, seed uint64) scenario {
	d := drawer{Rand: rand.New(rand.NewPCG(seed, 0x6368616f73)), s: &scenario{Seed: seed}}
	d.drawLive()
	d.drawOptions()
	d.drawRows()
	d.s.JSONL = d.s.JSONL && d.s.columns()["name"] != ""
	d.drawAnswers()
	d.drawFaults()
	d.drawOthers()
	d.s.Cuts = d.drawCuts(60)
	if d.chance(12) && kind != undoKind || kind == heldKind {
		d.makeExact()
	}
	if d.chance(40) && kind != heldKind || kind == undoKind {
		d.drawUndo()
	}
	return *d.s
}

func (d drawer) chance(percent int) bool { return d.IntN(100) < percent }

func pick[T any](d drawer, from ...T) T { return from[d.IntN(len(from))] }

// places are made up; so is every name made of them.
var places = []string{"Exempelvik", "Påhittsö", "Ingenstad", "Luftslottet", "Sagodalen", "Drömåsen", "Fiktiva Höjden", "Ödebygd"}

// name makes the n-th name of a kind: all are different, and none resembles another.
func (d drawer) name(kind string, n int) string {
	forms := []string{"%s %s %d AB", "%s, %s & Döttrar %d AB", "%s \"%s\" %d AB", "%s/%s %d HB", "%s %s; %d"}
	form := forms[0]
	if d.chance(30) {
		form = pick(d, forms...)
	}
	return fmt.Sprintf(form, pick(d, places...), kind, n)
}

func (d drawer) drawLive() {
	n := d.IntN(31)
	if d.chance(30) {
		n = d.IntN(4)
	}
	for i := range n {
		o := org{Name: d.name("Fastigheter", i)}
		if d.chance(60) {
			o.Custom = fmt.Sprintf("K-%d", i)
		}
		if i > 2 && d.chance(5) {
			o.Custom = d.s.Live[d.IntN(i)].Custom // custom_id isn't unique
		}
		if i > 0 && d.chance(60) {
			o.Parent = 1 + d.IntN(i)
		}
		d.s.Live = append(d.s.Live, o)
	}
}

func (d drawer) drawOptions() {
	o := &d.s.Options
	o.Mode = pick(d, "", "", "", "", "", "", "", "create", "update")
	o.Key = pick(d, "", "", "", "", "", "id", "name", "custom_id")
	o.AllowTwins, o.SkipInvalid = d.chance(25), d.chance(85)
	o.Chunk, o.Concurrency = pick(d, 1, 2, 3, 5, 8, 500), 1+d.IntN(5)
	o.MaxRejects = pick(d, "", "", "1", "3", "50%")
	d.s.JSONL = d.chance(40)
	d.s.Parents = pick(d, "organization", "organization", "organization", "organization_id", "organization_name", "organization_custom_id")
}

// drawAnswers draws an answer to every question that the API's documentation leaves open.
func (d drawer) drawAnswers() {
	d.s.Answers = map[string]string{}
	for _, s := range sandbox.Switches() {
		values := s.Values
		switch s.Name { // numbers of the size of this world
		case "bulk-limit":
			values = append(slices.Clone(values), "1", "3")
		case "body-limit":
			values = append(slices.Clone(values), "2500")
		case "list-cap", "page-size-cap":
			values = append(slices.Clone(values), "5", "20")
		}
		d.s.Answers[s.Name] = values[d.IntN(len(values))]
	}
	a := d.s.Answers
	if a["created-at-filter"] == "date" || a["created-at-precision"] == "seconds" || a["bulk-created-at"] == "equal" {
		// The rows of a run come within a second: behind a small cap they couldn't be told apart, and reading them is rightly an error.
		a["list-cap"] = pick(d, "0", "1000")
	}
}

func (d drawer) drawFaults() {
	d.s.Faults = map[string]string{}
	d.s.Skew = pick(d, 0, 0, 0, 7*time.Minute, -11*time.Minute)
	if d.chance(15) {
		return
	}
	switches := sandbox.FaultSwitches()
	for range 1 + d.IntN(3) {
		one := switches[d.IntN(len(switches))]
		value := fmt.Sprintf("%d%%", pick(d, 3, 10, 25))
		switch one.Name {
		case "latency":
			value += ":" + pick(d, "100ms", "5s", "70s", "130s")
		case "too-many":
			value += ":" + pick(d, "1s", "30s")
		case "stall":
			value += ":" + pick(d, "5s", "90s", "3m")
		case "late":
			value += ":" + pick(d, "1s", "9s", "59s", "61s", "5m")
		}
		d.s.Faults[one.Name] = value
	}
	if d.chance(20) {
		one := pick(d, sandbox.LimitSwitches()...)
		d.s.Faults[one.Name] = pick(d, "1", "3", "8")
		if strings.HasSuffix(one.Values[0], "/s") {
			d.s.Faults[one.Name] += "/s"
		}
	}
	if d.chance(20) {
		d.s.Late = late{Percent: pick(d, 5, 20, 50), By: pick(d, 3*time.Second, 121*time.Second, 127*time.Second, 150*time.Second, 300*time.Second)}
	}
}

// drawOthers changes, deletes and makes organizations between plan and apply. Names are new ones, parents go to the root and only leaves go
// away, so that no two of the changes stand in each other's way.
func (d drawer) drawOthers() {
	if !d.chance(35) {
		return
	}
	touched := map[int]bool{}
	for range 1 + d.IntN(5) {
		if n := len(d.s.Live); n > 0 && d.chance(80) {
			if at := 1 + d.IntN(n); !touched[at] {
				touched[at] = true
				d.s.Others = append(d.s.Others, d.changeOf(at, len(touched)))
			}
		} else if name := d.someNew(); name != "" {
			d.s.Others = append(d.s.Others, change{Do: "create", Name: name, Custom: pick(d, "", "K-annan")})
		}
	}
}

func (d drawer) changeOf(at, n int) change {
	c := change{Live: at, Do: pick(d, "name", "custom", "root", "delete")}
	isParent := slices.ContainsFunc(d.s.Live, func(o org) bool { return o.Parent == at })
	if c.Do == "delete" && isParent {
		c.Do = "custom"
	}
	switch c.Do {
	case "name":
		c.Name = fmt.Sprintf("Någon annans påhitt %d AB", n)
	case "custom":
		c.Custom = fmt.Sprintf("annan-%d", n)
	}
	return c
}

// someNew gives a name of the file that isn't there yet and that nobody makes.
func (d drawer) someNew() string {
	for range 10 {
		if len(d.s.Rows) == 0 {
			return ""
		}
		name := d.s.Rows[d.IntN(len(d.s.Rows))].Name
		if strings.Contains(name, "Nybygget") && name != null && len(name) < 200 &&
			!slices.ContainsFunc(d.s.Others, func(c change) bool { return c.Name == name }) {
			return name
		}
	}
	return ""
}

// drawCuts draws what ends an apply or an undo, and its first resumes.
func (d drawer) drawCuts(percent int) (cuts []cut) {
	if !d.chance(percent) {
		return nil
	}
	for range 1 + d.IntN(3) {
		cuts = append(cuts, cut{
			At: 1 + d.IntN(12), Stop: d.chance(30), After: d.chance(50), Pause: pick(d, 0, 100*time.Millisecond, 5*time.Second, time.Hour),
		})
	}
	return cuts
}
