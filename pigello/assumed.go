package pigello

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Everything in this file is assumed: nothing documents it. The client is
// written so that the other answers, named beside each, do no harm.

const (
	// DefaultChunk is how many elements a bulk write holds unless told otherwise.
	DefaultChunk = 500
	// MaxBulkRows is the largest array the API is thought to take. It may be
	// smaller: an answer of 413 ([IsTooLarge]) means to halve.
	MaxBulkRows = 1000
	// MaxRequestLine is the longest request line, in bytes, that is sent:
	// method, path, query and protocol version.
	MaxRequestLine = 4094
	// MaxIDsPerFilter keeps an `in` filter of ids within MaxRequestLine.
	MaxIDsPerFilter = 80
)

// loopOrder is the order in which the list loop reads: created_at may be
// equal for many rows, so the id decides.
var loopOrder = [...]Order{{Field: NameCreatedAt}, {Field: NameID}}

// dayOf is the bound sent where the API refuses a date-time: the whole day,
// in UTC, of the last row seen. Rows before that row are dropped again.
func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// dateTimeRefused reports whether an error means that the created_at filter
// takes whole dates only: the request was the same as one that was accepted
// but for that bound.
func dateTimeRefused(err error) bool { return IsBadRequest(err) }

// parentUntold reports whether the id in an organization object that is not
// null says nothing about the parent: {} is taken for an artefact of the
// documentation, never for 'no parent'.
func parentUntold(id jsontext.Value) bool { return id == nil || id.Kind() == jsontext.KindNull }

// authRefused: a bad secret answers 403 or 401; both are final.
func authRefused(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// wholeArrayRefused would say that a 400 to a bulk write wrote nothing.
// Nothing documents it, so such a write's fate is unknown and the rows are
// to be looked up.
const wholeArrayRefused = false

// isEnvelopeKey reports whether an object that starts with this key holds the
// rows of a list in "results" rather than being a row.
func isEnvelopeKey(key string) bool {
	switch key {
	case "results", "count", "next", "previous":
		return true
	}
	return false
}

// mayBeLines reports whether an answer of this type may be a list of no lines. Text
// is a form in which lines come; HTML is never one of nothing.
func mayBeLines(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch kind = strings.TrimSpace(kind); kind {
	case "", "text/plain", "application/octet-stream":
		return true
	}
	return strings.Contains(kind, "json")
}

// fromProxy reports whether an answer was probably given by a proxy in
// between and not by the API.
func fromProxy(status int, h http.Header) bool {
	if status == http.StatusProxyAuthRequired || h.Get("Proxy-Authenticate") != "" || h.Get("X-Squid-Error") != "" || h.Get("Proxy-Status") != "" {
		return true
	}
	server := strings.ToLower(h.Get("Server"))
	for _, name := range []string{"squid", "zscaler", "bluecoat", "mitmproxy"} {
		if strings.Contains(server, name) {
			return true
		}
	}
	return false
}
