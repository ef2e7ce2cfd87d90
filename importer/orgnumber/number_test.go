package orgnumber

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		text                    string
		ok, personal, right, is bool
	}{
		{"442000-0012", true, false, true, true},
		{"4420000012", true, false, true, true},
		{"16442000-0012", true, false, true, true},
		{"164420000012", true, false, true, true},
		{"442000–0012", true, false, true, true},
		{"442000-0013", true, false, false, false},
		{"121212-1212", true, true, true, true},
		{"121212+1212", true, true, true, true},
		{"19121212-1212", true, true, true, true},
		{"191212121212", true, true, true, true},
		{"121272-1219", true, true, true, true},   // a coordination number
		{"121312-1211", true, false, true, false}, // month 13: nobody's
		{"16121212-1212", false, false, false, false},
		{"17442000-0012", false, false, false, false},
		{"19442000-0012", false, false, false, false},
		{"44200-00012", false, false, false, false},
		{"442000--012", false, false, false, false},
		{"442000-001", false, false, false, false},
		{"SE442000001201", false, false, false, false},
		{"442000 0012", true, false, true, true},
		{"16442000\u00a00012", true, false, true, true},
		{"811218 9876", true, true, true, true},
		{"44 2000 0012", false, false, false, false},
		{"4420 000012", false, false, false, false},
		{"442000 -0012", false, false, false, false},
		{"", false, false, false, false},
		{"Ettexempel AB", false, false, false, false},
		{"4420000012123456", false, false, false, false},
	} {
		n, ok := Parse(test.text)
		if ok != test.ok {
			t.Errorf("Parse(%q) = %v, want %v", test.text, ok, test.ok)
		}
		if ok && (n.Personal() != test.personal || n.Checks() != test.right || n.Valid() != test.is) {
			t.Errorf("%q: personal %v, check digit right %v, valid %v", test.text, n.Personal(), n.Checks(), n.Valid())
		}
	}
}

func TestSpelt(t *testing.T) {
	spelt := func(text string) Spelt {
		n, _ := Parse(text)
		return n.Spelt()
	}
	seen := map[Spelt]string{}
	for _, text := range []string{"442000-0012", "4420000012", "16442000-0012", "164420000012"} {
		s := spelt(text)
		if s == 0 || s.Bare() != spelt("442000-0012").Bare() {
			t.Errorf("%s isn't the number that it is", text)
		}
		if s.String() != text {
			t.Errorf("%s becomes %s", text, s)
		}
		if seen[s] != "" {
			t.Errorf("%s is spelt like %s", text, seen[s])
		}
		seen[s] = text
	}
	if spelt("556677 0037") != spelt("556677-0037") || spelt("556677\u00a00037") != spelt("556677-0037") {
		t.Error("a space makes another number")
	}
	if spelt("442000-0013") != 0 {
		t.Error("a wrong check digit makes a number")
	}
	if spelt("442000-0012").Bare() == spelt("442000-0020").Bare() {
		t.Error("two numbers are one")
	}
	if spelt("16999999-9999").Bare() != 999_999_999 {
		t.Error("the largest number doesn't fit")
	}
}

