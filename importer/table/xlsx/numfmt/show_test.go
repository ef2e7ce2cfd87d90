package numfmt

import (
	"strings"
	"testing"
)

// show shows a number by a format.
func show(t *testing.T, code, stored string, c Calendar) Shown {
	t.Helper()
	f, err := Parse(code)
	if err != nil {
		t.Fatalf("%s: %v", code, err)
	}
	return f.Show(stored, c)
}

// TestShow: what Excel shows of a number.
func TestShow(t *testing.T) {
	for _, c := range []struct{ code, stored, want string }{
		// Codes and phone numbers.
		{"General", "1234567890123456", "1234567890123456"},
		{`General" st"`, "1.5", "1.5 st"},
		{"00000", "123", "00123"},
		{"00000", "-123", "-00123"},
		{"000000-0000", "5560123456", "556012-3456"},
		{"000000-0000", "123456789012", "12345678-9012"},
		{`"K-"0000`, "-5", "-K-0005"},
		{`\K0`, "7", "K7"},
		{"0 st", "5", "5 st"},
		{"0 EUR", "5", "5 EUR"},
		{"00 00 00-0000", "5560123456", "55 60 12-3456"},
		{`[<=9999999]###\-####;\(###\)\ ###\-####`, "5551234", "555-1234"},
		{`[<=9999999]###\-####;\(###\)\ ###\-####`, "5560123456", "(556) 012-3456"},
		{"0", "123456789012345678901", "123456789012346000000"},
		// Sections and conditions.
		{`0;-0;"noll"`, "0", "noll"},
		{"0;-0;;@", "0", ""},
		{"0;(0)", "-5", "(5)"},
		{"0;@", "-5", "-5"},
		{`"text"`, "-5", "-text"},
		{`[=0]"nej";[=1]"ja";0`, "0", "nej"},
		{`[=0]"nej";[=1]"ja";0`, "1", "ja"},
		{`[=0]"nej";[=1]"ja";0`, "42", "42"},
		{`[=0]"nej";[=1]"ja";0`, "-42", "-42"},
		{`[=0]nej;0`, "0", "nej"},
		{`[>=1000]"stor";[<0]"minus";"liten"`, "42", "liten"},
		{`[>=1000]"stor";[<0]"minus";"liten"`, "-1", "minus"},
		{"[<0]0;0", "-5", "5"},
		{"[>0]0;(0)", "-5", "(5)"},
		{"[>100]0;(0)", "-5", "-(5)"},
		{"[>100]0", "5.5", "5.5"},
		{"[<>1]0;0.0", "1", "1.0"},
		{"[<=1]0;[>5]0.00", "3", "3"},
		{"[Red][<=1]0.0;0.00", "1", "1.0"},
		{"00000;;;", "-5", ""},
		{"@", "12.50", "12.5"},
		{`"ID:"@`, "5", "5"},
		// Digits.
		{"#", "0", ""},
		{"#.00", "0.125", ".13"},
		{".00", "12.5", "12.50"},
		{"0.###", "5", "5"},
		{"0.0#", "1.23456", "1.23"},
		{"0.00", "1.005", "1.01"},
		{"0.00", "0.30000000000000004", "0.30"},
		{"0.00000000000000000", "0.30000000000000004", "0.30000000000000000"},
		{"0", "0.5", "1"},
		{"0", "-0.3", "-0"},
		{"0", "9.5", "10"},
		{"?0.0?", "1", "1.0"},
		{"0.0,,", "1234567", "1.2"},
		{`0.0,"k"`, "1234", "1.2k"},
		{"0,0", "1234", "1,234"},
		{"0000000,0", "1234", "00,001,234"},
		{"?,???", "12", "12"},
		{"#,##0.00", "-1234567.891", "-1,234,567.89"},
		{"0.00, ", "1234567", "1234.57"},
		{"0%", "0.125", "13%"},
		{`0.0\ %`, "0.1234", "12.3 %"},
		{"0.5", "7", "7.5"},
		{"[DBNum1]0", "42", "42"},
		// Currencies.
		{"[$-41D]#,##0.00", "1234.5", "1\u00a0234,50"},
		{`#,##0.00\ [$kr-41D]`, "1234.5", "1\u00a0234,50 kr"},
		{`#,##0.00\ [$kr-sv-SE]`, "1234.5", "1\u00a0234,50 kr"},
		{"[$€-2] #,##0.00", "1234.5", "€ 1,234.50"},
		{"[$$-409]#,##0.00", "-1234.5", "-$1,234.50"},
		{`_-* #,##0.00\ "kr"_-;\-* #,##0.00\ "kr"_-;_-* "-"??\ "kr"_-;_-@_-`, "-1234.5", "-1,234.50 kr"},
		{`_-* #,##0.00\ "kr"_-;\-* #,##0.00\ "kr"_-;_-* "-"??\ "kr"_-;_-@_-`, "0", "-   kr"},
		// Exponents and fractions.
		{"0.00E+00", "0", "0.00E+00"},
		{"0.00E+00", "0.000125", "1.25E-04"},
		{"0.0E-0", "1234.5", "1.2E3"},
		{"##0.0E+0", "12345", "12.3E+3"},
		{"##0.0E+0", "999960", "1.0E+6"},
		{"##0.0E+0", "0.00012", "120.0E-6"},
		{"# ?/?", "0.5", "1/2"},
		{"# ?/?", "-1.5", "-1 1/2"},
		{"# ?/?", "5", "5"},
		{"# ?/?", "0", "0"},
		{"# ?/?", "0.99", "1"},
		{"# ?/?", "0.3", "2/7"},
		{"# ??/??", "3.14159265", "3 14/99"},
		{"# ???/???", "3.14159265", "3  16/113"},
		{"?/?", "0", "0/1"},
		{"0/8", "42", "336/8"},
		{"# ?/16", "1.5", "1 8/16"},
		{"# ?/100", "1.25", "1 25/100"},
		{"0/0", "0.5", "1/2"},
		// Dates and times.
		{"yyyy-mm-dd", "46027", "2026-01-05"},
		{`yyyy\-mm\-dd;@`, "46027", "2026-01-05"},
		{"yyyy-mm-dd", "0", "1900-01-00"},
		{"yyyy-mm-dd", "1", "1900-01-01"},
		{"yyyy-mm-dd", "60", "1900-02-29"},
		{"yyyy-mm-dd", "61", "1900-03-01"},
		{"yyyy-mm-dd", "46027.999999", "2026-01-05"},
		{"yyyy-mm-dd", "46027.9999999999", "2026-01-06"},
		{"yyyy-mm-dd hh:mm", "46027.999999", "2026-01-06 00:00"},
		{"yyyy-mm-dd", "2958465", "9999-12-31"},
		{"yyyy-mm-dd", "2958466", "2958466"},
		{"yyyy-mm-dd hh:mm:ss", "2958465.999999", "2958465.999999"},
		{"yyyy-mm-dd", "5560123456", "5560123456"},
		{"yyyy-mm-dd", "-5", "-5"},
		{`yyyy\-mm\-dd;@`, "-5", "-5"},
		{"d/m/yy", "46027", "5/1/26"},
		{"dddd d mmmm yyyy", "46027", "Monday 5 January 2026"},
		{"ddd mmm mmmmm", "46027", "Mon Jan J"},
		{"[$-41D]dddd d mmmm yyyy", "46027", "måndag 5 januari 2026"},
		{"[$-sv-SE]d mmm", "46027", "5 jan"},
		{"[$-407]d. mmmm yyyy", "46082", "1. März 2026"},
		{"[$-40C]d mmmm yyyy", "46027", "2026-01-05"},
		{"[$-40C]d mmmm yyyy h:mm", "46027.5", "2026-01-05 12:00:00"},
		{"[$-40C]d/m/yyyy", "46027", "5/1/2026"},
		{"[$-F800]dddd, mmmm dd, yyyy", "46027", "2026-01-05"},
		{"[$-x-sysdate]dddd, mmmm dd, yyyy", "46027", "2026-01-05"},
		{"[$-F400]h:mm:ss AM/PM", "0.75", "18:00:00"},
		{"[$-1010409]d mmm", "46027", "5 Jan"},
		{`yyyy\-mm\-dd\ hh:mm:ss.000`, "46355.573264", "2026-11-29 13:45:30.010"},
		{"h:mm AM/PM", "0.5", "12:00 PM"},
		{"h:mm am/pm", "0", "12:00 AM"},
		{"h a/p", "0.75", "6 p"},
		{"hh:mm", "0.0625", "01:30"},
		{"hh:mm", "0.99999", "23:59"},
		{"mm:ss.0", "0.0625", "30:00.0"},
		{"m/s", "0.0625", "30/0"},
		{"h:d:m", "46027", "0:5:1"},
		{"[h]:mm", "1.0625", "25:30"},
		{"[hh]:mm:ss", "0.0625", "01:30:00"},
		{"[mm]:ss", "1.0625", "1530:00"},
		{"[ss]", "1.0625", "91800"},
		{"[h]:mm", "-0.5", "-0.5"},
		{`[h]" tim "mm`, "1.0625", "25 tim 30"},
		{"e/m/d", "46027", "2026/1/5"},
		{"bbbb", "46027", "bbbb"},
		{"bbbb/m", "46027", "2569/1"},
		// What is no number.
		{"0.00", "abc", "abc"},
		{"0.00", "NaN", "NaN"},
		{"0.00", "0x1F", "0x1F"},
		{"0.00", "1e999", "1e999"},
		{"0.00", "1e-999", "0.00"},
		{"0.00", "", ""},
	} {
		if got := show(t, c.code, c.stored, From1900).Text; got != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.code, c.stored, got, c.want)
		}
	}
}

