package verify

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// putText publishes a snapshot of any lines, its manifest changed.
func putText(t *testing.T, s backup.Store, at time.Time, text string, change func(*backup.Manifest)) *backup.Snapshot {
	t.Helper()
	lines := slices.Collect(strings.Lines(text))
	snap := putRows(t, s, at, len(lines), func(w io.Writer, i int) { _, _ = io.WriteString(w, lines[i]) })
	if change != nil {
		snap = reseal(t, snap, change)
	}
	return snap
}

// textRow is a row as the API gives it.
func textRow(id, second int) string {
	return fmt.Sprintf(`{"id":"00000000-0000-4000-8000-%012d","name":"Exempelbacken %d AB","custom_id":null,"organization":null,"created_at":"2026-11-23T01:%02d:%02dZ","tags":null,"customer_columns":null}`+"\n",
		id, id, second/60%60, second%60)
}

// An id that stands twice is found wherever its rows stand, and no other row is
// blamed: in order, appended, or of one created_at in any order.
func TestUniqueIDs(t *testing.T) {
	dir := t.TempDir()
	night := 0
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(r, "rows")
		seconds := rapid.IntRange(1, 20).Draw(r, "seconds")
		ids := rapid.IntRange(1, 60).Draw(r, "ids")
		var text strings.Builder
		seen, twins := map[int]bool{}, 0
		for i := range n {
			id := rapid.IntRange(0, ids).Draw(r, "id")
			if seen[id] {
				twins++
			}
			seen[id] = true
			text.WriteString(textRow(id, i*seconds/n))
		}
		night++
		snap := putText(t, backup.Store{Dir: dir}, begun.Add(time.Duration(night)*time.Second), text.String(), nil)
		v, err := Snapshot(t.Context(), snap, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found := len(v.Problems) + v.More; found != twins {
			r.Fatalf("%d rows have the id of another, %d were found: %v", twins, found, errors.Join(v.Problems...))
		}
	})
}

// More rows that may be twins than are held at a time take several readings, each
// of which tells its own: 40 rows stand twice, and some of them three times.
func TestUniqueIDsInSeveralReadings(t *testing.T) {
	order := rand.New(rand.NewPCG(1, 2)).Perm(200)
	var text strings.Builder
	for i, id := range order {
		text.WriteString(textRow(id, 0))
		if i >= 150 && i < 190 {
			text.WriteString(textRow(order[i-150], 0))
		}
	}
	for _, id := range order[:5] {
		text.WriteString(textRow(id, 0))
	}
	snap := putText(t, backup.Store{Dir: t.TempDir()}, begun, text.String(), nil)
	for _, held := range []int{1, 16, 45, 1000} {
		v, err := Snapshot(t.Context(), snap, Options{held: held})
		if err != nil {
			t.Fatal(err)
		}
		if found := len(v.Problems) + v.More; found != 45 || v.Rows != 245 {
			t.Errorf("%d held: %d rows, %d twins: %v", held, v.Rows, found, errors.Join(v.Problems...))
		}
	}
}

// What create counted and what the rows are is compared.
func TestVerifyCounts(t *testing.T) {
	counts := backup.FieldCounter{}
	text := textRow(1, 0) + textRow(2, 0)
	for line := range strings.Lines(text) {
		if err := counts.Add([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		what   string
		change func(*backup.Manifest)
		want   string
	}{
		{"as counted", func(*backup.Manifest) {}, ""},
		{"rows", func(m *backup.Manifest) { m.Rows = 3 }, "organizations.jsonl.zst: it has 2 rows, and the manifest says 3"},
		{"untold", func(m *backup.Manifest) { m.UntoldParents = 1 }, "0 rows don't tell their parent, and the manifest says 1"},
		{"kinds", func(m *backup.Manifest) { m.Fields[5].Kinds = map[string]int{"null": 1, "array": 1} }, "the field organization is null in 2 rows, and the manifest says 1"},
		{"a field more", func(m *backup.Manifest) { m.Fields = append(m.Fields, backup.Field{Name: "zzz"}) }, "no row has the field zzz"},
		{"a field less", func(m *backup.Manifest) { m.Fields = m.Fields[:6] }, "the field tags is null in 2 rows, and the manifest says 0"},
		{"fuzzy rows", func(m *backup.Manifest) { m.Files = append(m.Files, backup.File{Name: backup.FuzzyFile}) }, backup.FuzzyFile + ": the file is missing"},
	} {
		snap := putText(t, backup.Store{Dir: t.TempDir()}, begun, text, func(m *backup.Manifest) {
			m.Fields = counts.Fields()
			c.change(m)
		})
		v, err := Snapshot(t.Context(), snap, Options{})
		switch {
		case err != nil:
			t.Errorf("%s: %v", c.what, err)
		case c.want == "" && errors.Join(v.Problems...) != nil, c.want != "" && !strings.Contains(fmt.Sprint(errors.Join(v.Problems...)), c.want):
			t.Errorf("%s: %v", c.what, errors.Join(v.Problems...))
		}
	}
}

// Without a key the bytes are compared and it is said that rows weren't; a wrong
// key is an error, and no damage.
func TestVerifyEncrypted(t *testing.T) {
	key, other := newKey(t), newKey(t)
	snap := put(t, backup.Store{Dir: filepath.Join(t.TempDir(), "nordhus")}, begun, 50, key.Recipient())
	v, err := Snapshot(t.Context(), snap, Options{})
	if err != nil || !v.Whole() || !v.Locked || v.Rows != 0 {
		t.Errorf("without a key: %+v, %v", v, err)
	}
	v, err = Snapshot(t.Context(), snap, Options{Identities: []age.Identity{key}})
	if err != nil || !v.Whole() || v.Locked || v.Rows != 50 {
		t.Errorf("with the key: %+v, %v", v, err)
	}
	var wrong *backup.KeyError
	if _, err = Snapshot(t.Context(), snap, Options{Identities: []age.Identity{other}}); !errors.As(err, &wrong) || wrong.Given != 1 {
		t.Errorf("with another key: %v", err)
	}
}

func newKey(t testing.TB) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}
