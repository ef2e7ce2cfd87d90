package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// source is a table to be written in many ways. Nobody in it exists.
type source struct {
	name   string
	header []string
	rows   [][]string
}

// sources gives tables of many kinds, so that nothing is tuned to one.
func sources(r *rand.Rand) []*source {
	list := []*source{
		organizations("organizations", r, 40), products(r), orders(r), people(r), wide(r), sparse(r), identifiers(r), pairs(r), names(r), single(r), euros(r),
		organizations("large", r, 2000), scripts(), notes(r), machines(r), codes(r), numbers(r), accounts(r),
	}
	return list
}

var (
	firstWords  = []string{"Almen", "Björken", "Citronfjärilen", "Duvan", "Eken", "Fyrklövern", "Granen", "Hasseln", "Igelkotten", "Järven", "Kastanjen", "Lärkan", "Måsen", "Näktergalen", "Oxeln", "Pärlan"}
	secondWords = []string{"Fastigheter AB", "Förvaltning AB", "Bostäder HB", "Bygg & Fastighet AB", "Samfällighet", "Ekonomisk förening", "Hus i Väst AB", "Park AB"}
	towns       = []string{"Malmö", "Västerås", "Örebro", "Luleå", "Göteborg", "Ystad", "Åre", "Skövde", "Umeå", "Lund", "Växjö", "Gävle"}
	givenNames  = []string{"Anna", "Björn", "Cecilia", "David", "Åsa", "Erik", "Märta", "Örjan", "Lina", "Gösta", "Ida", "Kåre"}
	familyNames = []string{"Ekström", "Lindqvist", "Björk", "Åkesson", "Nyman", "Sjögren", "Öberg", "Wallin", "Hedlund", "Strömgren"}
)

// fill makes n rows.
func fill(n int, row func(i int) []string) [][]string {
	rows := make([][]string, n)
	for i := range rows {
		rows[i] = row(i)
	}
	return rows
}

func company(r *rand.Rand) string { return pick(r, firstWords) + " " + pick(r, secondWords) }

func day(r *rand.Rand) time.Time {
	return time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(6*365*24*60*60)) * time.Second)
}

func uuid(r *rand.Rand) string {
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", uint32(a), uint16(a>>32), a>>52, b&0xfff, b>>16)
}

// blankOr gives a blank cell once in n times.
func blankOr(r *rand.Rand, n int, text string) string {
	if r.IntN(n) == 0 {
		return ""
	}
	return text
}

func organizations(name string, r *rand.Rand, n int) *source {
	return &source{name, []string{"Namn", "Org.nummer", "Kundnr", "Överordnad", "Ort", "Skapad"}, fill(n, func(i int) []string {
		return []string{
			fmt.Sprintf("%s %d", company(r), i+1), fmt.Sprintf("55%04d-%04d", r.IntN(10000), r.IntN(10000)), fmt.Sprintf("%05d", 100+i*7),
			blankOr(r, 3, company(r)), pick(r, towns), day(r).Format(time.DateOnly),
		}
	})}
}

func products(r *rand.Rand) *source {
	comments := []string{
		"Fits most doors; see the manual, page 4", "", "He said \"good enough\", and left", "First line\nSecond line, with a comma;\nthird", "Size 12\" x 4\"", "OK",
		"\"Best in test\" 2024", "New: the blue one | the red one", "a\tb", "Don't stack", "Call, then wait",
	}
	return &source{"products", []string{"SKU", "Product name", "Price", "Currency", "Product URL", "In stock", "Added", "Time", "Comment"}, fill(30, func(i int) []string {
		at := day(r)
		return []string{
			fmt.Sprintf("AB-%04d", r.IntN(10000)), pick(r, []string{"Lock", "Hinge, steel", "Door", "Key", "Lamp"}) + " " + string(rune('A'+i%26)), fmt.Sprintf("%d.%02d", r.IntN(900), r.IntN(100)),
			pick(r, []string{"SEK", "EUR"}), fmt.Sprintf("https://shop.example/item?id=%d&lang=sv", r.IntN(100000)), fmt.Sprint(r.IntN(500)), at.Format("2006-01-02"), at.Format("15:04:05"), comments[i%len(comments)],
		}
	})}
}

func orders(r *rand.Rand) *source {
	return &source{"orders", []string{"Ordernr", "Datum", "Kl", "Belopp", "Moms %", "Betald"}, fill(80, func(i int) []string {
		at := day(r)
		amount := fmt.Sprintf("%d,%02d", r.IntN(1000), r.IntN(100))
		if r.IntN(3) == 0 {
			amount = fmt.Sprintf("%d %03d,%02d", 1+r.IntN(90), r.IntN(1000), r.IntN(100))
		}
		return []string{fmt.Sprint(20100 + i), at.Format("02.01.2006"), at.Format("15:04"), amount, pick(r, []string{"25,0", "12,0", "6,0"}), pick(r, []string{"ja", "nej"})}
	})}
}

func people(r *rand.Rand) *source {
	roles := []string{"Förvaltare", "Vaktmästare", "Ordförande", "Ekonom", "Snickare"}
	return &source{"people", []string{"Förnamn", "Efternamn", "Roll", "Ort"}, fill(20, func(int) []string {
		return []string{pick(r, givenNames), pick(r, familyNames), pick(r, roles), pick(r, towns)}
	})}
}

func wide(r *rand.Rand) *source {
	s := &source{name: "wide"}
	for i := range 34 {
		s.header = append(s.header, fmt.Sprintf("%s_%d", pick(r, []string{"temp", "flow", "level", "state", "note"}), i+1))
	}
	s.rows = fill(12, func(int) []string {
		row := make([]string, len(s.header))
		for i, name := range s.header {
			switch row[i] = fmt.Sprintf("%d.%d", r.IntN(90), r.IntN(10)); {
			case strings.HasPrefix(name, "state"):
				row[i] = pick(r, []string{"on", "off", "unknown"})
			case strings.HasPrefix(name, "note"):
				row[i] = blankOr(r, 2, pick(r, towns))
			}
		}
		return row
	})
	return s
}

func sparse(r *rand.Rand) *source {
	return &source{"sparse", []string{"Objekt", "Adress", "Våning", "Hyra", "Anmärkning", "Reserv", "Uppsagd", "Vakant"}, fill(25, func(i int) []string {
		return []string{
			fmt.Sprintf("L-%03d", i+1), blankOr(r, 3, fmt.Sprintf("%sgatan %d", pick(r, []string{"Stor", "Kyrko", "Ängs", "Ö"}), 1+r.IntN(40))), blankOr(r, 2, fmt.Sprint(r.IntN(9))),
			blankOr(r, 4, fmt.Sprint(5000+r.IntN(9000))), blankOr(r, 5, "renoveras"), "", blankOr(r, 2, day(r).Format(time.DateOnly)), blankOr(r, 6, "x"),
		}
	})}
}
