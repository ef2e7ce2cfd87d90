package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// Answers are what an API answered to the questions that its documentation leaves
// open, as a probe of one profile found it. They hold no credential.
type Answers struct {
	URL     string            `toml:"url"`     // of the API that was asked
	Target  string            `toml:"target"`  // fingerprint of URL, customer, activation and service version
	Version string            `toml:"version"` // of the program that asked
	Asked   time.Time         `toml:"asked"`
	Answers map[string]string `toml:"answers"` // question → answer
}

// AnswersPath is where the answers of a profile lie: in a folder beside the
// configuration.
func AnswersPath(configPath, profile string) string {
	return filepath.Join(filepath.Dir(configPath), "answers", profile+".toml")
}

// maxAnswer is the longest answer that is one.
const maxAnswer = 64

// LoadAnswers reads answers, strictly: a key or a question that isn't known is an
// error, so that nothing is taken for what it isn't. ok is false where there are
// none.
func LoadAnswers(path string, questions []string) (a Answers, ok bool, err error) {
	data, err := sink.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return a, false, nil
	}
	if err != nil {
		return a, false, fmt.Errorf("read the answers: %w", err)
	}
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&a); err != nil {
		return Answers{}, false, located(path, data, err, func([]string) (string, string) { return "", "" })
	}
	for question, answer := range a.Answers {
		if !slices.Contains(questions, question) {
			return Answers{}, false, fmt.Errorf("%s: unknown question %q", path, question)
		}
		if answer == "" || len(answer) > maxAnswer || strings.ContainsFunc(answer, func(r rune) bool { return r < ' ' }) {
			return Answers{}, false, fmt.Errorf("%s: the answer to %q is none", path, question)
		}
	}
	if a.URL == "" || a.Target == "" || a.Asked.IsZero() {
		return Answers{}, false, fmt.Errorf("%s: url, target or asked is missing", path)
	}
	return a, true, nil
}

// SaveAnswers keeps answers in a file that appears whole, with mode 0600.
func SaveAnswers(path string, a Answers) error {
	var b strings.Builder
	b.WriteString("# What this API answers where its documentation says nothing: written by\n# orgbatch doctor --probe, used to save requests, safe to delete.\n")
	for _, l := range []Line{{Key: "url", Value: a.URL}, {Key: "target", Value: a.Target}, {Key: "version", Value: a.Version}, {Key: "asked", Value: a.Asked.UTC().Format(time.RFC3339), Bare: true}} {
		b.WriteString(l.String())
	}
	b.WriteString("\n[answers]\n")
	for _, question := range slices.Sorted(maps.Keys(a.Answers)) {
		b.WriteString(Line{Key: question, Value: a.Answers[question]}.String())
	}
	return write(path, b.String())
}

// RemoveAnswers forgets the answers of a profile; that there are none is no error.
func RemoveAnswers(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the answers: %w", err)
	}
	return nil
}
