package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestSeed(t *testing.T) {
	const n = 3000
	s := open(t, Options{})
	seed(t, s, n)
	rows := s.call("GET", list("_order_by=created_at,id"), "").want(t, 200).objects(t)
	byID, names, customs, times := map[string]object{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	depths := map[int]int{}
	depth := map[string]int{}
	for _, o := range rows {
		byID[o.ID], names[o.Name], times[o.CreatedAt] = o, true, true
		if o.CustomID != nil {
			customs[*o.CustomID] = true
		}
		depth[o.ID] = 1
		if p := o.parent(); p != "" {
			if depth[p] == 0 {
				t.Fatalf("%s is older than its parent", o.Name)
			}
			depth[o.ID] = depth[p] + 1
		}
		depths[depth[o.ID]]++
	}
	if len(rows) != n || len(byID) != n || len(names) != n || len(times) != n || len(customs) < n*8/10 || len(customs) == n {
		t.Errorf("%d rows, %d ids, %d names, %d times, %d custom_ids", len(rows), len(byID), len(names), len(times), len(customs))
	}
	for level := 1; level <= treeDepth; level++ {
		if depths[level] < n/50 {
			t.Errorf("%d rows at level %d", depths[level], level)
		}
	}
	if len(depths) != treeDepth {
		t.Errorf("levels %v", depths)
	}
	if first, last := rows[0].CreatedAt, rows[n-1].CreatedAt; !strings.HasPrefix(first, "2015-01") || last < "2024-12" || last > "2025" {
		t.Errorf("created from %s to %s", first, last)
	}
}

// TestSeedIsDeterministic seeds the same twice, and otherwise with another seed.
func TestSeedIsDeterministic(t *testing.T) {
	run := func(seed uint64) string {
		s := open(t, Options{})
		if err := s.Seed(t.Context(), 500, seed); err != nil {
			t.Fatal(err)
		}
		return s.call("GET", list("_jsonl=true"), "").want(t, 200).body
	}
	if first, second := run(7), run(7); first != second {
		t.Error("one seed gave two sandboxes")
	}
	a, b := answer{body: run(7)}.objects(t), answer{body: run(8)}.objects(t)
	ids := map[string]bool{}
	for _, o := range a {
		ids[o.ID] = true
	}
	for _, o := range b {
		if ids[o.ID] {
			t.Fatal("two seeds gave one id")
		}
	}
	golden(t, "seed.jsonl", strings.Join(strings.SplitAfter(run(1), "\n")[:20], ""))
}

func TestSeedTwice(t *testing.T) {
	s := open(t, Options{})
	seed(t, s, 300)
	seed(t, s, 300)
	s.create(t, `{"name":"a"}`)
	if n := s.rowsNow(t); n != 601 {
		t.Errorf("%d rows", n)
	}
	if err := s.Seed(t.Context(), 0, 1); err != nil {
		t.Error(err)
	}
	if err := s.Seed(t.Context(), -1, 1); err == nil {
		t.Error("less than nothing was seeded")
	}
}

func TestSeedIsAllOrNothing(t *testing.T) {
	s := open(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Seed(ctx, 5000, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	seed(t, s, 10) // the index is there again
	s.call("POST", one, string(appendString([]byte(`{"name":`), s.names(t)[0]))+"}").want(t, 400)
}

// TestNamesAreDifferent goes through all names of the first round and into the third.
func TestNamesAreDifferent(t *testing.T) {
	names := newNamer(5)
	seen := make(map[string]bool, namesPerRound)
	for i := range namesPerRound {
		seen[string(names.append(nil, i))] = true
	}
	if uint64(len(seen)) != namesPerRound {
		t.Fatalf("%d names of %d", len(seen), namesPerRound)
	}
	for i := namesPerRound; i < 2*namesPerRound+500; i += 97 {
		name := string(names.append(nil, i))
		if seen[name] {
			t.Fatalf("%q twice", name)
		}
		seen[name] = true
	}
}

func TestLoad(t *testing.T) {
	const child, parent = sampleID, "597f6eca-6276-4993-bfeb-53cbbbba6f08"
	s := open(t, Options{})
	// The child comes first, unknown fields are passed over, nulls and absent fields are the same.
	load(t, s,
		`{"id":"`+child+`","name":"child å\n","created_at":"2020-01-01T00:00:00.000001Z","organization":{"id":"`+parent+`","name":"x"},"custom_id":null,"tags":[ 1 , 2 ],"colour":{"red":1}}`,
		`{"id":"`+parent+`","name":"parent","created_at":"2021-01-01T00:00:00+01:00","organization":{},"customer_columns":{"a": 1}}`)
	s.call("GET", one+child+"/", "").want(t, 200, `{"organization":{"id":"`+parent+`"},"customer_columns":null,"created_at":"2020-01-01T00:00:00.000001Z","custom_id":null,"tags":[1,2],"id":"`+child+`","name":"child å\n"}`)
	s.call("GET", one+parent+"/", "").want(t, 200, `{"organization":null,"customer_columns":{"a":1},"created_at":"2020-12-31T23:00:00Z","custom_id":null,"tags":null,"id":"`+parent+`","name":"parent"}`)
	if got := strings.Join(s.names(t, "id__in="+parent+","+child+","+strings.Replace(child, "4", "7", 1)), "|"); got != "child å\n|parent" {
		t.Errorf("id__in gives %q", got)
	}
	if got := s.names(t, "id!="+child); len(got) != 1 || got[0] != "parent" {
		t.Errorf("id!= gives %q", got)
	}
	// Again, changed: replaced. A deleted row can come again.
	load(t, s, `{"id":"`+parent+`","name":"parent","created_at":"2021-01-01T00:00:00Z","custom_id":"7"}`)
	if n := s.rowsNow(t); n != 2 {
		t.Errorf("%d rows", n)
	}
	s.call("DELETE", one+child+"/", "").want(t, 204)
	s.call("GET", one+child+"/", "").want(t, 404)
	load(t, s, `{"id":"`+child+`","name":"child","created_at":"2021-01-01T00:00:00Z"}`)
	s.call("PATCH", one+child+"/", `{"name":"child","organization":{"id":"`+parent+`"}}`).want(t, 200)
	s.call("DELETE", one+parent+"/", "").want(t, 400)
}

// TestLoadedSelfParent deletes a row that is its own parent, as the documented sample is: nobody else needs it.
func TestLoadedSelfParent(t *testing.T) {
	s := open(t, Options{})
	load(t, s, documented(t, "object.json"))
	s.call("DELETE", sample, "").want(t, 204)
}

// TestLoadOwnIDs copies one sandbox into another whose own rows have the same numbers.
func TestLoadOwnIDs(t *testing.T) {
	from, to := open(t, Options{}), open(t, Options{})
	seed(t, from, 2500)
	for i := range 3 {
		to.create(t, `{"name":"own %d"}`, i)
	}
	body := from.call("GET", list("_jsonl=true"), "").want(t, 200).body
	load(t, to, strings.Split(strings.TrimSuffix(body, "\n"), "\n")...)
	if got := to.call("GET", list("_jsonl=true", "name__startswith!=own"), "").want(t, 200).body; got != body {
		t.Error("the copy differs")
	}
	for _, o := range (answer{body: body}).objects(t)[:20] {
		to.call("GET", at(o), "").want(t, 200, from.call("GET", at(o), "").body)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := `{"id":"` + sampleID + `","name":"a","created_at":"2020-01-01T00:00:00Z"}`
	for object, want := range map[string]string{
		`[]`: "no JSON object", `{`: "EOF", `{}`: "no id",
		`{"id":"7"}`: "no UUID", `{"id":"` + sampleID + `"}`: "no name",
		`{"id":"` + sampleID + `","name":"b"}`:                           "no created_at",
		`{"id":"` + sampleID + `","name":"b","created_at":"now"}`:        "no time",
		`{"id":"` + sampleID + `","name":7,"created_at":"2020-01-01"}`:   "name",
		`{"id":"` + sampleID + `","name":"b","organization":{"id":"7"}}`: "no UUID",
		strings.Replace(good, "4", "5", 1):                               "another organization has that name",
	} {
		s := open(t, Options{})
		n, err := s.Load(t.Context(), raw(good, object))
		if err == nil || !strings.Contains(err.Error(), want) || n != 0 {
			t.Errorf("%s: %d, %v", object, n, err)
		}
	}
	s := open(t, Options{})
	broken := errors.New("the line broke")
	n, err := s.Load(t.Context(), func(yield func([]byte, error) bool) {
		for i := range loadBatch + 1 {
			if !yield(fmt.Appendf(nil, `{"id":"%08x%s","name":"%d","created_at":"2020-01-01T00:00:00Z"}`, i, sampleID[8:], i), nil) {
				return
			}
		}
		yield(nil, broken)
	})
	if !errors.Is(err, broken) || n != loadBatch || s.rowsNow(t) != loadBatch {
		t.Errorf("%d rows loaded, %d there, %v", n, s.rowsNow(t), err)
	}
}
