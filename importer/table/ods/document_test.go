package ods

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/source"
)

const (
	spreadsheet = "application/vnd.oasis.opendocument.spreadsheet"
	manifest    = `<manifest:manifest><manifest:file-entry manifest:full-path="/" manifest:media-type="` + spreadsheet + `"/></manifest:manifest>`
	zeros       = `<number:number-style style:name="N1"><number:number number:min-integer-digits="5" number:decimal-places="0"/></number:number-style>`
	zerosCell   = `<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>`
)

// content1 is the content of an archive: a text and a number in the style ce1.
func content1(styles string) string {
	return `<office:document-content` + namespaces + `><office:scripts/><office:automatic-styles>` + styles + `</office:automatic-styles><office:body><office:spreadsheet>` +
		sheet(row(text("Åkerö & Söner"), cell(`table:style-name="ce1" office:value-type="float" office:value="123"`, "x"))) + `</office:spreadsheet></office:body></office:document-content>`
}

// TestPackages: a spreadsheet is known by any of its marks, and its styles are found wherever they are.
func TestPackages(t *testing.T) {
	sound := strings.ReplaceAll(content1(zerosCell), "&", "&amp;")
	styles := `<office:document-styles` + namespaces + `><office:styles><style:default-style style:family="table-cell"/>` + zeros + `</office:styles><office:master-styles><x>` + zeros + `</x></office:master-styles></office:document-styles>`
	inside := strings.ReplaceAll(content1(zeros+zerosCell), "&", "&amp;")
	for name, parts := range map[string][]string{
		"by its type":               {"mimetype", spreadsheet, "content.xml", sound, "styles.xml", styles},
		"its type behind the rest":  {"content.xml", sound, "styles.xml", styles, "mimetype", spreadsheet},
		"a template":                {"mimetype", spreadsheet + "-template", "content.xml", sound, "styles.xml", styles},
		"without a type":            {"content.xml", sound, "styles.xml", styles, "META-INF/manifest.xml", manifest},
		"without either":            {"content.xml", sound, "styles.xml", styles},
		"an empty type":             {"mimetype", "", "content.xml", sound, "styles.xml", styles},
		"styles in the content":     {"content.xml", inside},
		"folders and other letters": {`Content.xml`, inside, "Pictures/", ""},
	} {
		b, err := openPacked(t, packed(t, parts...))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := textsOf(t, b); !slices.Equal(got, []string{"Åkerö & Söner|00123"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestNoSpreadsheets: what is none isn't taken for one, and what can't be opened says why.
func TestNoSpreadsheets(t *testing.T) {
	sound := strings.ReplaceAll(content1(""), "&", "&amp;")
	written := strings.Replace(strings.Replace(sound, "<office:spreadsheet>", "<office:text>", 1), "</office:spreadsheet>", "</office:text>", 1)
	encrypted := strings.Replace(manifest, `"/></manifest`, `"><manifest:encryption-data/></manifest:file-entry></manifest`, 1)
	for name, c := range map[string]struct {
		parts []string
		want  string
	}{
		"a text by its type":      {[]string{"mimetype", "application/vnd.oasis.opendocument.text", "content.xml", sound}, "no spreadsheet"},
		"a text by its list":      {[]string{"META-INF/manifest.xml", strings.Replace(manifest, "spreadsheet", "text", 1), "content.xml", sound}, "no spreadsheet"},
		"a text by its content":   {[]string{"content.xml", written}, "no spreadsheet"},
		"other content":           {[]string{"content.xml", "<html/>"}, "no spreadsheet"},
		"none":                    {[]string{"mimetype", spreadsheet}, "its part content.xml is missing"},
		"a type that lies":        {[]string{"mimetype", spreadsheet, "content.xml", written}, "it is an OpenDocument file, but not a spreadsheet"},
		"with a password":         {[]string{"mimetype", spreadsheet, "META-INF/manifest.xml", encrypted, "content.xml", "\x00\xff"}, "it is protected by a password"},
		"with a password, newer":  {[]string{"mimetype", spreadsheet, "encrypted-package", "\x00"}, "it is protected by a password"},
		"damaged styles":          {[]string{"mimetype", spreadsheet, "content.xml", sound, "styles.xml", "<office:document-styles><office:styles>"}, "its part styles.xml can't be read"},
		"damaged content":         {[]string{"mimetype", spreadsheet, "content.xml", sound[:len(sound)/4]}, "its content can't be read"},
		"cut content":             {[]string{"mimetype", spreadsheet, "content.xml", sound[:strings.Index(sound, "</office:spreadsheet>")]}, "ends in the middle"},
		"content without a sheet": {[]string{"mimetype", spreadsheet, "content.xml", strings.NewReplacer(sheetOf(sound), "").Replace(sound)}, "no sheet with cells"},
	} {
		if _, err := openPacked(t, packed(t, c.parts...)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func sheetOf(xml string) string {
	return xml[strings.Index(xml, "<table:table "):strings.Index(xml, "</office:spreadsheet>")]
}

// TestFlatForms: a spreadsheet in one XML may be in any encoding, with any prefixes and without a declaration.
func TestFlatForms(t *testing.T) {
	plain := strings.ReplaceAll(flat(zeros+zerosCell, sheetOf(content1(""))), "&", "&amp;")
	prefixes := strings.NewReplacer("office:", "o:", "xmlns:office", "xmlns:o", "table:", "", "xmlns:table", "xmlns", "text:", "t:", "xmlns:text", "xmlns:t", "style:", "st:", "xmlns:style", "xmlns:st", "xmlns:calcext", "xmlns:ce")
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)
	latin, _ := charmap.ISO8859_1.NewEncoder().String(`<?xml version="1.0" encoding="ISO-8859-1"?>` + plain)
	for name, xml := range map[string]string{
		"plain": plain, "declared": `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + plain, "marked": "\ufeff" + plain, "UTF-16": wide, "ISO-8859-1": latin, "other prefixes": strings.NewReplacer("xmlns:o:1.0", "xmlns:office:1.0", "xmlns:ce:1.0", "xmlns:calcext:1.0").Replace(prefixes.Replace(plain)),
		"blanks and a comment before it": "\n <!-- x -->" + plain,
	} {
		b, err := openFlat(xml, "")
		if !IsFlat([]byte(xml)[:min(len(xml), 4000)]) || err != nil {
			t.Errorf("%s isn't taken for one: %v", name, err)
		} else if got := textsOf(t, b); !slices.Equal(got, []string{"Åkerö & Söner|00123"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, other := range []string{"", "name;org\n", `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`, "<document/>", `<document xmlns="urn:x"/>`, "<office:document", "{}"} {
		if IsFlat([]byte(other)) {
			t.Errorf("%q is taken for one", other)
		}
	}
}

// TestManyStyles: no more is kept of styles, and of sheets' names, than a person's need, however much there is.
func TestManyStyles(t *testing.T) {
	var b strings.Builder
	long := strings.Repeat("x", 1<<16)
	for i := range 600 {
		n := strconv.Itoa(i)
		b.WriteString(`<style:style style:name="` + n + long + `" style:family="table-cell" style:data-style-name="N"/><number:number-style style:name="` + n + long + `"><number:text>` + long + `</number:text></number:number-style>`)
	}
	d, err := OpenFlat(source.New(strings.NewReader(flat(b.String(), sheet(row(text("a"))))), "a.fods"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Scan(); err != nil || len(d.styles.cells)+len(d.styles.data) > 300 || len(d.styles.cells) == 0 {
		t.Errorf("%d and %d styles are kept: %v", len(d.styles.cells), len(d.styles.data), err)
	}
	for _, names := range []string{strings.Repeat(`<table:table table:name="A"/>`, 1<<14+1), `<table:table table:name="` + strings.Repeat(long, 17) + `"/>`} {
		if _, err := openFlat(flat("", names), ""); err == nil || !strings.Contains(err.Error(), "more than 16384 sheets") {
			t.Error(err)
		}
	}
}

// TestTightlyPacked: honest spreadsheets are packed more tightly than workbooks of Excel's ever are; what is bounded is what is unpacked.
func TestTightlyPacked(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	xml := strings.ReplaceAll(content1(""), "&", "&amp;")
	at := strings.Index(xml, "</table:table>")
	_, _ = io.WriteString(w, xml[:at])
	same := strings.Repeat(row(text("Exempelbacken AB"), text("K-1")), 1000)
	for range 250 {
		_, _ = io.WriteString(w, same)
	}
	_, _ = io.WriteString(w, xml[at:])
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(bytes.NewReader(b.Bytes()), "a.ods")
	if err != nil || a.RefuseLarge() != nil || a.RefuseTight() == nil {
		t.Fatalf("%d bytes, %v", b.Len(), err)
	}
	book, err := openPacked(t, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	r, release, err := book.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	n := 0
	for {
		if _, err := r.Next(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 250_001 {
		t.Errorf("%d rows", n)
	}
}
