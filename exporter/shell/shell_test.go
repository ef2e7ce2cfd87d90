package shell

import (
	"os/exec"
	"runtime"
	"testing"
)

// TestQuote: which texts are a word as they are, and how the others become one.
func TestQuote(t *testing.T) {
	for _, c := range []struct{ text, posix, windows string }{
		{"azAZ09_-.,/:@%+=", "azAZ09_-.,/:@%+=", "azAZ09_-.,/:@%+="},
		{"Företag", "Företag", "Företag"},
		{"", "''", `""`},
		{"fil å.csv", "'fil å.csv'", `"fil å.csv"`},
		{"Kim's", `'Kim'\''s'`, `"Kim's"`},
		{`C:\Kunder\lista.csv`, `'C:\Kunder\lista.csv'`, `C:\Kunder\lista.csv`},
		{`C:\Mina kunder\`, `'C:\Mina kunder\'`, `"C:\Mina kunder\\"`},
		{`"Nya" AB`, `'"Nya" AB'`, `"\"Nya\" AB"`},
		{"a*", "'a*'", `"a*"`}, {"$x", "'$x'", `"$x"`}, {"a;b", "'a;b'", `"a;b"`}, {"\x7f", "'\x7f'", "\"\x7f\""},
	} {
		if got := quoteFor("linux", c.text); got != c.posix {
			t.Errorf("%q becomes %s, not %s", c.text, got, c.posix)
		}
		if got := quoteFor("windows", c.text); got != c.windows {
			t.Errorf("on Windows %q becomes %s, not %s", c.text, got, c.windows)
		}
	}
}

// FuzzQuote holds the words against a shell that reads them.
func FuzzQuote(f *testing.F) {
	if runtime.GOOS == "windows" {
		f.Skip("there is no sh")
	}
	for _, s := range []string{"", "a b", "Kim's", `\`, "$(x)", "å\n*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range s {
			if r == 0 {
				return // no argument holds it
			}
		}
		got, err := exec.Command("sh", "-c", "printf %s. "+quoteFor("linux", s)).Output()
		if err != nil || string(got) != s+"." {
			t.Errorf("%q is read as %q, %v", s, got, err)
		}
	})
}
