package config

import (
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// spelling looks at the keys as they are written, which the decoder doesn't
// tell: it takes them in capitals, too, and of two spellings the last.
type spelling struct {
	parser unstable.Parser
	path   string
	seen   map[string]string // by the path in small letters: as it was spelled first
}

// checkSpelling refuses profiles that config add wouldn't make, for their names
// are folders of a store, and a key that is spelled in two ways. The file is one
// that the decoder took.
func checkSpelling(path string, data []byte) error {
	s := &spelling{path: path, seen: map[string]string{}}
	s.parser.Reset(data)
	var table []string
	for s.parser.NextExpression() {
		e := s.parser.Expression()
		within := table
		if e.Kind != unstable.KeyValue {
			within = nil
		}
		keys, err := s.key(e, within)
		if err != nil {
			return err
		}
		if e.Kind != unstable.KeyValue {
			table = keys
		}
	}
	return s.parser.Error()
}

// key checks a key and those of the inline table that may be its value.
func (s *spelling) key(e *unstable.Node, within []string) ([]string, error) {
	keys := within[:len(within):len(within)]
	for it := e.Key(); it.Next(); {
		keys = append(keys, string(it.Node().Data))
		if err := s.check(keys); err != nil {
			at := s.parser.Shape(it.Node().Raw).Start
			return nil, fmt.Errorf("%s:%d:%d: %w", s.path, at.Line, at.Column, err)
		}
	}
	if e.Kind != unstable.KeyValue || e.Value().Kind != unstable.InlineTable {
		return keys, nil
	}
	for it := e.Value().Children(); it.Next(); {
		if it.Node().Kind != unstable.KeyValue {
			continue // a comment
		}
		if _, err := s.key(it.Node(), keys); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// check looks at the last of the keys.
func (s *spelling) check(keys []string) error {
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
	if first, known := s.seen[path]; known && first != last {
		return fmt.Errorf("%q and %q are one key: keep one of them", first, last)
	}
	s.seen[path] = last
	return nil
}
