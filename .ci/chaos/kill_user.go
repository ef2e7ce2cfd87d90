package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// importing is the command with which everything starts.
var importing = []string{"import", "rows.csv", "--yes", "--chunk-size", "5"}

// maxCommands is after how many commands a user gives up.
const maxCommands = 25

// user does what the program says, until nothing is left to do.
type user struct {
	desk     *desk
	commands int
	last     said

	// What a look after the last command showed.
	looked bool
	newest *runState
	line   []string
}

// runState is what `orgbatch runs --json` tells of a run.
type runState struct {
	Short string `json:"short"`
	State string `json:"state"`
	Path  string `json:"path"`
	InUse bool   `json:"in_use"`
	Books *struct {
		Closed     bool `json:"closed"`
		Read       int  `json:"read"`
		Created    int  `json:"created"`
		Updated    int  `json:"updated"`
		Unchanged  int  `json:"unchanged"`
		Rejected   int  `json:"rejected"`
		Held       int  `json:"held"`
		Unknown    int  `json:"unknown"`
		NotReached int  `json:"not_reached"`
		FoundThere int  `json:"found_there"`
	} `json:"books"`
}

// line is the line of the books as the program prints it, and asFile as it would be had each answer come: nobody else is at work, so that
// what was found there is what the import made.
func (r *runState) line() string   { return r.booksWith(0) }
func (r *runState) asFile() string { return r.booksWith(1) }

func (r *runState) booksWith(found int) string {
	b := r.Books
	if b == nil {
		return "no books"
	}
	found *= b.FoundThere
	return sentence(b.Read, b.Created+found, b.Updated, b.Unchanged-found, b.Rejected, b.Held, b.Unknown, b.NotReached)
}

// sentence is the line of books as the program prints it: what there is none of isn't named.
func sentence(read int, counts ...int) string {
	var parts []string
	for i, fate := range [...]string{"created", "updated", "unchanged", "rejected", "on hold", "unknown", "not reached"} {
		if i < len(counts) && counts[i] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[i], fate))
		}
	}
	return fmt.Sprintf("%s (of %d rows; all accounted for)", strings.Join(parts, " · "), read)
}

// same are rows that say what another row of the file says: the sentence tells them apart from the others that are unchanged.
var same = regexp.MustCompile(`(?:([0-9]+) unchanged · )?([0-9]+) the same as another row of the file`)

// withoutSame counts them among the unchanged, as the books do.
func withoutSame(said string) string {
	return same.ReplaceAllStringFunc(said, func(text string) string {
		m, all := same.FindStringSubmatch(text), 0
		for _, digits := range m[1:] {
			n, _ := strconv.Atoi(digits) // "" is none
			all += n
		}
		return strconv.Itoa(all) + " unchanged"
	})
}

// phase says where a killed import was.
func (r *runState) phase() string {
	switch {
	case r == nil, r.State == "damaged", r.State == "planning", r.State == "ready":
		return "plan"
	case r.Books != nil && r.Books.Unknown+r.Books.NotReached > 0:
		return "push"
	}
	return "finish"
}

var (
	leftBehind = regexp.MustCompile(`(?m)go on with it: orgbatch (.*)$`)
	nextLine   = regexp.MustCompile(`(?m)^next: orgbatch (.*)$`)
	applyHint  = regexp.MustCompile(`(?m)^hint: apply it with: orgbatch (.*)$`)
	againHint  = regexp.MustCompile(`(?m)^hint: .*(import the file again|plan the import again from its file)`)
	noSuchRun  = regexp.MustCompile(`there is no such run`)
)

// command makes the arguments of a line that was printed, as somebody who
// doesn't want to be asked types it.
func commandOf(match []string) []string {
	args := strings.Fields(match[1])
	for _, arg := range args {
		if arg == "--yes" {
			return args
		}
	}
	return append(args, "--yes")
}

// look starts orgbatch in the folder, which mentions a run that was left behind.
func (u *user) look() (newest *runState, line []string, err error) {
	s, err := u.desk.do("runs", "--json")
	if err != nil {
		return nil, nil, err
	}
	if s.exit != 0 {
		return nil, nil, fmt.Errorf("orgbatch runs: exit %d, %s", s.exit, s.errors)
	}
	if match := leftBehind.FindStringSubmatch(s.errors); match != nil {
		line = commandOf(match)
	}
	lines := bufio.NewScanner(strings.NewReader(s.out))
	for lines.Scan() {
		var e struct {
			Type string `json:"type"`
			runState
		}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, nil, fmt.Errorf("orgbatch runs --json: %w in %s", err, lines.Text())
		}
		if e.Type == "run" {
			return &e.runState, line, nil // the newest comes first
		}
	}
	return nil, line, nil
}

// lookOnce looks after the last command, if that wasn't done yet.
func (u *user) lookOnce() (err error) {
	if !u.looked {
		u.newest, u.line, err = u.look()
		u.looked = true
	}
	return err
}

// next is what to type after a command that ended in some way.
func (u *user) next() ([]string, error) {
	s := u.last
	if s.exit == exitKilled {
		if err := u.lookOnce(); u.line != nil || err != nil {
			return u.line, err
		}
		return []string{"resume", "latest", "--yes"}, nil
	}
	if match := nextLine.FindStringSubmatch(s.errors); match != nil && s.exit == 6 {
		return commandOf(match), nil
	}
	if match := applyHint.FindStringSubmatch(s.errors); match != nil && s.exit == 5 {
		return commandOf(match), nil
	}
	if againHint.MatchString(s.errors) || s.exit == 2 && noSuchRun.MatchString(s.errors) {
		return importing, nil
	}
	return nil, fmt.Errorf("exit %d, and nothing said that could be followed: %s", s.exit, s.errors)
}

// run runs a command, which is killed when its trigger says so.
func (u *user) run(t trigger, args ...string) (err error) {
	u.looked = false
	u.last, err = u.desk.kill(t, args...)
	return err
}

// exitKilled is how a killed process ends.
const exitKilled = -1

// follow goes on from the last command until one ends well. The first commands
// are killed by the triggers.
func (u *user) follow(triggers []trigger) (killed int, err error) {
	for u.last.exit != 0 {
		if u.commands++; u.commands > maxCommands {
			return killed, fmt.Errorf("%d commands didn't end it: exit %d, %s", maxCommands, u.last.exit, u.last.errors)
		}
		line, err := u.next()
		if err != nil {
			return killed, err
		}
		var t trigger
		if len(triggers) > 0 {
			t, triggers = triggers[0], triggers[1:]
		}
		if err := u.run(t, line...); err != nil {
			return killed, err
		}
		if u.last.exit == exitKilled {
			killed++
		}
	}
	return killed, nil
}
