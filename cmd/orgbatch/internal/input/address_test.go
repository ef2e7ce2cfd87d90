package input

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestWithoutQuery: nothing is kept of an address that may be a key, and files stay what they are.
func TestWithoutQuery(t *testing.T) {
	for arg, want := range map[string]string{
		"https://exempelbacken.example/a%2Fb.csv?key=1#b": "https://exempelbacken.example/a%2Fb.csv",
		"HTTPS://anna:hemlig@exempelbacken.example":       "https://exempelbacken.example",
		"http://exempelbacken.example:80/?":               "http://exempelbacken.example:80/",
		"a.csv?b":                                         "a.csv?b",
		"ftp://a?b":                                       "ftp://a?b",
		"-":                                               "-",
	} {
		if got := cmdline.WithoutQuery(arg); got != want {
			t.Errorf("%s is kept as %s, want %s", arg, got, want)
		}
	}
}

// TestFetchingEnds: what never ends, and what stops, is an error of that file.
func TestFetchingEnds(t *testing.T) {
	for _, c := range []struct {
		name string
		body io.Reader
		left int64
		want string
	}{
		{"all that is allowed", strings.NewReader("abc"), 3, ""},
		{"a byte more", strings.NewReader("abcd"), 3, "read x: it is larger than 1.1 GB"},
		{"a pause", silent{}, 3, "read x: fetching it failed: nothing came for a minute"},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		f := &fetching{words: &words.English, name: "x", ctx: ctx, left: c.left, body: io.NopCloser(c.body), silence: time.NewTimer(0)}
		if c.body == (silent{}) {
			cancel(errSilence)
		}
		_, err := io.ReadAll(f)
		cancel(nil)
		if got := errors.As(err, new(*tabular.InputError)); (err == nil) != (c.want == "") || err != nil && (!got || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, context.Canceled }

// TestOnward: a redirect is followed as by nobody, and only so often.
func TestOnward(t *testing.T) {
	r := &http.Request{URL: &url.URL{Scheme: "https", User: url.UserPassword("anna", "hemlig")}, Header: http.Header{"Referer": {"https://x?key=1"}}}
	if err := onward(r, make([]*http.Request, maxRedirects)); err != nil || r.URL.User != nil || len(r.Header) > 0 {
		t.Errorf("%v: %v, %v", err, r.URL, r.Header)
	}
	if err := onward(r, make([]*http.Request, maxRedirects+1)); !errors.Is(err, http.ErrUseLastResponse) {
		t.Errorf("one redirect too many: %v", err)
	}
}
