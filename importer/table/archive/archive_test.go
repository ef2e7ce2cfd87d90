package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestOldOffice: old workbooks and protected ones are told by their container, wherever in it the name of the protection stands.
func TestOldOffice(t *testing.T) {
	wide := string(utf16Text("EncryptedPackage"))
	if wide != "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00" {
		t.Errorf("%q", wide)
	}
	for _, c := range []struct{ name, data, problem string }{
		{"old", string(magicOLE), "old Excel workbook (xls)"},
		{"old and long", string(magicOLE) + strings.Repeat("x", 200<<10), "old Excel workbook (xls)"},
		{"protected", string(magicOLE) + wide, "protected by a password"},
		{"protected, over the edge of what is read at once", string(magicOLE) + strings.Repeat("x", 64<<10-len(magicOLE)-1) + wide, "protected by a password"},
		{"all but a byte over it", string(magicOLE) + strings.Repeat("x", 64<<10-len(magicOLE)-len(wide)+1) + wide, "protected by a password"},
		{"the name cut off", string(magicOLE) + strings.Repeat("x", 64<<10-len(magicOLE)-1) + wide[:len(wide)-2], "old Excel workbook (xls)"},
		{"too short", "\xd0\xcf\x11", "its archive can't be opened"},
		{"another", "PK\x03\x04", "its archive can't be opened"},
		{"empty", "", "its archive can't be opened"},
	} {
		_, err := Open(strings.NewReader(c.data), "a.xls")
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.Contains(e.Problem, c.problem) || e.Hint == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestContains: a text is found in what comes in pieces; a reader that fails is told.
func TestContains(t *testing.T) {
	for text, want := range map[string]bool{"needle": true, "hay needle": true, "need le needl": false, "": false} {
		for way, r := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text)), "with the end": iotest.DataErrReader(strings.NewReader(text))} {
			if found, err := contains(r, []byte("needle")); found != want || err != nil {
				t.Errorf("%q, %s: %t, %v", text, way, found, err)
			}
		}
	}
	failed := errors.New("unplugged")
	if _, err := contains(io.MultiReader(strings.NewReader("hay"), iotest.ErrReader(failed)), []byte("needle")); err != failed {
		t.Error(err)
	}
}

// failingAt is a source that can't be read behind its first bytes.
type failingAt struct {
	*strings.Reader
	err error
}

func (f *failingAt) Read(p []byte) (int, error) {
	if f.Len() < int(f.Size()) {
		return 0, f.err
	}
	return f.Reader.Read(p)
}

// TestSourceFails: an old workbook that can't be read on, and a source without an end.
func TestSourceFails(t *testing.T) {
	failed := errors.New("unplugged")
	_, err := Open(&failingAt{strings.NewReader(string(magicOLE) + strings.Repeat("x", 200<<10)), failed}, "a.xls")
	var e *tabular.InputError
	if !errors.As(err, &e) || e.Problem != "reading it failed" || !errors.Is(err, failed) && !errors.Is(e.Err, failed) {
		t.Errorf("%v", err)
	}
	_, err = Open(noSeek{strings.NewReader("")}, "a.xls")
	if !errors.As(err, &e) || e.Problem != "finding its end failed" {
		t.Errorf("%v", err)
	}
}

type noSeek struct{ *strings.Reader }

func (noSeek) Seek(int64, int) (int64, error) { return 0, errors.New("no seeking") }

