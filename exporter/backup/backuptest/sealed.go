package backuptest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

const (
	manifestName = "manifest.json"
	acceptedName = "accepted.json"
	rowsName     = "organizations.jsonl.zst"
	nameTime     = "20060102T150405Z"
	before, end  = ",\n  \"seal\": \"", "\"\n}\n"
)

// WriteSealed writes v so that its last field is the SHA-256 of what precedes, and gives that.
func WriteSealed(path string, v any) (seal string, err error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return "", err
	}
	body := strings.TrimSuffix(string(b), "\n}")
	seal = sum([]byte(body))
	return seal, os.WriteFile(path, []byte(body+before+seal+end), 0o600)
}

// ReadSealed reads a file that is sealed, and gives its seal.
func ReadSealed(path string, v any) (seal string, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	body, rest, _ := strings.Cut(string(b), before)
	seal = strings.TrimSuffix(rest, end)
	if seal != sum([]byte(body)) {
		return "", fmt.Errorf("%s: its seal is broken", path)
	}
	return seal, json.Unmarshal([]byte(body+"\n}"), v)
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
