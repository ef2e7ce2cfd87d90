package problem

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/heartbeat"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/metrics"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// heldHint is the next step where a file can't be read because another program has it, on Windows.
const heldHint = "another program has this file open: close it there and try again"

// crashHint is the next step after a fault of the program.
const crashHint = `nothing is lost: orgbatch runs says whether a run is to be gone on with
      please report this line, which holds nothing of what your files say: https://github.com/orgbatch/orgbatch/issues
      the same command with -v says more of where it was`

// HintOf finds the next step: the command's own before the library's.
func HintOf(err error) string {
	if p, ok := errors.AsType[*Problem](err); ok && p.Hint != "" {
		return p.Hint
	}
	if pigello.IsAuth(err) {
		return refusedHint
	}
	return cmp.Or(libraryHints(err)...)
}

// libraryHints are the hints of our packages' errors within err.
func libraryHints(err error) []string {
	var hints []string
	hints = hint(hints, err, func(e *pigello.Error) string { return e.Hint })
	hints = hint(hints, err, func(e *pigello.UsageError) string { return e.Hint })
	hints = hint(hints, err, (*pigello.UnreadableError).Hint)
	hints = hint(hints, err, func(e *tls.CertificateVerificationError) string { return CertificateHint(e) })
	hints = hint(hints, err, func(e *sink.Error) string { return e.Hint })
	hints = hint(hints, err, func(e *exporter.ReplaceError) string { return e.Hint })
	hints = hint(hints, err, func(e *exporter.EmptyError) string { return e.Hint })
	hints = hint(hints, err, (*exporter.SheetError).Hint)
	hints = hint(hints, err, func(e *backup.NotFoundError) string { return e.Hint })
	hints = hint(hints, err, func(*backup.KeyError) string { return "--identity FILE names the file with its key" })
	hints = hint(hints, err, func(e *metrics.ForeignError) string { return e.Hint })
	hints = hint(hints, err, func(e *heartbeat.Error) string { return e.Hint() })
	hints = hint(hints, err, func(*backup.LockedError) string { return "wait until it has finished" })
	hints = hint(hints, err, NewestHint)
	hints = hint(hints, err, func(*backup.NewerError) string { return "install that one; orgbatch version shows which this is" })
	hints = hint(hints, err, func(e *backup.DamageError) string {
		store, name := filepath.Split(filepath.Clean(e.Snapshot))
		return cmdline.Join("backup", "verify", filepath.Clean(store), name) + " says all that is wrong with it"
	})
	hints = hint(hints, err, spaceHint)
	hints = hint(hints, err, sourceHint)
	hints = hint(hints, err, func(e *history.UnfinishedError) string { return e.Hint })
	hints = hint(hints, err, func(e *may.RefusedError) string { return e.Hint })
	hints = hint(hints, err, func(e *tabular.InputError) string { return e.Hint })
	hints = hint(hints, err, func(e *run.LockedError) string { return e.Hint })
	hints = hint(hints, err, func(e *run.VersionError) string { return e.Hint })
	hints = hint(hints, err, func(e *run.DamagedError) string { return e.Hint })
	hints = hint(hints, err, func(e *run.StorageError) string { return e.Hint })
	hints = hint(hints, err, func(e *fs.PathError) string {
		if sink.Locked(e) {
			return heldHint
		}
		return ""
	})
	return hint(hints, err, noRunHint)
}

func hint[E error](hints []string, err error, of func(E) string) []string {
	if e, ok := errors.AsType[E](err); ok {
		return append(hints, of(e))
	}
	return hints
}

// CertificateHint tells the usual causes apart.
func CertificateHint(err error) string {
	invalid, ok := errors.AsType[x509.CertificateInvalidError](err)
	switch {
	case ok && invalid.Reason == x509.Expired:
		return "it has expired or isn't valid yet: look at this computer's date and time first"
	case Is[x509.HostnameError](err):
		return "it is another host's: is the address spelt right?"
	case noAuthorities():
		return "this machine knows no certificate authorities: install its package ca-certificates, or name a PEM file of them by --ca-file"
	}
	return "a company's network may put its own certificate in between: --ca-file names its authorities, a PEM file"
}

// noAuthorities says that the system has none, as a container that holds nothing but the program.
func noAuthorities() bool {
	pool, err := x509.SystemCertPool()
	return err == nil && pool.Equal(x509.NewCertPool())
}

// NewestHint says what to do when the newest snapshot keeps all others.
func NewestHint(e *backup.NewestError) string {
	dir, name := filepath.Split(filepath.Clean(e.Snapshot))
	dir = filepath.Clean(dir)
	switch {
	case Is[*backup.NewerError](e.Err):
		return "prune with the orgbatch that wrote it"
	case e.Err != nil:
		return cmdline.Join("backup", "verify", dir, name) + " says more; make another with orgbatch backup create, then prune again"
	}
	return "if it is right: " + cmdline.Join("backup", "accept", dir, name, "--reason", "…") + "; if not, make another with orgbatch backup create; then prune again"
}

// spaceHint says how much room is lacking, and how to get it.
func spaceHint(e *backup.SpaceError) string {
	lacking := fmt.Sprintf("free %s", words.Size(e.Need-e.Free))
	if e.Prunable > 0 {
		return fmt.Sprintf("%s; orgbatch backup prune with the same --keep-… would remove %s and free %s", lacking, words.Counted(e.Prunable, "snapshot"), words.Size(e.PrunableBytes))
	}
	return lacking + ", or prune: orgbatch backup prune " + shell.Quote(e.Dir) + " --keep-daily 14 --dry-run shows what that would free"
}

// sourceHint says what to do about a target that isn't that of the snapshots there.
func sourceHint(e *backup.SourceError) string {
	if changed, _ := e.Have.Changes(e.Has); len(changed) == 1 && e.Has.Customer != "" && e.Has.URL != e.Have.URL {
		return words.English.Failed.Moved(e.Has.URL, e.Have.URL)
	}
	return words.English.Failed.Another
}

// noRunHint names the newest runs of a folder: an id of four letters that nobody
// can spell isn't guessed.
func noRunHint(e *run.NotFoundError) string {
	names, err := run.Names(e.Runs)
	if err != nil || len(names) == 0 || len(e.Matches) > 0 {
		return e.Hint
	}
	const shown = 5
	var ids []string
	for _, name := range names[:min(shown, len(names))] {
		ids = append(ids, name[strings.LastIndex(name, "-")+1:])
	}
	list := cmdline.Join("runs")
	if e.Runs != config.DefaultRuns {
		list = cmdline.Join("runs", "--runs", e.Runs)
	}
	return "the newest are " + strings.Join(ids, ", ") + "; " + list + " lists them all"
}

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
