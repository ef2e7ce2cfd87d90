package main

import "fmt"

// nameKinds are tables whose names could be taken for something else.
func nameKinds() []kind {
	ks := []kind{
		{name: "names-plain", header: customers, rows: rowsOf(plainNames)},
		{name: "names-like-notes", header: customers, rows: rowsOf(noteNames), why: "names that begin like totals and footers"},
		{name: "names-like-notes-alone", header: customers, rows: nameAlone(noteNames, 3), why: "every third row holds such a name and nothing else"},
		{name: "names-like-notes-last", header: customers, rows: append(rowsOf(manyNames(12)), []string{"Totalt Golv AB"}, []string{"Summa Sund HB"}), why: "the last two rows hold a name alone, with a legal form"},
		{name: "names-like-notes-last-cut", cut: true, may: []string{"*"}, header: customers, rows: append(rowsOf(manyNames(12)), []string{"Totalt Golv AB"}, []string{"Summa Sund HB"}), why: "the last two rows hold a name alone, with a legal form"},
		{name: "names-like-notes-without-form", header: columns("Namn", "Kundnr", "Ort", "Telefon"), rows: withoutForm("Visby", "0498-1"), why: "names that begin like totals and have no legal form, in whole rows"},
		{name: "names-like-notes-two-cells", header: columns("Namn", "Kundnr", "Ort"), rows: withoutForm(), why: "the same with a customer number of the others' form alone"},
		{name: "names-with-signs", header: customers, rows: rowsOf(signNames), why: "signs that are delimiters elsewhere"},
		{name: "names-with-signs-and-numbers", header: columns("Namn", "Kundnummer", "Ort"), rows: signsAndNumbers(), why: "the same, beside a column of digits and a blank last one"},
		{name: "names-with-signs-alone", header: columns("Namn", "Kundnr"), rows: narrow(2, nameAlone(signNames, 2)), why: "every second row is such a name alone"},
		{name: "names-with-delimiters", header: customers, rows: rowsOf(allSigns), why: "the delimiter itself, in quotes"},
		{name: "names-like-headers", header: customers, rows: rowsOf(headerNames)},
		{name: "names-short", header: customers, rows: rowsOf(shortNames), may: []string{"number-as-text"}},
		{name: "names-like-dates", header: customers, rows: rowsOf(dayNames)},
		{name: "names-like-comments", header: customers, rows: rowsOf(lineNames), may: []string{"leading-apostrophe"}},
		{name: "names-with-quotes", header: customers, rows: rowsOf(quoteNames), why: "quotes of all kinds inside the names"},
		{name: "names-of-two-words", header: columns("Namn", "Kundnr"), rows: twoWords(), why: "as many words as there are columns"},
		{name: "names-in-capitals", header: columns("Bolagsnamn", "Kundnr", "Ort"), rows: capitals()},
		{name: "names-of-sections", header: customers, rows: rowsOf(sections()), why: "names with numbers in a row"},
	}
	for _, language := range []string{"norwegian", "danish", "finnish", "german", "polish", "french"} {
		ks = append(ks, kind{name: "names-" + language, header: customers, rows: rowsOf(foreignNames[language]), letters: true},
			kind{name: "names-" + language + "-two", header: columns("Namn", "Kundnr"), rows: narrow(2, rowsOf(foreignNames[language][:2])), letters: true, textOnly: true})
	}
	return ks
}

// withoutForm are rows of names that begin like totals, among others.
func withoutForm(cells ...string) [][]string {
	var rows [][]string
	for i, n := range []string{"Granliden", "Källa Fastigheter", "Tallmon", "Summa Fastigheter", "Sidans Konditori", "Furuvik", "Antal & Co", "Totalbygg", "Slutstationen", "Lövsta"} {
		rows = append(rows, append([]string{n, fmt.Sprintf("K-%d", 300+i)}, cells...))
	}
	return rows
}

// nameAlone makes rows of which every nth holds the name and nothing else.
func nameAlone(names []string, n int) [][]string {
	rows := rowsOf(names)
	for i := range rows {
		if i%n == n-1 {
			rows[i] = []string{names[i]}
		}
	}
	return rows
}

// narrow are rows with their first n cells alone.
func narrow(n int, rows [][]string) [][]string {
	for i, row := range rows {
		rows[i] = row[:min(n, len(row))]
	}
	return rows
}

func signsAndNumbers() [][]string {
	var rows [][]string
	for i, n := range signNames {
		rows = append(rows, []string{n, fmt.Sprintf("%05d", 104+i), pick(i, "", "Visby", "")})
	}
	return rows
}

func twoWords() [][]string {
	var rows [][]string
	for i, n := range []string{"Granliden AB", "Norra Furuvik", "Tallmon HB", "Brf Eken", "Södra Hamnen", "Åsens Buss", "Kvarnens Bageri", "Lilla Torget"} {
		rows = append(rows, []string{n, fmt.Sprint(100 + i)})
	}
	return rows
}

func capitals() [][]string {
	var rows [][]string
	for i, n := range []string{"GRANLIDEN AB", "ÅSBACKEN AB", "ÖRNSKOGEN HB", "BRF VÅGBRYTAREN", "ÄLGÖNS BOSTÄDER AB", "TALLMON AB", "SUMMA VÄST AB"} {
		rows = append(rows, []string{n, fmt.Sprint(2000 + i), pick(i, "VISBY", "GÄVLE", "ÅRE")})
	}
	return rows
}

func sections() []string {
	var names []string
	for i := range 24 {
		names = append(names, fmt.Sprintf("Samfällighet %d", i+1))
	}
	return names
}
