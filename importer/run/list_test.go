package run

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// makeRun makes a closed run of one second.
func makeRun(t *testing.T, runs string, created time.Time) Meta {
	t.Helper()
	m := testMeta()
	m.Created = created
	r, err := Create(runs, m)
	must(t, err)
	fill(t, r, 2)
	must(t, r.Close())
	return r.Meta()
}

func TestListAndResolve(t *testing.T) {
	runs := t.TempDir()
	day := testMeta().Created
	old := makeRun(t, runs, day)
	newer := makeRun(t, runs, day.Add(time.Hour))
	newest := makeRun(t, runs, day.Add(time.Hour)) // in the same second
	must(t, os.Mkdir(filepath.Join(runs, "20261123-other"), 0o700))
	must(t, os.WriteFile(filepath.Join(runs, "notes.txt"), nil, 0o600))

	infos, err := List(runs)
	must(t, err)
	if len(infos) != 3 || infos[0].Meta.ID != newest.ID || infos[1].Meta.ID != newer.ID || infos[2].Meta.ID != old.ID {
		t.Fatalf("the list is %+v", infos)
	}
	if i := infos[2]; i.Books != (Books{Read: 2, NotReached: 2}) || i.InUse || i.Err != nil || i.Meta.Target.Name != "sandbox" || i.Path != filepath.Join(runs, old.ID) {
		t.Errorf("a run is listed as %+v", i)
	}
	if infos, err := Newest(runs, 2); err != nil || len(infos) != 2 || infos[0].Meta.ID != newest.ID || infos[1].Meta.ID != newer.ID {
		t.Errorf("the newest two are %+v, %v", infos, err)
	}
	if infos, err := Newest(runs, 9); err != nil || len(infos) != 3 {
		t.Errorf("of three runs the newest nine are %+v, %v", infos, err)
	}
	others(t, runs, old, newer, newest)
	outside := makeRun(t, t.TempDir(), day)
	_ = outside
	for ref, want := range map[string]string{
		"latest": newest.ID, old.ID: old.ID, old.Short: old.ID, strings.ToUpper(old.Short): old.ID, old.ID[:14]: old.ID,
		strings.ToLower(old.ID): old.ID, filepath.Join(runs, newer.ID): newer.ID, filepath.Join(runs, newer.ID, "run.db"): newer.ID,
	} {
		if path, err := Resolve(runs, ref); err != nil || path != filepath.Join(runs, want) {
			t.Errorf("%q is %s, %v, not %s", ref, path, err, want)
		}
	}
	for ref, matches := range map[string]int{"": 0, "0000": 0, "20261123": 3, newer.ID[:15]: 2, filepath.Join(runs, "nothing"): 0} {
		var missing *NotFoundError
		if _, err := Resolve(runs, ref); !errors.As(err, &missing) || len(missing.Matches) != matches || missing.Hint == "" {
			t.Errorf("%q gives %v", ref, err)
		}
	}
}

func TestNoRuns(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "none")
	if infos, err := List(runs); err != nil || len(infos) > 0 {
		t.Errorf("the list is %v, %v", infos, err)
	}
	var missing *NotFoundError
	if _, err := Resolve(runs, Latest); !errors.As(err, &missing) {
		t.Errorf("latest gives %v", err)
	}
}

func TestIDs(t *testing.T) {
	for name, want := range map[string]bool{
		"20261123T203529-k7f3": true, "20261123T203529-k7f": false, "20261123T203529-k7fl": false, "20261123T203529-K7F3": false,
		"20261323T203529-k7f3": false, "20261123T203529_k7f3": false, "": false,
	} {
		if isID(name) != want {
			t.Errorf("%q is an id: %v", name, !want)
		}
	}
	for range 1000 {
		if short := newShort(); !isID("20261123T203529-"+short) || short[0] <= '9' {
			t.Fatalf("%q is drawn", short)
		}
	}
	if len(shortLetters) != 32 || strings.ContainsAny(shortLetters, "01lo") {
		t.Errorf("the letters are %s", shortLetters)
	}
}

func TestIdentity(t *testing.T) {
	for _, test := range []struct {
		row  Row
		want string
	}{
		{Row{Number: 347}, "k7f3:347"}, {Row{Number: 347, Source: 1}, "k7f3:2:347"}, {Row{Number: 347, Identity: "abcd:5"}, "abcd:5"},
	} {
		if got := test.row.IdentityIn("k7f3"); got != test.want {
			t.Errorf("%+v is %s, not %s", test.row, got, test.want)
		}
	}
}

func TestSpool(t *testing.T) {
	r := newTestRun(t)
	big := strings.Repeat("rad\n", 100_000)
	one, err := r.Spool("standard input", strings.NewReader(big))
	must(t, err)
	two, err := r.Spool("standard input", strings.NewReader("två"))
	must(t, err)
	for range 2 {
		b, err := io.ReadAll(one)
		must(t, err)
		if string(b) != big {
			t.Errorf("%d bytes come back", len(b))
		}
		_, err = one.Seek(0, io.SeekStart)
		must(t, err)
	}
	checkModes(t, r.Dir())
	must(t, one.Close())
	must(t, one.Close())
	if b, err := io.ReadAll(two); err != nil || string(b) != "två" {
		t.Errorf("%q, %v", b, err)
	}
	must(t, r.Close())
	left, err := filepath.Glob(filepath.Join(r.Dir(), "input-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

func TestSpoolFailing(t *testing.T) {
	r := newTestRun(t)
	cut := errors.New("cut")
	_, err := r.Spool("standard input", iotest.ErrReader(cut))
	var storage *StorageError
	if !errors.Is(err, cut) || errors.As(err, &storage) {
		t.Errorf("a failing source gives %v", err)
	}
	contains(t, err.Error(), "read standard input")
	left, err := filepath.Glob(filepath.Join(r.Dir(), "input-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

// others guards that a run that is open is not looked at: that would take a second.
func others(t *testing.T, runs string, old, newer, newest Meta) {
	t.Helper()
	r, err := OpenReadOnly(filepath.Join(runs, newer.ID))
	must(t, err)
	defer func() { must(t, r.Close()) }()
	infos, err := Others(r)
	if err != nil || len(infos) != 2 || infos[0].Meta.ID != newest.ID || infos[1].Meta.ID != old.ID {
		t.Errorf("beside the newer run there are %+v, %v", infos, err)
	}
	var looked []string
	isOld := func(i Info) bool { looked = append(looked, i.Meta.ID); return i.Meta.ID == old.ID }
	if info, ok, err := FindOther(r, 9, isOld); err != nil || !ok || info.Meta.ID != old.ID || !slices.Equal(looked, []string{newest.ID, old.ID}) {
		t.Errorf("looked at %v, found %v %+v, %v", looked, ok, info, err)
	}
	if _, ok, err := FindOther(r, 1, isOld); ok || err != nil {
		t.Errorf("a run is found behind the newest one, %v", err)
	}
}
