package backup

import (
	"net/http/httptest"
	"testing"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// serve serves an empty sandbox and connects to it.
func serve(t *testing.T) *pigello.Client {
	t.Helper()
	_, client := serveSandbox(t, sandbox.Options{})
	return client
}

// serveSandbox serves a sandbox and connects to it.
func serveSandbox(t testing.TB, o sandbox.Options, timeouts ...pigello.Timeouts) (*sandbox.Sandbox, *pigello.Client) {
	t.Helper()
	sb, err := sandbox.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sb)
	options := pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials())}
	if len(timeouts) > 0 {
		options.Timeouts = timeouts[0]
	}
	client, err := pigello.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		server.Close()
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	return sb, client
}

// create makes one organization.
func create(t *testing.T, client *pigello.Client, name string) pigello.Organization {
	t.Helper()
	org, err := client.Create(t.Context(), pigello.Write{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return org
}
