package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/pigello"
)

// TestDoctorWarnsOfTime checks what only time brings about: a certificate that
// ends soon, and clocks that are apart.
func TestDoctorWarnsOfTime(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	leaf := func(left time.Duration) *x509.Certificate {
		return &x509.Certificate{NotAfter: now.Add(left), Issuer: pkix.Name{CommonName: "Provutfärdaren"}}
	}
	state := func(chains ...[]*x509.Certificate) func(*doctor) {
		return func(d *doctor) {
			d.encryption(&tls.ConnectionState{Version: tls.VersionTLS13, PeerCertificates: chains[0], VerifiedChains: chains}, "")
		}
	}
	clock := func(r pigello.Reached) func(*doctor) { return func(d *doctor) { d.clock(r) } }
	const day = 24 * time.Hour
	tests := []struct {
		check func(*doctor)
		want  string
	}{
		{state([]*x509.Certificate{leaf(90 * day)}), "ok       encryption    TLS 1.3, certificate of Provutfärdaren, valid until 2027-02-23"},
		{state([]*x509.Certificate{leaf(9 * day)}), "valid until 2026-12-04: that is in 9 days"},
		{state([]*x509.Certificate{leaf(90 * day), leaf(2 * day)}), "that is in 2 days"},
		{state([]*x509.Certificate{leaf(90 * day), leaf(2 * day)}, []*x509.Certificate{leaf(90 * day), leaf(400 * day)}), "ok "},
		{clock(pigello.Reached{Dated: true, Ahead: 10 * time.Second}), "ok "},
		{clock(pigello.Reached{Dated: true, Ahead: 90 * time.Second}), "this computer is 90 seconds behind the server"},
		{clock(pigello.Reached{Dated: true, Ahead: -time.Hour}), "this computer is 60 minutes ahead of the server"},
		{clock(pigello.Reached{}), "doesn't tell its time"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		a := newApp(strings.NewReader(""), io.Discard, &out, noVariable)
		a.now = func() time.Time { return now }
		d := &doctor{a: a}
		tt.check(d)
		if !strings.Contains(out.String(), tt.want) {
			t.Errorf("%q, want %q", out.String(), tt.want)
		}
		if warned := strings.HasPrefix(out.String(), "warning"); warned == strings.HasPrefix(tt.want, "ok ") {
			t.Errorf("%q: warned %v", out.String(), warned)
		}
	}
}

func TestCertificateHints(t *testing.T) {
	for want, err := range map[string]error{
		"date and time":  x509.CertificateInvalidError{Reason: x509.Expired},
		"another host's": x509.HostnameError{Certificate: &x509.Certificate{}},
		"--ca-file":      errors.New("x509: certificate signed by unknown authority"),
	} {
		if got := problem.CertificateHint(&tls.CertificateVerificationError{Err: err}); !strings.Contains(got, want) {
			t.Errorf("%v: %q", err, got)
		}
	}
}
