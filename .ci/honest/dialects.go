package main

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// dialect is the way in which a program writes delimited text.
type dialect struct {
	name      string
	delimiter string
	newline   string
	encoding  string // utf-8, windows-1252, macintosh or utf-16le
	bom       bool
	// quote says which cells stand in quotes.
	quote quoting
	// pads says that all rows are as wide as the widest: spreadsheets do that, scripts don't.
	pads bool
	// first is a line before everything else.
	first string
	// unended says that the last line has no line end.
	unended bool
}

type quoting int

const (
	quoteNeeded   quoting = iota // cells with the delimiter, a quote or a line end
	quoteAll                     // every cell
	quoteSpaced                  // those and what holds a blank or a tab: PHP
	quoteOutside                 // those and what begins or ends with a blank: Go and Perl
	quoteNonBlank                // every cell that isn't blank
)

// dialects are those of the programs that tables come from.
var dialects = []dialect{
	{name: "excel-sv", delimiter: ";", newline: "\r\n", encoding: "windows-1252", pads: true},
	{name: "python", delimiter: ",", newline: "\r\n", encoding: "utf-8"},
	{name: "excel-sv-utf8", delimiter: ";", newline: "\r\n", encoding: "utf-8", bom: true, pads: true},
	{name: "libreoffice", delimiter: ",", newline: "\n", encoding: "utf-8", pads: true},
	{name: "excel-unicode-text", delimiter: "\t", newline: "\r\n", encoding: "utf-16le", bom: true, pads: true},
	{name: "r-write-csv", delimiter: ",", newline: "\n", encoding: "utf-8", quote: quoteNonBlank},
	{name: "php", delimiter: ",", newline: "\n", encoding: "utf-8", quote: quoteSpaced},
	{name: "libreoffice-all", delimiter: ";", newline: "\n", encoding: "utf-8", quote: quoteAll, pads: true},
	{name: "mysql-tabs", delimiter: "\t", newline: "\n", encoding: "utf-8"},
	{name: "pipe", delimiter: "|", newline: "\n", encoding: "utf-8"},
	{name: "excel-en", delimiter: ",", newline: "\r\n", encoding: "windows-1252", pads: true},
	{name: "excel-mac", delimiter: ";", newline: "\r", encoding: "macintosh", pads: true},
	{name: "go", delimiter: ",", newline: "\n", encoding: "utf-8", quote: quoteOutside},
	{name: "numbers", delimiter: ";", newline: "\r\n", encoding: "utf-8", pads: true, unended: true},
	{name: "excel-tabs", delimiter: "\t", newline: "\r\n", encoding: "windows-1252", pads: true},
	{name: "sql-server", delimiter: ";", newline: "\r\n", encoding: "utf-16le", bom: true},
	{name: "python-all", delimiter: ",", newline: "\r\n", encoding: "utf-8", quote: quoteAll},
	{name: "sep-line", delimiter: ";", newline: "\r\n", encoding: "windows-1252", first: "sep=;", pads: true},
	{name: "pandas", delimiter: ",", newline: "\n", encoding: "utf-8"},
	{name: "papaparse", delimiter: ",", newline: "\r\n", encoding: "utf-8", unended: true, quote: quoteOutside},
}

// write writes rows as the dialect has them, or reports that its encoding lacks a letter of theirs.
func (d dialect) write(rows [][]string) ([]byte, bool) {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	var b strings.Builder
	if d.first != "" {
		b.WriteString(d.first + d.newline)
	}
	for i, row := range rows {
		if i > 0 {
			b.WriteString(d.newline)
		}
		for j := range max(len(row), d.width(width)) {
			if j > 0 {
				b.WriteString(d.delimiter)
			}
			if j < len(row) {
				b.WriteString(d.cell(row[j], len(row) == 1))
			}
		}
	}
	if !d.unended {
		b.WriteString(d.newline)
	}
	return encode(b.String(), d.encoding, d.bom)
}

func (d dialect) width(widest int) int {
	if d.pads {
		return widest
	}
	return 0
}

// cell is a cell as the dialect writes it.
func (d dialect) cell(text string, alone bool) string {
	quoted := strings.ContainsAny(text, d.delimiter+"\"\r\n")
	switch d.quote {
	case quoteAll:
		quoted = true
	case quoteNonBlank:
		quoted = text != ""
	case quoteSpaced:
		quoted = quoted || strings.ContainsAny(text, " \t\\")
	case quoteOutside:
		quoted = quoted || text != strings.TrimSpace(text)
	}
	if text == "" && alone && !d.pads {
		quoted = true
	}
	if !quoted {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// encode writes text in an encoding, or reports that it lacks a letter.
func encode(text, encoding string, bom bool) ([]byte, bool) {
	if bom {
		text = "\ufeff" + text
	}
	switch encoding {
	case "utf-8":
		return []byte(text), true
	case "utf-16le":
		var b []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			b = binary.LittleEndian.AppendUint16(b, unit)
		}
		return b, true
	}
	charmaps := map[string]*charmap.Charmap{"windows-1252": charmap.Windows1252, "macintosh": charmap.Macintosh}
	b, err := charmaps[encoding].NewEncoder().Bytes([]byte(text))
	return bytes.Clone(b), err == nil
}

// dialectNamed is the dialect of that name.
func dialectNamed(name string) dialect {
	for _, d := range dialects {
		if d.name == name {
			return d
		}
	}
	panic("no dialect " + name)
}
