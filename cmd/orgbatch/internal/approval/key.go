package approval

import (
	"bytes"
	"errors"
	"fmt"
	"net"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// SignerOf gives what signs with the key of a file, as ssh-keygen -Y sign does: a private key, or a
// public one whose other half the agent at socket has. The agent is asked for one with a
// passphrase, too, and only then is passphrase.
func SignerOf(path, socket string, passphrase func() (string, error)) (ssh.Signer, error) {
	data, err := sink.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	if public, _, _, _, err := ssh.ParseAuthorizedKey(data); err == nil {
		return fromAgent(path, socket, public)
	}
	signer, err := ssh.ParsePrivateKey(data)
	if locked, ok := errors.AsType[*ssh.PassphraseMissingError](err); ok {
		if locked.PublicKey != nil {
			if signer, err := fromAgent(path, socket, locked.PublicKey); err == nil {
				return signer, nil
			}
		}
		phrase, err := passphrase()
		if err != nil {
			return nil, err
		}
		if signer, err = ssh.ParsePrivateKeyWithPassphrase(data, []byte(phrase)); err != nil {
			return nil, fmt.Errorf("%s: this isn't its passphrase", path)
		}
		return signer, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s is no SSH key that can be read here", path)
	}
	return signer, nil
}

// fromAgent asks the agent for a key. The connection is kept, for the signer needs it, until the
// process ends.
func fromAgent(path, socket string, public ssh.PublicKey) (ssh.Signer, error) {
	lacks := fmt.Errorf("%s: the SSH agent doesn't have its private key", path)
	if socket == "" {
		return nil, lacks
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("ask the SSH agent: %w", err)
	}
	signers, err := agent.NewClient(conn).Signers()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("ask the SSH agent: %w", err), conn.Close())
	}
	for _, s := range signers {
		if bytes.Equal(s.PublicKey().Marshal(), public.Marshal()) {
			return s, nil
		}
	}
	return nil, errors.Join(lacks, conn.Close())
}