// TestFrom1904: the days of workbooks of old Macs, whose times can be negative.
func TestFrom1904(t *testing.T) {
	for _, c := range []struct{ code, stored, want string }{
		{"yyyy-mm-dd", "0", "1904-01-01"},
		{"yyyy-mm-dd", "44893", "2026-11-29"},
		{"yyyy-mm-dd", "2957003", "9999-12-31"},
		{"yyyy-mm-dd", "2957004", "2957004"},
		{"yyyy-mm-dd", "-1", "-1"},
		{"[h]:mm", "1.0625", "25:30"},
		{"[h]:mm", "-0.5", "-12:00"},
		{"dddd", "0", "Friday"},
	} {
		if got := show(t, c.code, c.stored, From1904).Text; got != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.code, c.stored, got, c.want)
		}
	}
}

// TestDigits: the digits of a whole number that the format groups or hides, and of no other.
func TestDigits(t *testing.T) {
	for _, c := range []struct{ code, stored, want string }{
		{"#,##0", "1234560", "1234560"},
		{"#,##0.00", "1234561", "1234561"},
		{"#,##0.00", "42", "42"},
		{"#,##0.00", "1234.5", ""},
		{`#,##0" st"`, "1234560", "1234560"},
		{`#,##0\ [$kr-41D]`, "-1234", "-1234"},
		{"[$SEK] #,##0", "1234", "1234"},
		{"[$SEK]#,##0", "1234", "1234"},
		{"#,##0_);(#,##0)", "-1234560", "-1234560"},
		{"# ##0", "1234560", "1234560"},
		{`#\ ##0.00\ "kr"`, "1234", "1234"},
		{`"K-"#,##0`, "12345", "K-12345"},
		{`"K-"#,##0`, "-12345", "-K-12345"},
		{"0.00E+00", "123456789012", "123456789012"},
		{"0.00E+00", "1.23456789012E11", "123456789012"},
		{"0.00E+00", "9007199254740991", "9007199254740991"},
		{"0.00E+00", "9007199254740993", ""},
		{"0.00E+00", "0.125", ""},
		{"0", "1234560", ""},
		{"000 000", "1234560", ""},
		{"000000-0000", "5560123456", ""},
		{"0,", "1234560", ""},
		{"#,##0%", "12", ""},
		{"yyyy-mm-dd", "46027", ""},
	} {
		if got := show(t, c.code, c.stored, From1900).Digits; got != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.code, c.stored, got, c.want)
		}
	}
}

