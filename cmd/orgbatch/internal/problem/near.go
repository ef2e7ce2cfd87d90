package problem

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
)

// NoFile says that a file can't be opened: where none has that name, which one
// of its folder was perhaps meant. The hint is what to do otherwise.
func NoFile(path, hint string, err error) error {
	if sink.Locked(err) {
		return Usagef(heldHint, "%s", err)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Usagef(hint, "%s", err)
	}
	dir, name := filepath.Split(path)
	where := "this folder"
	if dir != "" {
		where = filepath.Clean(dir)
	}
	entries, err := os.ReadDir(cmp.Or(dir, "."))
	if err != nil {
		return Usagef(hint, "%s isn't there: %s", path, err)
	}
	if near := nearestFile(name, entries); near != "" {
		return Usagef(hint, "%s isn't in %s; did you mean %s?", name, where, shell.Quote(filepath.Join(dir, near)))
	}
	return Usagef(hint, "%s isn't in %s", name, where)
}

// nearestFile is the file whose name without its ending is nearest, whatever its
// case; of equally near ones that with the same ending.
func nearestFile(name string, entries []fs.DirEntry) string {
	ext := filepath.Ext(name)
	stem := func(name string) string { return strings.ToLower(strings.TrimSuffix(name, filepath.Ext(name))) }
	var names, stems []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		other := map[bool]int{true: 1}
		return other[!strings.EqualFold(filepath.Ext(a), ext)] - other[!strings.EqualFold(filepath.Ext(b), ext)]
	})
	for _, n := range names {
		stems = append(stems, stem(n))
	}
	near := pigello.Nearest(stem(name), stems)
	if near == "" {
		return ""
	}
	return names[slices.Index(stems, near)]
}

// NoProfile says that there is no such profile, and which was perhaps meant.
func NoProfile(file config.File, name string) error {
	names := file.Names()
	if len(names) == 0 {
		return Usagef("orgbatch config add "+shell.Quote(name), "there is no profile %q", name)
	}
	hint := "the profiles are: " + strings.Join(names, ", ")
	if near := pigello.Nearest(name, names); near != "" {
		return Usagef(hint, "there is no profile %q; did you mean %s?", name, near)
	}
	return Usagef(hint, "there is no profile %q", name)
}
