package charset

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// TestDecode: each encoding into UTF-8, read in one piece and byte by byte; damage stays to be seen.
func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"utf-8", "", ""},
		{"utf-8", "Bj\u00f6rk \xe5", "Bj\u00f6rk \xe5"},
		{"windows-1252", "Bj\xf6rk \x80\x81", "Björk €\u0081"},
		{"utf-16le", "", ""},
		{"utf-16le", "a\x00\xe5\x00", "aå"},
		{"utf-16be", "\x00a\x00\xe5\x04\x16", "aåЖ"},
		{"utf-16le", "\x3d\xd8\x00\xdeb\x00", "😀b"},
		{"utf-16be", "\xd8\x00\xdc\x00\xdb\xff\xdf\xff", "\U00010000\U0010ffff"},
		{"utf-16be", "\xd8\x00\x00a", "\xed\xa0\x80a"},               // the first half of a pair
		{"utf-16be", "\xdb\xff\xdb\xff", "\xed\xaf\xbf\xed\xaf\xbf"}, // twice
		{"utf-16be", "\xdc\x00\x00a", "\xed\xb0\x80a"},               // the second half
		{"utf-16be", "\xd8\x00\xe0\x00", "\xed\xa0\x80\ue000"},
		{"utf-16be", "\x00a\xd8\x00", "a\xed\xa0\x80"}, // at the end
		{"utf-16be", "\xd7\xff\xe0\x00", "\ud7ff\ue000"},
		{"utf-16le", "a\x00b", "a\xff"}, // half a unit
		{"utf-16le", "\x3d\xd8\x00", "\xed\xa0\xbd\xff"},
		{"utf-32le", "a\x00\x00\x00\x00\xf6\x01\x00", "a\U0001f600"},
		{"utf-32be", "\x00\x00\x00\xe5\x00\x10\xff\xff", "å\U0010ffff"},
		{"utf-32be", "\x00\x11\x00\x00\x00\x00\x00a", "\xffa"}, // no code point
		{"utf-32be", "\x00\x00\xd8\x00\x00\x00\xdc\x00", "\xed\xa0\x80\xed\xb0\x80"},
		{"utf-32be", "\x00\x00\x00a\x00\x00\x00", "a\xff"},
		{"utf-32le", "\x00\xd8\x00\x00", "\xed\xa0\x80"},
	} {
		e, err := Named(c.name)
		if err != nil {
			t.Fatal(err)
		}
		for way, src := range map[string]io.Reader{
			"at once": strings.NewReader(c.raw), "byte by byte": iotest.OneByteReader(strings.NewReader(c.raw)),
			"with the end": iotest.DataErrReader(strings.NewReader(c.raw)),
		} {
			if got, err := io.ReadAll(NewDecoder(e, src)); err != nil || string(got) != c.want {
				t.Errorf("%s, %s: %q is %q (%v), want %q", c.name, way, c.raw, got, err, c.want)
			}
		}
	}
}

// TestDecodeFailingReader: what came before an error is given out first.
func TestDecodeFailingReader(t *testing.T) {
	e, _ := Named("windows-1252")
	failed := errors.New("unplugged")
	got, err := io.ReadAll(NewDecoder(e, io.MultiReader(strings.NewReader("Bj\xf6rk"), iotest.ErrReader(failed))))
	if string(got) != "Björk" || !errors.Is(err, failed) {
		t.Errorf("%q, %v", got, err)
	}
}

// TestDecodeHoldsNothingBack: a whole pair is given out before more is read.
func TestDecodeHoldsNothingBack(t *testing.T) {
	e, _ := Named("utf-16be")
	behind := strings.NewReader("\x00a")
	buf := make([]byte, 10)
	if n, err := NewDecoder(e, io.MultiReader(strings.NewReader("\xd8\x00\xdc\x00"), behind)).Read(buf); string(buf[:n]) != "\U00010000" || err != nil || behind.Len() != 2 {
		t.Errorf("%q, %v, and %d bytes weren't read", buf[:n], err, behind.Len())
	}
}

// TestDecodeNeedsRoomForNothing: a read into nothing loses no text, and isn't the end.
func TestDecodeNeedsRoomForNothing(t *testing.T) {
	e, _ := Named("windows-1252")
	d := NewDecoder(e, iotest.DataErrReader(strings.NewReader("\xe5")))
	if n, err := d.Read(nil); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if got, err := io.ReadAll(d); string(got) != "å" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// sleepy gives nothing some times before each read of text.
type sleepy struct {
	times int
	text  io.Reader
}

func (s *sleepy) Read(p []byte) (int, error) {
	if s.times--; s.times >= 0 {
		return 0, nil
	}
	return s.text.Read(p)
}

// TestDecodeIdleReader: a reader that gives nothing a hundred times is waited for, one that goes on so isn't.
func TestDecodeIdleReader(t *testing.T) {
	e, _ := Named("windows-1252")
	if got, err := io.ReadAll(NewDecoder(e, &sleepy{100, strings.NewReader("\xe5")})); string(got) != "å" || err != nil {
		t.Errorf("after a hundred times: %q, %v", got, err)
	}
	if got, err := io.ReadAll(NewDecoder(e, &sleepy{101, strings.NewReader("\xe5")})); len(got) > 0 || !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("after more: %q, %v", got, err)
	}
}

// TestEncode: UTF-8 into each encoding, with what it lacks replaced.
func TestEncode(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"utf-8", "å\xff", "å\xff"},
		{"windows-1252", "Björk €", "Bj\xf6rk \x80"},
		{"windows-1252", "\u007f\u0080\u0081\u009d\u00a0", "\x7f?\x81\x9d\xa0"}, // bytes that mean nothing come back
		{"windows-1252", "Ж→Łódź", "?->?\xf3d?"},
		{"iso-8859-1", "a–b…’", "a-b...'"},
		{"utf-16le", "aå", "a\x00\xe5\x00"},
		{"utf-16be", "aåЖ\uffff", "\x00a\x00\xe5\x04\x16\xff\xff"},
		{"utf-16be", "\U00010000\U0010ffff", "\xd8\x00\xdc\x00\xdb\xff\xdf\xff"},
		{"utf-16be", "\xed\xa0\x80", "\xd8\x00"}, // half of a pair
		{"utf-16be", "\xed\xbf\xbfa", "\xdf\xff\x00a"},
		{"utf-16be", "\ud7ff\ue000", "\xd7\xff\xe0\x00"},
		{"utf-16be", "\x80", "\xff\xfd"}, // a wrong byte
		{"utf-16be", "\xed\xa0", "\xff\xfd\xff\xfd"},
		{"utf-32le", "a😀", "a\x00\x00\x00\x00\xf6\x01\x00"},
		{"utf-32be", "a\U00010000", "\x00\x00\x00a\x00\x01\x00\x00"},
	} {
		e, err := Named(c.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.AppendEncoded([]byte("x"), []byte(c.text)); string(got) != "x"+c.want {
			t.Errorf("%s: %q is %q, want %q", c.name, c.text, got[1:], c.want)
		}
	}
}

// TestPlain: UTF-8 alone is left as it is.
func TestPlain(t *testing.T) {
	for _, name := range encodingNames() {
		e, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		if e.Plain() != (name == "utf-8") {
			t.Errorf("%s: %t", name, e.Plain())
		}
		src := bytes.NewReader(nil)
		if same := NewDecoder(e, src) == io.Reader(src); same != e.Plain() {
			t.Errorf("%s is read past the decoder: %t", name, same)
		}
	}
}
