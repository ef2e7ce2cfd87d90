package delimited

import (
	"bytes"
	"strings"
)

// WrappedLine takes the quotes from around a line. Excel adds its own delimiters behind them when
// it saves such a file.
func (d *Dialect) WrappedLine(raw []byte) (line string, ok bool) {
	quote := string(d.Quote)
	if quote == "" || len(d.Delim) == 0 || !bytes.HasPrefix(raw, d.Quote) {
		return "", false
	}
	line, ok = strings.CutSuffix(strings.TrimRight(string(raw), ";,\t "+string(d.Delim)), quote)
	if !ok || !strings.Contains(line, string(d.Delim)) {
		return "", false
	}
	line = line[len(quote):]
	if !d.Doubles() {
		return d.Unescape(line), !strings.Contains(strings.ReplaceAll(line, string(d.Escape)+quote, ""), quote)
	}
	return strings.ReplaceAll(line, quote+quote, quote), !strings.Contains(strings.ReplaceAll(line, quote+quote, ""), quote)
}
