package delimited

import "strings"

// FormulaText gives the text of a cell that is written as a formula, so that a spreadsheet leaves
// it as it is: ="00123", =T("00123"), =00123.
func FormulaText(cell string) (text string, ok bool) {
	if len(cell) < 2 || cell[0] != '=' {
		return "", false
	}
	body := strings.TrimSpace(cell[1:])
	if strings.Trim(body, "0123456789") == "" {
		return body, len(body) > 1 && body[0] == '0' // nobody would calculate with it
	}
	if inner, ok := strings.CutPrefix(strings.ToUpper(body[:min(2, len(body))])+body[min(2, len(body)):], "T("); ok && strings.HasSuffix(inner, ")") {
		body = strings.TrimSpace(inner[:len(inner)-1])
	}
	if len(body) < 2 || body[0] != '"' || body[len(body)-1] != '"' {
		return "", false
	}
	body = body[1 : len(body)-1]
	if strings.Contains(strings.ReplaceAll(body, `""`, ""), `"`) {
		return "", false
	}
	return strings.ReplaceAll(body, `""`, `"`), true
}
