package xlsx

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/numfmt"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestSharedStrings: each text comes back by its number, and costs its bytes and 16.
func TestSharedStrings(t *testing.T) {
	s := &sharedStrings{}
	const n = 2*sharedBlock + 1
	for i := range n {
		s.add([]byte(fmt.Sprint("text ", i)))
	}
	for i := range n {
		if text, ok := s.get(i); !ok || text != fmt.Sprint("text ", i) {
			t.Fatalf("text %d is %q, %t", i, text, ok)
		}
	}
	for _, i := range []int{-1, n, n + sharedBlock} {
		if text, ok := s.get(i); ok || text != "" {
			t.Errorf("there is a text %d: %q", i, text)
		}
	}
	if len(s.blocks) != 3 || s.n != n {
		t.Errorf("%d texts in %d blocks", s.n, len(s.blocks))
	}
	s = &sharedStrings{}
	s.add(nil)
	s.add([]byte("åäö"))
	if s.size != 16+6+16 {
		t.Errorf("two texts of 6 bytes cost %d", s.size)
	}
}

// TestSharedChunks: texts are packed into chunks of a MiB, larger ones have one of their own.
func TestSharedChunks(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s := &sharedStrings{}
	kib := []byte(strings.Repeat("x", 1<<10))
	for range 1 << 10 {
		s.add(kib)
	}
	if s.chunk.Len() != sharedChunk {
		t.Errorf("the first chunk isn't full: %d bytes", s.chunk.Len())
	}
	for range 1 << 10 {
		s.add(kib)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; s.chunk.Cap() > 2*sharedChunk || n > 4*sharedChunk {
		t.Errorf("two MiB took %d KiB, the last chunk holds %d", n>>10, s.chunk.Cap()>>10)
	}
	s.add([]byte(strings.Repeat("y", 3*sharedChunk)))
	if text, _ := s.get(2 << 10); len(text) != 3*sharedChunk || strings.Trim(text, "y") != "" {
		t.Errorf("a large text has %d bytes", len(text))
	}
}

// TestSharedDamage: damaged shared texts are told with the number of the first that can't be read.
func TestSharedDamage(t *testing.T) {
	files := onePart(`<row><c><v>1</v></c></row>`, "", "")
	files["xl/strings.xml"] = `<sst><si><t>a</t></si><si><t>b</t></si><si><t>c`
	if err := openError(t, files); err.Problem != "its shared texts can't be read (text 3)" || err.Hint != tabular.FetchAgain || !strings.HasSuffix(err.Error(), "it ends in the middle: unexpected EOF") {
		t.Error(err)
	}
	delete(files, "xl/strings.xml")
	if rows := rowsOf(t, pack(t, files)); len(rows) != 1 {
		t.Errorf("without shared texts: %+v", rows)
	}
}

// TestFormats: which format a style has, and which codes are taken.
func TestFormats(t *testing.T) {
	if parseFormat(200, map[int]string{200: strings.Repeat("0", numfmt.MaxCode)}) == nil {
		t.Error("a long format isn't taken")
	}
	for id, code := range map[int]string{200: strings.Repeat("0", numfmt.MaxCode+1), 201: `"open`, 202: ""} {
		if parseFormat(id, map[int]string{id: code}) != nil {
			t.Errorf("%.20s is taken", code)
		}
	}
	decorated, err := numfmt.Parse(`0" st";-0;0;"K-"@`)
	if err != nil {
		t.Fatal(err)
	}
	f := &formats{numbers: []*numfmt.Format{decorated, nil}}
	for style, want := range map[int][2]string{0: {"7 st", "K-x"}, 1: {"7", "x"}, 2: {"7", "x"}, -1: {"7", "x"}} {
		if number, text := f.number([]byte("7"), style), f.text("x", style); number != want[0] || text != want[1] {
			t.Errorf("style %d: %q, %q", style, number, text)
		}
	}
	if text := f.text("", 0); text != "" {
		t.Errorf("no text is %q", text)
	}
	grouped, _ := numfmt.Parse("#,##0")
	if text := (&formats{numbers: []*numfmt.Format{grouped}}).number([]byte("1234"), 0); text != "1234" {
		t.Errorf("a grouped number is %q", text)
	}
}
