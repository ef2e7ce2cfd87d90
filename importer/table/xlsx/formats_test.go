package xlsx

import (
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/numfmt"
)

// TestHiddenNumbers: a number that its format hides is read, as a hidden text is; a hidden 0 stays a blank cell.
func TestHiddenNumbers(t *testing.T) {
	for _, c := range []struct{ code, stored, want string }{
		{";;;", "1042", "1042"},
		{";;;", "-1.5", "-1.5"},
		{";;;", "0", ""},
		{"0;-0;;@", "0.0", ""},
		{"00000;;;", "-5", "-5"},
		{"00000;;;", "5", "00005"},
		{"#", "0", ""},
	} {
		format, err := numfmt.Parse(c.code)
		if err != nil {
			t.Fatal(err)
		}
		f := &formats{numbers: []*numfmt.Format{format}}
		if got := f.number([]byte(c.stored), 0); got != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.code, c.stored, got, c.want)
		}
	}
}
