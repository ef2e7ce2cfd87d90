package main

import (
	"html"
	"regexp"
	"strings"
)

// known is what a program makes of some texts, whoever wrote them.
type known struct {
	reader string
	files  string // in which ones
	reason string
	makes  func(text string) string
}

const books, sheets = "export.xlsx rejects.xlsx", "export.ods"

var knowns = []known{
	{"LibreOffice", books, "it makes a line feed of CR LF", func(t string) string { return strings.ReplaceAll(t, "\r\n", "\n") }},
	{"gnumeric", books, notDecoded, escaped},
	{"openpyxl", books, notDecoded, escaped},
	{"openpyxl-read-only", books, notDecoded, escaped},
	{"ExcelJS", books, notDecoded, escaped},
	{"SheetJS", sheets, "it decodes _x0041_ where no workbook writes that", decoded},
	{"pandas", books, notDecoded, escaped},
	{"pandas", sheets, "it drops line ends at the ends", func(t string) string { return strings.Trim(t, "\r\n") }},
	{"pandas", sheets, "it takes #N/A for no value", exactly("#N/A", "nan")},
	{"csvkit", books, notDecoded, escaped},
	{"csvkit", books, "it makes a line feed of CR", func(t string) string { return strings.ReplaceAll(t, "\r", "\n") }},
	{"csvkit", books, "it takes NULL for no value", exactly("NULL", "")},
	{"csvkit", books, "it takes null for no value", exactly("null", "")},
	{"csvkit", books, "it takes NA for no value", exactly("NA", "")},
	{"csvkit", books, "it takes a blank for no value", exactly(" ", "")},
	{"openxlsx", "export.xlsx", asInXML, func(t string) string { return spaced(t, inExport.Replace(escaped(t))) }},
	{"openxlsx", "rejects.xlsx", asInXML, func(t string) string { return spaced(t, inRejects.Replace(escaped(t))) }},
	{"readxl", books, "it takes a blank for no value", exactly(" ", "")},
	{"roo", books, notDecoded, escaped},
	{"roo", sheets, "it decodes references twice", html.UnescapeString},
	{"ParseXLSX", books, notDecoded, escaped},
}

const (
	notDecoded = "it doesn't know that _x005F_ stands for _"
	asInXML    = "it shows texts that stand in their cells as they are in XML"
)

func exactly(text, becomes string) func(string) string {
	return func(t string) string {
		if t == text {
			return becomes
		}
		return t
	}
}

var escape = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// escaped is a text as it stands in a workbook.
func escaped(t string) string {
	var b strings.Builder
	for i, r := range t {
		if r == '_' && escape.MatchString(t[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteRune(r)
	}
	return b.String()
}

// decoded is what a workbook's reader makes of such a text.
func decoded(t string) string {
	return strings.NewReplacer("_x0041_", "A", "_x000D_", "\r", "_x005F_", "_").Replace(t)
}

// How texts are written in a workbook, by us and by excelize.
var (
	inExport  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	inRejects = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;", "\t", "&#x9;", `"`, "&#34;", "'", "&#39;")
)

// spaced is what openxlsx makes of a text that has an attribute in its tag.
func spaced(text, written string) string {
	edges := " \t\r\n\u00a0\u2003\u2028"
	if strings.Trim(text, edges) != text {
		return `xml:space="preserve">` + written
	}
	return written
}

// reasonOf finds why a program gives back another text, nil for no reason that is known.
func reasonOf(reader, file, want, got string) *known {
	for i := range knowns {
		k := &knowns[i]
		if k.reader == reader && strings.Contains(k.files, file) && k.makes(want) == got {
			return k
		}
	}
	return nil
}
