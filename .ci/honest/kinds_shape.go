package main

import "fmt"

// shapeKinds are tables of all sizes and widths.
func shapeKinds() []kind {
	return []kind{
		{name: "one-row", header: customers, rows: rowsOf(plainNames[:1])},
		{name: "two-rows", header: columns("Namn", "Kundnr"), rows: [][]string{{"Granliden AB", "1"}, {"Tallmon AB", "2"}}},
		{name: "three-rows", header: columns("Namn", "Moderbolag"), rows: [][]string{{"Granliden AB"}, {"Tallmon AB", "Granliden AB"}, {"Furuvik AB", "Granliden AB"}}},
		{name: "five-rows", header: columns("Company name", "Customer number", "Parent company"), rows: rowsOf(plainNames[:5])},
		{name: "one-column", header: columns("Namn"), rows: namesOnly(plainNames)},
		{name: "one-column-of-note-names", header: columns("Namn"), rows: namesOnly(noteNames), why: "one column of names like totals"},
		{name: "one-column-of-signs", header: columns("Företag"), rows: namesOnly(signNames), why: "one column, signs in the names"},
		{name: "english", header: columns("name", "custom_id", "parent"), rows: rowsOf(plainNames)},
		{name: "five-thousand", header: columns("Namn", "Kundnr", "Ort"), rows: numbered(5000, func(i int) []string { return []string{pick(i, "Visby", "Gävle", "Åre", "")} }), may: []string{"near-duplicate"}},
		{name: "twenty-five-columns", header: wideHeader(), rows: numbered(20, wideCells)},
		{name: "column-without-a-name", header: columns("Namn", "Kundnr", "", "Ort"), rows: numbered(12, func(i int) []string { return []string{pick(i, "x", "", "y"), "Visby"} }), may: []string{"empty-header"}},
		{name: "columns-all-blank", header: columns("Namn", "Kundnr", "Telefon", "E-post", "Ort"), rows: numbered(12, func(i int) []string { return []string{"", "", "Visby"} })},
		{name: "columns-all-blank-at-the-end", header: columns("Namn", "Kundnr", "Moderbolag", "Telefon", "Fax"), rows: numbered(12, func(int) []string { return nil }), why: "three columns have no value at all"},
		{name: "columns-all-blank-but-the-name", header: columns("Namn", "Kundnummer", "Moderbolag"), rows: namesOnly(plainNames), may: []string{"*"}, why: "three columns, and names alone in all rows"},
		{name: "last-column-mostly-blank", header: columns("Namn", "Kundnr", "Anteckning"), rows: numbered(20, func(i int) []string { return []string{pick(i, "", "", "", "ring först")} })},
		{name: "short-by-blanks-few", header: columns("Namn", "Kundnr", "Ort", "Telefon"), cut: true, may: []string{"*"}, why: "3 of 40 rows lack blank cells at their end", rows: numbered(40, func(i int) []string {
			if i%15 == 7 {
				return nil
			}
			return []string{"Visby", "0498-123 45"}
		})},
		{name: "short-by-blanks-one-in-ten", header: columns("Namn", "Kundnr", "Moderbolag"), cut: true, may: []string{"*"}, why: "1 in 10 rows lacks its blank last cell", rows: numbered(60, func(i int) []string {
			if i%10 == 4 {
				return nil
			}
			return parentOf(i)
		})},
		{name: "short-by-blanks-half", header: columns("Namn", "Kundnr", "Ort"), cut: true, may: []string{"*"}, why: "half of the rows lack their blank last cell", rows: numbered(40, func(i int) []string { return []string{pick(i, "", "Visby")} })},
		{name: "short-by-blanks-most", header: customers, cut: true, may: []string{"*"}, why: "9 in 10 rows lack their blank last cell", rows: numbered(60, func(i int) []string {
			if i%10 == 9 {
				return parentOf(i)
			}
			return nil
		})},
		{name: "short-by-blanks-all", header: columns("Namn", "Kundnr", "Ort"), cut: true, may: []string{"*"}, why: "all rows lack a column that the header has", rows: numbered(15, func(int) []string { return nil })},
		{name: "short-by-blanks-sixteen", header: customers, cut: true, may: []string{"*"}, why: "Excel leaves the last delimiter out in blocks of 16 rows", rows: numbered(64, func(i int) []string {
			if i/16%2 == 1 {
				return nil
			}
			return parentOf(i)
		})},
		{name: "many-names-alone", header: columns("Namn", "Kundnr", "Ort"), cut: true, may: []string{"*"}, why: "1 in 4 rows holds its name alone", rows: namesAlone()},
		{name: "blank-rows-between", header: customers, rows: withBlanks(rowsOf(plainNames)), may: []string{"*"}},
		{name: "same-name-other-number", header: columns("Namn", "Kundnr", "Ort"), rows: branches(), unclear: true, why: "branches of one name"},
	}
}

// parentOf is the first company, for all but itself.
func parentOf(i int) []string {
	if i == 0 {
		return nil
	}
	return []string{name(0)}
}

func namesOnly(names []string) [][]string {
	var rows [][]string
	for _, n := range names {
		rows = append(rows, []string{n})
	}
	return rows
}

func namesAlone() [][]string {
	rows := numbered(32, func(i int) []string { return []string{"Visby"} })
	for i := 3; i < len(rows); i += 4 {
		rows[i] = rows[i][:1]
	}
	return rows
}

func wideHeader() [][]string {
	header := []string{"Namn", "Kundnr"}
	for i := range 23 {
		header = append(header, fmt.Sprintf("Fält %d", i+1))
	}
	return [][]string{header}
}

func wideCells(i int) []string {
	var cells []string
	for j := range 23 {
		cells = append(cells, pick(i+j, fmt.Sprint(i*j), "", "ja", "12,5", "text med ord", "2024-01-15"))
	}
	return cells
}

func withBlanks(rows [][]string) [][]string {
	var out [][]string
	for i, row := range rows {
		if i > 0 && i%7 == 0 {
			out = append(out, []string{"", "", ""})
		}
		out = append(out, row)
	}
	return out
}

func branches() [][]string {
	var rows [][]string
	for i := range 12 {
		rows = append(rows, []string{pick(i, "Granliden AB", "Tallmon AB", "Furuvik AB"), fmt.Sprint(10 + i), pick(i, "Visby", "Gävle", "Åre", "Lund")})
	}
	return rows
}
