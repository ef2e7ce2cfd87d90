package table_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestEncodings reads one text in every encoding, with and without a mark where there is one.
func TestEncodings(t *testing.T) {
	const text = "Namn;Kundnr;Ort\r\nÅkern & Söner AB;1;Älmhult\r\nBäcken Förvaltning AB;2;Östersund\r\nCafé Ängen AB;3;Malmö\r\n"
	wide := func(unit int, big bool) []byte {
		var b []byte
		add := func(r uint32) {
			for i := range unit {
				shift := 8 * i
				if big {
					shift = 8 * (unit - 1 - i)
				}
				b = append(b, byte(r>>shift))
			}
		}
		for _, r := range text {
			if unit == 2 {
				add(uint32(utf16.Encode([]rune{r})[0]))
			} else {
				add(uint32(r))
			}
		}
		return b
	}
	latin := make([]byte, 0, len(text))
	for _, r := range text {
		latin = append(latin, byte(r))
	}
	dos := []byte(strings.NewReplacer("Å", "\x8f", "ö", "\x94", "Ä", "\x8e", "ä", "\x84", "Ö", "\x99", "é", "\x82").Replace(text))
	mac := []byte(strings.NewReplacer("Å", "\x81", "ö", "\x9a", "Ä", "\x80", "ä", "\x8a", "Ö", "\x85", "é", "\x8e").Replace(text))
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"utf-8", []byte(text), "utf-8"},
		{"utf-8 with a mark", append([]byte("\xef\xbb\xbf"), text...), "utf-8"},
		{"utf-16le", wide(2, false), "utf-16le"},
		{"utf-16le with a mark", append([]byte("\xff\xfe"), wide(2, false)...), "utf-16le"},
		{"utf-16be", wide(2, true), "utf-16be"},
		{"utf-16be with a mark", append([]byte("\xfe\xff"), wide(2, true)...), "utf-16be"},
		{"utf-32le", wide(4, false), "utf-32le"},
		{"utf-32be with a mark", append([]byte{0, 0, 0xfe, 0xff}, wide(4, true)...), "utf-32be"},
		{"windows-1252", latin, "windows-1252"},
		{"macintosh", mac, "macintosh"},
		{"cp850", dos, "cp850"},
	} {
		tb := open(t, "a.csv", string(c.data), table.Options{})
		got := rows(t, tb)
		if tb.Format().Encoding != c.want || len(got) != 3 || got[0].Cells[0].Text != "Åkern & Söner AB" || got[1].Cells[2].Text != "Östersund" {
			t.Errorf("%s is read as %s: %+v", c.name, tb.Format().Encoding, got)
		}
	}
}

// TestWrongBytes: a byte that means nothing in its encoding is named with its cell, costs its row alone, and is written back as it was.
func TestWrongBytes(t *testing.T) {
	for _, c := range []struct{ name, text, code string }{
		{"windows-1252", "Namn;Nr\r\n\xc4ngen AB;1\r\n\xd6en \x81 AB;2\r\nEken AB;3\r\n", tabular.CodeBadByte},
		{"windows-1252", "Namn;Nr\r\n\xc4ngen AB;1\r\n\xd6en \x81AB;2\r\nEken AB;3\r\n", tabular.CodeBadByte},
		{"utf-8", "Namn;Nr\r\nÄngen AB;1\r\nÖen \x81 AB;2\r\nEken AB;3\r\n", tabular.CodeBadUTF8},
		{"utf-16le", "\xff\xfeN\x00;\x00M\x00\n\x00a\x00;\x001\x00\n\x00\x00\xd8;\x002\x00\n\x00b\x00;\x003\x00\n\x00", tabular.CodeBadUTF8},
	} {
		tb := open(t, "a.csv", c.text, table.Options{})
		got := rows(t, tb)
		if tb.Format().Encoding != c.name || len(got) != 3 || len(got[0].Problems)+len(got[2].Problems) > 0 ||
			len(got[1].Problems) != 1 || got[1].Problems[0].Code != c.code || got[1].Problems[0].Column != 0 {
			t.Errorf("%s as %s: %+v", c.name, tb.Format().Encoding, got)
			continue
		}
		var b bytes.Buffer
		w, err := write.NewWriter(&b, tb.Format(), tb.Header())
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range got {
			if err := w.WriteRaw([]byte(row.raw)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil || b.String() != c.text {
			t.Errorf("%s comes back as %q, was %q (%v)", c.name, b.String(), c.text, err)
		}
	}
}

// TestEncodingIsNamed: what is read by a named encoding is written back byte for byte, and nothing is doubted.
func TestEncodingIsNamed(t *testing.T) {
	var all []byte
	for b := 0x80; b <= 0xff; b++ {
		all = append(all, byte(b))
	}
	for _, name := range []string{"cp437", "cp850", "cp1250", "iso-8859-2", "windows-1252", "iso-8859-1", "iso-8859-15", "macintosh"} {
		text := "Namn;Nr\r\nTall " + string(all) + " AB;1\r\n"
		tb := open(t, "a.csv", text, table.Options{Encoding: name, Delimiter: ";"})
		got := rows(t, tb)
		if tb.Format().Encoding != name || len(got) != 1 || len(tb.Problems()) > 0 {
			t.Fatalf("%s is read as %s: %+v, %+v", name, tb.Format().Encoding, got, tb.Problems())
		}
		var b bytes.Buffer
		w, err := write.NewWriter(&b, tb.Format(), tb.Header())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.WriteRaw([]byte(got[0].raw)); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil || b.String() != text {
			t.Errorf("%s comes back as %q, was %q (%v)", name, b.String(), text, err)
		}
	}
}

// TestEncodingDoubt: a letter that makes a word in two encodings is warned of, in tables and in JSON, once for the file.
func TestEncodingDoubt(t *testing.T) {
	const want = "the encoding is a guess: as Mac Roman the file reads Ørsted; with --encoding cp1250 it would read Żrsted"
	for _, text := range []string{"Namn;Kundnr\r\n\xafrsted AB;1\r\nTall AB;2\r\n", "{\"name\": \"\xafrsted AB\"}\n{\"name\": \"Tall AB\"}\n"} {
		problems := open(t, "a", text, table.Options{}).Problems()
		if len(problems) != 1 || problems[0].Code != tabular.CodeEncoding || problems[0].Message != want || !problems[0].Warning || problems[0].Column != -1 {
			t.Errorf("%q: %+v", text, problems)
		}
		if problems := open(t, "a", text, table.Options{Encoding: "macintosh"}).Problems(); len(problems) > 0 {
			t.Errorf("%q is doubted though the encoding was named: %+v", text, problems)
		}
	}
}
