package approval

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// Signers are those who may sign approvals.
type Signers struct {
	path  string
	lines []signer
}

// signer is one line of the file. What limits it is empty where nothing does.
type signer struct {
	line          int
	principals    []string
	key           ssh.PublicKey
	namespaces    []string
	after, before time.Time
}

// ReadSigners reads a file of allowed signers.
func ReadSigners(path string) (Signers, error) {
	data, err := sink.ReadFile(path)
	if err != nil {
		return Signers{}, fmt.Errorf("read the allowed signers: %w", err)
	}
	s := Signers{path: path}
	n := 0
	for text := range strings.Lines(string(data)) {
		n++
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		line, err := parseSigner(text)
		if err != nil {
			return Signers{}, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		line.line = n
		s.lines = append(s.lines, line)
	}
	return s, nil
}

// parseSigner reads a line: PRINCIPAL,… [OPTION,…] TYPE KEY [COMMENT].
func parseSigner(text string) (signer, error) {
	names := strings.Fields(text)[0]
	s := signer{principals: strings.Split(names, ",")}
	if err := plain(s.principals); err != nil {
		return signer{}, err
	}
	key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(text[len(names):]))
	if err != nil {
		return signer{}, errors.New("it isn't PRINCIPAL [OPTIONS] TYPE KEY")
	}
	if _, ok := key.(*ssh.Certificate); ok {
		return signer{}, errors.New("certificates aren't supported")
	}
	s.key = key
	for _, option := range options {
		if err := s.set(option); err != nil {
			return signer{}, err
		}
	}
	return s, nil
}

// plain refuses lists of patterns: a pattern names nobody.
func plain(list []string) error {
	for _, word := range list {
		if word == "" || strings.ContainsAny(word, `*?!"`) {
			return fmt.Errorf("%q isn't supported: name each one, without patterns and quotes", word)
		}
	}
	return nil
}

// set takes an option. One that isn't known is an error: it may be a limit.
func (l *signer) set(option string) (err error) {
	name, value, _ := strings.Cut(option, "=")
	value = strings.Trim(value, `"`)
	switch strings.ToLower(name) {
	case "namespaces":
		if l.namespaces != nil {
			return errors.New("namespaces stands there twice")
		}
		l.namespaces = strings.Split(value, ",")
		return plain(l.namespaces)
	case "valid-after":
		l.after, err = parseTime(value, l.after)
	case "valid-before":
		l.before, err = parseTime(value, l.before)
	default:
		return fmt.Errorf("the option %s isn't supported", name)
	}
	return err
}

// parseTime reads YYYYMMDD[HHMM[SS]][Z]; without Z it is of this machine's zone.
func parseTime(text string, before time.Time) (time.Time, error) {
	if !before.IsZero() {
		return before, errors.New("a limit stands there twice")
	}
	digits, utc := strings.CutSuffix(text, "Z")
	zone := time.Local
	if utc {
		zone = time.UTC
	}
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if t, err := time.ParseInLocation(layout, digits, zone); err == nil && len(digits) == len(layout) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: write it as 20261231 or 202612312359Z", text)
}

// of gives the line by which a key counts now, and all that the file calls it. The error says why
// it doesn't.
func (s Signers) of(key ssh.PublicKey, now time.Time) (line signer, names []string, err error) {
	err = fmt.Errorf("it is signed with a key that isn't among the allowed signers in %s: %s", s.path, ssh.FingerprintSHA256(key))
	for _, l := range s.lines {
		if !bytes.Equal(l.key.Marshal(), key.Marshal()) {
			continue
		}
		names = append(names, l.principals...)
		if err != nil {
			line, err = l, l.limits(now, s.path)
		}
	}
	return line, names, err
}

// limits says why a line doesn't let its key sign approvals now.
func (l *signer) limits(now time.Time, path string) error {
	who := fmt.Sprintf("it is signed by %s, whose key %s, line %d,", l.name(), path, l.line)
	switch {
	case l.namespaces != nil && !slices.Contains(l.namespaces, namespace):
		return fmt.Errorf("%s allows for %s alone, not for %s", who, strings.Join(l.namespaces, ","), namespace)
	case now.Before(l.after):
		return fmt.Errorf("%s allows from %s on", who, l.after.Local().Format(timeForm))
	case !l.before.IsZero() && now.After(l.before):
		return fmt.Errorf("%s allowed until %s", who, l.before.Local().Format(timeForm))
	}
	return nil
}

func (l *signer) name() string { return strings.Join(l.principals, ", ") }

const timeForm = "2006-01-02 15:04"
