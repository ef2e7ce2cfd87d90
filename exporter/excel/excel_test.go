package excel

import "testing"

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"":            "",
		"=1+1":        "'=1+1",
		"+46 8 12":    "'+46 8 12",
		"-5":          "'-5",
		"@SUM(1+9)":   "'@SUM(1+9)",
		"\t=1":        "'\t=1",
		"\r=1":        "'\r=1",
		"'quoted":     "''quoted",
		"00123":       "00123",
		"Granberg AB": "Granberg AB",
		" =1+1":       " =1+1", // a text to every spreadsheet program, as it begins with a space
		"a=b":         "a=b",
	} {
		got := Guard(text)
		if got != want {
			t.Errorf("Guard(%q) = %q, want %q", text, got, want)
		}
		if back := Unguard(got); back != text {
			t.Errorf("Unguard(%q) = %q, want %q", got, back, text)
		}
	}
}
