// Package input opens what a command takes as its files: files, pipes, standard input, and
// addresses on the web.
package input

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// pipedName is what standard input is called.
const pipedName = "standard input"

// Descriptors have paths that mean another file, or none, in the next process: what they name is
// read once, whatever it is.
var (
	standardInput = regexp.MustCompile(`^(-|/dev/stdin|/dev/fd/0|/proc/self/fd/0)$`)
	descriptor    = regexp.MustCompile(`^(/dev/fd|/proc/(self|[0-9]+)/fd)/[0-9]+$`)
)

// Opener opens what a command takes as its files.
type Opener struct {
	Stdin io.Reader
	Words *words.Edition
	UI    *ui.UI
}

// Inputs names the files. What can be read only once – standard input, a pipe by its name – is read
// so, and an address is fetched; sum is the checksum that it must have, "" for any.
func (o Opener) Inputs(ctx context.Context, args []string, sum Checksum) ([]intake.Input, error) {
	var inputs []intake.Input
	var pipes []os.FileInfo
	for _, path := range args {
		in, info, err := o.input(ctx, path)
		if err != nil {
			return nil, err
		}
		if sum != "" && (in.Stream == nil || len(args) > 1) {
			return nil, problem.Usagef("", "%s", o.Words.Input.SumFor)
		}
		if slices.ContainsFunc(pipes, func(other os.FileInfo) bool { return os.SameFile(info, other) }) ||
			in.Name == pipedName && slices.ContainsFunc(inputs, func(other intake.Input) bool { return other.Name == pipedName }) {
			return nil, problem.Usagef(o.Words.Input.NameOnce, "%s", o.Words.Input.ReadOnce(in.Name))
		}
		if in.Stream != nil && info != nil {
			pipes = append(pipes, info)
		}
		if once, ok := in.Stream.(*once); ok {
			once.end = func(is string) error { return compareSums(o.Words, o.UI, in.Name, is, string(sum)) }
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}

// input is what one argument names; info is that of a path.
func (o Opener) input(ctx context.Context, path string) (in intake.Input, info os.FileInfo, err error) {
	if cmdline.IsAddress(path) {
		in, err = o.published(ctx, path)
		return in, nil, err
	}
	if standardInput.MatchString(path) {
		open := func() (io.ReadCloser, error) { return io.NopCloser(o.Stdin), nil }
		return intake.Input{Name: pipedName, Stream: &once{open: open}}, nil, nil
	}
	info, err = os.Stat(path)
	switch {
	case err != nil:
		return in, nil, problem.NoFile(path, "", err)
	case info.IsDir():
		return in, nil, problem.Usagef(o.Words.Input.NameFiles, "%s", o.Words.Input.Folder(path))
	case descriptor.MatchString(path) || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0:
		return intake.Input{Name: path, Stream: &once{open: func() (io.ReadCloser, error) { return os.Open(path) }}}, info, nil
	}
	return intake.File(path), info, nil
}

// compareSums holds an input to the checksum that is wanted, or tells that of an address.
func compareSums(w *words.Edition, u *ui.UI, name, is, wanted string) error {
	switch {
	case wanted != "" && is != wanted:
		return &tabular.InputError{Name: name, Problem: w.Input.OtherSum(is, wanted), Hint: w.Input.SumHint}
	case wanted == "" && cmdline.IsAddress(name):
		u.Say("%s", w.Input.Sum(ui.Clean(name, 0), is))
	}
	return nil
}

// once is read once: it is opened when that begins, which waits for whoever writes into a pipe, and
// its end learns its checksum.
type once struct {
	open func() (io.ReadCloser, error)
	end  func(sum string) error
	src  io.ReadCloser
	hash hash.Hash
}

func (o *once) Read(p []byte) (n int, err error) {
	if o.src == nil {
		if o.src, err = o.open(); err != nil {
			return 0, err
		}
		o.hash = sha256.New()
	}
	n, err = o.src.Read(p)
	o.hash.Write(p[:n])
	if err != nil {
		_ = o.src.Close() // it was only read
	}
	if err == io.EOF {
		err = cmp.Or(o.end(hex.EncodeToString(o.hash.Sum(nil))), err)
	}
	return n, err
}

// Checksum is a SHA-256 in hexadecimal. One that is empty by mistake, as of a variable that isn't
// set, is refused.
type Checksum string

// Set takes it from the command line.
func (c *Checksum) Set(text string) error {
	*c = Checksum(strings.ToLower(text))
	if b, err := hex.DecodeString(text); err != nil || len(b) != sha256.Size {
		return errors.New(words.English.Input.NoSum)
	}
	return nil
}

// String is the checksum, "" for none.
func (c *Checksum) String() string { return string(*c) }

// Type says how its value is written.
func (c *Checksum) Type() string { return "string" }
