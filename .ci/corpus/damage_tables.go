package main

// tableDamages are files with a second table below the first. The first is read, unless another is asked for.
func tableDamages() []damage {
	var list []damage
	for _, size := range []struct {
		name  string
		width func(int) int
	}{
		{"fewer columns", func(w int) int { return max(2, w-2) }},
		{"more columns", func(w int) int { return w + 2 }},
		{"as many columns", func(w int) int { return w }},
	} {
		for _, gap := range []struct {
			name  string
			lines [][]string
			pad   bool
		}{
			{"one blank line", [][]string{nil}, false},
			{"two blank lines", [][]string{nil, nil}, false},
			{"a title", [][]string{{"Leverantörer"}}, false},
			{"a blank line and a title", [][]string{nil, {"Leverantörer"}}, false},
			{"a line of delimiters", [][]string{nil}, true},
		} {
			name := size.name + ", " + gap.name
			list = append(list, damage{"two tables", name, anywhere, twoTables(size.width, gap.lines, gap.pad, 0)})
			if gap.lines[0] == nil {
				list = append(list, damage{"second table", name, anywhere, twoTables(size.width, gap.lines, gap.pad, 2)})
			}
		}
	}
	return list
}

func twoTables(width func(int) int, gap [][]string, padded bool, number int) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		w := doc.width()
		if w < 2 || width(w) == w && width(3) != 3 || padded && doc.dialect.mustQuote("") {
			return false
		}
		doc.number = number
		// With a title alone, a table of two columns could go on with a row cut short.
		doc.ambiguous = gap[0] != nil && w == 2
		if number == 2 {
			for i := range doc.lines {
				doc.lines[i].kind = other
			}
		}
		for _, cells := range gap {
			doc.insert(len(doc.lines), doc.aside(cells, padded))
		}
		below := newDocument(second(width(w)), doc.dialect)
		for _, l := range below.lines {
			if number != 2 {
				l.kind = other
			}
			doc.lines = append(doc.lines, l)
		}
		return true
	}
}

// emptyDamages are files in which there is nothing.
func emptyDamages() []damage {
	nothing := func(text string) func(*document, place) bool {
		return func(doc *document, _ place) bool {
			doc.lines = nil
			doc.mangle = func([]byte) []byte {
				b, _ := encode(text, doc.dialect.encoding, doc.dialect.bom)
				return b
			}
			return doc.table.name == "organizations"
		}
	}
	return []damage{
		{"empty", "nothing", anywhere, nothing("")},
		{"empty", "a line end", anywhere, nothing("\r\n")},
		{"empty", "line ends", anywhere, nothing("\n\n\n\n")},
		{"empty", "spaces", anywhere, nothing("   \n  ")},
	}
}
