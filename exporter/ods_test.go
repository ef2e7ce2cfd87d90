package exporter

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/pigello"
)

// odsContent is content.xml as any reader of XML finds it.
type odsContent struct {
	Rows []struct {
		Cells []struct {
			Kind   string   `xml:"value-type,attr"`
			Value  string   `xml:"string-value,attr"`
			Repeat string   `xml:"number-columns-repeated,attr"`
			Texts  []string `xml:"p"`
		} `xml:"table-cell"`
	} `xml:"body>spreadsheet>table>table-row"`
}

// odsBook writes a workbook of these names and reads it as XML.
func odsBook(t interface{ Fatal(...any) }, names []string) (archive *zip.Reader, content odsContent, replaced int) {
	var b bytes.Buffer
	e := newBookEncoder(&b, odsForm{&replaced}, []string{"name", "custom_id"}, nil, time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC))
	for _, name := range names {
		if err := e.encode(&pigello.Organization{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.end(); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.NewDecoder(f).Decode(&content); err != nil {
		t.Fatal(err)
	}
	return archive, content, replaced
}

// Each text stands twice in its cell, as it was; what XML can't hold is replaced and counted.
func TestODSHoldsTexts(t *testing.T) {
	part := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\r\n", "\r", "\n", "\t", "\x01", "\x1f", "&<>\"'", "]]>", "=1+1", "  ", "å", "🏠", "\uFFFE"}))
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "parts"), "")
		}), 1, 4).Draw(rt, "names")
		_, content, replaced := odsBook(rt, names)
		if len(content.Rows) != len(names)+1 {
			rt.Fatalf("%d rows", len(content.Rows))
		}
		changed := 0
		for i, name := range names {
			want := strings.Map(xmlRune, name)
			if want != name {
				changed++
			}
			cells := content.Rows[i+1].Cells
			if len(cells) != 2 || cells[0].Value != want || strings.Join(cells[0].Texts, "|") != want || cells[0].Repeat != "" || cells[1].Kind != "" {
				rt.Fatalf("%q became %+v", name, cells)
			}
		}
		if replaced != changed {
			rt.Fatalf("%d were replaced, said are %d", changed, replaced)
		}
	})
}

// The archive is one that readers with rules of their own open: see odsForm.begin.
func TestODSArchive(t *testing.T) {
	archive, _, _ := odsBook(t, []string{"Exempelbacken AB"})
	names := []string{}
	for _, f := range archive.File {
		names = append(names, f.Name)
		if f.Modified.Year() != 2026 {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
	}
	if want := []string{"mimetype", "META-INF/manifest.xml", "settings.xml", "content.xml"}; !slices.Equal(names, want) {
		t.Fatalf("the parts are %q", names)
	}
	first := archive.File[0]
	const descriptor = 0x8
	if first.Method != zip.Store || first.Flags&descriptor != 0 || len(first.Extra) > 0 || first.CompressedSize64 != uint64(len(odsType)) {
		t.Errorf("mimetype: %+v", first.FileHeader)
	}
	r, err := first.Open()
	if err != nil {
		t.Fatal(err)
	}
	if kind, err := io.ReadAll(r); err != nil || string(kind) != odsType {
		t.Errorf("it is %q, %v", kind, err)
	}
}
