package main

import (
	"regexp"
	"runtime/debug"
	"time"
)

// versionText is the release, or of a build between releases a version made of its commit.
func versionText() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

// built is what the version control said when the program was built, "" where nobody asked it.
func built(setting string) string {
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

// madeOfCommit finds in a version that Go made of a commit when that was made and how its hash begins: all that is
// known of a commit where go install fetched it.
var madeOfCommit = regexp.MustCompile(`[-.](\d{14})-([0-9a-f]{12})$`)

// madeOf tells them, as they stand in what version control says.
func madeOf(version string) (commit, date string) {
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
