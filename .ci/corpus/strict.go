package main

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// newStrictCorpus is the strict part: lists of organizations as real programs and people spoil
// them, read by package importer as an import would. What counts is not how much comes through but
// that nothing wrong does.
func newStrictCorpus(seed uint64) *corpus {
	c := &corpus{seed: seed, tables: strictSources(rand.New(rand.NewPCG(seed, 3))), damages: strictDamages(), most: 2}
	c.fit(strictDialects(), len(strictUsual()))
	return c
}

// strictUsual are the dialects of which every damage gets one.
func strictUsual() []dialect {
	of := func(delimiter, newline, encoding string, change func(*dialect)) dialect {
		d := plain
		d.delimiter, d.newline = delimiter, newline
		d.setEncoding(encoding)
		if change != nil {
			change(&d)
		}
		return d
	}
	return []dialect{
		of(",", "\n", "utf-8", nil), of(";", "\r\n", "utf-8-bom", nil), of(";", "\r\n", "windows-1252", nil), of("\t", "\n", "utf-8", nil),
		of(",", "\r\n", "utf-8", func(d *dialect) { d.style = quoteAll }), of(";", "\n", "utf-8", func(d *dialect) { d.setQuote("", "") }),
	}
}

// strictDialects are three delimiters in four encodings, with and without quotes.
func strictDialects() []dialect {
	list := strictUsual()
	for _, delimiter := range []string{",", ";", "\t"} {
		for _, encoding := range []string{"utf-8", "windows-1252", "utf-16le-bom", "utf-8-bom"} {
			for _, style := range []string{quoteMinimal, quoteAll, quoteText, ""} {
				d := plain
				d.delimiter, d.style, d.newline = delimiter, style, "\r\n"
				d.setEncoding(encoding)
				if style == "" {
					d.setQuote("", "")
				}
				list = append(list, d)
			}
		}
	}
	return distinct(list)
}

func strictDamages() []damage {
	return slices.Concat(
		[]damage{{"none", "", anywhere, func(*document, place) bool { return true }}},
		shortDamages(), aloneDamages(), rowNameDamages(), labelDamages(), noteDamages(), ruleDamages(), stackedDamages(), swallowedDamages(),
		lineQuoteDamages(), typographicDamages(), equalsDamages(), backslashDamages(), encodingDamages(), endDamages(), mergedDamages(),
	)
}

// fieldOf gives the field of an organization that a column of the strict tables is, "" for none.
func fieldOf(name string) string {
	switch name {
	case "Namn", "name":
		return "name"
	case "Kundnr", "Kundnummer", "custom_id":
		return "custom_id"
	case "Moderbolag":
		return "organization"
	}
	return ""
}

// column gives the index of the column that is a field, -1 for none.
func (doc *document) column(field string) int {
	return slices.IndexFunc(doc.table.header, func(name string) bool { return fieldOf(name) == field })
}

// setName gives the row at an index another name.
func (doc *document) setName(at int, name string) {
	doc.lines[at].cells = changed(doc.lines[at].cells, doc.column("name"), name)
}

// rows gives the indexes of the data lines.
func (doc *document) rows() []int {
	var list []int
	for i, l := range doc.lines {
		if l.kind == data {
			list = append(list, i)
		}
	}
	return list
}

// raw puts text in place of how the line at an index is written; what is wanted of it stays.
func (doc *document) raw(at int, text string) {
	l := &doc.lines[at]
	if l.want == nil {
		l.want = l.cells
	}
	l.verbatim, l.text = true, text
}

// written is how the line at an index stands in the file.
func (doc *document) written(at int) string {
	if l := doc.lines[at]; l.verbatim {
		return l.text
	}
	return doc.dialect.row(doc.lines[at].cells)
}

// lineNumbers gives the line of the file on which each line of the document starts, from 1.
func (doc *document) lineNumbers() []int {
	numbers, n := make([]int, len(doc.lines)), 1
	for i := range doc.lines {
		numbers[i] = n
		n += 1 + strings.Count(doc.written(i), "\n")
	}
	return numbers
}
