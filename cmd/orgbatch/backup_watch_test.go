package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
)

// watching is an invocation with a watch, whose output is kept.
type watching struct {
	*app
	stdout, stderr bytes.Buffer
	checks         *checks
	server         *httptest.Server
	file           string
}

func newWatching(t *testing.T, g globalFlags) *watching {
	t.Helper()
	s := &watching{checks: &checks{}, file: filepath.Join(t.TempDir(), "orgbatch.prom")}
	s.server = httptest.NewServer(s.checks)
	t.Cleanup(s.server.Close)
	s.app = newApp(strings.NewReader(""), &s.stdout, &s.stderr, func(name string) string {
		if name == config.VariableHeartbeat {
			return s.server.URL + "/natten"
		}
		return ""
	})
	s.global = g
	if err := s.begin(); err != nil {
		t.Fatal(err)
	}
	return s
}

// outcomes are the three ways in which a backup ends.
func outcomes() []event.Backup {
	begun := time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)
	before, was := begun.AddDate(0, 0, -1), 2200
	yes := true
	return []event.Backup{
		{Profile: "nordhus", Snapshot: "20261123T021500Z", State: event.Good, Rows: 2140, Previous: &was, Bytes: 91000, Started: begun, Seconds: 12.5,
			Check: "slim", Verified: &yes, Pruned: 1, Snapshots: 26, Newest: &begun},
		{Profile: "sydhus", Snapshot: "20261123T021501Z", State: event.Suspect, Rows: 2, Previous: &was, Bytes: 311, Started: begun, Seconds: 1,
			Snapshots: 3, Newest: &before, Error: "2 organizations, and 2,200 in the last good snapshot", Hint: "orgbatch backup accept …", Exit: 7},
		{Profile: "vasthus", State: event.Failed, Started: begun, Seconds: 0.2, Snapshots: 4, Newest: &before, Error: "Exempelbacken AB said no", Exit: 4},
	}
}

// night lets the watch see all of them, at the same time.
func (s *watching) night(t *testing.T, only []string) event.BackupTotal {
	t.Helper()
	w, err := newWatch(s.app, s.file, "")
	if err != nil {
		t.Fatal(err)
	}
	return w.all(only, func() (total event.BackupTotal) {
		var mu sync.Mutex
		var group errgroup.Group
		for _, o := range outcomes() {
			group.Go(func() error {
				beat, err := heartbeatOf(&target.Target{Profile: config.Profile{Heartbeat: s.server.URL + "/" + o.Profile}, Flags: &target.Flags{}})
				if err != nil {
					return err
				}
				done := w.backup(o.Profile, beat, func() event.Backup { return o })
				mu.Lock()
				defer mu.Unlock()
				total.Add(done)
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			t.Error(err)
		}
		total.Seconds = 13
		return total
	})
}

// TestNightIsTold: each profile's heartbeat is told of its own, the night's of all, without a name, and the metrics file holds every one.
func TestNightIsTold(t *testing.T) {
	t.Parallel()
	s := newWatching(t, globalFlags{json: true, quiet: true, logFormat: "text"})
	total := s.night(t, nil)
	if total.Exit != int(problem.ExitRefused) || total.Good != 1 || total.Suspect != 1 || total.Failed != 1 || total.Rows != 2142 {
		t.Errorf("%+v", total)
	}
	want := []string{
		"/natten/fail exit 4: 1 good, 1 suspect and 1 failed of 3 profiles, 13 s", "/natten/start",
		"/nordhus good: 2,140 rows, 91.0 kB, verified, 13 s", "/nordhus/start",
		"/sydhus/fail suspect, exit 7: " + problem.ExitUntrusted.Meaning(), "/sydhus/start",
		"/vasthus/fail failed, exit 4: " + problem.ExitRefused.Meaning(), "/vasthus/start",
	}
	slices.Sort(s.checks.told)
	if !slices.Equal(s.checks.told, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(s.checks.told, "\n"), strings.Join(want, "\n"))
	}
	var kinds []string
	for line := range strings.Lines(s.stdout.String()) {
		var e struct{ Type, Profile string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Errorf("%v: %s", err, line)
		}
		kinds = append(kinds, strings.TrimSpace(e.Type+" "+e.Profile))
	}
	if len(kinds) != 4 || kinds[3] != "backup-total" {
		t.Errorf("events %v", kinds)
	}
	s.measures(t, `success{profile="nordhus"} 1`, `success{profile="sydhus"} 0`, `suspect{profile="sydhus"} 1`, `exit_code{profile="vasthus"} 4`,
		fmt.Sprintf(`last_success_timestamp_seconds{profile="vasthus"} %d`, outcomes()[1].Newest.Unix()), `rows{profile="nordhus"} 2140`)
	if s.stderr.Len() > 0 {
		t.Errorf("said %s", &s.stderr)
	}
}

func (s *watching) measures(t *testing.T, lines ...string) {
	t.Helper()
	data, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if !strings.Contains(string(data), "\norgbatch_backup_"+line+"\n") {
			t.Errorf("the metrics lack %s:\n%s", line, data)
		}
	}
}

