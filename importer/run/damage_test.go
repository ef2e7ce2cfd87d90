package run

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// wholeRun is a closed run with something of everything that a journal keeps, and what it holds.
func wholeRun(t *testing.T) (dir, content string) {
	t.Helper()
	r := newTestRun(t)
	fill(t, r, 600)
	for i := range 40 {
		must(t, r.AppendIssue(Issue{Row: i, Number: i + 2, Line: i + 2, Column: 2, ColumnName: "Koncern", Code: "missing-parent", Severity: Warning,
			Message: "there is no organization of this name", Value: "Exempelbacken AB"}))
	}
	must(t, r.issues.flush())
	must(t, r.SetMeta(func(m *Meta) { m.State, m.PlanHash, m.Summary = Ready, "9c41d2aa", []byte(`{"rows":600}`) }))
	must(t, r.SetMeta(func(m *Meta) { m.State = Applying }))
	for i := int32(0); i < 500; i += 50 {
		rows := make([]int32, 50)
		outcomes := make([]Outcome, 50)
		for n := range rows {
			rows[n] = i + int32(n)
			outcomes[n] = Outcome{Row: rows[n], Status: Created, ID: uid(byte(rows[n]))}
		}
		outcomes[7] = Outcome{Row: rows[7], Status: Rejected, Message: fmt.Sprintf("refused: %d", i)}
		chunk, err := r.Journal().Intend(t.Context(), ChunkCreate, rows, time.Unix(int64(i), 0))
		must(t, err)
		if i < 450 {
			must(t, r.Journal().Settle(t.Context(), chunk, outcomes))
		}
	}
	must(t, r.SetMeta(func(m *Meta) { m.State = Interrupted }))
	must(t, r.Close())
	content, err := contentOf(OpenReadOnly, r.Dir())
	must(t, err)
	return r.Dir(), content
}

// contentOf reads all of a run, each thing as one line or as a sum of many.
func contentOf(open func(string) (*Run, error), dir string) (string, error) {
	r, err := open(dir)
	if err != nil {
		return "", err
	}
	content, err := everything(r)
	return content, errors.Join(err, r.shut())
}

func everything(r *Run) (string, error) {
	h := sha256.New()
	books, err := r.Books()
	if err != nil {
		return "", err
	}
	status, ids, err := r.States()
	if err != nil {
		return "", err
	}
	fmt.Fprintf(h, "%v %v %+v\n", status, ids, r.Meta())
	for row, err := range r.Rows(0) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%+v\n", row)
	}
	for c, err := range r.Journal().Chunks() {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%+v\n", c)
	}
	for issue, err := range r.Issues() {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%+v\n", issue)
	}
	for m, err := range Messages(r) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%+v\n", m)
	}
	return fmt.Sprintf("%s %x", books, h.Sum(nil)), nil
}

// copyOf is a copy of a run whose journal holds something else.
func copyOf(t *testing.T, dir string, journal []byte) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(dir))
	must(t, os.CopyFS(to, os.DirFS(dir)))
	must(t, os.WriteFile(filepath.Join(to, journalName), journal, 0o600))
	return to
}

// checkDamaged sees that a damaged run is refused as one, or is read as what it was. told says which.
func checkDamaged(t *testing.T, what, dir, content string, opens ...string) (told bool) {
	t.Helper()
	for _, name := range opens {
		open := map[string]func(string) (*Run, error){"open": Open, "read": OpenReadOnly}[name]
		got, err := contentOf(open, dir)
		var damaged *DamagedError
		var version *VersionError
		switch {
		case errors.As(err, &damaged) && damaged.Hint != "", errors.As(err, &version):
			told = true
		case err != nil:
			t.Errorf("%s, %s: %v", what, name, err)
		case got != content:
			t.Errorf("%s, %s: it holds\n%s, not\n%s", what, name, got, content)
		}
	}
	return told
}

// TestFlipped changes a byte in many places: never is a run read as another one.
func TestFlipped(t *testing.T) {
	t.Parallel()
	dir, content := wholeRun(t)
	whole, err := os.ReadFile(filepath.Join(dir, journalName))
	must(t, err)
	const flips = 200
	told := 0
	for seed := range uint64(flips) {
		rng := rand.New(rand.NewPCG(seed, 0))
		at, by := rng.IntN(len(whole)), byte(1+rng.IntN(255))
		if seed < 60 {
			at = int(seed) + 16 // the header, after what says that it is one
		}
		journal := append([]byte(nil), whole...)
		journal[at] ^= by
		opens := []string{"read"}
		if seed%8 == 0 { // which costs more
			opens = []string{"read", "open"}
		}
		if checkDamaged(t, fmt.Sprintf("byte %d by %#x", at, by), copyOf(t, dir, journal), content, opens...) {
			told++
		}
	}
	t.Logf("of %d changed bytes %d were told, the others changed nothing", flips, told)
	if told < flips*3/4 {
		t.Error("that is too few")
	}
}

// TestTruncated cuts a journal at lengths all over it.
func TestTruncated(t *testing.T) {
	dir, content := wholeRun(t)
	whole, err := os.ReadFile(filepath.Join(dir, journalName))
	must(t, err)
	for length := 0; length < len(whole); length += 1 + length/40 + 300*(length%3) {
		if !checkDamaged(t, fmt.Sprintf("cut to %d of %d bytes", length, len(whole)), copyOf(t, dir, whole[:length]), content, "open", "read") {
			t.Errorf("cut to %d of %d bytes, it is read", length, len(whole))
		}
	}
}
