package delimited

import (
	"bytes"
	"strings"
)

// WrappedLine takes the quotes from around a line. Excel adds its own delimiters behind them when it saves such a file.
func (s *Scanner) WrappedLine(raw []byte) (line string, ok bool) {
	quote := string(s.Quote)
	if quote == "" || len(s.Delim) == 0 || !bytes.HasPrefix(raw, s.Quote) {
		return "", false
	}
	line, ok = strings.CutSuffix(strings.TrimRight(string(raw), ";,\t "+string(s.Delim)), quote)
	if !ok || !strings.Contains(line, string(s.Delim)) {
		return "", false
	}
	line = line[len(quote):]
	if !s.Doubles() {
		return s.Unescape(line), !strings.Contains(strings.ReplaceAll(line, string(s.Escape)+quote, ""), quote)
	}
	return strings.ReplaceAll(line, quote+quote, quote), !strings.Contains(strings.ReplaceAll(line, quote+quote, ""), quote)
}
