package xmlscan

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// TestXMLDeclaration: a declaration is taken off whole, and its encoding taken in.
func TestXMLDeclaration(t *testing.T) {
	for raw, want := range map[string]string{
		`<a/>`: `<a/>`, `<?xml version="1.0"?><a/>`: `<a/>`, "\ufeff<?xml version='1.1' encoding='UTF-8'?>\n<a/>": "\n<a/>", "": "", "<": "<", "<?xml": "<?xml",
		"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe5</a>": "<a>å</a>", "<?xml version='1.0' encoding='UTF-16'?><a>å</a>": "<a>å</a>", "<?xml-stylesheet x?><a/>": "<?xml-stylesheet x?><a/>",
		"<\x00a\x00/\x00>\x00": "<a/>", "\x00<\x00a\x00/\x00>": "<a/>", "\xfe\xff\x00<\x00a\x00>": "<a>",
	} {
		if got, err := io.ReadAll(UTF8(strings.NewReader(raw))); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", raw, got, err)
		}
	}
	failed := errors.New("unplugged")
	if _, err := io.ReadAll(UTF8(iotest.ErrReader(failed))); err != failed {
		t.Error(err)
	}
}
