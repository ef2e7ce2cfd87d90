package config

import (
	"fmt"
	"strconv"
	"time"
)

// ParseAge understands an age: 48h, 90d or 12w.
func ParseAge(s string) (time.Duration, error) {
	units := map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}
	if len(s) > 1 {
		n, err := strconv.Atoi(s[:len(s)-1])
		const longest = 100_000 * 24 * time.Hour
		if unit, ok := units[s[len(s)-1:]]; ok && err == nil && n >= 0 && n < int(longest/unit) {
			return time.Duration(n) * unit, nil
		}
	}
	return 0, fmt.Errorf("%q is no age", s)
}
