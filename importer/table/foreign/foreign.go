// Package foreign names the files that no reader here takes by how they begin, each with the way to a table that can be read:
//
//	bytes of the file, or of what was packed ─► Binary ──┐
//	the same as text ──────────────────────────► Text ───┤
//	the parts of an archive ───────────────────► Archive ┴─► what it is, which program writes it, what to do
//
// A kind is told by more than a word: a list of customers may begin with ID;P as well as a SYLK file does. What isn't told stays what it
// was, cells between delimiters.
package foreign

import (
	"bytes"
	"encoding/binary"
	"regexp"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Kind is what a file is, and what a person does who has one.
type Kind struct{ Problem, Hint string }

// What to do is one of few things.
const (
	saveAsXLSX = tabular.SaveAsXLSX
	askForIt   = "ask for the table as an Excel workbook or as CSV"
	fromSQL    = `export the table as CSV: psql with --csv, mysql with --batch, sqlite3 with -csv -header`
	unpack     = "unpack it first, and give the file that comes out: "
	decrypt    = "decrypt it first, and give the file that comes out: "
)

// Binary names a file by its first bytes; ok is false for one that may be read.
func Binary(head []byte) (k Kind, ok bool) {
	for _, b := range binaries {
		if bytes.HasPrefix(head, []byte(b.magic)) && (b.more == nil || b.more(head)) {
			return Kind{b.problem, b.hint}, true
		}
	}
	return Kind{}, false
}

// binaries are the kinds that are known by bytes, also where a person names another format: none of them is text.
var binaries = []struct {
	magic         string
	more          func(head []byte) bool // what else must hold, nil for nothing
	problem, hint string
}{
	{"%PDF-", nil, "it is a PDF", askForIt},
	{`{\rtf`, nil, "it is a rich text document (RTF), as Word writes it", "open it in Word or LibreOffice, copy the table into an empty workbook, and save that as .xlsx"},
	{"SQLite format 3\x00", nil, "it is a SQLite database", `export the table as CSV: sqlite3 -csv -header FILE "select * from TABLE"`},
	{"\x00\x01\x00\x00Standard ", isAccess, "it is an Access database", "open it in Access and export the table to Excel or as CSV"},
	{"PGDMP", nil, "it is a dump of a PostgreSQL database, as pg_dump writes it", fromSQL},
	{"PAR1", nil, "it is a Parquet file, as data warehouses write it", `export it as CSV; with DuckDB: copy (from 'FILE') to 'list.csv'`},
	{"\xfd7zXZ\x00", nil, "it is compressed with xz", unpack + "xz -d"},
	{"\x04\x22\x4d\x18", nil, "it is compressed with lz4", unpack + "lz4 -d"},
	{"BZh", isBzip2, "it is compressed with bzip2", unpack + "bzip2 -d"},
	{"\x1f\x8b\x08", nil, "it is compressed twice", unpack + "gzip -d"},
	{"\x28\xb5\x2f\xfd", nil, "it is compressed twice", unpack + "zstd -d"},
	{"PK\x05\x06", nil, "it is a zip archive without anything in it", tabular.FetchAgain},
	{"7z\xbc\xaf\x27\x1c", nil, "it is an archive of 7-Zip's", unpack + "7z x"},
	{"Rar!\x1a\x07", nil, "it is a RAR archive", unpack + "7z x or WinRAR"},
	{"age-encryption.org/", nil, "it is encrypted with age", decrypt + "age -d -i KEY"},
	{"-----BEGIN AGE ENCRYPTED FILE-----", nil, "it is encrypted with age", decrypt + "age -d -i KEY"},
	{"-----BEGIN PGP MESSAGE-----", nil, "it is encrypted with PGP", decrypt + "gpg -d"},
	{"\x89PNG\r\n\x1a\n", nil, "it is a picture", askForIt},
	{"\xff\xd8\xff", nil, "it is a picture", askForIt},
	{"\x09\x00\x04\x00", nil, oldExcel, saveAsXLSX},
	{"\x09\x02\x06\x00", nil, oldExcel, saveAsXLSX},
	{"\x09\x04\x06\x00", nil, oldExcel, saveAsXLSX},
	{"\x09\x08\x08\x00", nil, oldExcel, saveAsXLSX},
	{"\x09\x08\x10\x00", nil, oldExcel, saveAsXLSX},
	{"", isDBase, "it is a dBase table (dbf), as FoxPro, dBase and maps have them", saveAsXLSX},
}

// IsBinary says of what has no name here whether it is no text: packed and encrypted bytes have control characters of many kinds, where a
// text has those that part its cells, or damage.
func IsBinary(head []byte) bool {
	var kinds [' ']int
	found, all := 0, 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\r' && c != '\n' {
			if kinds[c]++; kinds[c] == 1 {
				found++
			}
			all++
		}
	}
	return found >= 12 && all*50 > len(head)
}

// oldExcel is a workbook as Excel wrote it before version 5, and as some programs still do.
const oldExcel = "it is an old Excel workbook (xls), as Excel 2 to 4 wrote it"

func isAccess(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 20)], []byte("Jet DB")) || bytes.Contains(head[:min(len(head), 20)], []byte("ACE DB"))
}