// TestGeneral: numbers without a format.
func TestGeneral(t *testing.T) {
	for stored, want := range map[string]string{
		"0": "0", "-0": "0", "00": "0", "42": "42", "+42": "42", "-42": "-42", "1.50": "1.5", "1.1000000000000001": "1.1", "0.30000000000000004": "0.3",
		"123456789012": "123456789012", "1.23456789012E11": "123456789012", "1234567890123456": "1234567890123456", "1000000000000000": "1000000000000000",
		"9007199254740991": "9007199254740991", "9007199254740993": "9.00719925474099E+15", "1234567890123456.7": "1.23456789012346E+15",
		"1e20": "1E+20", "-1.5E+300": "-1.5E+300", "0.00001": "0.00001", "1E-9": "0.000000001", "1E-10": "1E-10", "99999999999999.95": "100000000000000",
		"abc": "abc", "": "", "-": "-", "1e400": "1e400", "1_000": "1_000",
	} {
		if got := General(stored); got != want {
			t.Errorf("%q: got %q, want %q", stored, got, want)
		}
	}
}

// TestTexts: a section with @ shows something around texts; one without hides nothing.
func TestTexts(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{`"K-"@`, "K-x"}, {`0;-0;0;"K-"@"!"`, "K-x!"}, {`_(@_)`, ""}, {`0;-0;;@`, ""}, {";;;", ""}, {"0", ""}, {"@@", ""}, {`0;"a"@`, "ax"}, {`"nr "@`, "nr x"},
	} {
		f, err := Parse(c.code)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if f.Decorates() {
			got = f.ShowText("x")
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.code, got, c.want)
		}
	}
}

