package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

var errBroken = errors.New("broken")

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstandard(t *testing.T, text string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(w.EncodeAll([]byte(text), nil))
}

func zeros(n int) string { return strings.Repeat("\x00", n) }

// skippable is a frame of zstd that holds nothing of the file.
func skippable(text string) string {
	return "\x50\x2a\x4d\x18" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(text)))) + text
}

// TestSource: the plain bytes come again each time, and what is taken from the file itself is counted anew.
func TestSource(t *testing.T) {
	const text = "Namn;Nr\nÅkerbolaget AB;1\n"
	for _, test := range []struct{ name, file, compression, want string }{
		{"plain", text, "", text},
		{"gzip", gzipped(t, text), "gzip", text},
		{"zstd", zstandard(t, text), "zstd", text},
		{"gzip in two members", gzipped(t, text[:9]) + gzipped(t, text[9:]), "gzip", text},
		{"gzip and zeros behind it", gzipped(t, text) + zeros(10_000), "gzip", text},
		{"gzip with zeros between its members", gzipped(t, text[:9]) + zeros(512) + gzipped(t, text[9:]) + zeros(1), "gzip", text},
		{"a frame of pzstd", skippable("\x09\x00\x00\x00") + zstandard(t, text), "zstd", text},
		{"frames to pass over", "\x5f" + skippable("")[1:] + skippable("next") + zstandard(t, text[:9]) + skippable("x") + zstandard(t, text[9:]), "zstd", text},
		{"nothing but a frame to pass over", skippable("x"), "", skippable("x")},
		{"a workbook in gzip", gzipped(t, "PK\x03\x04 and more"), "gzip", "PK\x03\x04 and more"},
		{"an old workbook in zstd", zstandard(t, "\xd0\xcf\x11\xe0"), "zstd", "\xd0\xcf\x11\xe0"},
		{"empty", "", "", ""},
		{"shorter than any sign", "a", "", "a"},
		{"the beginning of a sign", "\x1f", "", "\x1f"},
		{"another sign of four bytes", "\x28\xb5\x2f\xfe", "", "\x28\xb5\x2f\xfe"},
	} {
		s := New(strings.NewReader(test.file), test.name)
		if err := s.Detect(); err != nil || s.Compression != test.compression {
			t.Errorf("%s: %q, %v", test.name, s.Compression, err)
		}
		for range 2 {
			r, release, err := s.Open()
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			got, err := io.ReadAll(r)
			release()
			taken := len(test.file)
			if s.unpacked {
				taken = len(test.want)
			}
			if err != nil || string(got) != test.want || s.Taken.Load() != int64(taken) {
				t.Errorf("%s: %q, %v, %d bytes taken", test.name, got, err, s.Taken.Load())
			}
		}
	}
}

// file is one that can be broken.
type file struct {
	io.Reader
	seek error
}

func (f file) Seek(int64, int) (int64, error) { return 0, f.seek }

