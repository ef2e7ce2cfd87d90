package table_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// With -args -prefixes all, every prefix and every byte is tried. Else as many of them, drawn with a fixed seed, as take some seconds.
var prefixes = flag.String("prefixes", "", `how many files TestEveryPrefix reads: "all", or a number`)

const usualPrefixes = 4000

// specimen is a file of which parts are read.
type specimen struct {
	name, format string
	data         []byte
	packed       func([]byte) []byte // makes a file of data; nil where it is one
}

// TestEveryPrefix: whatever is left of a file that was cut off, or that has one wrong byte, is read or refused: without a panic, within a
// work that its size bounds, and without rows or memory that it has no room for.
func TestEveryPrefix(t *testing.T) {
	all := specimens(t)
	total := 0
	for _, s := range all {
		total += 2*len(s.data) + 1
	}
	draw, most := rand.New(rand.NewPCG(12, 7)), usualPrefixes
	if raceEnabled {
		most = 200
	}
	if n, err := strconv.Atoi(*prefixes); err == nil {
		most = n
	}
	if *prefixes == "all" {
		most = total
	}
	read := 0
	for _, s := range all {
		for i := range 2*len(s.data) + 1 {
			change := byte(1 + draw.IntN(255)) // drawn even if it isn't used, so that no choice depends on another one
			if draw.IntN(total) >= most {
				continue
			}
			read++
			what, data := fmt.Sprintf("%s, the first %d bytes", s.name, i), s.data[:min(i, len(s.data))]
			if at := i - len(s.data) - 1; at >= 0 {
				what, data = fmt.Sprintf("%s, byte %d changed", s.name, at), bytes.Clone(s.data)
				data[at] ^= change
			}
			if s.packed != nil {
				data = s.packed(data)
			}
			readBounded(t, what, s.format, data)
		}
	}
	if read < most/2 {
		t.Errorf("%d of %d parts were read", read, most)
	}
	t.Logf("%d parts of %d files read, of %d", read, len(all), total)
}

// specimens are the repository's own small files, the texts of these tests in several encodings, and workbooks.
func specimens(t *testing.T) []specimen {
	const large = 8 << 10
	var all []specimen
	seen := map[string]bool{}
	add := func(name, format string, data []byte) {
		if len(data) > 0 && len(data) <= large && !seen[format+string(data)] {
			seen[format+string(data)] = true
			all = append(all, specimen{name: name, format: format, data: data})
		}
	}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && path != root && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
				return fs.SkipDir
			}
			return err
		}
		ours := strings.Contains(path, "testdata") || strings.HasPrefix(path, filepath.Join(root, "samples")) // not what somebody works with here
		if ext := filepath.Ext(path); ours && slices.Contains([]string{".csv", ".json", ".jsonl", ".xlsx", ".ods", ".fods", ".tsv", ".gz", ".zst"}, ext) {
			data, err := os.ReadFile(path)
			add(path, "", data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range textsOfTests(t) {
		name := "text " + strconv.Itoa(i)
		add(name, "", []byte(text))
		if strings.ContainsAny(text, "[{") {
			add(name+" as JSON", tabular.FormatJSON, []byte(text))
			add(name+" as JSON lines", tabular.FormatJSONL, []byte(text))
		}
		if i%8 == 0 {
			for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
				if data, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(text)); err == nil {
					add(name+" in UTF-16", "", data)
				}
			}
			add(name+" in gzip", "", []byte(pack(t, "gzip", text)))
			add(name+" in zstd", "", []byte(pack(t, "zstd", text)))
		}
	}
	return append(all, workbooks(t)...)
}

// textsOfTests gives what stands in quotes in this folder's tests and has a line end or a bracket.
func textsOfTests(t *testing.T) []string {
	paths, err := filepath.Glob("*_test.go")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	var texts []string
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && strings.ContainsAny(text, "\n\r[{") {
					texts = append(texts, text)
				}
			}
			return true
		})
	}
	return texts
}

// workbooks are small ones, as archives, and the rows of a sheet, which are cut and changed before they are packed.
func workbooks(t *testing.T) []specimen {
	sheet := headerXML + `<x:row r="5" hidden="1"><x:c r="A5" s="1"><x:v>46027</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c r="XFD9" t="e"><x:f>1</x:f><x:v>#N/A</x:v></x:c></x:row>`
	inSheet := func(format string) func([]byte) []byte {
		return func(rows []byte) []byte {
			return styledSheet(t, string(rows), `<x:mergeCells><x:mergeCell ref="A1:C5"/></x:mergeCells>`, format)
		}
	}
	book := build(t, func(x *excelize.File) {
		put(t, x, "Blad1", []any{"Namn", "Kundnr"}, []any{"Almen AB", 1}, []any{"Eken", true})
	})
	return []specimen{
		{name: "excelize's workbook", data: book},
		{name: "sheet", data: []byte(sheet), packed: inSheet("yyyy-mm-dd")},
		{name: "sheet of fractions", data: []byte(sheet), packed: inSheet(`[Red]# ?/?;[<5]0.0E+0;@`)},
	}
}

// readBounded reads all of a file that can be read.
func readBounded(t *testing.T, what, format string, data []byte) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("%s: %v; %q", what, p, data)
		}
	}()
	// A reading takes some looks at the beginning of a file, one at all of it to find the keys or the widths, and one for the rows.
	src := &counted{r: bytes.NewReader(data), calls: 2000, bytes: 60*len(data) + 1<<10}
	before := allocated()
	tb, err := table.Open(src, "x", table.Options{Format: format})
	if err == nil {
		n := 0
		for row, err := range tb.Rows() {
			if err != nil {
				break
			}
			if n++; n > len(data) && tb.Format().Compression == "" && !tabular.HasSheets(tb.Format().Name) {
				t.Fatalf("%s: %d rows; %q", what, n, data)
			}
			if row.Unreadable && !slices.ContainsFunc(row.Problems, func(p tabular.Problem) bool { return !p.Warning }) {
				t.Fatalf("%s: row %d is unreadable and nothing says why; %q", what, row.Number, data)
			}
		}
		tb.Problems()
		tb.Parts()
	}
	most := uint64(128 << 20) // all that is taken, not what is held: a row alone may have 16,384 cells
	if bytes.HasPrefix(data, []byte("\x28\xb5\x2f\xfd")) {
		most += 2 * 128 << 20 // a frame of zstd may ask for a window of 128 MiB, of which nothing is touched before it is filled
	}
	if grown := allocated() - before; grown > most {
		t.Fatalf("%s: %d MiB allocated; %q", what, grown>>20, data)
	}
}

// allocated is how many bytes were ever taken.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// counted bounds how often a source is read, and how much of it.
type counted struct {
	r            *bytes.Reader
	calls, bytes int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.count(n)
	return n, err
}

func (c *counted) Seek(offset int64, whence int) (int64, error) {
	c.count(0)
	return c.r.Seek(offset, whence)
}

func (c *counted) count(n int) {
	c.calls--
	c.bytes -= n
	if c.calls < 0 || c.bytes < 0 {
		panic("the source is read again and again")
	}
}

var _ io.ReadSeeker = (*counted)(nil)
