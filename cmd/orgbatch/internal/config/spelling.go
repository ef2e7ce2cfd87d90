package config

import (
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

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