func TestFails(t *testing.T) {
	for _, test := range []struct {
		name string
		file io.ReadSeeker
		want string
	}{
		{"no seeking", file{strings.NewReader(""), errBroken}, "going back to its start failed: broken"},
		{"no reading", file{iotest.ErrReader(errBroken), nil}, "reading it failed: broken"},
		{"no gzip", strings.NewReader("\x1f\x8bno"), "it looks like gzip but can't be unpacked: "},
	} {
		s := New(test.file, "a.csv")
		err := s.Detect()
		if err == nil {
			_, _, err = s.Open()
		}
		var e *tabular.InputError
		if !errors.As(err, &e) || e.Name != "a.csv" || !strings.HasPrefix(err.Error(), "read a.csv: "+test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	s := New(file{strings.NewReader(""), errBroken}, "a.csv")
	if _, _, err := s.Open(); !errors.Is(err, errBroken) {
		t.Errorf("a file that can't be read again is told as %v", err)
	}
}

// TestWindowOfZstd: what a frame may demand is bounded.
func TestWindowOfZstd(t *testing.T) {
	for descriptor, refused := range map[byte]bool{17 << 3: false, 17<<3 + 1: true} { // windows of 128 MiB, and of an eighth more
		s := New(strings.NewReader("\x28\xb5\x2f\xfd\x00"+string([]byte{descriptor})+"\x01\x00\x00"), "a.zst")
		if err := s.Detect(); err != nil {
			t.Fatal(err)
		}
		r, release, err := s.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err = io.ReadAll(r); errors.Is(err, zstd.ErrWindowSizeExceeded) != refused {
			t.Errorf("descriptor %d: %v", descriptor, err)
		}
		release()
	}
}

// TestTooWide: who made a file with a large window is told how it is unpacked. A frame without a window wants its content's size.
func TestTooWide(t *testing.T) {
	frame := func(head string) string { return "\x28\xb5\x2f\xfd" + head + "\x01\x00\x00" }
	for _, test := range []struct{ name, file, problem, hint string }{
		{"an eighth too wide", frame("\x00\x89"), "a window of 144 MiB; at most 128 MiB", "--long=28 "},
		{"behind another frame", skippable("x") + frame("\x00\x90"), "a window of 256 MiB;", "--long=28 "},
		{"the widest", frame("\x00\xa8"), "a window of 2048 MiB;", "--long=31 "},
		{"without a window", frame("\xa0\x01\x00\x00\x08"), "a window of 129 MiB;", "--long=28 "},
		{"the second frame", zstandard(t, "a") + frame("\x00\x90"), "a window of more than the 128 MiB", "--long=31 "},
	} {
		s := New(strings.NewReader(test.file), "a.zst")
		err := s.Detect()
		if err == nil {
			var r io.Reader
			var release func()
			if r, release, err = s.Open(); err != nil {
				t.Fatal(err)
			}
			_, err = io.ReadAll(r)
			release()
		}
		var e *tabular.InputError
		if !errors.As(s.Stopped(err, 0), &e) || !strings.Contains(e.Problem, test.problem) || !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%s: %v, %+v", test.name, err, e)
		}
	}
}

// TestArchiveFails: a workbook in a compressed file is damaged with it, and bounded.
func TestArchiveFails(t *testing.T) {
	book := gzipped(t, "PK\x03\x04"+strings.Repeat("a", 96))
	for _, test := range []struct{ name, file, want string }{
		{"cut", book[:len(book)-9], "unpacking the gzip file stopped: unexpected EOF"},
		{"something behind it", book + "a", "unpacking the gzip file stopped: something else stands behind it: "},
		{"something behind zeros", book + "\x00\x00a", "unpacking the gzip file stopped: something else stands behind it: "},
		{"too large", gzipped(t, "PK\x03\x04"+strings.Repeat("a", 97)), "it holds a workbook of more than 0 MiB"},
		{"just not too large", book, ""},
	} {
		s := New(strings.NewReader(test.file), "a.gz")
		s.Compression = "gzip"
		err := s.unpackArchive(100)
		if test.want == "" && err == nil {
			continue
		}
		var e *tabular.InputError
		if !errors.As(err, &e) || test.want == "" || !strings.Contains(err.Error(), test.want) || e.Hint == "" {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestStopped(t *testing.T) {
	for _, test := range []struct {
		compression   string
		err           error
		problem, hint string
		cause         error
	}{
		{"", errBroken, "reading stopped", "", errBroken},
		{"gzip", io.ErrUnexpectedEOF, "unpacking the gzip file stopped", "fetch it again", io.ErrUnexpectedEOF},
		{"", tabular.ErrRowTooLarge, "a row of more than 8 MiB starts here", "text editor", nil},
		{"zstd", tabular.ErrRowTooLarge, "a row of more than 8 MiB starts here", "text editor", nil},
	} {
		s := &Source{Name: "a.csv", Compression: test.compression}
		var e *tabular.InputError
		if err := s.Stopped(test.err, 7); !errors.As(err, &e) || e.Name != "a.csv" || e.Line != 7 || e.Err != test.cause ||
			e.Problem != test.problem || !strings.Contains(e.Hint, test.hint) || (e.Hint == "") != (test.hint == "") {
			t.Errorf("%s, %v: %+v", test.compression, test.err, e)
		}
	}
}

// TestWindow: however much is looked at and passed over, and in whatever pieces it comes, all bytes come once and in order.
func TestWindow(t *testing.T) {
	text := make([]byte, 3*windowSize+5)
	for i := range text {
		text[i] = byte(i) ^ byte(i>>8) ^ byte(i>>16)
	}
	rapid.Check(t, func(t *rapid.T) {
		var src io.Reader = bytes.NewReader(text)
		if rapid.Bool().Draw(t, "halves") {
			src = iotest.HalfReader(src)
		}
		if rapid.Bool().Draw(t, "error with the last bytes") {
			src = iotest.DataErrReader(src)
		}
		w := NewWindow(src)
		for passed := 0; passed < len(text) || !w.EOF(); {
			held := len(w.Bytes())
			if rapid.Bool().Draw(t, "more") {
				if more := w.More(); more != (len(w.Bytes()) > held) || !more && !w.EOF() {
					t.Fatalf("more: %v, %d bytes held, were %d; %v", more, len(w.Bytes()), held, w.Err)
				}
			}
			if !bytes.HasPrefix(text[passed:], w.Bytes()) || w.EOF() && passed+len(w.Bytes()) != len(text) {
				t.Fatalf("other bytes stand at %d", passed)
			}
			n := rapid.SampledFrom([]int{0, 1, windowSize / 2, windowSize/2 + 1, windowSize}).Draw(t, "skip")
			n = min(n, len(w.Bytes()))
			w.Skip(n)
			passed += n
		}
		if w.More() || w.Err != io.EOF {
			t.Fatalf("more after the end; %v", w.Err)
		}
	})
}

// TestWindowGrows: it is filled at once, and its room grows only for what would fill more than half of it.
func TestWindowGrows(t *testing.T) {
	for skip, room := range map[int]int{windowSize / 2: windowSize, windowSize/2 - 1: 2 * windowSize, 0: 2 * windowSize, windowSize: windowSize} {
		w := NewWindow(iotest.OneByteReader(strings.NewReader(strings.Repeat("a", 4*windowSize))))
		if !w.More() || len(w.Bytes()) != windowSize {
			t.Fatalf("%d bytes at first", len(w.Bytes()))
		}
		w.Skip(skip)
		if !w.More() || len(w.Bytes()) != room {
			t.Errorf("%d bytes after %d were passed over, want %d", len(w.Bytes()), skip, room)
		}
	}
}

// endless gives letters for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, "aaaaaaaaaaaaaaaa"), nil }

// TestWindowBounds: it holds one row of the largest size and not much more.
func TestWindowBounds(t *testing.T) {
	w := NewWindow(endless{})
	for w.More() {
	}
	if held := len(w.Bytes()); w.Err != tabular.ErrRowTooLarge || held <= tabular.MaxRow || held > 2*tabular.MaxRow || w.More() {
		t.Errorf("%d bytes held; %v", held, w.Err)
	}
	w = NewWindow(endless{})
	for len(w.Bytes()) < 2*tabular.MaxRow && w.More() {
	}
	if w.Skip(len(w.Bytes()) - tabular.MaxRow); !w.More() {
		t.Errorf("a row that may be so large is refused: %v", w.Err)
	}
}

// pieces gives so many empty pieces before each byte.
type pieces struct{ empty, given int }

func (p *pieces) Read(b []byte) (int, error) {
	if p.given++; p.given%(p.empty+1) == 0 {
		b[0] = 'a'
		return 1, nil
	}
	return 0, nil
}

func TestNoProgress(t *testing.T) {
	w := NewWindow(io.LimitReader(&pieces{empty: 100}, 3))
	if !w.More() || string(w.Bytes()) != "aaa" || w.More() || !w.EOF() {
		t.Errorf("a slow source gives %q, %v", w.Bytes(), w.Err)
	}
	p := &pieces{empty: 101}
	if w = NewWindow(p); w.More() || w.Err != io.ErrNoProgress || p.given != 101 {
		t.Errorf("a source that gives nothing is asked %d times: %v", p.given, w.Err)
	}
	w = NewWindow(&pieces{empty: 101, given: 101})
	if !w.More() || string(w.Bytes()) != "a" || w.Err != io.ErrNoProgress {
		t.Errorf("a source that stops gives %q, %v", w.Bytes(), w.Err)
	}
	w = NewWindow(io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(errBroken)))
	if !w.More() || string(w.Bytes()) != "ab" || w.More() || w.Err != errBroken || w.EOF() {
		t.Errorf("a source that breaks gives %q, %v", w.Bytes(), w.Err)
	}
}
