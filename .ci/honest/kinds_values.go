package main

import "fmt"

// valueKinds have columns of dates, money, numbers and the like beside the names.
func valueKinds() []kind {
	with := func(values ...string) [][]string {
		return numbered(18, func(i int) []string { return []string{pick(i, values...)} })
	}
	return []kind{
		{name: "dates", header: columns("Namn", "Kundnr", "Kund sedan"), rows: with("2024-01-15", "2023-12-31", "", "1999-02-28")},
		{name: "dates-swedish", header: columns("Namn", "Kundnr", "Avtalsdatum"), rows: with("15/1 2024", "den 3 maj 2023", "2024-01", "15.01.2024", "15 jan. 2024")},
		{name: "date-times", header: columns("Namn", "Kundnr", "Skapad"), rows: with("2024-01-15 08:00", "2024-01-15 23:59:59", "2024-01-15T08:00:00Z", "")},
		{name: "money", header: columns("Namn", "Kundnr", "Omsättning"), rows: with("1 250,00 kr", "12 345 678,90 kr", "0,00 kr", "-1 250,00 kr", "")},
		{name: "money-odd-blanks", header: columns("Namn", "Kundnr", "Saldo (kr)"), rows: with("1\u00a0250,00", "12\u202f345,50", "−3,00", "(1 250,00)", "1.250,00")},
		{name: "money-commas", header: columns("Namn", "Kundnr", "Amount"), rows: with("1,250.00", "$12,345,678.90", "-0.50", "€ 7", "0")},
		{name: "decimal-commas", header: columns("Namn", "Kundnr", "Andel", "Yta (m²)"), rows: numbered(18, func(i int) []string {
			return []string{fmt.Sprintf("%d,%02d", i, i*7%100), fmt.Sprintf("%d,5", 40+i)}
		})},
		{name: "percent", header: columns("Namn", "Kundnr", "Vakans %"), rows: with("12 %", "3,5 %", "100%", "0 %", "")},
		{name: "yes-and-no", header: columns("Namn", "Kundnr", "Aktiv", "Faktura"), rows: numbered(18, func(i int) []string {
			return []string{pick(i, "ja", "nej"), pick(i, "SANT", "FALSKT", "true", "x", "")}
		})},
		{name: "phones", header: columns("Namn", "Kundnr", "Telefon"), rows: with("0498-123 45", "+46 8 123 45 67", "08/123 45", "(0)70-123 45 67", "0046 70 123", "070 - 12 34 567")},
		{name: "mail-and-web", header: columns("Namn", "Kundnr", "E-post", "Webb"), rows: numbered(18, func(i int) []string {
			return []string{fmt.Sprintf("info%d@example.test", i), pick(i, "https://example.test/?a=1&b=2;c", "www.example.test", "")}
		})},
		{name: "addresses", header: columns("Namn", "Kundnr", "Adress", "Postnr", "Ort"), rows: numbered(18, func(i int) []string {
			return []string{fmt.Sprintf("Storgatan %d, 2 tr", i+1), fmt.Sprintf("621 %02d", 40+i), pick(i, "Visby", "Upplands Väsby", "S:t Olof")}
		})},
		{name: "addresses-one-cell", header: columns("Namn", "Kundnr", "Adress"), rows: numbered(18, func(i int) []string {
			return []string{fmt.Sprintf("Storgatan %d; 621 %02d Visby; Sverige", i+1, 40+i)}
		})},
		{name: "negative-and-signs", header: columns("Namn", "Kundnr", "Ändring"), rows: with("+12", "-3", "=", "@", "±0", "-", "–", "+")},
		{name: "list-values", header: columns("Namn", "Kundnr", "Taggar"), rows: with("a,b,c", "hyra;el;vatten", "x|y", "[1, 2]", `{"a": 1}`, "")},
		{name: "null-words", header: columns("Namn", "Kundnr", "Telefon"), rows: with("NULL", "N/A", "saknas", "-", "", "okänd"), why: "such words in a column that is not mapped"},
	}
}

