package check

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// checkWords names values that stand for having none, and rows that aren't an organization: totals, and the header once more.
func (c *Checker) checkWords(field, text string) {
	if len(text) > 40 {
		return
	}
	if isPlaceholder(text) {
		c.found.note(field, codes.Placeholder, wording.English.Check.Placeholder, text, "")
		return
	}
	if field != pigello.NameName {
		return
	}
	if isTotal(text) {
		c.found.note(field, codes.TotalRow, wording.English.Check.Total, text, "")
		return
	}
	if i, ok := c.found.column[field]; ok && strings.EqualFold(text, tabular.TrimEnds(c.mapping.Columns[i].Header)) {
		c.found.note(field, codes.HeaderRow, wording.English.Check.HeaderAgain, text, "")
	}
}

// isPlaceholder knows what people and programs write for nothing.
func isPlaceholder(text string) bool {
	if len(text) > 20 {
		return false
	}
	if strings.Trim(text, "-–—_.?*/") == "" {
		return true
	}
	switch strings.ToLower(text) {
	case "n/a", "n.a.", "n/a.", "null", "(null)", "<null>", `\n`, "nil", "none", "(none)", "nan", "undefined", "(blank)", "(tom)", "(tomt)",
		"saknas", "uppgift saknas", "ej angivet", "ej angiven", "ej tillämpligt", "ingen", "inget", "inga", "okänd", "okänt", "unknown",
		"tbd", "i/u", "e/t", "(empty)", "empty", "<tom>", "ospecificerad", "odefinierad":
		return true
	}
	return false
}

// isTotal knows how a sum is announced, with or without its number.
func isTotal(text string) bool {
	word := strings.TrimRight(text, "0123456789 \u00a0.,:")
	word = strings.TrimSuffix(strings.TrimSuffix(word, " st"), " rader")
	word = strings.TrimRight(word, "0123456789 \u00a0.,:")
	if len(word) > 20 {
		return false
	}
	switch strings.ToLower(word) {
	case "summa", "delsumma", "totalsumma", "total", "totalt", "total summa", "summa totalt", "sammanlagt", "antal", "sum", "grand total",
		"subtotal", "sub-total":
		return true
	}
	return false
}
