package diff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/pigello"
)

// model is objects as the standard library reads them, by id.
type model map[string]map[string]any

// drawModel draws objects with ids out of few.
func drawModel(t *rapid.T, base model) model {
	m := model{}
	for i := range 12 {
		id := fmt.Sprintf("%08x-0000-4000-8000-00000000000%x", i*0x13579bd, i)
		old, had := base[id]
		switch what := rapid.IntRange(0, 4).Draw(t, "what"); {
		case what == 0:
		case had && what < 3:
			m[id] = old
		default:
			m[id] = drawObject(t, id)
		}
	}
	return m
}

func drawObject(t *rapid.T, id string) map[string]any {
	o := map[string]any{"id": id, "name": rapid.StringMatching(`[aåÄ "\\é]{1,5}`).Draw(t, "name"), "organization": nil}
	if rapid.Bool().Draw(t, "has a parent") {
		o["organization"] = map[string]any{"id": idA}
	}
	for _, field := range []string{"custom_id", "tags", "vat", "customer_columns"} {
		var v any
		switch rapid.IntRange(0, 4).Draw(t, field) {
		case 0:
			continue
		case 1:
		case 2:
			v = rapid.SampledFrom([]string{"", "1", "x\u2028", "<&>"}).Draw(t, "text")
		case 3:
			v = map[string]any{"b": json.Number(rapid.SampledFrom([]string{"1", "1.0", "1e0"}).Draw(t, "number")), "a": []any{true, nil}}
		default:
			v = json.Number(rapid.SampledFrom([]string{"7", "7.0", "123456789012345678901"}).Draw(t, "number"))
		}
		if _, text := v.(string); field == "custom_id" && v != nil && !text {
			continue
		}
		o[field] = v
	}
	return o
}

// lines writes the objects in any order, with white space here and there.
func (m model) lines(t *rapid.T) []string {
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(m)) {
		b, err := json.Marshal(m[id])
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "spaces") {
			var spaced bytes.Buffer
			if err := json.Indent(&spaced, b, "", " "); err != nil {
				t.Fatal(err)
			}
			b = bytes.ReplaceAll(spaced.Bytes(), []byte("\n"), []byte("\r"))
		}
		lines = append(lines, string(b))
	}
	return rapid.Permutation(lines).Draw(t, "order")
}

// apply carries changes out.
func (m model) apply(t *rapid.T, changes []Change) model {
	after := model{}
	for id, o := range m {
		after[id] = maps.Clone(o)
	}
	for _, c := range changes {
		id := c.ID.String()
		switch c.Kind {
		case Removed:
			delete(after, id)
			continue
		case Added:
			after[id] = map[string]any{"id": id}
		}
		for _, f := range c.Fields {
			if f.After == nil {
				delete(after[id], f.Field)
				continue
			}
			dec := json.NewDecoder(bytes.NewReader(f.After))
			dec.UseNumber()
			var v any
			if err := dec.Decode(&v); err != nil {
				t.Fatal(err)
			}
			if parent, ok := v.(string); ok && f.Field == "organization" {
				v = map[string]any{"id": parent}
			}
			after[id][f.Field] = v
		}
	}
	return after
}

// The difference of any two sets of objects is what a simple comparison in
// memory says, and carried out on the one it makes the other.
func TestDiffProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawModel(t, nil)
		b := drawModel(t, a)
		o := Options{runSize: rapid.SampledFrom([]int{0, 1, 700}).Draw(t, "run size")}
		sum, changes := diffOf(t, sideOf("a", a.lines(t)...), sideOf("b", b.lines(t)...), o)
		if after := a.apply(t, changes); !reflect.DeepEqual(after, b) {
			t.Fatalf("applied: %v\nwant: %v\nchanges: %s", after, b, say(changes))
		}
		want := Summary{RowsA: len(a), RowsB: len(b)}
		for id, before := range a {
			after, both := b[id]
			switch {
			case !both:
				want.Removed++
			case reflect.DeepEqual(before, after):
				want.Same++
			default:
				want.Changed++
			}
		}
		want.Added = len(b) - want.Same - want.Changed
		sum.Moved, sum.Renamed, sum.SameName = 0, 0, 0
		if sum != want || len(changes) != want.Added+want.Removed+want.Changed {
			t.Fatalf("%+v, want %+v", sum, want)
		}
		if sum, changes := diffOf(t, sideOf("a", a.lines(t)...), sideOf("a", a.lines(t)...), o); len(changes) > 0 || sum.Different() {
			t.Fatalf("with itself: %s", say(changes))
		}
	})
}

// FuzzDiffObject: whatever counts as an organization can be compared, equals
// itself, and is told from one with another name.
func FuzzDiffObject(f *testing.F) {
	for _, seed := range []string{
		`"name":"x","organization":{"id":"` + idB + `"},"tags":[1,{"a":"\u00e5"}]`, `"name":"x","organization":{},"vat":1e3`, `"tags":{"a":1,"a":2}`,
		`"name":null,"created_at":"2026-11-23T02:15:00Z","organization":"` + idB + `"`, `"tags":"\ud800"`, "\"tags\":\"\xff\"", `"organization":{"id":null},"":0`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rest string) {
		org, err := pigello.ParseOrganization([]byte(line(idA, rest)))
		if err != nil || org.ID.String() != idA {
			return
		}
		side := sideOf("a", string(org.Raw))
		if s, changes := diffOf(t, side, side, Options{}); len(changes) > 0 || s.Same != 1 {
			t.Errorf("it differs from itself: %s", say(changes))
		}
		spaced := sideOf("b", " "+string(org.Raw)+"\n")
		if s, _ := diffOf(t, side, spaced, Options{}); s.Same != 1 {
			t.Error("white space counts")
		}
		empty := sideOf("b")
		if _, changes := diffOf(t, side, empty, Options{}); len(changes) != 1 || changes[0].Name != org.Name {
			t.Errorf("removed: %s", say(changes))
		}
	})
}
