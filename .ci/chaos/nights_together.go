package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// together makes, prunes, verifies and lists at the same time. One of the first
// two comes before the other, and who only looks sees nothing wrong.
func (w *world) together() error {
	if err := w.catchUp(); err != nil {
		return err
	}
	p, before := w.drawPolicy(), slices.Clone(w.snaps)
	lines := [][]string{
		append([]string{"backup", "prune", "backups"}, p.flags()...), {"backup", "create", "backups"},
		{"backup", "verify", "backups", "--all", "--json"}, {"backup", "list", "backups", "--json"},
	}
	var commands []*command
	for _, line := range lines {
		c, err := w.desk.start(line...)
		if err != nil {
			return err
		}
		commands = append(commands, c)
	}
	var all []said
	for i, c := range commands {
		s := c.wait()
		w.figures.commands++
		if s.exit != 0 && s.exit != exitUntrusted {
			return fmt.Errorf("%v ends in %d\n%s", lines[i], s.exit, s.errors)
		}
		all = append(all, s)
	}
	return errors.Join(w.looked(all[2].out, before), w.looked(all[3].out, before), w.either(p, before))
}

// looked wants what was seen meanwhile to be as it was.
func (w *world) looked(out string, before []*snap) error {
	for _, s := range before {
		for _, e := range slices.Concat(events(out, "verification"), events(out, "snapshot")) {
			whole, judged := e["whole"].(bool)
			if e["snapshot"] == s.name && (e["state"] != s.state() || judged && whole != (s.rotten == 0)) {
				return fmt.Errorf("%s is seen as %v", s.name, e)
			}
		}
	}
	return nil
}

// either takes that order for what happened that is as what is shown.
func (w *world) either(p policy, before []*snap) error {
	shown, _, err := backuptest.Names(w.store)
	if err != nil {
		return err
	}
	fresh := shown[len(shown)-1]
	for _, pruneFirst := range []bool{true, false} {
		w.snaps = slices.Clone(before)
		if pruneFirst {
			w.snaps = w.leftBy(p)
		}
		s := w.expect(10)
		s.name = fresh
		w.snaps = append(w.snaps, s)
		if !pruneFirst {
			w.snaps = w.leftBy(p)
		}
		if slices.Equal(w.names(), shown) && w.whole(s) == nil {
			w.figures.removed += len(before) + 1 - len(w.snaps)
			return w.tidy()
		}
	}
	return fmt.Errorf("neither order leaves %v", shown)
}