// TestBombs: what an archive declares to unpack to, at the bounds.
func TestBombs(t *testing.T) {
	const mib, gib = 1 << 20, 1 << 30
	for _, c := range []struct {
		name  string
		sizes [][2]uint64 // unpacked, packed
		bomb  bool
	}{
		{"nothing", nil, false},
		{"a small part as tight as it likes", [][2]uint64{{32 * mib, 1}}, false},
		{"a larger one", [][2]uint64{{32*mib + 1, 1}}, true},
		{"a hundred times its size", [][2]uint64{{100 * mib, 1 * mib}}, false},
		{"101 times", [][2]uint64{{101 * mib, 1 * mib}}, true},
		{"nothing packed", [][2]uint64{{33 * mib, 0}}, true},
		{"nothing at all", [][2]uint64{{0, 0}}, false},
		{"four GiB", [][2]uint64{{4 * gib, gib}}, false},
		{"more", [][2]uint64{{4*gib + 1, gib}}, true},
		{"four GiB in all", [][2]uint64{{gib, gib}, {3 * gib, gib}}, false},
		{"more in all", [][2]uint64{{gib, gib}, {3 * gib, gib}, {1, 1}}, true},
	} {
		z := &zip.Reader{}
		for _, s := range c.sizes {
			z.File = append(z.File, &zip.File{FileHeader: zip.FileHeader{Name: "xl/big.xml", UncompressedSize64: s[0], CompressedSize64: s[1]}})
		}
		a := &Archive{name: "a.xlsx", list: z.File}
		err := a.RefuseLarge()
		if err == nil {
			err = a.RefuseTight()
		}
		if (err != nil) != c.bomb || err != nil && !strings.Contains(err.Error(), "it unpacks to far more than a workbook should (xl/big.xml)") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestLargestPart: lists of sheets and styles are read up to 16 MiB.
func TestLargestPart(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, size := range map[string]int{"xl/large.xml": maxPart, "xl/larger.xml": maxPart + 1} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(bytes.Repeat([]byte(" "), size))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := Open(bytes.NewReader(b.Bytes()), "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if data, err := p.ReadWhole("xl/large.xml"); len(data) != maxPart || err != nil {
		t.Errorf("%d bytes: %v", len(data), err)
	}
	_, err = p.ReadWhole("xl/larger.xml")
	if e, ok := err.(*tabular.InputError); !ok || e.Problem != "its part xl/larger.xml is larger than 16 MiB" || e.Hint != tabular.SaveAsCSV {
		t.Error(err)
	}
	if data, err := p.ReadWhole("xl/none.xml"); data != nil || err != nil {
		t.Errorf("a part that isn't there: %q, %v", data, err)
	}
}

// TestBounded: no more is read of a part than the archive said.
func TestBounded(t *testing.T) {
	for left, want := range map[int64]error{3: nil, 4: nil, 2: errUnpacksTooMuch, 0: errUnpacksTooMuch} {
		got, err := io.ReadAll(&bounded{io.NopCloser(strings.NewReader("abc")), left})
		if err != want || err == nil && string(got) != "abc" {
			t.Errorf("%d: %q, %v", left, got, err)
		}
	}
}

// TestParts: parts are found whatever their letters and slashes, read in their encoding, and what is wrong with one is told with its name.
func TestParts(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		`XL\Styles.xml`: "<a><b>\u00e5</b></a>", "/wide.xml": "\xff\xfe<\x00a\x00>\x00<\x00b\x00>\x00\xe5\x00<\x00/\x00b\x00>\x00<\x00/\x00a\x00>\x00", "odd.xml": "<?xml version='1.0' encoding='klingon'?><a/>",
		"none.xml": "name;nr", "empty.xml": "", "damaged.xml": "<a><b>damage</b></a>",
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	data := bytes.Replace(b.Bytes(), []byte("damage<"), []byte("change<"), 1)
	a, err := Open(bytes.NewReader(data), "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if !a.Has("xl/styles.xml") || !a.Has("Wide.xml") || a.Has("styles.xml") || !a.HasFolder("xl/") || a.HasFolder("styles") || a.Name() != "a.xlsx" {
		t.Error("parts aren't found by their names")
	}
	for _, c := range []struct{ part, want, problem string }{
		{"xl/styles.xml", "\u00e5", ""}, {"wide.xml", "\u00e5", ""},
		{"odd.xml", "", "its part odd.xml is not XML that can be read"}, {"none.xml", "", "its part none.xml is not XML that can be read"}, {"empty.xml", "", "its part empty.xml is not XML that can be read"},
		{"damaged.xml", "", "its part damaged.xml can't be unpacked"}, {"missing.xml", "", "its part missing.xml is missing"},
	} {
		var v struct {
			B string `xml:"b"`
		}
		err := a.Decode(c.part, &v)
		var e *tabular.InputError
		if v.B != c.want || (err != nil) != (c.problem != "") || err != nil && (!errors.As(err, &e) || e.Problem != c.problem || e.Hint != tabular.FetchAgain) {
			t.Errorf("%s: %q, %v, want %q, %q", c.part, v.B, err, c.want, c.problem)
		}
	}
	if _, err := a.Open("missing.xml"); err == nil || !strings.Contains(err.Error(), "its part missing.xml is missing") {
		t.Error(err)
	}
	if data, err := a.ReadXML("missing.xml"); data != nil || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if data, err := a.ReadXML("wide.xml"); string(data) != "<a><b>\u00e5</b></a>" || err != nil || a.Offset() == 0 {
		t.Errorf("%q, %v, after %d bytes", data, err, a.Offset())
	}
}

// TestPacking: a part that is packed in a way that isn't known is told.
func TestPacking(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.CreateRaw(&zip.FileHeader{Name: "a.xml", Method: 99}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := Open(bytes.NewReader(b.Bytes()), "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ReadWhole("a.xml"); err == nil || !strings.Contains(err.Error(), "its part a.xml can't be unpacked: zip: unsupported compression algorithm") {
		t.Error(err)
	}
}
