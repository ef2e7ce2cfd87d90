package approval

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

var plan = run.Meta{
	Short: "e3fv", PlanForm: 1, PlanHash: strings.Repeat("83706d69", 8),
	Target: run.Target{Name: "production · nordhus", URL: "https://api.example.com", Customer: "c-1", Activation: "a/b"},
}

var books = run.Books{Read: 3, Created: 2, Unchanged: 1}

func statement() Statement {
	return Statement{Plan: plan.PlanHash, Run: plan.Short, Target: plan.Target, Books: books, Signed: now, Expires: now.Add(48 * time.Hour)}
}

func newSigner(t *testing.T) ssh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// line is a key as a file of keys has it.
func line(s ssh.Signer) string { return string(ssh.MarshalAuthorizedKey(s.PublicKey())) }

func put(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func signersOf(t *testing.T, text string) Signers {
	t.Helper()
	s, err := ReadSigners(put(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// refusedFor is the reason of a refusal, with what to do about it.
func refusedFor(t *testing.T, err error) string {
	t.Helper()
	var refused *may.RefusedError
	if !errors.As(err, &refused) || refused.Hint == "" {
		t.Errorf("it is refused by %v", err)
		return ""
	}
	return refused.Reason
}

// TestCovers: an approval counts for its plan, target, counts and time, and by another person; all else is refused with its own sentence.
func TestCovers(t *testing.T) {
	signer := newSigner(t)
	text, err := Sign(signer, statement())
	if err != nil {
		t.Fatal(err)
	}
	signers := signersOf(t, "berta@exempel.se "+line(signer)+"berta.privat "+line(signer))
	a, err := Read(put(t, string(text)), signers, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*run.Meta, *run.Books)
		own    string
		at     time.Time
		want   string
	}{
		{name: "it"},
		{name: "its last second", at: now.Add(48*time.Hour - time.Second)},
		{name: "another name of the target", change: func(m *run.Meta, _ *run.Books) { m.Target.Name = "annan" }},
		{name: "too late", at: now.Add(48 * time.Hour), want: "it expired 2026-11-26"},
		{name: "another plan", change: func(m *run.Meta, _ *run.Books) { m.Short, m.PlanHash = "k7f3", strings.Repeat("12345678", 8) }, want: "it approves the plan 83706d69 of run e3fv, not 12345678 of run k7f3"},
		{name: "a plan of the same beginning", change: func(m *run.Meta, _ *run.Books) { m.PlanHash = m.PlanHash[:8] + strings.Repeat("0", 56) }, want: "it approves the plan"},
		{name: "no plan", change: func(m *run.Meta, _ *run.Books) { m.PlanHash = "" }, want: "it approves the plan"},
		{name: "an old plan", change: func(m *run.Meta, _ *run.Books) { m.PlanForm = 0 }, want: "made by an earlier version"},
		{name: "another service", change: func(m *run.Meta, _ *run.Books) { m.Target.URL = "https://dev.example.com" }, want: "it approves a write to production · nordhus (https://api.example.com, customer c-1, activation a/b), not to production · nordhus (https://dev.example.com,"},
		{name: "a sandbox that isn't the plan's", change: func(m *run.Meta, _ *run.Books) { m.Target.URL = "sandbox:/hem/api.example.com" }, want: "it approves a write to"},
		{name: "another customer", change: func(m *run.Meta, _ *run.Books) { m.Target.Customer = "c-2" }, want: "it approves a write to"},
		{name: "another activation", change: func(m *run.Meta, _ *run.Books) { m.Target.Activation = "a/c" }, want: "it approves a write to"},
		{name: "other counts", change: func(_ *run.Meta, b *run.Books) { b.Rejected, b.Read = 1, 4 }, want: "it approves 3 read = 2 created"},
		{name: "the planner's", own: "Berta@exempel.se", want: "its key is that of berta@exempel.se, who planned it: another person has to approve"},
		{name: "the planner's by another name", own: "berta.privat", want: "its key is that of berta.privat"},
	} {
		m, b, at := plan, books, now
		if c.change != nil {
			c.change(&m, &b)
		}
		if !c.at.IsZero() {
			at = c.at
		}
		err := a.Covers(m, b, []string{"anna@exempel.se", c.own}, at)
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.want != "" && !strings.Contains(refusedFor(t, err), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if kept := a.Approved(); !kept.Proven() || kept.String() != "berta@exempel.se, signed with "+ssh.FingerprintSHA256(signer.PublicKey()) || kept.Text != string(text) || !kept.At.Equal(now) {
		t.Errorf("a run keeps %+v", kept)
	}
}

// TestReadRefuses: what isn't an approval of an allowed signer, as it was signed, is refused with its own sentence.
func TestReadRefuses(t *testing.T) {
	signer, other := newSigner(t), newSigner(t)
	signed, err := Sign(signer, statement())
	if err != nil {
		t.Fatal(err)
	}
	text := string(signed)
	head := text[:strings.Index(text, "-----BEGIN")]
	raw := func(message string) string {
		signature, err := sign(signer, []byte(message))
		if err != nil {
			t.Fatal(err)
		}
		return message + string(signature)
	}
	block, _ := pem.Decode([]byte(text[len(head):]))
	spoilt := func(at int, to byte) string {
		b := bytes.Clone(block.Bytes)
		b[at] = to
		return head + string(pem.EncodeToMemory(&pem.Block{Type: armor, Bytes: b}))
	}
	allowed := "berta@exempel.se " + line(signer)
	for _, c := range []struct{ name, text, signers, want string }{
		{"it", text, allowed, ""},
		{"as mail has it", strings.ReplaceAll(text, "\n", "\r\n"), allowed, ""},
		{"one of two lines that counts", text, `berta valid-before="20250101Z" ` + line(signer) + "berta " + line(signer), ""},
		{"changed", strings.Replace(text, `"created": 2`, `"created": 3`, 1), allowed, "it was changed after it was signed"},
		{"a changed signature", spoilt(len(block.Bytes)-1, block.Bytes[len(block.Bytes)-1]^1), allowed, "it was changed after it was signed"},
		{"a newer form of signature", spoilt(len(magic)+3, 2), allowed, "damaged, or of a newer form"},
		{"no signature", head, allowed, "it isn't an approval"},
		{"nothing", "", allowed, "it isn't an approval"},
		{"another armor", head + "-----BEGIN SSH SIGNATURE-----\ninget\n-----END SSH SIGNATURE-----\n", allowed, "is no signature"},
		{"something below", text + "mer", allowed, "is no signature"},
		{"another's signature", head + string(must(sign(other, []byte(head)))), allowed, "isn't among the allowed signers in"},
		{"nobody allowed", text, "# ingen\n", "isn't among the allowed signers in"},
		{"another purpose", text, `berta namespaces="git,file" ` + line(signer), "line 1, allows for git,file alone, not for orgbatch"},
		{"not yet", text, `berta valid-after="20270101Z" ` + line(signer), "line 1, allows from 2027-01-01"},
		{"no more", text, `berta valid-before="202611241159Z" ` + line(signer), "line 1, allowed until 2026-11-24"},
		{"a statement of something else", raw(`{"approval": 1, "mer": true}` + "\n"), allowed, "isn't an approval that this version knows"},
		{"a newer form", raw(`{"approval": 2}` + "\n"), allowed, "isn't an approval that this version knows"},
		{"two statements", raw(head + head), allowed, "isn't an approval that this version knows"},
		{"no statement", raw("ja\n"), allowed, "isn't an approval that this version knows"},
	} {
		_, err := Read(put(t, c.text), signersOf(t, c.signers), now)
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.want != "" && !strings.Contains(refusedFor(t, err), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none"), signersOf(t, allowed), now); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that isn't there: %v", err)
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// TestWeakSignatures: signatures with SHA-1, and keys that certificates stand for, don't count.
func TestWeakSignatures(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	wrap := func(key ssh.PublicKey, hash string, with func([]byte) (*ssh.Signature, error)) []byte {
		s := signature{Version: version, PublicKey: key.Marshal(), Namespace: namespace, Hash: hash}
		text, err := s.covers([]byte("x"))
		if err != nil {
			text = []byte("x")
		}
		sig, err := with(text)
		if err != nil {
			t.Fatal(err)
		}
		s.Signature = ssh.Marshal(sig)
		return pem.EncodeToMemory(&pem.Block{Type: armor, Bytes: append([]byte(magic), ssh.Marshal(s)...)})
	}
	sha1 := func(text []byte) (*ssh.Signature, error) { return signer.Sign(rand.Reader, text) }
	sha2 := func(text []byte) (*ssh.Signature, error) { return signWith(signer, text) }
	certificate := &ssh.Certificate{Key: signer.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := certificate.SignCert(rand.Reader, signer); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text []byte
		want string
	}{
		"SHA-2":         {wrap(signer.PublicKey(), "sha512", sha2), ""},
		"SHA-1":         {wrap(signer.PublicKey(), "sha512", sha1), "isn't trusted any more"},
		"another hash":  {wrap(signer.PublicKey(), "md5", sha2), "neither sha256 nor sha512"},
		"a certificate": {wrap(certificate, "sha512", sha2), "of a kind that isn't supported"},
	} {
		_, err := verify(c.text, []byte("x"))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadSigners(put(t, "berta "+string(ssh.MarshalAuthorizedKey(certificate)))); err == nil || !strings.Contains(err.Error(), "line 1: certificates aren't supported") {
		t.Errorf("a certificate among the allowed signers: %v", err)
	}
}

// TestSignersRefuse: what of OpenSSH's form isn't supported is an error with its line.
func TestSignersRefuse(t *testing.T) {
	key := line(newSigner(t))
	for text, want := range map[string]string{
		"*@exempel.se " + key:                                        `"*@exempel.se" isn't supported`,
		"!berta,anna " + key:                                         `"!berta" isn't supported`,
		`"berta b" ` + key:                                           `isn't supported`,
		"berta, " + key:                                              `"" isn't supported`,
		"berta cert-authority " + key:                                "the option cert-authority isn't supported",
		"berta no-touch-required " + key:                             "the option no-touch-required isn't supported",
		`berta namespaces="org*" ` + key:                             `"org*" isn't supported`,
		`berta namespaces="" ` + key:                                 `"" isn't supported`,
		`berta namespaces="a",namespaces="orgbatch" ` + key:          "namespaces stands there twice",
		`berta valid-after="20260101",valid-after="20250101" ` + key: "a limit stands there twice",
		`berta valid-before="i morgon" ` + key:                       `"i morgon" is no time`,
		`berta valid-before="2026010112" ` + key:                     `is no time`,
		"berta":                                                      "it isn't PRINCIPAL [OPTIONS] TYPE KEY",
		"berta ssh-ed25519 AAAA":                                     "it isn't PRINCIPAL",
		key:                                                          "it isn't PRINCIPAL",
		"berta ssh-rsa " + strings.Fields(key)[1]:                    "it isn't PRINCIPAL",
	} {
		_, err := ReadSigners(put(t, "# rad\n"+text))
		if err == nil || !strings.Contains(err.Error(), ", line 2: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := ReadSigners(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that isn't there")
	}
	for text, want := range map[string]time.Time{
		"20261124Z": time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), "202611241305": time.Date(2026, 11, 24, 13, 5, 0, 0, time.Local),
		"20261124130507Z": time.Date(2026, 11, 24, 13, 5, 7, 0, time.UTC),
	} {
		if got, err := parseTime(text, time.Time{}); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}