func TestSpeltHidesPersons(t *testing.T) {
	for text, want := range map[string]string{
		"121212-1212": "XXXXXX-1212", "1212121212": "XXXXXX1212", "19121212–1212": "XXXXXXXX-1212", "191212121212": "XXXXXXXX1212",
	} {
		if n, _ := Parse(text); n.Spelt().String() != want {
			t.Errorf("%s shows as %s, want %s", text, n.Spelt(), want)
		}
	}
}

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"121212-1212":                  "XXXXXX-1212",
		"121212–1212":                  "XXXXXX–1212",
		"121212-1213":                  "XXXXXX-1213",
		"191212121212":                 "XXXXXXXX1212",
		"1212121212":                   "XXXXXX1212",
		`"121212-1212 "`:               `"XXXXXX-1212 "`,
		"1212121213":                   "1212121213",
		"442000-0012":                  "442000-0012",
		"Exempel 121212-1212":          "Exempel XXXXXX-1212",
		"811218 9876":                  "XXXXXX 9876",
		"19811218\u00a09876":           "XXXXXXXX\u00a09876",
		"Exempel 811218 9876 AB":       "Exempel XXXXXX 9876 AB",
		"100200 811218 9876":           "100200 XXXXXX 9876",
		"556677 0037":                  "556677 0037",
		"0701 21 12 12":                "0701 21 12 12",
		"Exempel (19121212-1212).":     "Exempel (XXXXXXXX-1212).",
		"Exempel 1212121212":           "Exempel XXXXXX1212",
		`"1212121212\u200b"`:           `"XXXXXX1212\u200b"`,
		"rows-202601011235.csv":        "rows-202601011235.csv",
		"K1212121212":                  "K1212121212",
		"Exempel 121212-1213":          "Exempel 121212-1213",
		"a 121212-1212, b 811218-9876": "a XXXXXX-1212, b XXXXXX-9876",
		"rows-20121212-1212.csv":       "rows-20121212-1212.csv",
		"19121212-1212.csv":            "19121212-1212.csv",
		"0046121212-1212":              "0046121212-1212",
		"12121212-121212":              "12121212-121212",
		"Ettexempel AB":                "Ettexempel AB",
		"":                             "",
	} {
		if got := Mask(text); got != want {
			t.Errorf("Mask(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"1212121213": "XXXXXX1213", " 121212-1213 ": " XXXXXX-1213 ", "442000-0013": "442000-0013", "saknas": "saknas",
	} {
		if got := MaskCell(text); got != want {
			t.Errorf("MaskCell(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, seed := range []string{"121212-1212", "Exempel 121212-1212.", "442000–0012", "19121212+1212", "\xff121212-1212\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, masked := range []string{Mask(text), MaskCell(text)} {
			if len(masked) != len(text) && strings.ToValidUTF8(text, "") == text {
				t.Fatalf("%q became %q", text, masked)
			}
			if Mask(masked) != masked {
				t.Fatalf("%q became %q, and that something else", text, masked)
			}
		}
		if n, ok := Parse(text); ok && n.Spelt() != 0 && !n.Valid() {
			t.Fatalf("%q is spelt and not valid", text)
		}
	})
}

// TestPersonal is about the first and the last of each part of a date, and of the days to which coordination numbers add 60.
func TestPersonal(t *testing.T) {
	for date, want := range map[string]bool{
		"010101": true, "010001": false, "011201": true, "011301": false,
		"010100": false, "010131": true, "010132": false,
		"010160": false, "010161": true, "010191": true, "010192": false,
	} {
		for _, text := range []string{date + "-0000", date + "0000", "19" + date + "0000"} {
			n, ok := Parse(text)
			if century := len(text) == 12; ok != (want || !century) || ok && n.Personal() != want {
				t.Errorf("%s: read %v, personal %v", text, ok, n.Personal())
			}
		}
	}
}

// TestLegal is about the third digit: from 2 on it is no month's.
func TestLegal(t *testing.T) {
	for text, want := range map[string]bool{"551000-0000": false, "552000-0000": true, "559999-0000": true, "550199-0000": false} {
		if n, ok := Parse(text); !ok || n.Legal() != want {
			t.Errorf("%s: read %v, legal %v", text, ok, n.Legal())
		}
	}
}

// TestCenturies: a person's number begins with one of three, a legal person's with 16.
func TestCenturies(t *testing.T) {
	for century, want := range map[string]bool{"15": false, "16": false, "17": false, "18": true, "19": true, "20": true, "21": false} {
		if _, ok := Parse(century + "121212-1212"); ok != want {
			t.Errorf("%s121212-1212: read %v", century, ok)
		}
		if _, ok := Parse(century + "442000-0012"); ok != (century == "16") {
			t.Errorf("%s442000-0012: read %v", century, ok)
		}
	}
}

// TestMaskBesideEndings: a number before a file's ending is part of its name; before a full stop it is a number.
func TestMaskBesideEndings(t *testing.T) {
	for ending, named := range map[string]bool{".a": true, ".z": true, ".A": true, ".Z": true, ".0": true, ".9": true, ".": false, ". ": false, ".:": false, ".`": false, ".{": false, ".@": false, ".[": false} {
		text := "se 121212-1212" + ending
		if got := Mask(text); (got == text) != named {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}
