package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/zalando/go-keyring"
)

// keyringService is the name under which the system's keyring keeps secrets.
const keyringService = "orgbatch"

// ReadSecret fetches the profile's secret from where it is kept. configPath is
// the file of the profile: a relative secret_file lies beside it. A
// secret_command runs in the system's shell and may talk to the person.
func (p Profile) ReadSecret(ctx context.Context, configPath string) (string, error) {
	var secret string
	var err error
	switch p.SecretSource() {
	case "secret":
		secret = p.Secret
	case "secret_file":
		secret, err = secretFromFile(ResolvePath(configPath, p.SecretFile))
	case "secret_command":
		secret, err = secretFromCommand(ctx, p.SecretCommand)
	case "secret_keyring":
		secret, err = secretFromKeyring(p.SecretKeyring)
	default:
		err = errors.New("no secret is kept for it")
	}
	if err != nil {
		return "", err
	}
	if secret = strings.TrimSpace(secret); secret == "" {
		return "", fmt.Errorf("%s holds no secret", p.SecretSource())
	}
	return secret, nil
}

func secretFromFile(path string) (string, error) {
	data, err := os.ReadFile(path) // a password manager may write into a pipe of that name
	if err != nil {
		return "", fmt.Errorf("read secret_file: %w", err)
	}
	return firstLine(WithoutBOM(data)), nil
}

func secretFromCommand(ctx context.Context, command string) (string, error) {
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	if runtime.GOOS == "windows" {
		cmd = exec.CommandContext(ctx, "cmd", "/C", command)
	}
	cmd.Stdin, cmd.Stderr = os.Stdin, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("run secret_command %q: %w", command, err)
	}
	return firstLine(out), nil
}

func secretFromKeyring(account string) (string, error) {
	secret, err := keyring.Get(keyringService, account)
	if err != nil {
		return "", fmt.Errorf("read secret_keyring %q: %w", account, err)
	}
	return secret, nil
}

// StoreInKeyring keeps a secret in the system's keyring under that account.
func StoreInKeyring(account, secret string) error {
	if err := keyring.Set(keyringService, account, secret); err != nil {
		return fmt.Errorf("store the secret in the keyring: %w", err)
	}
	return nil
}

// RemoveFromKeyring forgets a secret; one that isn't there is no error.
func RemoveFromKeyring(account string) error {
	err := keyring.Delete(keyringService, account)
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("remove the secret from the keyring: %w", err)
	}
	return nil
}

// ResolvePath finds a file named in the configuration: beside it, unless the
// path is absolute or starts in the home folder.
func ResolvePath(configPath, path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(configPath), path)
}

func firstLine(data []byte) string {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return strings.TrimRight(string(line), "\r")
}
