package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

func identifiers(r *rand.Rand) *source {
	return &source{"identifiers", []string{"id", "parent_id", "hash", "version", "size"}, fill(15, func(int) []string {
		return []string{uuid(r), blankOr(r, 3, uuid(r)), fmt.Sprintf("%016x", r.Uint64()), fmt.Sprintf("v%d.%d.%d", r.IntN(4), r.IntN(20), r.IntN(9)), fmt.Sprint(r.IntN(1 << 30))}
	})}
}

func pairs(r *rand.Rand) *source {
	return &source{"pairs", []string{"Ort", "Antal"}, fill(10, func(i int) []string { return []string{towns[i%len(towns)], fmt.Sprint(10 + r.IntN(5000))} })}
}

func names(r *rand.Rand) *source {
	return &source{"names", []string{"Namn"}, fill(12, func(i int) []string { return []string{firstWords[i] + " " + pick(r, secondWords)} })}
}

func single(r *rand.Rand) *source {
	return &source{"single", []string{"Namn", "Kundnummer", "Postnr", "Ort", "Saldo"}, [][]string{{company(r), "00417", "211 20", "Malmö", "-125,50"}}}
}

func euros(r *rand.Rand) *source {
	return &source{"euros", []string{"Artikel", "Pris", "Rabatt", "Lager", "Färg"}, fill(5, func(i int) []string {
		return []string{fmt.Sprintf("%s %d", pick(r, []string{"Lås", "Nyckel", "Dörr", "Hyllplan"}), i+1), fmt.Sprintf("%d,%02d €", r.IntN(90), r.IntN(100)), fmt.Sprintf("%d %%", r.IntN(50)), fmt.Sprint(r.IntN(80)), pick(r, []string{"röd", "blå", "grön"})}
	})}
}

func scripts() *source {
	words := strings.Fields("Αθήνα Москва 東京 القاهرة สวัสดี 서울 Ωμέγα Привет 数量 🏠🏡 नमस्ते Łódź")
	return &source{"scripts", []string{"Ключ", "名前", "Ποσότητα", "Ümlaut", "تاريخ"}, fill(10, func(i int) []string {
		return []string{fmt.Sprintf("к-%03d", i+1), words[i], fmt.Sprint(i*i + 3), words[(i+5)%len(words)] + " & co", fmt.Sprintf("2024/%02d/%02d", 1+i, 3+2*i)}
	})}
}

func notes(r *rand.Rand) *source {
	texts := []string{
		"Ring först.\n\nSedan: gå upp, ta nyckeln; lås.", "Hen sade: \"nej, tack\"; vi väntar", "- punkt ett\n- punkt två, lång\n- punkt tre", "Allt väl", "\"Citat\" först", "citat sist \"så\"", "a,b;c|d\te",
		"Portkod 1234, våning 3", "Mått: 30\" x 20\"\nVikt: 5 kg", "", "O'Hara's hus", "Obs! \"Hund\", \"katt\"",
	}
	return &source{"notes", []string{"Ärende", "Öppnat", "Beskrivning", "Svar", "Minuter"}, fill(24, func(i int) []string {
		return []string{fmt.Sprint(7001 + i), day(r).Format("2006-01-02 15:04"), texts[i%len(texts)], blankOr(r, 2, texts[(i*5+3)%len(texts)]), fmt.Sprint(5 * (1 + r.IntN(40)))}
	})}
}

func machines(r *rand.Rand) *source {
	return &source{"machines", []string{"host", "address", "seen", "uptime", "path", "alive"}, fill(50, func(i int) []string {
		return []string{
			fmt.Sprintf("srv%02d.example", i+1), fmt.Sprintf("10.%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256)), day(r).Format(time.RFC3339), fmt.Sprintf("%d days, %d:%02d", r.IntN(90), r.IntN(24), r.IntN(60)),
			fmt.Sprintf("/var/lib/%s/%d", pick(r, []string{"a", "bb", "ccc"}), i), pick(r, []string{"true", "false"}),
		}
	})}
}

func codes(r *rand.Rand) *source {
	return &source{"codes", []string{"Kod", "Telefon", "Andel", "Från", "Till", "Poäng", "E-post"}, fill(25, func(i int) []string {
		given := pick(r, []string{"anna", "bo", "eva", "kim"})
		return []string{
			fmt.Sprintf("%06d", i*37), fmt.Sprintf("+46 70 %03d %02d %02d", r.IntN(1000), r.IntN(100), r.IntN(100)), fmt.Sprintf("%d%%", r.IntN(101)), day(r).Format("2006-01-02"), day(r).Format("06/01/02"),
			fmt.Sprintf("%d.%dE+%02d", 1+r.IntN(9), r.IntN(100), r.IntN(12)), fmt.Sprintf("%s%d@post.example", given, i),
		}
	})}
}

func numbers(r *rand.Rand) *source {
	return &source{"numbers", []string{"x", "y", "z", "count"}, fill(60, func(int) []string {
		return []string{fmt.Sprintf("%.3f", r.Float64()*10), fmt.Sprintf("%.3f", r.Float64()-0.5), fmt.Sprintf("%.1f", r.Float64()*1000), fmt.Sprint(r.IntN(9))}
	})}
}

func accounts(r *rand.Rand) *source {
	return &source{"accounts", []string{"Konto", "Benämning", "Ingående balans", "Debet", "Kredit", "Utgående balans"}, fill(33, func(i int) []string {
		money := func() string {
			return fmt.Sprintf("%d %03d,%02d", r.IntN(200)-100, r.IntN(1000), r.IntN(100))
		}
		return []string{fmt.Sprint(1010 + 30*i), pick(r, []string{"Kassa", "Bank, lån", "Hyresintäkter", "El & värme", "Städning"}), money(), blankOr(r, 2, money()), blankOr(r, 2, money()), money()}
	})}
}

// second is the other table of files that hold two, with as many columns as asked for.
func second(columns int) *source {
	s := &source{name: "second"}
	for i := range columns {
		s.header = append(s.header, pickAt([]string{"Leverantör", "Avtal", "Löptid", "Klass"}, i))
	}
	s.rows = fill(6, func(row int) []string {
		cells := make([]string, columns)
		for i := range cells {
			cells[i] = []string{"Lev" + string(rune('A'+row)), fmt.Sprint(4000 + 13*row + i), fmt.Sprintf("202%d-0%d-01", row, 1+i%9), "K" + fmt.Sprint(row%3)}[i%4]
		}
		return cells
	})
	return s
}

// pickAt gives the word at i, numbered from the second round on.
func pickAt(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return fmt.Sprintf("%s%d", words[i%len(words)], 1+i/len(words))
}
