package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// located gives an error of the decoder the place a person looks for, and says what
// stands there as a person would: the decoder speaks of Go's types, and names a key
// within braces by a part of its path. kinds says what a key takes, and which keys
// there are where it stands.
func located(path string, data []byte, err error, kinds func(keys []string) (kind, beside string)) error {
	var strict *toml.StrictMissingError
	var decode *toml.DecodeError
	depth := 0
	unknown := errors.As(err, &strict) && len(strict.Errors) > 0
	if unknown {
		decode = &strict.Errors[0]
		depth = len(decode.Key())
	} else if !errors.As(err, &decode) {
		return fmt.Errorf("%s: %w", path, err)
	}
	line, column := decode.Position()
	place := fmt.Sprintf("%s:%d:%d", path, line, column)
	key := keyAt(data, line, column, depth)
	kind, beside := kinds(key.keys)
	if beside != "" {
		beside = "; the keys there are: " + beside
	}
	switch {
	case unknown:
		return fmt.Errorf("%s: unknown key %s%s", place, key, beside)
	case kind != "" && toml.Unmarshal(data, &map[string]any{}) == nil: // it is TOML, and a value is of another kind
		return fmt.Errorf("%s: %s must be %s", place, key, kind)
	}
	return fmt.Errorf("%s: %s", place, strings.TrimPrefix(decode.Error(), "toml: "))
}

// String is the key as it stands in the file.
func (k writtenKey) String() string {
	name := fmt.Sprintf("%q", strings.Join(k.keys[k.section:], "."))
	if k.section > 0 {
		name += " in [" + strings.Join(k.keys[:k.section], ".") + "]"
	}
	return name
}

// keyAt is the key at a place, or the one whose value is there: the last that begins
// before it. One with dots may go on to its depth behind the place.
func keyAt(data []byte, line, column, depth int) (found writtenKey) {
	_ = walkKeys(data, func(k writtenKey) error { // what can't be read on stands behind the place
		above := len(k.keys) - 1
		if above < depth && slices.Equal(k.keys[:above], found.keys) || k.line < line || k.line == line && k.column <= column {
			found = k
		}
		return nil
	})
	return found
}

// kindOf says what a key of the configuration takes, and which keys there are where it
// stands.
func kindOf(keys []string) (kind, beside string) {
	switch small := strings.ToLower(strings.Join(keys, ".")); {
	case strings.HasPrefix(small, "defaults."):
		return kindIn(defaultEntries(), strings.TrimPrefix(small, "defaults."))
	case len(keys) > 2 && strings.HasPrefix(small, "profile."):
		return kindIn(entries(), strings.ToLower(strings.Join(keys[2:], ".")))
	case len(keys) == 1:
		return "a section, with keys of its own", "defaults, profile.NAME"
	}
	return "a section, with keys of its own", ""
}

func kindIn[T any](list []entry[T], key string) (kind, beside string) {
	kind = "a text, in quotes"
	within := key[:strings.LastIndex(key, ".")+1]
	var names []string
	for _, e := range list {
		switch {
		case e.key == key && e.number != "":
			kind = e.number
		case strings.HasPrefix(e.key, key+"."):
			kind = "numbers in braces, as in " + key + " = { daily = 14, monthly = 12 }"
		}
		if name, ok := strings.CutPrefix(e.key, within); ok {
			names = append(names, name)
		}
	}
	return kind, strings.Join(names, ", ")
}
