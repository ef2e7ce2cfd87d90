package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// strictSources are lists of organizations: with two to five columns, codes of digits or not, few
// and many rows, three languages. No name and no code stands twice.
func strictSources(r *rand.Rand) []*source {
	return []*source{
		listing("two", r, 12, "Namn", "Kundnr"),
		listing("digits", r, 40, "Namn", "Kundnummer", "Ort"),
		listing("parents", r, 30, "Namn", "Kundnr", "Moderbolag"),
		listing("code first", r, 48, "Kundnr", "Namn", "Moderbolag", "Ort"),
		listing("five", r, 60, "Namn", "Kundnummer", "Moderbolag", "Postnr", "Ort"),
		listing("english", r, 20, "name", "custom_id", "note"),
		listing("few", r, 3, "Namn", "Kundnr", "Ort"),
		listing("past the sample", r, 1100, "Namn", "Kundnr", "Moderbolag"),
		foreign("polish", r, "Łódź Nieruchomości", "Przedsiębiorstwo Świerk", "Spółdzielnia Mieszkaniowa Żuraw", "Zarząd Budynków Jesień", "Dom Książki", "Wspólnota Źródło"),
		foreign("german", r, "Grundstücksgesellschaft Königsallee", "Häuser am Fluß", "Wohnungsbau Übersee", "Verwaltung Schönblick", "Bäckerstraße Süd", "Mühlenhöfe"),
	}
}

func listing(name string, r *rand.Rand, n int, header ...string) *source {
	s := &source{name: name, header: header}
	var names []string
	for i := range n {
		names = append(names, listed(r, i))
	}
	s.rows = fill(n, func(i int) []string {
		row := make([]string, len(header))
		for c, column := range header {
			row[c] = listedCell(r, column, i, names)
		}
		return row
	})
	return s
}

// listed is the name of row i; every seventh has a sign that separates cells elsewhere.
func listed(r *rand.Rand, i int) string {
	if i%7 == 5 {
		return fmt.Sprintf(pick(r, []string{"Norra/Södra Hus %d AB", "Bygg & Hem %d AB", "Kvarter-%d", "Park: Väst %d HB", "Skog_%d AB"}), i+1)
	}
	return fmt.Sprintf("%s %d AB", pick(r, firstWords), i+1)
}

func listedCell(r *rand.Rand, column string, i int, names []string) string {
	switch column {
	case "Kundnummer":
		return fmt.Sprintf("%05d", 101+7*i)
	case "Kundnr", "custom_id":
		return fmt.Sprintf("K-%d", 1000+3*i)
	case "Moderbolag":
		if i == 0 {
			return ""
		}
		return blankOr(r, 4, names[r.IntN(min(i, 3))])
	case "Ort":
		return pick(r, towns)
	case "Postnr":
		return fmt.Sprintf("%03d %02d", 111+r.IntN(800), r.IntN(100))
	case "note":
		return blankOr(r, 2, pick(r, []string{"ok", "ring först", "ny ägare", "avtal saknas"}))
	}
	return names[i]
}

func foreign(name string, r *rand.Rand, names ...string) *source {
	ends := map[string]string{"polish": "Sp. z o.o.", "german": "GmbH"}
	places := map[string][]string{"polish": {"Kraków", "Gdańsk", "Wrocław", "Częstochowa"}, "german": {"Köln", "München", "Düsseldorf", "Lübeck"}}
	return &source{name, []string{"name", "custom_id", "city"}, fill(3*len(names), func(i int) []string {
		return []string{strings.Join([]string{names[i%len(names)], fmt.Sprint(i + 1), ends[name]}, " "), fmt.Sprintf("K-%d", 100+i), pick(r, places[name])}
	})}
}
