package config

import (
	"fmt"
	"strings"
)

// ParseHeaders reads pasted request headers, one a line, into a profile:
//
//	X-PIGELLO-CUSTOMER-ID: 6f0c…
//
// The names' case doesn't matter; quotes and `-H`, as curl's command line has
// them, and other headers are passed over. A value given twice is an error.
func ParseHeaders(text string) (Profile, error) {
	var p Profile
	byHeader := map[string]Key{}
	for _, k := range Keys() {
		byHeader[strings.ToLower(k.Header)] = k
	}
	for i, line := range strings.Split(text, "\n") {
		name, value, ok := splitHeader(line)
		if !ok {
			continue
		}
		k, known := byHeader[strings.ToLower(name)]
		if !known {
			if strings.HasPrefix(strings.ToLower(name), "x-pigello-") {
				return Profile{}, fmt.Errorf("line %d: unknown header %s", i+1, name)
			}
			continue
		}
		if *k.Field(&p) != "" {
			return Profile{}, fmt.Errorf("line %d: %s is given twice", i+1, k.Header)
		}
		*k.Field(&p) = value
	}
	return p, nil
}

// splitHeader takes `Name: value` out of a line that may still have curl's
// decorations around it.
func splitHeader(line string) (name, value string, ok bool) {
	line = strings.TrimSpace(line)
	line = strings.TrimSpace(strings.TrimSuffix(line, `\`))
	for _, flag := range []string{"-H ", "--header "} {
		line = strings.TrimSpace(strings.TrimPrefix(line, flag))
	}
	line = strings.Trim(line, `'"`)
	name, value, ok = strings.Cut(line, ":")
	return strings.TrimSpace(name), strings.TrimSpace(value), ok
}
