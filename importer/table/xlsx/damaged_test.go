package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestDamagedPart: a part whose bytes aren't those that were packed, that is packed in an unknown way, or that holds more than declared.
func TestDamagedPart(t *testing.T) {
	for _, c := range []struct {
		name, part, problem string
		header              zip.FileHeader
	}{
		{"another checksum", "xl/styles.xml", "its part xl/styles.xml can't be unpacked: zip: checksum error", zip.FileHeader{CRC32: 1}},
		{"of a sheet", "xl/worksheets/sheet1.xml", `sheet "Blad1" can't be read on from there: zip: checksum error`, zip.FileHeader{CRC32: 1}},
		{"an unknown method", "xl/styles.xml", "its part xl/styles.xml can't be unpacked: zip: unsupported compression algorithm", zip.FileHeader{Method: 99}},
		{"of the sheets", "xl/workbook.xml", "its part xl/workbook.xml can't be unpacked: zip: unsupported compression algorithm", zip.FileHeader{Method: 99}},
		{"of shared texts", "xl/strings.xml", "its part xl/strings.xml can't be unpacked: zip: unsupported compression algorithm", zip.FileHeader{Method: 99}},
		{"of a sheet", "xl/worksheets/sheet1.xml", "its part xl/worksheets/sheet1.xml can't be unpacked: zip: unsupported compression algorithm", zip.FileHeader{Method: 99}},
	} {
		files := onePart(`<row><c><v>1</v></c></row>`, "", "")
		text := files[c.part]
		delete(files, c.part)
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, content := range files {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(w, content)
		}
		h := c.header
		h.Name, h.UncompressedSize64, h.CompressedSize64 = c.part, uint64(len(text)), uint64(len(text))
		if h.CRC32 == 0 {
			h.CRC32 = crc32.ChecksumIEEE([]byte(text))
		}
		w, err := z.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, text)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = openBook(b.Bytes(), "", nil)
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.HasSuffix(e.Error(), c.problem) || e.Hint != tabular.FetchAgain {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestMissingParts: what is missing of a workbook is named.
func TestMissingParts(t *testing.T) {
	for part, want := range map[string]string{
		"xl/workbook.xml": "its part xl/workbook.xml is missing", "xl/_rels/workbook.xml.rels": "its part xl/_rels/workbook.xml.rels is missing",
		"xl/worksheets/sheet1.xml": "its part xl/worksheets/sheet1.xml is missing", "xl/strings.xml": "", "xl/styles.xml": "", "[Content_Types].xml": "",
	} {
		files := onePart(`<row><c><v>1</v></c></row>`, "", "")
		delete(files, part)
		if want == "" {
			if got := textsOf(rowsOf(t, pack(t, files))); len(got) != 1 {
				t.Errorf("without %s: %q", part, got)
			}
			continue
		}
		if err := openError(t, files); err.Problem != want || err.Hint != tabular.FetchAgain {
			t.Errorf("without %s: %v", part, err)
		}
	}
}
