package metrics

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden file anew")

// night is what forty customers' night looks like, in small.
func night() *Page {
	yes, no := true, false
	begun := time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)
	var p Page
	p.Put(Run{Profile: "nordhus", Version: "1.4.0", Attempt: begun, Success: begun, OK: true, Took: 1500 * time.Millisecond,
		Snapshots: 26, Made: &Made{Rows: 2140, Bytes: 91 << 10}, Verified: &yes})
	p.Put(Run{Profile: "sydhus", Version: "1.4.0", Attempt: begun, Success: begun.AddDate(0, 0, -1), Suspect: true, ExitCode: 7, Took: time.Second,
		Snapshots: 3, Made: &Made{Rows: 2, Bytes: 311}, Verified: &no})
	p.Put(Run{Profile: `odd "name" \ of` + "\na host", Version: "1.4.0", Attempt: begun, ExitCode: 4, Took: 90 * time.Second})
	return &p
}

func text(t interface {
	Helper()
	Fatal(...any)
}, p *Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	golden := filepath.Join("testdata", "night.prom")
	got := text(t, night())
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("got\n%s", got)
	}
}

// anyRun draws attempts as they can be, and profiles with letters that labels escape.
func anyRun() *rapid.Generator[Run] {
	name := rapid.OneOf(rapid.SampledFrom([]string{"nordhus", "a", "b"}), rapid.StringMatching(`[\\"{}=, \nnåx]{0,6}`), rapid.String())
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(1, 1<<33).Draw(t, "seconds"), 0).UTC()
	})
	return rapid.Custom(func(t *rapid.T) Run {
		r := Run{
			Profile: name.Draw(t, "profile"), Version: name.Draw(t, "version"), Attempt: moment.Draw(t, "attempt"), Success: moment.Draw(t, "success"),
			OK: rapid.Bool().Draw(t, "ok"), Suspect: rapid.Bool().Draw(t, "suspect"), ExitCode: rapid.IntRange(0, 255).Draw(t, "exit"),
			Took: time.Duration(rapid.Int64Range(0, int64(30*24*time.Hour)).Draw(t, "took")), Snapshots: rapid.IntRange(0, 1e6).Draw(t, "snapshots"),
		}
		if rapid.Bool().Draw(t, "made") {
			r.Made = &Made{rapid.IntRange(0, 1e9).Draw(t, "rows"), rapid.Int64Range(0, 1<<50).Draw(t, "bytes")}
		}
		if rapid.Bool().Draw(t, "verified") {
			yes := rapid.Bool().Draw(t, "proven")
			r.Verified = &yes
		}
		return r
	})
}

// TestComesBack: what is written is what is read, whatever the profiles are called.
func TestComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Page
		for _, r := range rapid.SliceOfN(anyRun(), 0, 5).Draw(t, "runs") {
			p.Put(r)
		}
		written := text(t, &p)
		got, line := parse([]byte(written))
		if line > 0 || !reflect.DeepEqual(got.profiles, p.profiles) && len(got.profiles)+len(p.profiles) > 0 {
			t.Fatalf("line %d: got %+v, want %+v of\n%s", line, got.profiles, p.profiles, written)
		}
	})
}

// FuzzParse: what can be read is written again as the same, and nothing else is taken for ours.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`orgbatch_backup_rows{profile="nordhus"} 7` + "\n"))
	f.Add([]byte(`orgbatch_backup_info{profile="\"\\\n",version="1"} 1`))
	f.Add([]byte("node_load1 0.5\n"))
	f.Add([]byte(`orgbatch_backup_verified{profile=""} -1e308`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, line := parse(data)
		if line > 0 {
			if len(p.profiles) > 0 || line > bytes.Count(data, []byte("\n"))+1 {
				t.Errorf("line %d and %d runs", line, len(p.profiles))
			}
			return
		}
		once := text(t, &p)
		again, line := parse([]byte(once))
		if twice := text(t, &again); line > 0 || once != twice {
			t.Errorf("line %d: written\n%s\nread and written again\n%s", line, once, twice)
		}
	})
}

// TestKeep: a profile that is configured no more leaves the file; one that never ran isn't made up.
func TestKeep(t *testing.T) {
	p := night()
	p.Keep([]string{"nordhus", "vasthus"})
	if got := text(t, p); strings.Contains(got, "sydhus") || strings.Contains(got, "vasthus") || !strings.Contains(got, `rows{profile="nordhus"} 2140`) {
		t.Error(got)
	}
}

// TestLastSuccess: a failed night doesn't forget when the last good one was.
func TestLastSuccess(t *testing.T) {
	file := Open(filepath.Join(t.TempDir(), "orgbatch.prom"))
	good := time.Date(2026, 11, 22, 2, 15, 0, 0, time.UTC)
	for _, r := range []Run{
		{Profile: "nordhus", Attempt: good, Success: good, OK: true, Made: &Made{Rows: 3, Bytes: 9}},
		{Profile: "nordhus", Attempt: good.AddDate(0, 0, 1), ExitCode: 1},
	} {
		if err := file.Update(func(p *Page) { p.Put(r) }); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`orgbatch_backup_last_success_timestamp_seconds{profile="nordhus"} ` + fmt.Sprint(good.Unix()), `orgbatch_backup_success{profile="nordhus"} 0`,
		`orgbatch_backup_last_attempt_timestamp_seconds{profile="nordhus"} ` + fmt.Sprint(good.Unix()+86400), `orgbatch_backup_exit_code{profile="nordhus"} 1`,
	} {
		if !strings.Contains(string(data), want+"\n") {
			t.Errorf("%s is missing in\n%s", want, data)
		}
	}
	if strings.Contains(string(data), "rows{") {
		t.Error("there are rows of a snapshot that wasn't made")
	}
}
