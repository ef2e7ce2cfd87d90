package pigello

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
)

// Redacted stands wherever a secret would have been shown.
const Redacted = "[redacted]"

// Credentials are the seven values that every call carries as headers. The
// first six say who acts on what; ClientSecret is a secret and is shown by no
// method of this type: String, Format, LogValue and MarshalJSON redact it.
type Credentials struct {
	CustomerID       string
	ApplicationID    string
	ServiceID        string
	ServiceVersionID string
	ClientCT         string
	ClientEntity     string
	ClientSecret     string
}

// CredentialsFrom takes the seven values out of headers, named as the API names
// them ("X-PIGELLO-CUSTOMER-ID"); a missing one stays empty.
func CredentialsFrom(headers map[string]string) (c Credentials) {
	for _, h := range c.headers() {
		*h.value = headers[h.name]
	}
	return c
}

// header is one header of the API with the field that holds its value.
type header struct {
	name  string
	value *string
}

// headers lists the seven headers in the order of the documentation, the secret last.
func (c *Credentials) headers() []header {
	return []header{
		{"X-PIGELLO-CUSTOMER-ID", &c.CustomerID},
		{"X-PIGELLO-APPLICATION-ID", &c.ApplicationID},
		{"X-PIGELLO-SERVICE-ID", &c.ServiceID},
		{"X-PIGELLO-SERVICE-VERSION-ID", &c.ServiceVersionID},
		{"X-PIGELLO-CLIENT-CT", &c.ClientCT},
		{"X-PIGELLO-CLIENT-ENTITY", &c.ClientEntity},
		{"X-PIGELLO-CLIENT-SECRET", &c.ClientSecret},
	}
}

// complete refuses to leave a value out. Like check it names headers, never values.
func (c Credentials) complete() error {
	for _, h := range c.headers() {
		if *h.value == "" {
			return &UsageError{Subject: "credentials", Problem: h.name + " is missing"}
		}
	}
	return nil
}

// check refuses values that cannot travel as a header.
func (c Credentials) check() error {
	for _, h := range c.headers() {
		v := *h.value
		switch {
		case strings.ContainsFunc(v, isControl):
			return &UsageError{
				Subject: "credentials", Problem: h.name + " contains a line break or another control character",
			}
		case strings.TrimSpace(v) != v:
			return &UsageError{Subject: "credentials", Problem: h.name + " begins or ends with a space"}
		}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// apply returns a function that sets the headers: a closure, so that printing
// a Client with any verb shows an address and never a value.
func (c Credentials) apply() func(http.Header) {
	return func(h http.Header) {
		for _, header := range c.headers() {
			if *header.value != "" {
				h.Set(header.name, *header.value)
			}
		}
	}
}

// redacted returns c with its secret replaced; an empty one stays empty.
func (c Credentials) redacted() Credentials {
	if c.ClientSecret != "" {
		c.ClientSecret = Redacted
	}
	return c
}

// String shows the credentials with the secret redacted.
func (c Credentials) String() string {
	r := c.redacted()
	return fmt.Sprintf("customer %s, application %s, service %s, version %s, client %s %s, secret %s",
		r.CustomerID, r.ApplicationID, r.ServiceID, r.ServiceVersionID, r.ClientCT, r.ClientEntity, r.ClientSecret)
}

// GoString shows the credentials with the secret redacted.
func (c Credentials) GoString() string { return "pigello.Credentials{" + c.String() + "}" }

// Format shows the credentials with the secret redacted, whatever the verb.
func (c Credentials) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		_, _ = io.WriteString(f, c.GoString())
		return
	}
	_, _ = io.WriteString(f, c.String())
}

// LogValue is what a log shows: a group with the secret redacted.
func (c Credentials) LogValue() slog.Value {
	r := c.redacted()
	return slog.GroupValue(
		slog.String("customer_id", r.CustomerID), slog.String("application_id", r.ApplicationID),
		slog.String("service_id", r.ServiceID), slog.String("service_version_id", r.ServiceVersionID),
		slog.String("client_ct", r.ClientCT), slog.String("client_entity", r.ClientEntity),
		slog.String("client_secret", r.ClientSecret))
}

// MarshalJSON encodes the credentials with the secret redacted; it is for
// showing them, not for keeping them.
func (c Credentials) MarshalJSON() ([]byte, error) {
	type plain Credentials // drops the methods, so that this one isn't called again
	return json.Marshal(plain(c.redacted()))
}
