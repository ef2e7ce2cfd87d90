package plan

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/check"
)

// TestLikeNamed: names of one group begin alike, by three letters of five.
func TestLikeNamed(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Granbacken 2 AB", "Granbacken 1 AB", true},
		{"Granbacken AB", "Granbacken AB", true},
		{"Gran 2 AB", "Grav 1 AB", false},
		{"Granaxyzvw", "Granabcd", true}, // five of eight
		{"Granaxyzvw", "Granabcde", false},
		{"Granitxyz", "Granitabcd", true}, // six of ten
		{"Granitxyz", "Granitabcde", false},
		{"Grana", "Granbacken", false},
		{"1234567", "1234567", false}, // no name
		{"12345a", "12345a", true},
		{"", "", false},
	} {
		if likeNamed(c.a, c.b) != c.want {
			t.Errorf("%q is named like %q: %v", c.a, c.b, !c.want)
		}
	}
}

// TestOffer: of the names that are there the nearest are kept, at most four that are equally near, each once.
func TestOffer(t *testing.T) {
	for _, c := range []struct{ wanted, names, want string }{
		{"almen", "alman", "alman"},
		{"almen", "alban", ""}, // two of five
		{"alm", "almo", "almo"},
		{"exempelbackn", "exempelbacken exempelbackarn", "exempelbacken"},
		{"exempelbackn", "exempelbackarn exempelbacken", "exempelbacken"},
		{"almen", "alman alman", "alman"},
		{"almen", "alman almin almon almun", "alman almin almon almun"},
		{"almen", "alman almin almon almun almyn", "alman almin almon almun"},
		{"almen", "al\ufffden", ""},
		{"hus 1", "hus 2", ""},
	} {
		n := newNearest(&index{parents: []parentRef{{kind: check.ParentByName, text: c.wanted}}})
		for name := range strings.SplitSeq(c.names, " ") {
			if strings.HasPrefix(c.wanted, "hus") {
				name = c.names
			}
			n.Offer(name)
		}
		got := strings.Join(n.AsNear(0), " ") + n.To(0)
		if got != c.want {
			t.Errorf("near %q of %q: %q, want %q", c.wanted, c.names, got, c.want)
		}
	}
}
