package pigello

import (
	"strings"
	"testing"
)

// TestScrub takes a secret out of what a server echoes, however it wrote it, and leaves the rest.
func TestScrub(t *testing.T) {
	scrub := newScrubber(`a+"b"&<c>/=`)
	for _, echo := range []string{
		`a+"b"&<c>/=`, `a+\"b\"&<c>/=`, `a+\"b\"\u0026\u003cc\u003e/=`, `a+&#34;b&#34;&amp;&lt;c&gt;/=`, `a%2B%22b%22%26%3Cc%3E%2F%3D`,
		`a+%22b%22&%3Cc%3E%2F=`, `612b226222263c633e2f3d`, `YSsiYiImPGM+Lz0=`, `YSsiYiImPGM-Lz0`,
	} {
		if got := string(scrub([]byte("you sent " + echo + ", indeed"))); got != "you sent "+Redacted+", indeed" {
			t.Errorf("of %s there is left: %s", echo, got)
		}
	}
	// JSON may escape any letter.
	b := scrub.errorBody([]byte(`{"detail":"\u0061+\"b\"&<c>/=","name":["\u0061+\"b\"&<c>/="]}`))
	if text := b.Detail + b.Fields[0].Error(); strings.Contains(text, "b\"&") || !strings.Contains(text, Redacted) {
		t.Errorf("of other escapes there is left: %s", text)
	}
	if got := string(newScrubber("")([]byte("as it is"))); got != "as it is" {
		t.Errorf("without a secret: %s", got)
	}
}
