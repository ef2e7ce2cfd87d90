package main

import "strings"

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

// backslashDamages are backslashes that are text: before a quote as PHP writes it, and in files
// without quotes.
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
