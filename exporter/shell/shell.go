// Package shell writes words of a command as a person can type them: every command that a message, a page or a report names is made with it.
package shell

import (
	"runtime"
	"strings"
	"unicode"
)

// Quote writes s as one word of the system's shell: of a POSIX shell or, on Windows, of cmd.exe and PowerShell.
func Quote(s string) string { return quoteFor(runtime.GOOS, s) }

func quoteFor(goos, s string) string {
	plain := "-_./=:@%+,"
	if goos == "windows" {
		plain += `\`
	}
	bare := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(plain, r)
	}
	switch {
	case s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !bare(r) }):
		return s
	case goos == "windows":
		ends := s[len(strings.TrimRight(s, `\`)):] // before a quote a backslash counts as two
		return `"` + strings.ReplaceAll(s, `"`, `\"`) + ends + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
