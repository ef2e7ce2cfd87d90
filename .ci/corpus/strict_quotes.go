package main

import (
	"fmt"
	"slices"
	"strings"
)

// swallowedDamages are quotes that open in one row and close in a later one, so that by the rules the rows between are one cell.
func swallowedDamages() []damage {
	var list []damage
	for _, n := range []int{2, 4, 20, 68} {
		list = append(list, damage{"rows swallowed", fmt.Sprintf("%d rows", n), inColumns, swallow(n)})
	}
	return list
}

func swallow(n int) func(*document, place) bool {
	return func(doc *document, p place) bool {
		d, rows := doc.dialect, doc.rows()
		from := len(rows) / 4
		if d.quote == "" || d.style != quoteMinimal || from+n >= len(rows) {
			return false
		}
		column := p.columnOf(doc.width())
		for _, end := range []struct {
			at         int
			raw, plain string
		}{{rows[from], `"Visa`, "Visa"}, {rows[from+n], `skärm 12"`, "skärm 12"}} {
			cells := doc.lines[end.at].cells
			doc.lines[end.at] = line{
				kind: data, verbatim: true, text: rawCell(d, cells, column, end.raw), want: changed(cells, column, end.raw), also: changed(cells, column, end.plain),
			}
		}
		return true
	}
}

// lineQuoteDamages are files whose lines stand in quotes as a whole.
func lineQuoteDamages() []damage {
	every := func(int, int) bool { return true }
	return []damage{
		{"lines quoted", "all", anywhere, quoteLines(every, "")},
		{"lines quoted", "all but the header", anywhere, quoteLines(func(i, _ int) bool { return i > 0 }, "")},
		{"lines quoted", "every third", anywhere, quoteLines(func(i, _ int) bool { return i%3 == 1 }, "")},
		{"lines quoted", "one", anywhere, quoteLines(func(i, n int) bool { return i == n/2 }, "")},
		{"lines quoted", "last", anywhere, quoteLines(func(i, n int) bool { return i == n-1 }, "")},
		{"lines quoted", "all, semicolons behind", anywhere, quoteLines(every, ";;")},
	}
}

func quoteLines(which func(i, n int) bool, behind string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		for i := range doc.lines {
			if which(i, len(doc.lines)) {
				doc.raw(i, `"`+strings.ReplaceAll(doc.written(i), `"`, `""`)+`"`+behind)
			}
		}
		return true
	}
}

// typographicDamages are quotes as word processors set them.
func typographicDamages() []damage {
	var list []damage
	for _, marks := range [][2]string{{"“", "”"}, {"”", "”"}, {"«", "»"}, {"»", "«"}, {"„", "“"}, {"‘", "’"}} {
		for form, bare := range map[string]func(row, column int) bool{
			"all cells":  func(int, int) bool { return false },
			"names only": func(row, column int) bool { return row == 0 || column > 0 },
			"rows only":  func(row, _ int) bool { return row == 0 },
		} {
			list = append(list, damage{"typographic quotes", marks[0] + " " + marks[1] + " " + form, anywhere, rewritten(func(_ dialect, row, column int, text string) string {
				if bare(row, column) {
					return text
				}
				return marks[0] + text + marks[1]
			})})
		}
	}
	slices.SortFunc(list, func(a, b damage) int { return strings.Compare(a.name, b.name) })
	return list
}

// rewritten writes each cell in a way of its own; what is wanted stays.
func rewritten(cell func(d dialect, row, column int, text string) string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		if doc.dialect.style != quoteMinimal { // the same file once more
			return false
		}
		for i, l := range doc.lines {
			parts := make([]string, len(l.cells))
			for c, text := range l.cells {
				if strings.ContainsAny(text, doc.dialect.delimiter+`"`) {
					return false
				}
				parts[c] = cell(doc.dialect, i, c, text)
			}
			doc.raw(i, strings.Join(parts, doc.dialect.delimiter))
		}
		return true
	}
}