// TestParseErrors: what Excel wouldn't open either.
func TestParseErrors(t *testing.T) {
	for _, code := range []string{`"open`, "[Red", "0;0;0;0;0"} {
		if _, err := Parse(code); err == nil {
			t.Errorf("%s is parsed", code)
		}
	}
}

// TestBuiltin: every built-in format can be parsed, and some of what they show.
func TestBuiltin(t *testing.T) {
	for id := range 164 {
		if _, err := Parse(Builtin(id)); err != nil {
			t.Errorf("%d: %v", id, err)
		}
	}
	for id, want := range map[int]string{
		1: "1235", 3: "1,235", 4: "1,234.50", 7: "$1,234.50", 10: "123450.00%", 12: "1234 1/2", 14: "1903-05-18", 15: "18-May-03", 17: "May-03", 18: "12:00 PM",
		20: "12:00", 22: "1903-05-18 12:00", 37: "1,235", 43: "1,234.50", 46: "29628:00:00", 47: "00:00.0", 48: "1.2E+3", 49: "1234.5", 57: "1903-05-18",
	} {
		if got := show(t, Builtin(id), "1234.5", From1900).Text; got != want {
			t.Errorf("%d: got %q, want %q", id, got, want)
		}
	}
}

// FuzzShow: no format and no number panics, and what is shown is no longer than both explain.
func FuzzShow(f *testing.F) {
	for _, code := range []string{"General", "#,##0.00;[Red]-#,##0.00", "# ?/?", "##0.0E+0", "[h]:mm:ss.000", `[$-41D]d mmmm yyyy" kl "hh:mm AM/PM`, `"K-"@`, "[<=1]0%,;*-_-0/16", "00000;;;", "[$-40C]mmmmm", "e+b"} {
		for _, stored := range []string{"0", "-1234567.891", "46027.5", "1E+300", "1E-300", "9007199254740993", "x"} {
			f.Add(code, stored)
		}
	}
	f.Fuzz(func(t *testing.T, code, stored string) {
		if len(code) > 512 || len(stored) > 512 {
			return
		}
		format, err := Parse(code)
		if err != nil {
			return
		}
		for _, c := range []Calendar{From1900, From1904} {
			if shown := format.Show(stored, c); len(shown.Text)+len(shown.Digits) > 40*(len(code)+len(stored)+20) || strings.TrimSpace(shown.Text) != shown.Text && shown.Text != stored {
				t.Errorf("%q of %q shows %d letters", code, stored, len(shown.Text))
			}
		}
		if format.Decorates() {
			format.ShowText(stored)
		}
	})
}

func BenchmarkShow(b *testing.B) {
	for _, c := range [][2]string{{"yyyy-mm-dd", "46027"}, {"#,##0.00", "1234.5"}, {"00000", "123"}} {
		f, err := Parse(c[0])
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c[0], func(b *testing.B) {
			for b.Loop() {
				f.Show(c[1], From1900)
			}
		})
	}
}
