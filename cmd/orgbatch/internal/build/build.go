// Package build says which build of the program this is.
package build

import (
	"regexp"
	"runtime/debug"
	"time"
)

// Version is the release, or of a build between releases a version made of its commit.
func Version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

// Setting is what the version control said when the program was built, "" where nobody asked it.
func Setting(setting string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == setting {
			return s.Value
		}
	}
	return ""
}

// madeOfCommit finds in a version that Go made of a commit when that was made and how its hash
// begins: all that is known of a commit where go install fetched it.
var madeOfCommit = regexp.MustCompile(`[-.](\d{14})-([0-9a-f]{12})$`)

// FromVersion tells them, as they stand in what version control says.
func FromVersion(version string) (commit, date string) {
	m := madeOfCommit.FindStringSubmatch(version)
	if m == nil {
		return "", ""
	}
	made, err := time.Parse("20060102150405", m[1])
	if err != nil {
		return "", ""
	}
	return m[2], made.Format(time.RFC3339)
}
