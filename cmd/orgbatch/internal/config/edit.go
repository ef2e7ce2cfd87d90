package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// Edit changes the file at path, keeping its comments and order: change edits
// the text, and must end in what want does to the parsed file. Where the two
// differ – a file laid out in a way that the text editing doesn't see through
// – nothing is written. The file appears whole, with mode 0600.
func Edit(path string, change func(text string) string, want func(*File)) error {
	data, err := readFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the configuration: %w", err)
	}
	wanted, err := parse(path, data)
	if err != nil {
		return err
	}
	if wanted.Profiles == nil {
		wanted.Profiles = map[string]Profile{}
	}
	want(&wanted)
	text := change(string(data))
	got, err := parse(path, []byte(text))
	if err != nil {
		return fmt.Errorf("the change would break the file: %w", err)
	}
	if len(wanted.Profiles)+len(got.Profiles) > 0 && !reflect.DeepEqual(wanted.Profiles, got.Profiles) || wanted.Defaults != got.Defaults {
		return fmt.Errorf("%s is laid out in a way that can't be changed without rewriting it: edit it by hand", path)
	}
	return write(path, text)
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the configuration's folder: %w", err)
	}
	return sink.WriteFile(path, []byte(text), sink.Options{Overwrite: true})
}
