package table_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// damaged are small files, each with one thing that files have which nobody made for a computer.
var damaged = []string{
	"Kundlista 2026\n\nNamn;Nr;Ort\nAlmen;1;Åre\nEken;2;Lund\n", "Namn;Nr\n(text);(kod)\nAlmen;1\n", "1;2;3\n4;5;6\n", "Namn;Nr\nAlmen;1\n\n\nEken;2\n\n", "Namn;Nr;X\nAlmen;1;2\n\nSumma;;2\nKälla: registret\n",
	"a,b,c\n1,2\n1,2,3,4\n", "a,b\n\"1,2\n3,4\n", "a,b\n\"1\"x\",2\n\"3\"\",4\n", "a,b\n1,2\n3;4\n5,6\n", "a,b\n\"1\",\"2\"\n'3','4'\n", "a,b\n\"1 \\\"x\\\"\",2\n\"1 \"\"y\"\"\",2\n", "a, b\n \"1\" , \"2\" \n", "a,b\n\"1 \\\"x\\\"",
	"a,b\n1\x00,2\n", ";;a;b\n;;1;2\n", "a,b\n1,2\n\nc,d,e\n1,2,3\n4,5,6\n", "a,a,\n1,2,3\n", "Namn\nAlmen\nEken\n", "a,b\n1,2", "", "\n\n", "sep=;\r\na;b\r\n1;2\r\n", "# not this\na|b\n1|2\n",
	"a  b   c\n1  2   3\n", "a;;b\n1;;2\n", "a||b\r1||2\r", "a\x1fb\x1e1\x1f2\x1e", "a^b\n1^2\n", "'a'~'b'\n'1'~'2'\n", "a\tb\r\n1\t2\n3\t4\r", "a,b\n\xe5,\xc3\xa5\n",
}

// FuzzDamage: no input crashes or hangs; what is read of it can't be more than is in it, says of what is wrong why, and is the same when
// it is read again.
func FuzzDamage(f *testing.F) {
	for _, seed := range damaged {
		f.Add([]byte(seed), "", uint8(0))
	}
	for _, e := range []interface{ Bytes([]byte) ([]byte, error) }{
		unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewEncoder(),
		utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM).NewEncoder(), charmap.Windows1252.NewEncoder(), charmap.Macintosh.NewEncoder(),
	} {
		text, err := e.Bytes([]byte(damaged[0]))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, "", uint8(0))
	}
	f.Add([]byte(damaged[14]), "", uint8(2))
	f.Add([]byte(damaged[1]), "pipe", uint8(0))
	f.Add([]byte("\x7f\xce\f"), "\fb@", uint8(1)) // the delimiter holds what seems to end the records
	f.Fuzz(func(t *testing.T, data []byte, delimiter string, number uint8) {
		tb, err := table.Open(bytes.NewReader(data), "x.csv", table.Options{Delimiter: delimiter, Table: int(number % 4)})
		if err != nil {
			return
		}
		// One byte of a table of letters makes up to three of UTF-8.
		said := checkRows(t, tb, 3*len(data)+16)
		if again := checkRows(t, tb, 3*len(data)+16); again != said {
			t.Fatalf("read again it is %q, was %q", again, said)
		}
	})
}

// checkRows reads all rows and gives them as a text.
func checkRows(t *testing.T, tb *table.Table, most int) string {
	var b bytes.Buffer
	rows, size, last, line := 0, 0, 0, 0
	for row, err := range tb.Rows() {
		if err != nil {
			return b.String() + err.Error()
		}
		if rows++; row.Number <= last || row.Line <= line || rows > most {
			t.Fatalf("row %d on line %d follows row %d on line %d", row.Number, row.Line, last, line)
		}
		last, line = row.Number, row.Line
		if row.Unreadable && !slices.ContainsFunc(row.Problems, func(p tabular.Problem) bool { return !p.Warning }) {
			t.Fatalf("row %d is unreadable and nothing says why", row.Number)
		}
		for _, c := range row.Cells {
			size += len(c.Text)
		}
		if size > most {
			t.Fatalf("%d bytes of cells, from a file that has not so many", size)
		}
		for _, p := range row.Problems {
			if p.Code == "" || p.Message == "" || p.Column < -1 {
				t.Fatalf("row %d: %+v says nothing", row.Number, p)
			}
		}
		fmt.Fprintf(&b, "%d %d %q\n", row.Number, row.Line, row.Cells)
	}
	for _, p := range tb.Parts() {
		if p.Rows < 1 || p.Kind == "" {
			t.Fatalf("%+v is no part", p)
		}
	}
	return b.String()
}