// equalsDamages are texts dressed as formulas, so that Excel leaves their zeros alone.
func equalsDamages() []damage {
	var list []damage
	for _, form := range []struct{ name, before, after string }{{"=", `="`, `"`}, {"=T", `=T("`, `")`}} {
		for _, where := range []struct {
			name string
			bare func(row, column int) bool
		}{
			{"all cells", func(int, int) bool { return false }},
			{"rows", func(row, _ int) bool { return row == 0 }},
			{"names", func(row, column int) bool { return row == 0 || column != 0 }},
			{"codes", func(row, column int) bool { return row == 0 || column != 1 }},
			{"some codes", func(row, column int) bool { return row%3 != 1 || column != 1 }},
		} {
			dressed := func(quoted bool) func(d dialect, row, column int, text string) string {
				return func(d dialect, row, column int, text string) string {
					if !where.bare(row, column) {
						text = form.before + text + form.after
					} else if !quoted {
						return text
					}
					if quoted {
						return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
					}
					return text
				}
			}
			list = append(list,
				damage{"text as formula", form.name + " " + where.name + ", quoted", anywhere, rewritten(dressed(true))},
				damage{"text as formula", form.name + " " + where.name + ", bare", anywhere, rewritten(dressed(false))},
			)
		}
	}
	return list
}

// backslashDamages are backslashes that are text: before a quote as PHP writes it, and in files without quotes.
func backslashDamages() []damage {
	return []damage{
		{"backslash", "as php writes it", inRows, func(doc *document, p place) bool {
			i, ok := doc.rowAt(p)
			if d := doc.dialect; !ok || d.quote != `"` || len(doc.table.rows) < 10 {
				return false
			}
			rows := doc.rows()
			doc.setName(rows[2], `Hus "Ek" AB`)
			doc.setName(rows[len(rows)-3], `Hus "Alm" AB`)
			name := doc.column("name")
			cells := changed(doc.lines[i].cells, name, `Berg \"Ö\" AB`)
			doc.lines[i] = line{kind: data, verbatim: true, text: rawCell(doc.dialect, cells, name, `"`+cells[name]+`"`), want: cells}
			return true
		}},
		{"backslash", "before a quote, nothing quoted", inRows, bareName(`Hus 13\" AB`)},
		{"backslash", "before a quote and doubled, nothing quoted", inRows, func(doc *document, p place) bool {
			rows := doc.rows()
			doc.setName(rows[len(rows)/3], `Skog\\Äng AB`)
			return bareName(`Hus 13\" AB`)(doc, p)
		}},
		{"backslash", "doubled, nothing quoted", inRows, bareName(`Skog\\Äng AB`)},
	}
}

// bareName gives a row of a file without quotes a name that stands as it is.
func bareName(name string) func(*document, place) bool {
	return func(doc *document, p place) bool {
		i, ok := doc.rowAt(p)
		if !ok || doc.dialect.quote != "" {
			return false
		}
		doc.setName(i, name)
		doc.raw(i, strings.Join(doc.lines[i].cells, doc.dialect.delimiter))
		return true
	}
}

// encodingDamages are old code pages, with many letters beyond ASCII and with one.
func encodingDamages() []damage {
	var list []damage
	for _, encoding := range []string{"cp437", "cp850", "cp1250", "windows-1252", "iso-8859-1", "macintosh"} {
		list = append(list,
			damage{"encoding " + encoding, "", anywhere, encoded(encoding)},
			damage{"encoding " + encoding, "one letter", anywhere, func(doc *document, p place) bool {
				doc.withoutLetters()
				doc.setName(doc.rows()[1], "Björkhaga AB")
				return encoded(encoding)(doc, p)
			}},
			damage{"encoding " + encoding, "capitals", anywhere, func(doc *document, p place) bool {
				for _, i := range doc.rows() {
					doc.setName(i, strings.ToUpper(doc.lines[i].cells[doc.column("name")]))
				}
				return encoded(encoding)(doc, p)
			}},
		)
	}
	return list
}

func encoded(encoding string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		doc.dialect.encoding, doc.dialect.bom = encoding, false
		return doc.letters() > 0
	}
}

// withoutLetters leaves only ASCII.
func (doc *document) withoutLetters() {
	plain := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "Å", "A", "Ä", "A", "Ö", "O")
	for i, l := range doc.lines {
		cells := make([]string, len(l.cells))
		for c, text := range l.cells {
			cells[c] = strings.Map(func(r rune) rune {
				if r > 127 {
					return 'e'
				}
				return r
			}, plain.Replace(text))
		}
		doc.lines[i].cells = cells
	}
}
