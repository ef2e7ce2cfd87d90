package sink

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) {
	if os.Getenv(helperVariable) != "" {
		os.Exit(helper(os.Args[len(os.Args)-1]))
	}
	goleak.VerifyTestMain(m)
}

// names lists what lies in a folder, hidden files too.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func wantNames(t testing.TB, dir string, want ...string) {
	t.Helper()
	if got := names(t, dir); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("folder holds %q, want %q", got, want)
	}
}

func write(t testing.TB, path, content string, o Options) Summary {
	t.Helper()
	f, err := Create(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, content); err != nil {
		t.Fatal(err)
	}
	sum, err := f.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAbsentUntilCommit(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "export.csv")
	f, err := Create(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Abort()
	if _, err := f.Write(bytes.Repeat([]byte("x"), 3*bufferSize)); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); len(got) != 1 || !strings.HasPrefix(got[0], ".export.csv.partial-") {
		t.Fatalf("while writing the folder holds %q", got)
	}
	if _, err := f.Prepare(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("after Prepare the name stands for %v", err)
	}
	sum, err := f.Commit()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := f.Commit(); err != nil || again != sum {
		t.Errorf("a second Commit: %v, %v", again, err)
	}
	if err := f.Abort(); err != nil {
		t.Errorf("Abort after Commit: %v", err)
	}
	wantNames(t, dir, "export.csv")
	if sum.Bytes != 3*bufferSize {
		t.Errorf("%d bytes", sum.Bytes)
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestAbortLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	for _, prepare := range []bool{false, true} {
		f, err := Create(filepath.Join(dir, "a"), Options{Compression: "zstd"})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, "half")
		if prepare {
			if _, err := f.Prepare(); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(f.Abort(), f.Abort()); err != nil {
			t.Fatal(err)
		}
		wantNames(t, dir)
		if _, err := f.Commit(); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("Commit after Abort (prepared %v): %v", prepare, err)
		}
		if _, err := f.Write([]byte("x")); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("Write after Abort: %v", err)
		}
		wantNames(t, dir)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		compression := rapid.SampledFrom([]string{"", "gzip", "zstd"}).Draw(rt, "compression")
		chunks := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 600), 0, 20).Draw(rt, "chunks")
		path := filepath.Join(dir, "f")
		f, err := Create(path, Options{Compression: compression, Overwrite: true})
		if err != nil {
			rt.Fatal(err)
		}
		var want []byte
		for _, c := range chunks {
			if n, err := f.Write(c); n != len(c) || err != nil {
				rt.Fatal(n, err)
			}
			want = append(want, c...)
		}
		sum, err := f.Commit()
		if err != nil {
			rt.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			rt.Fatal(err)
		}
		hash := sha256.Sum256(raw)
		if sum.Bytes != int64(len(raw)) || sum.SHA256 != hex.EncodeToString(hash[:]) {
			rt.Fatalf("summary %+v of %d bytes, %x", sum, len(raw), hash)
		}
		if got := inflate(rt, compression, raw); !bytes.Equal(got, want) {
			rt.Fatalf("read %q, wrote %q", got, want)
		}
	})
	wantNames(t, dir, "f")
}

