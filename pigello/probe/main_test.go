package probe_test

import (
	"net/http/httptest"
	"testing"

	"go.uber.org/goleak"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// dial serves a sandbox and gives a client of it.
func dial(t testing.TB, o sandbox.Options) (*pigello.Client, *sandbox.Sandbox) {
	t.Helper()
	s, err := sandbox.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	c, err := pigello.New(pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials())})
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

func must(org pigello.Organization, err error) func(*testing.T) pigello.Organization {
	return func(t *testing.T) pigello.Organization {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return org
	}
}
