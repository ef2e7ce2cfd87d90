package approval

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// keygen runs the real ssh-keygen.
func keygen(t *testing.T, stdin []byte, args ...string) (string, error) {
	t.Helper()
	path, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed (openssh-client)")
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.Env = append(os.Environ(), "SSH_AUTH_SOCK=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// newKey makes a key of a kind with ssh-keygen, and a file of allowed signers that has it.
func newKey(t *testing.T, passphrase string, kind ...string) (key, signers string) {
	t.Helper()
	dir := t.TempDir()
	key, signers = filepath.Join(dir, "key"), filepath.Join(dir, "signers")
	if out, err := keygen(t, nil, append([]string{"-q", "-N", passphrase, "-C", "berta", "-f", key, "-t"}, kind...)...); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err == nil {
		err = os.WriteFile(signers, append([]byte("# who approves\n\nberta@exempel.se namespaces=\"orgbatch,git\",valid-after=\"20200101Z\" "), public...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key, signers
}

func noPassphrase(t *testing.T) func() (string, error) {
	return func() (string, error) {
		t.Error("a passphrase was asked for")
		return "", nil
	}
}

// TestKeygenVerifies: what is signed here, with keys of each kind, is what ssh-keygen -Y verify takes, and nothing else is.
func TestKeygenVerifies(t *testing.T) {
	for _, kind := range []string{"ed25519", "ecdsa", "rsa", "ecdsa -b 521"} {
		key, signers := newKey(t, "", strings.Fields(kind)...)
		signer, err := SignerOf(key, "", noPassphrase(t))
		if err != nil {
			t.Fatal(err)
		}
		text, err := Sign(signer, statement())
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.Index(text, []byte("-----BEGIN"))
		sig := filepath.Join(t.TempDir(), "sig")
		if err := os.WriteFile(sig, text[at:], 0o600); err != nil {
			t.Fatal(err)
		}
		check := func(message []byte, who, namespace string) error {
			out, err := keygen(t, message, "-Y", "verify", "-f", signers, "-I", who, "-n", namespace, "-s", sig)
			t.Log(kind, strings.TrimSpace(out))
			return err
		}
		if err := check(text[:at], "berta@exempel.se", namespace); err != nil {
			t.Errorf("%s: ssh-keygen doesn't take it: %v", kind, err)
		}
		if check(text[:at], "berta@exempel.se", "git") == nil || check(append([]byte(" "), text[:at]...), "berta@exempel.se", namespace) == nil {
			t.Errorf("%s: ssh-keygen takes it for something else", kind)
		}
	}
}

// TestKeygenSigns: what ssh-keygen -Y sign signs is taken here, with either hash, and no other bytes.
func TestKeygenSigns(t *testing.T) {
	for _, kind := range []string{"ed25519", "ecdsa", "rsa"} {
		for _, hash := range []string{"sha256", "sha512"} {
			key, signers := newKey(t, "", kind)
			message := []byte("en plan\n")
			out, err := keygen(t, message, "-Y", "sign", "-f", key, "-n", namespace, "-O", "hashalg="+hash)
			at := strings.Index(out, "-----BEGIN")
			if err != nil || at < 0 {
				t.Fatalf("%v: %s", err, out)
			}
			found, err := verify([]byte(out[at:]), message)
			if err != nil {
				t.Fatalf("%s %s: %v", kind, hash, err)
			}
			s, err := ReadSigners(signers)
			if err != nil {
				t.Fatal(err)
			}
			if line, _, err := s.of(found, time.Now()); err != nil || line.name() != "berta@exempel.se" {
				t.Errorf("%s %s: %q, %v", kind, hash, line.name(), err)
			}
			if _, err := verify([]byte(out[at:]), []byte("en annan\n")); err == nil {
				t.Errorf("%s %s: another message is taken", kind, hash)
			}
			out, err = keygen(t, message, "-Y", "sign", "-f", key, "-n", "git")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := verify([]byte(out[strings.Index(out, "-----BEGIN"):]), message); err == nil || !strings.Contains(err.Error(), "another purpose (-n git)") {
				t.Errorf("%s: a signature for git: %v", kind, err)
			}
		}
	}
}

// TestPassphrase: a key with a passphrase is opened by it, or by the agent without asking.
func TestPassphrase(t *testing.T) {
	key, _ := newKey(t, "hemlig fras", "ed25519")
	asked := func(phrase string) func() (string, error) { return func() (string, error) { return phrase, nil } }
	signer, err := SignerOf(key, "", asked("hemlig fras"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := SignerOf(key, "", asked("fel")); err == nil || !strings.Contains(err.Error(), "isn't its passphrase") || strings.Contains(err.Error(), "fel") {
		t.Errorf("a wrong passphrase: %v", err)
	}
	if _, err := SignerOf(key+".pub", "", noPassphrase(t)); err == nil || !strings.Contains(err.Error(), "doesn't have its private key") {
		t.Errorf("a public key without an agent: %v", err)
	}
	socket := serveAgent(t, key, "hemlig fras")
	for _, file := range []string{key, key + ".pub"} {
		fromAgent, err := SignerOf(file, socket, noPassphrase(t))
		if err != nil || !bytes.Equal(fromAgent.PublicKey().Marshal(), signer.PublicKey().Marshal()) {
			t.Fatalf("%s: %v", file, err)
		}
		signature, err := sign(fromAgent, []byte("en plan"))
		if err == nil {
			_, err = verify(signature, []byte("en plan"))
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	other, _ := newKey(t, "", "rsa")
	if _, err := SignerOf(other+".pub", socket, noPassphrase(t)); err == nil {
		t.Error("an agent gives what it doesn't have")
	}
	if _, err := SignerOf(filepath.Join(t.TempDir(), "none"), socket, noPassphrase(t)); err == nil {
		t.Error("a key that isn't there")
	}
	if err := os.WriteFile(other, []byte("inget"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := SignerOf(other, socket, noPassphrase(t)); err == nil || !strings.Contains(err.Error(), "no SSH key") {
		t.Errorf("a file that is no key: %v", err)
	}
}

// serveAgent is an SSH agent that has a key; RSA keys of it are signed with by SHA-2 when asked so.
func serveAgent(t *testing.T, key, passphrase string) string {
	t.Helper()
	data, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := ssh.ParseRawPrivateKeyWithPassphrase(data, []byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: private}); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "agent") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close(); _ = os.RemoveAll(dir) })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, conn); _ = conn.Close() }()
		}
	}()
	return socket
}
