package run

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

// TestPeople: who planned, approved and wrote is kept, and nothing of it is shared with who asks.
func TestPeople(t *testing.T) {
	anna, at := Person{"anna", "PC-7"}, time.Date(2026, 11, 24, 5, 19, 26, 0, time.UTC)
	m := testMeta()
	m.PlannedBy, m.SignsAs = anna, []string{"anna@exempel.se"}
	r, err := Create(t.TempDir(), m)
	if err != nil {
		t.Fatal(err)
	}
	approved := Approved{Name: "berta", At: at, Key: "SHA256:x", Text: "{}"}
	writes := []Wrote{{"apply", anna, at}}
	if err := r.SetMeta(func(m *Meta) { m.Approved, m.Writes = &approved, writes }); err != nil {
		t.Fatal(err)
	}
	approved.Name, writes[0].Command = "annan", "annat"
	got := r.Meta()
	got.Approved.Key, got.Writes[0].Command, got.SignsAs[0] = "annan", "annat", "annan"
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenReadOnly(r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for name, m := range map[string]Meta{"open": r.Meta(), "again": again.Meta()} {
		if m.PlannedBy != anna || !reflect.DeepEqual(m.Approved, &Approved{Name: "berta", At: at, Key: "SHA256:x", Text: "{}"}) ||
			!reflect.DeepEqual(m.Writes, []Wrote{{"apply", anna, at}}) || !reflect.DeepEqual(m.SignsAs, []string{"anna@exempel.se"}) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestPeopleSay(t *testing.T) {
	anna := Person{"anna", "PC-7"}
	for want, say := range map[string]fmt.Stringer{
		"anna on PC-7": anna, "anna": Person{Account: "anna"}, "PC-7": Person{Machine: "PC-7"}, "": Person{},
		"Berta, as stated by anna on PC-7": &Approved{Name: "Berta", StatedBy: &anna}, "berta, signed with SHA256:x": &Approved{Name: "berta", Key: "SHA256:x"},
	} {
		if got := say.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	var none *Approved
	for name, c := range map[string]struct {
		a    *Approved
		want bool
	}{"nobody": {none, false}, "stated": {&Approved{Name: "x", StatedBy: &anna, Key: "k"}, false}, "signed": {&Approved{Name: "x", Key: "k"}, true}, "by name": {&Approved{Name: "x"}, false}} {
		if c.a.Proven() != c.want {
			t.Errorf("%s: proven is %v", name, !c.want)
		}
	}
}
