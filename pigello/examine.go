package pigello

import (
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// HeaderState is what can be seen of one of the seven values before it is sent.
// It holds nothing of the value itself.
type HeaderState struct {
	// Name is the header's.
	Name string
	// Secret is whether nothing of its value may be shown.
	Secret bool
	// Missing is whether there is no value.
	Missing bool
	// UUID is whether the value is one.
	UUID bool
	// Problem says what is odd about it; empty when nothing is.
	Problem string
	// Unsendable is whether a client refuses to send it so.
	Unsendable bool
}

// Examine looks at the seven values in the order of the documentation: which are
// there, which are UUIDs, and what pasting and quoting usually leave behind.
func (c Credentials) Examine() []HeaderState {
	var states []HeaderState
	headers := c.headers()
	for i, h := range headers {
		v := *h.value
		s := HeaderState{Name: h.name, Secret: i == len(headers)-1, Missing: v == "", UUID: IsUUID(v)}
		s.Problem, s.Unsendable = oddity(v)
		if s.Problem == "" && !s.Secret && !s.UUID && nearlyUUID(v) {
			s.Problem = "looks like a UUID that lost or gained a character"
		}
		states = append(states, s)
	}
	last := &states[len(states)-1]
	for _, h := range headers[:len(headers)-1] {
		if *h.value != "" && *h.value == c.ClientSecret && last.Problem == "" {
			last.Problem = "is the same as " + h.name + ", so one of them was pasted into the wrong place"
		}
	}
	return states
}

// oddity names what is wrong with a value as such.
func oddity(v string) (problem string, unsendable bool) {
	switch {
	case strings.ContainsAny(v, "\r\n"):
		return "has a line end in it", true
	case strings.ContainsFunc(v, isControl):
		return "has a control character in it", true
	case strings.TrimSpace(v) != v:
		return "begins or ends with a space", true
	case strings.ContainsFunc(v, func(r rune) bool { return r > unicode.MaxASCII }):
		return "has a letter in it that no header takes safely (beyond ASCII, perhaps an invisible one)", false
	case len(v) > 1 && strings.ContainsAny(v[:1], `"'`) && v[0] == v[len(v)-1]:
		return "is in quotes, which would be sent along", false
	case strings.Contains(v, " "):
		return "has a space in it", false
	}
	return "", false
}

// nearlyUUID tells a value of hexadecimal digits and dashes about as long as a
// UUID.
func nearlyUUID(v string) bool {
	const slack = 4
	n := len(uuid.UUID{}.String())
	return len(v) >= n-slack && len(v) <= n+slack && strings.Trim(strings.ToLower(v), "0123456789abcdef-") == ""
}
