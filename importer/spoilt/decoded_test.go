package spoilt

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func TestDecoded(t *testing.T) {
	for in, want := range map[string]string{
		"Ã…kern Ã„ngen Ã–ster": "Åkern Ängen Öster",
		"FÃ¤rg i HÃ¶Ã¶r":       "Färg i Höör",
		"FÃƒÂ¤rg":              "Färg",
		"FÃƒÆ’Ã‚Â¤rg":          "Färg",
		"F√§rg i √Öre":         "Färg i Åre",
		"Sm√∏rebr√∏d":          "Smørebrød",
		"Bolaget â€“ Ett":      "Bolaget – Ett",
		"Mor â€œoch€ dotter":   "Mor “och€ dotter",
		"A\u00c2\u00a0B":       "A\u00a0B",
		"Voil\u00c3\u00a0":     "Voilà",
		"A\u00c3\u0085":        "AÅ",
		"ðŸ\u008f\u00a0 Hus":   "🏠 Hus",
		"fã¤rg":                "färg",
		"Åkern FÃ¤rg":          "Åkern Färg",
		"Å¡koda":               "škoda",
		"ï»¿Namn":              "\ufeffNamn",
		"AÌŠngen B":            "A\u030angen B",
		// Of DOS.
		"B„ckstr”m AB":     "Bäckström AB",
		"†ngstr”m AB":      "ångström AB",
		"†kern":            "åkern",
		"\u008fkern":       "Åkern",
		"\u008fngstr”m":    "Ångström",
		"Sj”":              "Sjö",
		"Stora Sj” AB":     "Stora Sjö AB",
		"Insj”-Bygg":       "Insjö-Bygg",
		"Lule† El":         "Luleå El",
		"Lind‚n & S”ner":   "Lindén & Söner",
		"M\u0081ller":      "Müller",
		"F™RENINGEN ™PPNA": "FÖRENINGEN ÖPPNA",
		"Br›drene G†rd":    "Brødrene Gård",
		// Of a Mac.
		"BŠckstršm AB":     "Bäckström AB",
		"\u0081kern HŒkan": "Åkern Håkan",
		"…sterŒker":        "Österåker",
		"Lindƒn":           "Lindƒn",
		"LINDƒN":           "LINDÉN",
		"\u0080ngen AB":    "Ängen AB",
		"Str”m AB":         "Ström AB",
		"\u00c4\u0080bols": "Ābols",
		"Da\u00c4\u009f":   "Dağ",
		// Read as ISO-8859-15: in a word ä, as a word of its own À.
		"TrÃ€dgÃ¥rds StÃ€d": "Trädgårds Städ",
		"Ã€ la carte":       "À la carte",
		"DÉJÃ€ VU":          "DÉJÀ VU",
		// What people write.
		"Šakki Oy":                "Šakki Oy",
		"Stora Sj”, Lilla Sj”":    "Stora Sj”, Lilla Sj”",
		"Nils Sj†":                "Nils Sj†",
		"Ö–Ä AB":                  "Ö–Ä AB",
		"Lindgï¿½rd AB":           "Lindgï¿½rd AB",
		"Ã¥\xff":                  "Ã¥\xff",
		"Restaurang ”Gyllene”":    "Restaurang ”Gyllene”",
		"Restaurang Gyllene”":     "Restaurang Gyllene”",
		"”gyllene”krogen":         "”gyllene”krogen",
		"„Sonne“ GmbH":            "„Sonne“ GmbH",
		"„Sonne” GmbH":            "„Sonne” GmbH",
		"„alles”":                 "„alles”",
		"Brf”Gyllene”":            "Brf”Gyllene”",
		"Rör 15” AB":              "Rör 15” AB",
		"15”skruv":                "15”skruv",
		"Kim”s Bar":               "Kim”s Bar",
		"Levi’s – Bo & Co…":       "Levi’s – Bo & Co…",
		"Tall…gran":               "Tall…gran",
		"Anders Berg†":            "Anders Berg†",
		"†Anders Berg † 1999":     "†Anders Berg † 1999",
		"Dušan Škoda ŽIŽEK":       "Dušan Škoda ŽIŽEK",
		"Šakki Oy, Œuvre, CŒUR":   "Šakki Oy, Œuvre, CŒUR",
		"Tall™ & €uro 100€":       "Tall™ & €uro 100€",
		"Ångström ”sj” B„ckstr”m": "Ångström ”sj” B„ckstr”m",
		"Sjö B„ckstr”m":           "Sjö B„ckstr”m",
		"Gul‚Blå":                 "Gul‚Blå",
		"”Sj” och ”Hav”":          "”Sj” och ”Hav”",
		"Åkern Ängen Öster":       "Åkern Ängen Öster",
		"»BLÅ» och «CAFÉ»":        "»BLÅ» och «CAFÉ»",
		"BLÅ\u00a0HUSET":          "BLÅ\u00a0HUSET",
		"Gata Å–Ö, Å…":            "Gata Å–Ö, Å…",
		"BLÅ®":                    "BLÅ®",
		"IRMÃ SÃO":                "IRMÃ SÃO",
		"√2 ‚citat’":              "√2 ‚citat’",
		"crème brûlée à ð ï â":    "crème brûlée à ð ï â",
		"plain":                   "plain",
		"":                        "",
		"\xc3\xa5\xff":            "\xc3\xa5\xff",
	} {
		if got := Decoded(in); got != want {
			t.Errorf("Decoded(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestWrongDecodingsAreUndone: Swedish text read once to three times as Windows-1252 or ISO-8859-1, or once as Mac Roman, comes back.
func TestWrongDecodingsAreUndone(t *testing.T) {
	letters := []rune("aA åäöÅÄÖéÉü-.&")
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.StringOfN(rapid.SampledFrom(letters), 0, 20, -1).Draw(t, "text")
		wrong := want
		charset := []*charmap.Charmap{charmap.Windows1252, charmap.ISO8859_1, charmap.Macintosh}[rapid.IntRange(0, 2).Draw(t, "charset")]
		times := rapid.IntRange(1, 3).Draw(t, "times")
		if charset == charmap.Macintosh {
			times = 1
		}
		for range times {
			wrong = misread(wrong, charset)
		}
		if got := Decoded(wrong); got != want {
			t.Fatalf("%q came back from %q as %q", want, wrong, got)
		}
	})
}

// misread reads UTF-8 as another encoding; bytes that Windows-1252 leaves out become controls, as browsers have it.
func misread(s string, charset *charmap.Charmap) string {
	var b strings.Builder
	for i := range len(s) {
		r := charset.DecodeByte(s[i])
		if r == utf8.RuneError {
			r = rune(s[i])
		}
		b.WriteRune(r)
	}
	return b.String()
}
