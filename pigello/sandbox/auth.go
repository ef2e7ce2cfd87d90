package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// DefaultCredentials are the seven headers that a sandbox accepts when none are given: plainly made
// up, the same everywhere. The map is the caller's to change.
func DefaultCredentials() map[string]string {
	return map[string]string{
		"X-PIGELLO-CUSTOMER-ID":        "00000000-0000-4000-8000-000000000001",
		"X-PIGELLO-APPLICATION-ID":     "00000000-0000-4000-8000-000000000002",
		"X-PIGELLO-SERVICE-ID":         "00000000-0000-4000-8000-000000000003",
		"X-PIGELLO-SERVICE-VERSION-ID": "00000000-0000-4000-8000-000000000004",
		"X-PIGELLO-CLIENT-CT":          "sandbox.customer",
		"X-PIGELLO-CLIENT-ENTITY":      "00000000-0000-4000-8000-000000000005",
		"X-PIGELLO-CLIENT-SECRET":      "sandbox-secret",
	}
}

// lock knows the accepted credentials by their digests.
type lock map[string][sha256.Size]byte

func newLock(credentials map[string]string) lock {
	l := lock{}
	for header, value := range credentials {
		l[header] = sha256.Sum256([]byte(value))
	}
	return l
}

// open checks every header, each in constant time and never stopping early, so that the time taken
// tells nothing of what was right. It gives the message of a refusal, or "".
func (l lock) open(h http.Header) string {
	missing, right := false, 1
	for header, want := range l {
		got := h.Get(header)
		missing = missing || got == ""
		sum := sha256.Sum256([]byte(got))
		right &= subtle.ConstantTimeCompare(sum[:], want[:])
	}
	switch {
	case missing:
		return "Authentication credentials were not provided."
	case right != 1:
		return "Invalid credentials."
	}
	return ""
}
