package exporter

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/pigello"
)

// forms are the workbooks there are.
func forms() map[string]bookForm {
	return map[string]bookForm{"xlsx": xlsxForm{}, "ods": odsForm{new(int)}}
}

// Each part of a workbook is XML, and dated.
func TestBooksAreSound(t *testing.T) {
	made := time.Date(2026, 11, 23, 20, 35, 30, 0, time.UTC)
	for name, form := range forms() {
		var b bytes.Buffer
		e := newBookEncoder(&b, form, []string{"name", "tags"}, nil, made)
		for _, text := range []string{"Åkerö & Söner <AB>", " två\r\nrader ", "\x01"} {
			if err := e.encode(&pigello.Organization{Name: text}); err != nil {
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
		for _, f := range archive.File {
			if !f.Modified.Equal(made) {
				t.Errorf("%s, %s is of %v", name, f.Name, f.Modified)
			}
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			for d := xml.NewDecoder(bytes.NewReader(text)); err == nil && f.Name != "mimetype"; {
				_, err = d.Token()
			}
			if f.Name != "mimetype" && err != io.EOF {
				t.Errorf("%s, %s: %v", name, f.Name, err)
			}
			if f.Name == "docProps/core.xml" && !strings.Contains(string(text), `<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-23T20:35:30Z<`) {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
}

// What Excel would take off a text's ends has the attribute for it, and nothing else.
func TestXLSXBlanks(t *testing.T) {
	for text, want := range map[string]bool{"": false, "a  b": false, "a\nb": false, " a": true, "a\t": true, "\u00a0a": true, " ": true} {
		if got := strings.Contains(string(xlsxForm{}.row(nil, 2, []string{text})), "preserve"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Only what would be read as an escape is written as one.
func TestXLSXEscapes(t *testing.T) {
	for text, want := range map[string]string{
		"_x0041_": "_x005F_x0041_", "_x0041": "_x0041", "_x0041\x01": "_x005F_x0041_x0001_", "_x0041x_": "_x0041x_", "a\rb": "a&#13;b", "_x00G1_": "_x00G1_",
		"_x0041_x0042_": "_x005F_x0041_x005F_x0042_",
	} {
		if got := string(appendXLSXText(nil, text)); got != want {
			t.Errorf("%q became %s, want %s", text, got, want)
		}
	}
}
