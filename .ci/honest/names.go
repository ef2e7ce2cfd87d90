package main

import "fmt"

// Names of companies that don't exist, by what a hasty reader would take them for. None of them is anything but a name.

// plainNames are names that nothing is odd about.
var plainNames = []string{
	"Granliden AB", "Tallmon AB", "Furuvik Fastigheter AB", "Åsbacken AB", "Älgöns Bostäder AB", "Örnskogen HB", "Björkhaga Förvaltning AB",
	"Lövsta Byggtjänst KB", "Norrängen AB", "Sjöstrand & Söner AB", "Västanå Handel AB", "Kärrtorpet ekonomisk förening", "BRF Vågbrytaren",
	"Hällesta Måleri AB", "Södergård Städ AB", "Mörtviken Rör AB", "Bränna Såg AB", "Fågelsången AB", "Grönskär Marina AB", "Hägernäs Lås AB",
}

// noteNames begin like the totals, footers and notes below tables.
var noteNames = []string{
	"Summa Fastigheter AB", "Totalt Bygg i Väst AB", "Sida vid Sida AB", "Antal Kommunikation HB", "Källa Fastigheter AB", "Slutstation Bygg AB",
	"Utskriven Form AB", "Rapport & Revision KB", "Total Städ HB", "BRF Sidan 1", "Summa Summarum Redovisning AB", "Datum Konsult AB",
	"Noteringar AB", "Sum Total Consulting Ltd", "Page One Media AB", "Rader & Kolumner AB", "Not 1 Musik AB", "Totalentreprenad Norr AB",
	"Slut på Rapport AB", "Anmärkning Förlag AB", "Antal 12 AB", "Delsumma Ekonomi AB",
}

// signNames hold signs that stand between cells in other files.
var signNames = []string{
	"A/B-huset AB", "Kv. Eken 7", "Björk & Co", "1-2-3 Städ AB", "Hus: Norr AB", "Låset #1 AB", "Plan_B AB", "Kvarter 7", "Kvarter-8",
	"50/50 Bygg AB", "Ek+Ask AB", "Tre~Vågor AB", "Väst - Öst AB", "No. 4 Bistro AB", "24-7 Gym AB", "Åre^Topp AB", "Brf Ek/Ask/Alm",
	"Vi 2 AB", "Fem: Elva AB", "C# Kod AB",
}

// allSigns hold the delimiters themselves, so that a writer has to quote them.
var allSigns = []string{
	"Ek, Ask och Alm AB", "Tak; Vägg; Golv AB", "Nord | Syd AB", "Bolag, Norr AB", "Sågen; AB", "A|B AB", "Hus, 7, AB", "Ett;två;tre AB",
}

// headerNames begin like headers and labels.
var headerNames = []string{
	"Namn & Nytt AB", "Kund Först AB", "Bolag Ett AB", "Företag Norr AB", "Firma Ek", "Moderbolag Invest AB", "Kundnummer Ett HB", "Ort & Plats AB",
	"Organisationen AB", "Name It Sweden AB", "ID Kort AB", "Adress Öst AB",
}

// shortNames are as short as names get.
var shortNames = []string{"A", "X AB", "7", "H&M", "3", "Ö", "B2B", "24", "Q8", "ICA", "No 1", "42 AB"}

// dayNames read like dates, times and numbers.
var dayNames = []string{
	"1 maj AB", "Mars 2 AB", "2000-talet AB", "Januari Möbler AB", "2024 Konsult AB", "Söndag hela veckan AB", "7-12 Kiosk AB", "100 % Städ AB",
	"1,5 meter AB", "3:e Gården AB", "12.00 Lunch AB", "1E5 Data AB",
}

// lineNames begin like comments, lists and rules.
var lineNames = []string{
	"# 1 Städ AB", "-- Baren AB", "// Kod AB", "* Stjärnan AB", "=Lika AB", "+46 Telefoni AB", "@home AB", "- Minus AB", "%Procent AB", "!Utrop AB",
	"(Parentes) AB", "[Klammer] AB", "<Större> AB", "&Co AB", "~Våg AB", "...och vi AB",
}

// quoteNames hold quotes of all kinds inside.
var quoteNames = []string{
	`Hotell "Havet" AB`, "Restaurang ”Sjön” AB", "Café “Sun” AB", "Bar «Nord» AB", "O'Learys Krog AB", "Sven's Bil AB", `19" Rack AB`, `Skärm 24" och 27" AB`,
	"D’Artagnan AB", "Rock ‘n’ Roll AB", "Galleri »Vit« AB", "Teater „Ost“ AB", "’Apostrof AB", "L'Été AB",
}

// foreignNames are written with the letters of other languages, each list with those of one.
var foreignNames = map[string][]string{
	"norwegian": {"Østgård Eiendom AS", "Blåbærtoppen AS", "Færøy Sjømat AS", "Nærøyfjord Kraft AS", "Håkøya Bygg AS", "Bjørnstad Rør AS", "Sørlandet Borettslag", "Ålesund Trelast AS"},
	"danish":    {"Ærø Færge ApS", "Rødovre Ejendomme A/S", "Smørrebrød ApS", "Ålborg Stål A/S", "Gråbrødre Torv ApS", "Søndersø Byg ApS", "Højbjerg El A/S", "Kærgården I/S"},
	"finnish":   {"Hämeenlinnan Kiinteistöt Oy", "Jyväskylän Sähkö Oy", "Yläne Rakennus Oy", "Äänekosken Työ Oy", "Pöytyän Huolto Oy", "Kiinteistö Oy Mäkelänkatu 4", "Vähäkyrö Öljy Oy", "Åbolands Fastighets Ab"},
	"german":    {"Müller Häuser GmbH", "Straßenbau Köln GmbH", "Größe & Söhne KG", "Übersee Handel AG", "Ölmühle Düren GmbH", "Bäckerei Jäger e. K.", "Gebäudereinigung Süd GmbH", "Fußboden Weiß GmbH"},
	"polish":    {"Łódź Nieruchomości Sp. z o.o.", "Przedsiębiorstwo Świerk", "Zakład Usług Żuraw", "Kraków Dźwigi S.A.", "Gdańsk Stępień Sp.j.", "Źródło Wody S.A.", "Ćmielów Szkło Sp. z o.o.", "Białystok Mięso S.A."},
	"french":    {"Société Générale de Bâtiment", "Forêt & Fils SARL", "Hôtel du Château SA", "Île Légère SARL", "Garçon et Cœur SA", "Maçonnerie Lefèvre", "Pâtisserie Noël SARL", "Évêché Rénovation"},
}

// name is the nth of many plain names.
func name(n int) string {
	if n < len(plainNames) {
		return plainNames[n]
	}
	return fmt.Sprintf("%s %d", plainNames[n%len(plainNames)], n/len(plainNames)+1)
}

// rowsOf makes a row of each name: the name, a customer number, the parent in every third row.
func rowsOf(names []string) [][]string {
	var rows [][]string
	for i, n := range names {
		parent := ""
		if i%3 == 2 {
			parent = names[0]
		}
		rows = append(rows, []string{n, fmt.Sprintf("K-%d", 1000+i), parent})
	}
	return rows
}

// manyNames are the first n of the plain names.
func manyNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = name(i)
	}
	return names
}
