package delimited

import "testing"

// TestFormulaText: which formulas stand for a text.
func TestFormulaText(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		`="00123"`: "00123", `=T("00123")`: "00123", `=t("00123")`: "00123", `= T( "a" )`: "a", `=00123`: "00123", `= 00123 `: "00123", `=""`: "", `="a ""b"""`: `a "b"`,
		`=`: "no", `=0`: "no", `=1`: "no", `=123`: "no", `00123`: "no", `=A1`: "no", `="a`: "no", `=a"`: "no", `="`: "no", `="a"&"b"`: "no", `=T("a"`: "no", `=T(A1)`: "no", `=U("a")`: "no", `=x`: "no",
	} {
		got, ok := FormulaText(cell)
		if !ok {
			got = "no"
		}
		if got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
}

// TestTypographicQuotes: which quotes stand around a text.
func TestTypographicQuotes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"“a”": "a", "”a”": "a", "„a“": "a", "„a”": "a", "«a»": "a", "»a«": "a", "»a»": "a", "‘a’": "a", "’a’": "a", "‚a‘": "a", "“”": "",
		"“a“": "no", "“": "no", "“a": "no", "a”": "no", "“a“b”": "no", "“a”b”": "no", "“a’": "no", `"a"`: "no", "": "no",
	} {
		got, ok := StripTypographic(text)
		if !ok {
			if got != text {
				t.Errorf("%s became %q", text, got)
			}
			got = "no"
		}
		if got != want {
			t.Errorf("%s holds %q, want %q", text, got, want)
		}
	}
}