// isBzip2 looks for the mark of a block, or of the end where nothing was packed: a text may begin with BZh.
func isBzip2(head []byte) bool {
	return len(head) >= 10 && head[3] >= '1' && head[3] <= '9' && (string(head[4:10]) == "1AY&SY" || string(head[4:10]) == "\x17\x72\x45\x38\x50\x90")
}

// isDBase goes by the date, the sizes and the zeros in the head, and by the mark that ends the list of columns: the first byte is a version,
// of which there are many.
func isDBase(head []byte) bool {
	if len(head) < 65 || head[2] < 1 || head[2] > 12 || head[3] < 1 || head[3] > 31 || head[12] != 0 || head[13] != 0 {
		return false
	}
	size := int(binary.LittleEndian.Uint16(head[8:]))
	for at := 64; at < min(size, len(head)); at += 32 {
		if head[at] == '\r' {
			return true
		}
	}
	return false
}

// Text names a file by the text that it begins with; ok is false for one that may be read. Somebody who says that it is CSV all the same
// isn't to be asked.
func Text(text []byte) (k Kind, ok bool) {
	text = bytes.TrimLeft(text[:min(len(text), textLooked)], " \t\r\n")
	for _, t := range texts {
		if t.begins.Match(text) {
			return Kind{t.problem, t.hint}, true
		}
	}
	for _, root := range []*regexp.Regexp{xmlRoot, bareRoot} {
		if m := root.FindSubmatch(text); m != nil {
			return Kind{"it is XML (its outermost element is " + string(m[1]) + "), of which no table is read", askForIt}, true
		}
	}
	return Kind{}, false
}

// textLooked is how much of a text is looked at.
const textLooked = 8 << 10

// xmlRoot finds the name of the outermost element of what says that it is XML, bareRoot that of what looks so.
var (
	bareRoot = regexp.MustCompile(`^<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>\s*<(?s:.*)</`)
	xmlRoot  = regexp.MustCompile(`^<\?xml\s[^>]*>(?:\s|<!--(?s:.*?)-->|<[!?][^>]*>)*<([A-Za-z_][\w.:-]*)[\s/>]`)
)

var texts = []struct {
	begins        *regexp.Regexp
	problem, hint string
}{
	{regexp.MustCompile(`^ID;P[^;\r\n]*(?:;[NE])*\r?\n(?:(?:[BCFOPWE]|N[NEUL]);[^\r\n]*\r?\n){2}`), "it is a SYLK file (slk), as old reporting programs write it", saveAsXLSX},
	{regexp.MustCompile(`^TABLE\r?\n0,1\r?\n"[^\n]*"\r?\n(?:VECTORS|TUPLES|LABEL|COMMENT)\r?\n`), "it is a table in the Data Interchange Format (DIF)", saveAsXLSX},
	{regexp.MustCompile(`^(?:<\?xml[^>]*>\s*)?<gnm:Workbook[\s>]`), "it is a Gnumeric workbook", "open it in Gnumeric and save it as .xlsx, or run ssconvert FILE list.xlsx"},
	{regexp.MustCompile(`^(?:/\*[^\n]*\n|--\s*\n)*(?:-- (?:MySQL|MariaDB|PostgreSQL|SQLite)|PRAGMA foreign_keys|(?i:INSERT INTO|CREATE TABLE|DROP TABLE)\s)`), "it is a dump of a database, in SQL", fromSQL},
	{regexp.MustCompile(`^(?:-\[ RECORD 1 \][-+]*\r?\n|\*{10,} 1\. row \*{10,}\r?\n)`), "it is what a database's shell prints, one line for each value", fromSQL},
	{regexp.MustCompile(`^[┌╔╭┏][─━═┬╦┳]{2}|^[^\n]*\n─+┼─`), "it is a table drawn with lines, as a shell or a database prints it", fromSQL},
}

// Containers of old Office files are told apart by what stands in them, which package archive looks for.
var (
	OldOffice = Kind{"it is an old Excel workbook (xls) or another old Office file", saveAsXLSX}
	Protected = Kind{"it is protected by a password", "open it in Excel, remove the password (File, Info, Protect Workbook, Encrypt with Password) and save it"}
)

// Archive names a zip archive that no reader takes. has says whether the name of a part begins so, in lower case.
func Archive(has func(prefix string) bool) Kind {
	for _, a := range archives {
		if has(a.part) {
			return Kind{a.problem, a.hint}
		}
	}
	return Kind{"it is a zip archive but not a workbook", "unpack it and give the file that is in it"}
}

var archives = []struct{ part, problem, hint string }{
	{"xl/workbook.bin", "it is a binary workbook (xlsb)", saveAsXLSX},
	{"word/", "it is a Word document (docx)", askForIt},
	{"ppt/", "it is a presentation (pptx)", askForIt},
	{"index/", "it is a Numbers document of Apple's", "open it in Numbers and export it to Excel or CSV"},
	{"index.zip", "it is a Numbers document of Apple's", "open it in Numbers and export it to Excel or CSV"},
	{"content.xml", "it is an OpenDocument file, but not a spreadsheet", askForIt},
}