// TestWatchFails: when nobody can be told, that is a warning without the URL, and the outcome is the same.
func TestWatchFails(t *testing.T) {
	t.Parallel()
	s := newWatching(t, globalFlags{quiet: true, logFormat: "text"})
	s.checks.status = 404
	s.file = filepath.Join(filepath.Dir(s.file), "none", "orgbatch.prom")
	if total := s.night(t, []string{"nordhus"}); total.Exit != int(problem.ExitRefused) || total.Good != 1 {
		t.Errorf("%+v", total)
	}
	said := s.stderr.String()
	for _, want := range []string{
		"warning: nordhus: tell the heartbeat of the success: it answered 404 Not Found\nhint: is it still the URL of a check?",
		"warning: ORGBATCH_HEARTBEAT: tell the heartbeat of the failure: it answered 404", "warning: --metrics-file: create ",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in\n%s", want, said)
		}
	}
	if strings.Contains(said, "natten") || strings.Contains(said, "127.0.0.1") {
		t.Error("the URL is shown:\n" + said)
	}
}

// TestWatchRefuted: a snapshot that its proof refutes is told as a failure, and doesn't count as the last success.
func TestWatchRefuted(t *testing.T) {
	t.Parallel()
	s := newWatching(t, globalFlags{quiet: true, logFormat: "text"})
	w, err := newWatch(s.app, s.file, "")
	if err != nil {
		t.Fatal(err)
	}
	first := outcomes()[0]
	no, next := false, first.Started.AddDate(0, 0, 1)
	second := first
	second.Verified, second.Newest, second.Started, second.Exit = &no, &next, next, int(problem.ExitUntrusted)
	for _, o := range []event.Backup{first, second} {
		beat, err := newHeartbeat(s.server.URL+"/nordhus", "")
		if err != nil {
			t.Fatal(err)
		}
		w.backup(o.Profile, beat, func() event.Backup { return o })
	}
	if got, want := s.checks.told[3], "/nordhus/fail made, exit 7: "+problem.ExitUntrusted.Meaning(); got != want {
		t.Errorf("told %q, want %q", got, want)
	}
	s.measures(t, `success{profile="nordhus"} 0`, `verified{profile="nordhus"} 0`,
		fmt.Sprintf(`last_success_timestamp_seconds{profile="nordhus"} %d`, first.Newest.Unix()),
		fmt.Sprintf(`last_attempt_timestamp_seconds{profile="nordhus"} %d`, next.Unix()))
}

// TestWatchForgets: where all profiles are known, the others leave the metrics.
func TestWatchForgets(t *testing.T) {
	t.Parallel()
	s := newWatching(t, globalFlags{quiet: true, logFormat: "text"})
	s.night(t, nil)
	s.night(t, []string{"nordhus", "sydhus"})
	if data, err := os.ReadFile(s.file); err != nil || strings.Contains(string(data), "vasthus") || !strings.Contains(string(data), "sydhus") {
		t.Errorf("%v\n%s", err, data)
	}
}

// TestWatchLogs: as JSON the log tells each step, times in UTC; with --quiet, none.
func TestWatchLogs(t *testing.T) {
	t.Parallel()
	s := newWatching(t, globalFlags{logFormat: "json"})
	s.night(t, nil)
	var began, ended int
	for line := range strings.Lines(s.stderr.String()) {
		var r struct {
			Time, Level, Msg, Profile, State string
			Exit                             int
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil || !strings.HasSuffix(r.Time, "Z") || r.Level != "INFO" {
			t.Errorf("%v: %s", err, line)
		}
		switch {
		case r.Msg == "backup begun" && r.Profile != "":
			began++
		case r.Msg == "backup ended" && r.State != "":
			ended++
		}
	}
	if began != 3 || ended != 3 {
		t.Errorf("%d begun, %d ended:\n%s", began, ended, &s.stderr)
	}
	quiet := newWatching(t, globalFlags{logFormat: "json", quiet: true})
	quiet.night(t, nil)
	if quiet.stderr.Len() > 0 {
		t.Errorf("quiet said %s", &quiet.stderr)
	}
}

// TestWatchRefuses: a variable that can't be a heartbeat is refused before anything is done, and not repeated.
func TestWatchRefuses(t *testing.T) {
	t.Parallel()
	s := newWatching(t, globalFlags{logFormat: "text"})
	s.env = func(string) string { return "http://example.com/hemligt" }
	_, err := newWatch(s.app, "", "")
	if problem.CodeOf(context.Background(), err) != problem.ExitUsage || strings.Contains(err.Error()+problem.HintOf(err), "hemligt") {
		t.Errorf("%v", err)
	}
}