func inflate(t interface{ Fatal(...any) }, compression string, raw []byte) []byte {
	var r io.Reader = bytes.NewReader(raw)
	switch compression {
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	case "zstd":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		r = z
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What was written before a Reset leaves no trace in file, length or checksum.
func TestReset(t *testing.T) {
	for _, compression := range []string{"", "gzip", "zstd"} {
		dir := t.TempDir()
		want := write(t, filepath.Join(dir, "plain"), "second", Options{Compression: compression})
		f, err := Create(filepath.Join(dir, "reset"), Options{Compression: compression})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{3, 3 * bufferSize} {
			if _, err := f.Write(bytes.Repeat([]byte("first"), n)); err != nil {
				t.Fatal(err)
			}
			if err := f.Reset(); err != nil {
				t.Fatal(err)
			}
		}
		io.WriteString(f, "second")
		sum, err := f.Commit()
		if err != nil || sum != want {
			t.Errorf("%q: %v, %v, want %v", compression, sum, err, want)
		}
		if read(t, filepath.Join(dir, "reset")) != read(t, filepath.Join(dir, "plain")) {
			t.Errorf("%q: the files differ", compression)
		}
		if err := f.Reset(); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("Reset after Commit: %v", err)
		}
	}
}

// failsOnce fails the first write and takes all others.
type failsOnce struct {
	io.Writer
	err error
}

func (f *failsOnce) Write(p []byte) (int, error) {
	if err := f.err; err != nil {
		f.err = nil
		return 0, err
	}
	return f.Writer.Write(p)
}

func (f *failsOnce) Close() error { return nil }

// What wasn't written once makes no file, though all that follows succeeds.
func TestFirstErrorStays(t *testing.T) {
	dir := t.TempDir()
	failed := errors.New("unplugged")
	f, err := Create(filepath.Join(dir, "a"), Options{Encrypt: func(w io.Writer) (io.WriteCloser, error) { return &failsOnce{w, failed}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := f.Write([]byte("x")); !errors.Is(err, failed) {
			t.Errorf("Write: %v", err)
		}
	}
	_, err = f.Commit()
	wantError(t, err, failed, "", dir)
}

// A partial that can't be removed is told, alone and beside the failure before it.
func TestPartialStays(t *testing.T) {
	dir := t.TempDir()
	open := func() *File {
		f, err := Create(filepath.Join(dir, "a"), Options{})
		if err == nil {
			err = errors.Join(os.Remove(f.partial), os.MkdirAll(filepath.Join(f.partial, "in it"), 0o700))
		}
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	var e *Error
	if err := open().Abort(); !errors.As(err, &e) || e.Op != "remove" {
		t.Errorf("Abort: %v", err)
	}
	f := open()
	f.file.Close()
	_, err := f.Commit()
	if !errors.Is(err, fs.ErrClosed) || !strings.Contains(err.Error(), "write ") || !strings.Contains(err.Error(), "remove ") {
		t.Errorf("Commit: %v", err)
	}
}

// The kernel is asked to begin with each writebackSize of bytes, and no sooner.
func TestWriteback(t *testing.T) {
	f, err := Create(filepath.Join(t.TempDir(), "a"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Abort()
	for _, c := range []struct{ size, started int }{{writebackSize - 1, 0}, {1, writebackSize}, {writebackSize - 1, writebackSize}, {1, 2 * writebackSize}} {
		if _, err := (*onDisk)(f).Write(make([]byte, c.size)); err != nil || f.started != int64(c.started) {
			t.Errorf("%d of %d bytes, %v", f.started, f.bytes, err)
		}
	}
}

func TestCompressionFor(t *testing.T) {
	for _, c := range []struct{ name, compression, inner string }{
		{"a.csv", "", "a.csv"},
		{"a.csv.gz", "gzip", "a.csv"},
		{"a.jsonl.ZST", "zstd", "a.jsonl"},
		{"b.jsonl.zstd", "zstd", "b.jsonl"},
		{"b.csv.gzip", "gzip", "b.csv"},
		{"gz", "", "gz"},
		{".gz", "", ".gz"},
		{"-", "", "-"},
		{"dir.gz/a.csv", "", "dir.gz/a.csv"},
	} {
		if got, inner := CompressionFor(c.name); got != c.compression || inner != c.inner {
			t.Errorf("CompressionFor(%q) = %q, %q", c.name, got, inner)
		}
	}
	if _, err := Create(filepath.Join(t.TempDir(), "a"), Options{Compression: "rar"}); err == nil || !strings.Contains(err.Error(), `"rar"`) {
		t.Errorf("unknown compression: %v", err)
	}
}

func TestSameBytesSameFile(t *testing.T) {
	for _, compression := range []string{"gzip", "zstd"} {
		dir := t.TempDir()
		o := Options{Compression: compression}
		if a, b := write(t, filepath.Join(dir, "a"), "lika\n", o), write(t, filepath.Join(dir, "b"), "lika\n", o); a != b {
			t.Errorf("%s: %v and %v", compression, a, b)
		}
	}
}

func TestHintOf(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fs.ErrPermission, "you may not write in the folder"},
		{fs.ErrNotExist, "doesn't exist"},
		{&fs.PathError{Op: "write", Path: "/p/.x.partial-1", Err: fs.ErrPermission}, "you may not write"},
		{&os.LinkError{Op: "rename", Old: ".x.partial-1", New: "x", Err: fs.ErrPermission}, "you may not write"},
	} {
		err := Explain("write", "/p/x", c.err)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Hint, c.want) {
			t.Errorf("%v: hint %q", c.err, e.Hint)
		}
		if strings.Contains(err.Error(), "partial") {
			t.Errorf("%v tells the name of the partial", err)
		}
	}
	if Explain("write", "x", nil) != nil {
		t.Error("no error became one")
	}
	if runtime.GOOS != "windows" {
		for errno, want := range map[syscall.Errno]string{
			syscall.ENOSPC: "disk is full", syscall.EROFS: "read-only", syscall.EBUSY: "Excel",
			syscall.ENOTDIR: "not a folder", syscall.ENAMETOOLONG: "too long", syscall.EFBIG: "larger",
		} {
			if got := hint("/p/x", errno); !strings.Contains(got, want) {
				t.Errorf("%v: hint %q", errno, got)
			}
		}
	}
}

// WriteFile writes all or nothing, and leaves no partial where it may not replace.
func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.toml")
	if err := WriteFile(path, []byte("first"), Options{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	wantError(t, WriteFile(path, []byte("second"), Options{}), fs.ErrExist, "", dir, "a.toml")
	if got := read(t, path); got != "first" {
		t.Errorf("the file is %q", got)
	}
	if err := WriteFile(path, []byte("third"), Options{Overwrite: true}); err != nil || read(t, path) != "third" {
		t.Errorf("%v, %q", err, read(t, path))
	}
}
