package approval

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/pem"
	"errors"

	"golang.org/x/crypto/ssh"
)

// namespace keeps these signatures apart from those for other purposes: the -n of ssh-keygen -Y.
const namespace = "orgbatch"

// The form of the signatures is OpenSSH's PROTOCOL.sshsig.
const (
	magic   = "SSHSIG"
	armor   = "SSH SIGNATURE"
	version = 1
)

// signature is what the armor holds, after the magic.
type signature struct {
	Version   uint32
	PublicKey []byte
	Namespace string
	Reserved  string
	Hash      string
	Signature []byte
}

// covered is what the key signs, after the magic.
type covered struct {
	Namespace, Reserved, Hash string
	Sum                       []byte
}

func (s *signature) covers(message []byte) ([]byte, error) {
	c := covered{s.Namespace, s.Reserved, s.Hash, nil}
	switch s.Hash {
	case "sha256":
		sum := sha256.Sum256(message)
		c.Sum = sum[:]
	case "sha512":
		sum := sha512.Sum512(message)
		c.Sum = sum[:]
	default:
		return nil, errors.New("its hash is neither sha256 nor sha512")
	}
	return append([]byte(magic), ssh.Marshal(c)...), nil
}

// sign gives the armored signature of a message.
func sign(signer ssh.Signer, message []byte) ([]byte, error) {
	s := signature{Version: version, PublicKey: signer.PublicKey().Marshal(), Namespace: namespace, Hash: "sha512"}
	text, err := s.covers(message)
	if err != nil {
		return nil, err
	}
	sig, err := signWith(signer, text)
	if err != nil {
		return nil, err
	}
	s.Signature = ssh.Marshal(sig)
	return pem.EncodeToMemory(&pem.Block{Type: armor, Bytes: append([]byte(magic), ssh.Marshal(s)...)}), nil
}

// signWith doesn't let an RSA key sign with SHA-1, which is its default.
func signWith(signer ssh.Signer, text []byte) (*ssh.Signature, error) {
	if signer.PublicKey().Type() != ssh.KeyAlgoRSA {
		return signer.Sign(rand.Reader, text)
	}
	rsa, ok := signer.(ssh.AlgorithmSigner)
	if !ok {
		return nil, errors.New("the RSA key can't sign with SHA-512")
	}
	return rsa.SignWithAlgorithm(rand.Reader, text, ssh.KeyAlgoRSASHA512)
}

// verify gives the key that signed a message.
func verify(armored, message []byte) (ssh.PublicKey, error) {
	block, rest := pem.Decode(armored)
	if block == nil || block.Type != armor || len(block.Headers) > 0 || len(bytes.Trim(rest, " \n\r\t")) > 0 || len(block.Bytes) < len(magic) || string(block.Bytes[:len(magic)]) != magic {
		return nil, errors.New("what stands below it is no signature")
	}
	var s signature
	if err := ssh.Unmarshal(block.Bytes[len(magic):], &s); err != nil || s.Version != version {
		return nil, errors.New("its signature is damaged, or of a newer form")
	}
	if s.Namespace != namespace {
		return nil, errors.New("its signature is for another purpose (-n " + s.Namespace + ")")
	}
	key, err := ssh.ParsePublicKey(s.PublicKey)
	if _, certificate := key.(*ssh.Certificate); err != nil || certificate {
		return nil, errors.New("its key is of a kind that isn't supported")
	}
	text, err := s.covers(message)
	if err != nil {
		return nil, err
	}
	var sig ssh.Signature
	if err := ssh.Unmarshal(s.Signature, &sig); err != nil || weak[sig.Format] {
		return nil, errors.New("its signature is damaged, or of a kind that isn't trusted any more")
	}
	if key.Verify(text, &sig) != nil {
		return nil, errors.New("it was changed after it was signed")
	}
	return key, nil
}

// weak are the kinds of signatures that rest on SHA-1.
var weak = map[string]bool{ssh.KeyAlgoRSA: true, "ssh-dss": true}
