package main

import "strings"

// textKinds have long and odd texts in a cell.
func textKinds() []kind {
	note := func(texts ...string) [][]string {
		return numbered(16, func(i int) []string { return []string{pick(i, texts...), pick(i, "Visby", "Gävle")} })
	}
	header := columns("Namn", "Kundnr", "Anteckning", "Ort")
	long := strings.Repeat("Kunden vill ha besked, helst skriftligt; ring annars. ", 12)
	lines := strings.TrimSpace(strings.Repeat("rad med text, och ett komma\n", 40))
	rowLike := "Granliden AB,K-1,ja,Visby"
	return []kind{
		{name: "notes-with-line-breaks", header: header, rows: note("ring först\nsedan mejla", "", "en rad", "tre\nhela\nrader")},
		{name: "notes-with-blank-lines", header: header, rows: note("ring först\n\nsedan mejla\n", "", "\nbörjar med tom rad", "x")},
		{name: "notes-long", header: header, rows: note(long, "", "kort", long+long)},
		{name: "notes-of-forty-lines", header: header, rows: note("", lines, "kort", ""), why: "cells of 40 lines with delimiters in them"},
		{name: "notes-with-delimiters-and-lines", header: header, rows: note("a;b,c|d\ne;f,g|h", "", "x; y", "1,5\n2,5")},
		{name: "note-that-quotes-a-row", header: header, rows: note("", "raden "+rowLike+" var fel", "", "kort"), why: "one cell quotes a row, within one line"},
		{name: "notes-with-numbers-per-line", header: header, rows: note("1\n2\n3", "", "070-1\n070-2", ""), why: "several numbers in a cell"},
		{name: "inches-and-feet", header: header, rows: note(`skärm 19"`, `27" och 24"`, `6' 2"`, `1/2" rör`, "")},
		{name: "apostrophes", header: header, rows: note("kund's val", "'citat'", "rock 'n' roll", "l'été", "")},
		{name: "typographic-quotes-inside", header: header, rows: note("sa ”ja” i går", "“yes”, they said", "»nej«", "«oui» et «non»", "kallas ”Nian”")},
		{name: "quotes-doubled", header: header, rows: note(`han sa "ja"`, `"allt" inom citat`, `"helt citat"`, "", `""`)},
		{name: "backslashes", header: header, rows: note(`C:\Kunder\Visby\`, `\\server\delad`, `a\b`, "", `\n är inte en rad`)},
		{name: "markup", header: header, rows: note("<b>viktig</b>", "Ek &amp; Ask", "a < b > c", "", "{{mall}}")},
		{name: "tabs-in-text", header: header, rows: note("a\tb", "", "x\ty\tz", "kort")},
		{name: "dashes-and-rules", header: header, rows: note("---", "-", "", "===", "...", "*"), why: "cells of signs alone beside whole rows"},
		{name: "arrows-and-signs", header: header, rows: note("→ se nästa", "✓", "½ år", "© 2024", "€", "")},
		{name: "blanks-inside", header: header, rows: note("två  blanksteg", "a   b   c", "", "x")},
		{name: "values-of-formulas-as-text", header: header, rows: note("=1+1", "@SUM", "+46", "-", "=A1"), may: []string{"*"}, why: "texts that begin like formulas in a column that isn't mapped"},
	}
}

// aroundKinds have rows that are no organizations above, between and below the others.
func aroundKinds() []kind {
	money := columns("Namn", "Kundnr", "Belopp")
	sums := numbered(12, func(i int) []string { return []string{pick(i, "100", "250", "12")} })
	plain := rowsOf(plainNames)
	ks := []kind{
		{name: "title-above", above: [][]string{{"Kundlista 2024"}}, header: customers, rows: plain},
		{name: "title-and-blank-above", above: [][]string{{"Kundlista"}, {""}}, header: customers, rows: plain},
		{name: "title-date-blank-above", above: [][]string{{"Kundlista Norra"}, {"Utskriven 2024-01-15"}, {""}}, header: customers, rows: plain},
		{name: "title-with-legal-form-above", above: [][]string{{"Granlidens Förvaltning AB"}, {"Kundregister"}, {""}}, header: columns("Namn", "Kundnr", "Ort", "Telefon"), rows: fourWide()},
		{name: "label-value-above", above: [][]string{{"Rapport:", "Kunder"}, {"Datum:", "2024-01-15"}, {""}}, header: customers, rows: plain},
		{name: "label-value-above-company", above: [][]string{{"Bolag:", "Nordhus AB"}, {"Datum:", "2024-01-15"}, {"Sida:", "1"}}, header: columns("Kundnr", "Namn", "Moderbolag", "Ort"), rows: swapped(), may: []string{"*"}},
		{name: "title-and-date-in-one-row", above: [][]string{{"Kundlista", "", "2024-01-15"}}, header: customers, rows: plain, may: []string{"*"}},
		{name: "comment-lines-above", above: [][]string{{"# Uttag ur registret"}, {"# 2024-01-15"}}, header: customers, rows: plain, textOnly: true},
		{name: "total-below", header: money, rows: sums, below: [][]string{{"Summa", "", "1448"}}, may: []string{"*"}},
		{name: "total-below-after-blank", header: money, rows: sums, below: [][]string{{"", "", ""}, {"Totalt", "", "1448"}}, may: []string{"*"}},
		{name: "count-below", header: customers, rows: plain, below: [][]string{{"Antal: 20"}}, may: []string{"*"}},
		{name: "source-below", header: customers, rows: plain, below: [][]string{{""}, {"Källa: kundregistret, uttag 2024-01-15"}}, may: []string{"*"}},
		{name: "page-number-below", header: customers, rows: plain, below: [][]string{{""}, {"Sida 1 av 1"}}, may: []string{"*"}},
		{name: "sql-count-below", header: columns("name", "custom_id", "parent"), rows: plain, below: [][]string{{""}, {"(20 rows affected)"}}, may: []string{"*"}, textOnly: true},
		{name: "header-again", header: customers, rows: headersAgain(plain, customers[0]), truth: plain, may: []string{"*"}, why: "the header stands on each page"},
		{name: "headings-between", header: columns("Namn", "Kundnr", "Ort"), rows: headingsBetween(), unclear: true, why: "AKTIEBOLAG and FÖRENINGAR stand between the rows"},
		{name: "header-with-units", header: columns("Namn", "Kundnr", "Yta (m²)", "Hyra [kr/mån]", "Andel, %"), rows: numbered(14, func(i int) []string { return []string{"120", "7 500", "12,5"} })},
		{name: "header-with-line-breaks", header: columns("Namn", "Kundnr", "Senaste\nbesök", "Telefon\n(dagtid)"), rows: numbered(14, func(i int) []string { return []string{"2024-01-15", "0498-1"} })},
		{name: "header-with-blanks", header: columns(" Namn ", "Kundnr ", " Ort"), rows: numbered(14, func(int) []string { return []string{"Visby"} }), fields: map[string]string{"name": " Namn ", "custom_id": "Kundnr "}},
		{name: "header-in-capitals", header: columns("NAMN", "KUNDNR", "MODERBOLAG"), rows: plain, fields: map[string]string{"name": "NAMN", "custom_id": "KUNDNR", "organization": "MODERBOLAG"}},
		{name: "header-of-two-lines", header: [][]string{{"Kund", "", "Adress", ""}, {"Namn", "Kundnr", "Gata", "Ort"}}, rows: fourWide(), fields: map[string]string{}, uncreated: anyNumber, may: []string{"*"}, why: "groups above the names of the columns"},
		{name: "header-long-texts", header: columns("Namn", "Kundnr", "Hur ofta vill ni ha besked? (välj ett av alternativen)", "Övrigt som vi bör veta"), rows: numbered(14, func(i int) []string { return []string{pick(i, "varje månad", "aldrig"), ""} })},
		{name: "header-twice-the-same", header: columns("Namn", "Kundnr", "Telefon", "Telefon"), rows: numbered(14, func(i int) []string { return []string{"0498-1", "070-1"} }), may: []string{"*"}},
	}
	return ks
}

func fourWide() [][]string {
	return numbered(14, func(i int) []string { return []string{pick(i, "Visby", "Gävle"), pick(i, "0498-1", "026-2")} })
}

// swapped rows have the customer number first.
func swapped() [][]string {
	var rows [][]string
	for i := range 12 {
		parent := ""
		if i > 0 && i%4 == 0 {
			parent = name(0)
		}
		rows = append(rows, []string{pick(i, "1000", "1001", "1002", "1003") + pick(i/4, "1", "2", "3"), name(i), parent, "Visby"})
	}
	return rows
}

func headersAgain(rows [][]string, header []string) [][]string {
	var out [][]string
	for i, row := range rows {
		if i > 0 && i%8 == 0 {
			out = append(out, header)
		}
		out = append(out, row)
	}
	return out
}

func headingsBetween() [][]string {
	rows := numbered(12, func(int) []string { return []string{"Visby"} })
	return append(append(append([][]string{{"AKTIEBOLAG"}}, rows[:6]...), []string{"FÖRENINGAR"}), rows[6:]...)
}
