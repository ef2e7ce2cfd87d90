package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// located gives an error of the decoder the place a person looks for, and says what
// stands there as a person would: the decoder speaks of Go's types, and names a key
// within braces by a part of its path. kinds says what a key takes, and which keys
// there are where it stands.
func located(
	path string, data []byte, err error, kinds func(keys []string) (kind, beside string),
) error {
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
	case kind != "" && toml.Unmarshal(data, &map[string]any{}) == nil:
		// It is TOML, and a value is of another kind.
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
		before := k.line < line || k.line == line && k.column <= column
		if before || above < depth && slices.Equal(k.keys[:above], found.keys) {
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

// writtenKey is a key as it is written, which the decoder doesn't tell: it takes them
// in capitals, too, and of two spellings the last.
type writtenKey struct {
	keys         []string // with those that it stands below
	section      int      // how many of them are those of [its section]
	line, column int
}

// checkSpelling refuses profiles that config add wouldn't make, for their names
// are folders of a store, and a key that is spelled in two ways. The file is one
// that the decoder took.
func checkSpelling(path string, data []byte) error {
	seen := map[string]string{} // by the path in small letters: as it was spelled first
	return walkKeys(data, func(k writtenKey) error {
		if err := checkKey(k.keys, seen); err != nil {
			return fmt.Errorf("%s:%d:%d: %w", path, k.line, k.column, err)
		}
		return nil
	})
}

// keyWalk visits the keys of a file in the order in which they stand there.
type keyWalk struct {
	parser unstable.Parser
	visit  func(writtenKey) error
}

func walkKeys(data []byte, visit func(writtenKey) error) error {
	w := &keyWalk{visit: visit}
	w.parser.Reset(data)
	var section []string
	for w.parser.NextExpression() {
		e := w.parser.Expression()
		if e.Kind != unstable.KeyValue {
			section = nil
		}
		keys, err := w.key(e, section, len(section))
		if err != nil {
			return err
		}
		if e.Kind != unstable.KeyValue {
			section = keys
		}
	}
	return w.parser.Error()
}

// key visits a key and those of the inline table that may be its value.
func (w *keyWalk) key(e *unstable.Node, within []string, section int) ([]string, error) {
	keys := within[:len(within):len(within)]
	for it := e.Key(); it.Next(); {
		keys = append(keys, string(it.Node().Data))
		at := w.parser.Shape(it.Node().Raw).Start
		if err := w.visit(writtenKey{keys, section, at.Line, at.Column}); err != nil {
			return nil, err
		}
	}
	if e.Kind != unstable.KeyValue || e.Value().Kind != unstable.InlineTable {
		return keys, nil
	}
	for it := e.Value().Children(); it.Next(); {
		if it.Node().Kind != unstable.KeyValue {
			continue // a comment
		}
		if _, err := w.key(it.Node(), keys, section); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// checkKey looks at the last of the keys.
func checkKey(keys []string, seen map[string]string) error {
	last, small := keys[len(keys)-1], make([]string, len(keys))
	for i, k := range keys {
		small[i] = strings.ToLower(k)
	}
	if small[0] == "profile" && len(keys) > 1 {
		small[1] = keys[1] // which isn't ours to spell
	}
	if small[0] == "profile" && len(keys) == 2 {
		return CheckName(last)
	}
	path := strings.Join(small, ".")
	if first, known := seen[path]; known && first != last {
		return fmt.Errorf("%q and %q are one key: keep one of them", first, last)
	}
	seen[path] = last
	return nil
}
