package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// pipedName is what standard input is called.
const pipedName = "standard input"

// Descriptors have paths that mean another file, or none, in the next process: what they name is read once, whatever it is.
var (
	standardInput = regexp.MustCompile(`^(-|/dev/stdin|/dev/fd/0|/proc/self/fd/0)$`)
	descriptor    = regexp.MustCompile(`^(/dev/fd|/proc/(self|[0-9]+)/fd)/[0-9]+$`)
)

// inputs names the files. What can be read only once – standard input, a pipe by
// its name – is read so, and an address is fetched; sum is the checksum that it must have, "" for any.
func (a *app) inputs(ctx context.Context, args []string, sum checksum) ([]importer.Input, error) {
	if sum != "" && len(args) > 1 {
		return nil, usagef(a.words.Input.OneByOne, "%s", a.words.Input.SumOfOne(len(args)))
	}
	var inputs []importer.Input
	var streams []os.FileInfo
	piped := false
	for _, path := range args {
		if isAddress(path) {
			in, err := a.published(ctx, path)
			if err != nil {
				return nil, err
			}
			inputs = append(inputs, a.summed(in, sum, sum == ""))
			continue
		}
		if standardInput.MatchString(path) {
			if piped {
				return nil, usagef(a.words.Input.NameOnce, "%s", a.words.Input.ReadOnce(pipedName))
			}
			piped = true
			inputs = append(inputs, a.summed(importer.Input{Name: pipedName, Stream: a.stdin}, sum, false))
			continue
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, noFile(path, "", err)
		case info.IsDir():
			return nil, usagef(a.words.Input.NameFiles, "%s", a.words.Input.Folder(path))
		case descriptor.MatchString(path) || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0:
			for _, other := range streams {
				if os.SameFile(info, other) {
					return nil, usagef(a.words.Input.NameOnce, "%s", a.words.Input.ReadOnce(path))
				}
			}
			streams = append(streams, info)
			pipe := &late{open: func() (io.ReadCloser, error) { return os.Open(path) }}
			inputs = append(inputs, a.summed(importer.Input{Name: path, Stream: pipe}, sum, false))
		case sum != "":
			return nil, usagef(a.words.Input.SumFor, "%s", a.words.Input.SumOfFile(path))
		default:
			inputs = append(inputs, importer.File(path))
		}
	}
	return inputs, nil
}

// checksum is a SHA-256 in hexadecimal. One that is empty by mistake, as of a variable that isn't set, is refused.
type checksum string

// Set takes it from the command line.
func (c *checksum) Set(text string) error {
	*c = checksum(strings.ToLower(text))
	if b, err := hex.DecodeString(text); err != nil || len(b) != sha256.Size {
		return errors.New(words.English.Input.NoSum)
	}
	return nil
}

func (c *checksum) String() string { return string(*c) }

// Type says how its value is written.
func (c *checksum) Type() string { return "string" }

// late is opened when it is first read: that waits for whoever writes into a pipe.
type late struct {
	open func() (io.ReadCloser, error)
	src  io.ReadCloser
}

func (l *late) Read(p []byte) (n int, err error) {
	if l.src == nil {
		if l.src, err = l.open(); err != nil {
			return 0, err
		}
	}
	if n, err = l.src.Read(p); err != nil {
		_ = l.src.Close() // it was only read
	}
	return n, err
}

// hashing is an input that is read once, and what is done with its checksum at its end.
type hashing struct {
	io.Reader
	hash hash.Hash
	end  func(sum string) error
}

func (h *hashing) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	h.hash.Write(p[:n])
	if err == io.EOF {
		if other := h.end(hex.EncodeToString(h.hash.Sum(nil))); other != nil {
			return n, other
		}
	}
	return n, err
}

// summed holds an input to the checksum that is wanted, or tells the one that it has.
func (a *app) summed(in importer.Input, want checksum, tell bool) importer.Input {
	if want != "" || tell {
		in.Stream = &hashing{Reader: in.Stream, hash: sha256.New(), end: func(sum string) error {
			if want != "" && sum != string(want) {
				return &tabular.InputError{Name: in.Name, Problem: a.words.Input.OtherSum(sum, string(want)), Hint: a.words.Input.SumHint}
			}
			if tell {
				a.ui.say("%s", a.words.Input.Sum(clean(in.Name, 0), sum))
			}
			return nil
		}}
	}
	return in
}
