package backup

import (
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// ParseRecipients reads public keys as age writes them, each age1….
func ParseRecipients(keys []string) ([]age.Recipient, error) {
	var recipients []age.Recipient
	for _, key := range keys {
		r, err := age.ParseRecipients(strings.NewReader(key))
		if err != nil {
			return nil, fmt.Errorf("%q is no age recipient: %w", key, err)
		}
		recipients = append(recipients, r...)
	}
	return recipients, nil
}

// ParseIdentities reads the private keys of a file that age-keygen wrote. Errors name the line,
// never its text.
func ParseIdentities(r io.Reader) ([]age.Identity, error) {
	ids, err := age.ParseIdentities(r)
	if err != nil {
		return nil, fmt.Errorf("read the identities: %w", err)
	}
	return ids, nil
}
