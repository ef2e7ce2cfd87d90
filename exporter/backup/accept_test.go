package backup

import (
	"errors"
	"path/filepath"
	"testing"
)

// Of two that accept one snapshot the second learns that it is accepted, and the
// first one's reason stays.
func TestAcceptOnce(t *testing.T) {
	s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	put(t, s, begun, 20)
	snap, err := s.Create(t.Context(), serve(t), CreateOptions{MaxShrink: new(float64)})
	if err != nil {
		t.Fatal(err)
	}
	first, second := Open(snap.Dir), Open(snap.Dir)
	if err := first.Accept(t.Context(), "sold", "test", begun); err != nil {
		t.Fatal(err)
	}
	var not *NotSuspectError
	if err := second.Accept(t.Context(), "merged", "test", begun); !errors.As(err, &not) || not.State != Accepted {
		t.Errorf("the second: %v", err)
	}
	if now := Open(snap.Dir); now.Accepted == nil || now.Accepted.Reason != "sold" {
		t.Errorf("%+v", now.Accepted)
	}
}