// codeKinds have customer numbers of all forms, organization numbers and ids.
func codeKinds() []kind {
	coded := func(header string, code func(i int) string) ([][]string, [][]string) {
		var rows [][]string
		for i := range 18 {
			rows = append(rows, []string{name(i), code(i), pick(i, "Visby", "", "Gävle")})
		}
		return columns("Namn", header, "Ort"), rows
	}
	var ks []kind
	add := func(k kind, header string, code func(i int) string) {
		k.header, k.rows = coded(header, code)
		ks = append(ks, k)
	}
	add(kind{name: "codes-with-zeros"}, "Kundnr", func(i int) string { return fmt.Sprintf("%05d", 7+i*13) })
	add(kind{name: "codes-with-dashes"}, "Kundnr", func(i int) string { return fmt.Sprintf("%d-%02d", 10+i, i) })
	add(kind{name: "codes-with-plus"}, "Kundnr", func(i int) string { return fmt.Sprintf("+%03d", 10+i) })
	add(kind{name: "codes-with-minus"}, "Kundnr", func(i int) string { return fmt.Sprintf("-%03d", 10+i) })
	add(kind{name: "codes-with-slashes"}, "Kundnr", func(i int) string { return fmt.Sprintf("A/%d/%d", 2000+i, i) })
	add(kind{name: "codes-with-dots"}, "Kundnr", func(i int) string { return fmt.Sprintf("%d.%d.%d", 1+i, i, 7) })
	add(kind{name: "codes-long"}, "Kundnr", func(i int) string { return fmt.Sprintf("73500%08d", 123456*i+11) })
	add(kind{name: "codes-mixed-case"}, "Kundnr", func(i int) string { return fmt.Sprintf("%c%c%d", 'a'+i%26, 'A'+i%26, i) })
	add(kind{name: "codes-of-letters-and-blanks"}, "Kundnr", func(i int) string { return fmt.Sprintf("VISBY %d B", i) })
	add(kind{name: "codes-like-exponents", may: []string{"scientific-number"}}, "Kundnr", func(i int) string { return fmt.Sprintf("%dE%d", 10+i, 2+i%3) })
	add(kind{name: "codes-small"}, "Kundnr", func(i int) string { return fmt.Sprint(i + 1) })
	add(kind{name: "codes-in-a-quarter"}, "Kundnr", func(i int) string { return pick(i, "", "", "", fmt.Sprint(500+i)) })
	add(kind{name: "organization-numbers"}, "Org.nr", func(i int) string { return organizationNumber(i, true) })
	add(kind{name: "organization-numbers-bare"}, "Organisationsnummer", func(i int) string { return organizationNumber(i, false) })
	add(kind{name: "organization-numbers-one-wrong", may: []string{"*"}, why: "one check digit is wrong: a warning is wanted"}, "Org.nr", func(i int) string {
		if i == 7 {
			return "556012-0008"
		}
		return organizationNumber(i, true)
	})
	add(kind{name: "organization-numbers-as-customer-numbers"}, "Kundnr", func(i int) string { return organizationNumber(i, true) })
	add(kind{name: "ids-not-of-this-system"}, "UUID", func(i int) string { return fmt.Sprintf("%08x-1f2e-4d3c-8b5a-%012x", 7919*(i+1), 104729*(i+1)) })
	add(kind{name: "id-column-of-numbers", fields: map[string]string{"name": "Namn", "custom_id": "id"}}, "id", func(i int) string { return fmt.Sprint(i + 1) })
	add(kind{name: "id-column-of-codes", fields: map[string]string{"name": "Namn", "custom_id": "id"}}, "id", func(i int) string { return fmt.Sprintf("AB%04d", 40+i) })
	for i := range ks {
		switch ks[i].header[0][1] {
		case "UUID", "Org.nr", "Organisationsnummer":
			// Whether such a column is mapped, asked for or left is the importer's business.
			ks[i].fields, ks[i].uncreated = map[string]string{"name": "Namn"}, anyNumber
		}
	}
	return ks
}

// anyNumber stands where it isn't said how many organizations are made.
const anyNumber = -1 << 30

// organizationNumber is the ith made-up number of a limited company, with the right check digit.
func organizationNumber(i int, dash bool) string {
	digits := fmt.Sprintf("5599%05d", 10000+i*37)
	sum := 0
	for j, d := range digits {
		n := int(d - '0')
		if j%2 == 0 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	check := (10 - sum%10) % 10
	if dash {
		return fmt.Sprintf("%s-%s%d", digits[:6], digits[6:], check)
	}
	return fmt.Sprintf("%s%d", digits, check)
}
