package ui

import (
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
)

// TestNothingMovesTheCursor: whatever the values in a text are, nothing goes to the terminal that it acts on, but our own colours.
func TestNothingMovesTheCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		odd := rapid.StringOfN(rapid.SampledFrom([]rune("aå \x1b[31m\x9b\r\t\a\u202e\uFDD0\uFFFE")), 1, 20, -1).Draw(t, "value")
		u, out := person("")
		u.look = Look{Colours: true, Width: rapid.IntRange(0, 50).Draw(t, "width")}
		u.Say("%s and %s", odd, Paint(Bold, "head"))
		u.Warn("%s", odd)
		u.Fail(&problem.Problem{Msg: odd, Hint: odd})
		u.Next(odd)
		if _, err := u.Ask(odd); err != nil {
			t.Fatal(err)
		}
		shown := out.String()
		for _, code := range colours {
			shown = strings.ReplaceAll(shown, code, "")
		}
		if at := strings.IndexFunc(shown, func(r rune) bool { return strings.ContainsRune("\x1b\x9b\r\t\a\u202e\uFDD0\uFFFE", r) }); at >= 0 {
			t.Errorf("%q holds %q", shown, shown[at:])
		}
	})
}

// TestWrap: no line is wider than the terminal unless a word is, whatever the
// letters and colours, and no word is lost.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Look{Width: rapid.IntRange(leastWidth, 60).Draw(t, "width"), Colours: true}
		words := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("aå🏠漢")), 1, 7, -1), 1, 30).Draw(t, "words")
		painted := append([]string{Paint(Red, words[0])}, words[1:]...)
		lines := strings.Split(l.Show("    "+strings.Join(painted, " ")), "\n")
		for i, line := range lines {
			line = strings.NewReplacer(colours[Red], "", colours[plain], "").Replace(line)
			if lines[i] = line; uniseg.StringWidth(line) > l.Width && len(strings.Fields(line)) > 1 {
				t.Errorf("line %d, %q, is wider than %d", i, line, l.Width)
			}
			if i > 0 && !strings.HasPrefix(line, "        ") {
				t.Errorf("line %d, %q, isn't indented", i, line)
			}
		}
		if got := strings.Join(strings.Fields(strings.Join(lines, " ")), " "); got != strings.Join(words, " ") {
			t.Errorf("%q became %q", words, got)
		}
	})
}

// TestHang: the lines of a text that is broken begin below its first word, or below the text beside its labels.
func TestHang(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  string
	}{
		{"no terminal, so nothing is broken here", 0, "no terminal, so nothing is broken here"},
		{"a terminal that is too narrow to break well", 27, "a terminal that is too narrow to break well"},
		{"a text that fits", 40, "a text that fits"},
		{"ett bageri på ön och ett på fastlandet", 30, "ett bageri på ön och ett på\n    fastlandet"},
		{"/a/path/that/is/longer/than/the/line is whole", 30, "/a/path/that/is/longer/than/the/line\n    is whole"},
		{"    row 3: the name is missing, and nothing tells which", 40, "    row 3: the name is missing, and\n        nothing tells which"},
		{"ok       config        of nordhus, kept in a file", 44, "ok       config        of nordhus, kept in a\n         file"},
		{"ok       config        of nordhus, kept in a file", 48, "ok       config        of nordhus, kept in a\n                       file"},
		{"hint: --sandbox                       the embedded one", 40, "hint: --sandbox\n    the embedded one"},
		{"", 30, ""},
	} {
		if got := (Look{Width: tt.width}).Show(tt.text); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestFileNames: the name of a file is whole in a sentence, and on one line as long as that has room for it.
func TestFileNames(t *testing.T) {
	name := "kundregister för hela koncernen 2026 – to correct.xlsx"
	said := words.English.Next.PlanAgain(33, FileName("mapp/"+name))
	got := Look{Width: 60}.Show(said)
	if want := "correct 33 rows in\n    \"" + name + "\"\n    and give the same command again:"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := FileName("kunder.csv"); got != "kunder.csv" {
		t.Errorf("a name without spaces is %s", got)
	}
}
