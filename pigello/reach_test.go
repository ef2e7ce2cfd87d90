package pigello

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestReach takes the way without credentials, once, and tells what it met.
func TestReach(t *testing.T) {
	var seen []*http.Request
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r)
		w.Header().Set("Date", time.Now().UTC().Add(-time.Hour).Format(http.TimeFormat))
		http.Redirect(w, r, "https://elsewhere.invalid/", http.StatusFound)
	})
	plain, encrypted := httptest.NewServer(h), httptest.NewTLSServer(h)
	encrypted.Config.ErrorLog = nil
	defer plain.Close()
	defer encrypted.Close()
	r, err := Reach(t.Context(), Options{BaseURL: plain.URL, Credentials: testCredentials})
	if err != nil || r.Status != http.StatusFound || r.TLS != nil || !r.Dated || (r.Ahead+time.Hour).Abs() > 2*time.Second {
		t.Errorf("%+v, %v", r, err)
	}
	for _, q := range seen {
		if q.Method != http.MethodHead || q.Header.Get("X-PIGELLO-CLIENT-SECRET") != "" || q.Header.Get("X-PIGELLO-CUSTOMER-ID") != "" {
			t.Errorf("%s with %v", q.Method, q.Header)
		}
	}
	if len(seen) != 1 {
		t.Errorf("%d requests", len(seen))
	}
	var untrusted *tls.CertificateVerificationError
	if _, err := Reach(t.Context(), Options{BaseURL: encrypted.URL}); !errors.As(err, &untrusted) {
		t.Errorf("a certificate nobody signed: %v", err)
	}
	if r, err = Reach(t.Context(), Options{BaseURL: encrypted.URL, HTTPClient: encrypted.Client()}); err != nil || r.TLS == nil {
		t.Errorf("%+v, %v", r, err)
	}
	var usage *UsageError
	if _, err := Reach(t.Context(), Options{BaseURL: "http://api.pigello.io"}); !errors.As(err, &usage) {
		t.Errorf("http off this machine: %v", err)
	}
}

func TestAheadOf(t *testing.T) {
	date := time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC)
	header := http.Header{"Date": {date.Format(http.TimeFormat)}}
	for local, want := range map[time.Duration]time.Duration{
		0: 0, 999 * time.Millisecond: 0, -time.Minute: time.Minute, time.Second + time.Minute: -time.Minute,
	} {
		if got, ok := aheadOf(header, date.Add(local)); got != want || !ok {
			t.Errorf("a local clock at %v: %v, %v", local, got, ok)
		}
	}
	if _, ok := aheadOf(http.Header{}, date); ok {
		t.Error("no Date, and yet a time")
	}
}
