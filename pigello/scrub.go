package pigello

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// scrubber replaces a secret in what came from outside, for a server may echo
// what it was sent into its error page, written in one way or another.
type scrubber func([]byte) []byte

func newScrubber(secret string) scrubber {
	if secret == "" {
		return func(b []byte) []byte { return b }
	}
	var pairs []string
	for _, form := range formsOf(secret) {
		pairs = append(pairs, form, Redacted)
	}
	replacer := strings.NewReplacer(pairs...)
	return func(b []byte) []byte { return []byte(replacer.Replace(string(b))) }
}

// formsOf are the ways in which servers write a text, the longest first: one
// may begin like another.
func formsOf(secret string) []string {
	quoted, _ := json.Marshal(secret) // a text always can be
	forms := []string{
		secret, strings.Trim(string(quoted), `"`), strings.Trim(strconv.Quote(secret), `"`), html.EscapeString(secret),
		url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret)),
	}
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		forms = append(forms, e.EncodeToString([]byte(secret)))
	}
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(forms)
}

// errorBody reads the body of a refusal. What a server wrote with other
// escapes than anybody thought of shows only when they are undone.
func (scrub scrubber) errorBody(body []byte) errorBody {
	b := parseErrorBody(scrub(body))
	text := func(s *string) { *s = string(scrub([]byte(*s))) }
	fields := func(list []FieldError) {
		for i := range list {
			text(&list[i].Field)
			for n := range list[i].Messages {
				text(&list[i].Messages[n])
			}
		}
	}
	text(&b.Detail)
	fields(b.Fields)
	for i := range b.Rows {
		fields(b.Rows[i].Fields)
	}
	return b
}
