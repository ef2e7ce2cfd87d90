package table_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestMarkupMemory: a workbook of XML is read in less than 80 MiB however large it is, and a page, which is taken apart as a whole, in less
// than half a gigabyte.
func TestMarkupMemory(t *testing.T) {
	rows := memoryRows(t, 150_000)
	var page, book bytes.Buffer
	page.WriteString("<table border=\"1\">\n" + pageHead + "\n")
	for i := range rows {
		fmt.Fprintf(&page, "  <tr valign=\"top\">\n    <td align=\"left\">Exempelbacken nr %d AB</td>\n    <td align=\"left\">K-%d</td>\n    <td align=\"left\">&nbsp; </td>\n  </tr>\n", i, i)
		fmt.Fprintf(&book, `<Row ss:AutoFitHeight="0"><Cell><Data ss:Type="String">Exempelbacken nr %d AB</Data></Cell><Cell ss:StyleID="z"><Data ss:Type="Number">%d</Data></Cell></Row>`+"\n", i, i)
	}
	page.WriteString("</table>\n")
	for name, c := range map[string]struct {
		text  string
		bound int // MiB
	}{"page.xls": {page.String(), 512}, "book.xls": {xmlBook(xmlHeader + book.String()), 80}} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		readInChild(t, path, rows, c.bound<<20)
	}
}
