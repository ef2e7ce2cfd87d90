package charset

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// encode gives text in a one-byte encoding, and false where it lacks a letter.
func encode(t *testing.T, name, text string) ([]byte, bool) {
	t.Helper()
	e, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range text {
		if _, ok := e.Page.EncodeRune(r); !ok {
			return nil, false
		}
	}
	return e.AppendEncoded(nil, []byte(text)), true
}

func decode(t *testing.T, e *Encoding, raw []byte) string {
	t.Helper()
	text, err := io.ReadAll(NewDecoder(e, bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// judge says what became of a text: "right", "wrong" without a word, or "undecided", which is right
// or wrong with a doubt.
func judge(t *testing.T, raw []byte, text string) (verdict string, e *Encoding, doubt *Doubt) {
	t.Helper()
	e, _, doubt = Detect(tabular.Whole(raw))
	switch {
	case doubt != nil:
		return "undecided", e, doubt
	case decode(t, e, raw) != text:
		return "wrong", e, doubt
	}
	return "right", e, doubt
}

var pages = []string{"windows-1252", "iso-8859-15", "macintosh", "cp437", "cp850", "cp1250", "iso-8859-2"}

// expressible gives the names of a language that a page has all letters of.
func expressible(t *testing.T, page, lang string) []string {
	return slices.DeleteFunc(slices.Clone(names[lang]), func(name string) bool {
		_, ok := encode(t, page, name)
		return !ok
	})
}

// TestPagesAreToldApart: 20 texts of each page, of 30 to 3,000 letters, names in a language that
// has some in it.
func TestPagesAreToldApart(t *testing.T) {
	for _, page := range pages {
		random := rand.New(rand.NewPCG(5, 12))
		var langs []string
		for _, lang := range []string{"sv", "no", "da", "fi", "de", "pl"} {
			if n := len(expressible(t, page, lang)); n*2 > len(names[lang]) {
				langs = append(langs, lang)
			}
		}
		counts := map[string]int{}
		for i := range 20 {
			list := expressible(t, page, langs[i%len(langs)])
			newline := "\r\n"
			if page == "macintosh" && i%2 == 0 {
				newline = "\r"
			}
			text, letters := "Namn;Kundnr"+newline, 0
			for wanted := 30 + i*i*i*2970/(19*19*19); letters < wanted || isASCII(text); {
				name := list[random.IntN(len(list))]
				text += fmt.Sprintf("%s;K-%d%s", name, letters, newline)
				letters += strings.Count(strings.Map(lettersAlone, name), "x")
			}
			raw, _ := encode(t, page, text)
			verdict, e, doubt := judge(t, raw, text)
			counts[verdict]++
			switch {
			case verdict == "wrong":
				t.Errorf("%s: %q is read as %s: %q", page, text[:min(len(text), 200)], e.Name, decode(t, e, raw)[:100])
			case verdict == "undecided":
				t.Logf("%s: %d letters: %s or %s: %q", page, letters, e.Name, doubt.RunnerUp.Name, doubt.Words)
			}
		}
		t.Logf("%s: %d right, %d wrong, %d undecided", page, counts["right"], counts["wrong"], counts["undecided"])
		if counts["right"] < 18 {
			t.Errorf("%s: only %d of 20 are right without a doubt", page, counts["right"])
		}
	}
}

func lettersAlone(r rune) rune {
	if unicode.IsLetter(r) {
		return 'x'
	}
	return -1
}

func isASCII(text string) bool { return len(strings.Map(beyondASCII, text)) == 0 }

func beyondASCII(r rune) rune {
	if r < 0x80 {
		return -1
	}
	return r
}

// TestSwedishExcelIsNoDoubt: of 200 plain files of Swedish names in Windows-1252 at most 2 are
// doubted, and none is wrong.
func TestSwedishExcelIsNoDoubt(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 200))
	signs := []string{"", "", "", "", " – Nord", ", Häggs’s", " ”Kajen”", " 50 %", " 5° C", " é", "\u00a0AB", " Müller", " Señor", " & Crêperie", " §7", " €", "´s"}
	doubted := 0
	for i := range 200 {
		text := "Företag;Kundnr;Moderbolag\r\n"
		if i%2 == 0 {
			text = "Namn;Kundnr;Moderbolag\r\n"
		}
		for row := range 1 + random.IntN(1+i) {
			name := names["sv"][random.IntN(len(names["sv"]))]
			if random.IntN(10) == 0 {
				name += signs[random.IntN(len(signs))]
			}
			text += fmt.Sprintf("%s;K-%d;\r\n", name, row)
		}
		raw, ok := encode(t, "windows-1252", text)
		if !ok {
			t.Fatalf("Windows-1252 lacks a letter of %q", text)
		}
		switch verdict, e, doubt := judge(t, raw, text); verdict {
		case "wrong":
			t.Errorf("%q is read as %s", text, e.Name)
		case "undecided":
			doubted++
			t.Logf("%d rows: %s or %s: %q", strings.Count(text, "\n")-1, e.Name, doubt.RunnerUp.Name, doubt.Words)
		}
	}
	if t.Logf("%d of 200 are doubted", doubted); doubted > 2 {
		t.Errorf("%d of 200 are doubted", doubted)
	}
}

// TestOneName: a file with a single name is right or doubted, in each page and as a whole in
// capitals too.
func TestOneName(t *testing.T) {
	for _, page := range pages {
		for _, lang := range []string{"sv", "no", "da", "fi", "de", "pl"} {
			counts := map[string]int{}
			for _, name := range names[lang] {
				for _, name := range append(strings.Fields(name), name, strings.ToUpper(name)) {
					text := "Namn;Kundnr\r\n" + name + ";K-1\r\nTallmon AB;K-2\r\n"
					raw, ok := encode(t, page, text)
					if !ok || isASCII(text) {
						continue
					}
					verdict, e, _ := judge(t, raw, text)
					if counts[verdict]++; verdict == "wrong" {
						t.Errorf("%s: %s is read as %s: %q", page, name, e.Name, decode(t, e, raw))
					}
				}
			}
			if len(counts) > 0 {
				t.Logf("%s, %s: %d right, %d wrong, %d undecided", page, lang, counts["right"], counts["wrong"], counts["undecided"])
			}
		}
	}
}

// TestHonestFiles: what was never in doubt stays so – other languages, signs in odd places, and few
// of them.
func TestHonestFiles(t *testing.T) {
	for page, texts := range map[string][]string{
		"windows-1252": {
			"Nafn;Nr\r\nÞorlákshöfn Fiskur;1\r\nSeyðisfjörður;2\r\n", "Nome;Nr\r\nSão Paulo Construções;1\r\nComércio de Pães;2\r\n",
			"Nom;N°\r\nSociété Côte d’Azur;1\r\nL’Étoile;2\r\n", "Nombre;N°\r\nCompañía Española;1\r\n", "Nimi;Nr\r\nJõhvi Küte OÜ;1\r\n",
			"Nome;Nr\r\nCittà di Forlì;2\r\n", "Naam;Nr\r\nCoöperatie België;2\r\n", "Namn;Nr\r\n“Kajen” AB – Malmö;1\r\nA–B 5° ½ €;3\r\n",
			"Namn;Nr\r\nLevi’s AB;1\r\n", "NAMN;NR\r\nLEVI’S AB;1\r\n", "Namn;Nr\r\nLevi´s AB;1\r\n", "Namn;Nr\r\nTall–Gran AB;K–12\r\n",
			"Namn;Nr\r\n15” skruv;1\r\n", "Namn;Nr\r\n”Kajen” AB;1\r\n", "Namn;Nr\r\n»Kajen» AB;1\r\n", "Namn;Nr\r\nStora\u00a0kajen;1\r\n",
			"Namn;Nr\r\nTall £100;1\r\n", "Namn;Nr\r\nTall 100 €;1\r\n", "Namn;Nr\r\nKyl 5°C;1\r\n", "Namn;Nr\r\n§5 AB;1\r\n", "Namn;Nr\r\n1½ plan;1\r\n",
			"Namn;Nr\r\n© Tall® AB;1\r\n", "Namn;Nr\r\n100 m² lokal;1\r\n", "Namn;Nr\r\nBygg 5 µm;1\r\n", "Namn;Nr\r\n• Tall…;1\r\n",
			"Namn§Nr\r\nBo AB§1\r\nTall AB§2\r\n", "Namn·Nr\nÅsa AB·1\nTall AB·2\nGran AB·3\n", "Namn;Nr\r\n„Kaffee“ Groß GmbH;1\r\n",
		},
		"iso-8859-15": {"Namn;Nr\r\nTall 100 €;1\r\n", "Namn;Nr\r\nTall €100;1\r\n", "Nimi;Nr\r\nŠakki Oy;1\r\n"},
		"macintosh":   {"Namn;Nr\r\n“Kajen” Malmö – Lund;1\r\n", "Namn;Nr\rLevi’s AB;1\r", "Namn;Nr\rIdé;1\r"},
		"cp850":       {"Namn;Nr\r\nBj\u00f6rkhaga AB;1\r\n", "Namn\r\nSägen\r\nGälltorp\r\nÄlgen\r\n", "Nom;No\r\nSociété Générale;1\r\n"},
		"cp437":       {"F\u00f6rnamn;Nr\r\nÅsa;1\r\n"},
		"iso-8859-2":  {"Nazwa;Nr\r\nŁódź Nieruchomości;1\r\nŚwierk Sp. z o.o.;2\r\nGdańsk Wąsik;4\r\n"},
		"cp1250":      {"Nazwa;Nr\r\nRÓŻA;1\r\n", "Nazwa;Nr\r\nPÓŁNOC;1\r\n"},
	} {
		for _, text := range texts {
			raw, ok := encode(t, page, text)
			if !ok {
				t.Fatalf("%s lacks a letter of %q", page, text)
			}
			if verdict, e, doubt := judge(t, raw, text); verdict != "right" {
				t.Errorf("%s: %q is %s: %s %q %v", page, text, verdict, e.Name, decode(t, e, raw), doubt)
			}
		}
	}
}

// TestUnknownPageIsDoubted: bytes of which no encoding makes words are never taken for sure.
func TestUnknownPageIsDoubted(t *testing.T) {
	for _, c := range []struct {
		page *charmap.Charmap
		text string
	}{
		{charmap.Windows1251, "Название;Номер\r\nМосковский завод;1\r\nСеверный ветер;2\r\n"},
		{charmap.CodePage866, "Название;Номер\r\nМосковский завод;1\r\nСеверный ветер;2\r\n"},
		{charmap.Windows1250, "Název;Kód\r\nPlzeňský pivovar;1\r\nČeské dráhy;2\r\nŘíčany Žižkov;3\r\n"},
		{charmap.ISO8859_2, "Název;Kód\r\nPlzeňský pivovar;1\r\nČeské dráhy;2\r\nŘíčany Žižkov;3\r\n"},
		{charmap.ISO8859_2, "Nazwa;Nr\r\nŠkoda;1\r\nKošice;2\r\n"},
	} {
		raw, err := c.page.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if verdict, e, _ := judge(t, []byte(raw), c.text); verdict != "undecided" {
			t.Errorf("%s is %s: %s", c.page, verdict, e.Name)
		}
	}
}

// TestDoubtShowsWords: up to three words both ways, none twice.
func TestDoubtShowsWords(t *testing.T) {
	raw, _ := encode(t, "macintosh", "Namn;Kundnr\r\nØrsted AB;1\r\nØrsted AB;2\r\n")
	_, _, doubt := Detect(tabular.Whole(raw))
	if doubt == nil || !slices.Equal(doubt.Words, [][2]string{{"Ørsted", "Żrsted"}}) {
		t.Errorf("%+v", doubt)
	}
}

// TestFirstLetterComesLate: the whole sample counts, also where it is ASCII for long.
func TestFirstLetterComesLate(t *testing.T) {
	for _, page := range pages[:5] {
		text := "Namn;Kundnr\r\n" + strings.Repeat("Tallmon AB;K-1\r\n", 25<<10) + "Björkhaga Åkeri AB;K-2\r\nÄngen;K-3\r\n"
		raw, _ := encode(t, page, text)
		if verdict, e, _ := judge(t, raw, text); verdict != "right" {
			t.Errorf("%s is %s: %s", page, verdict, e.Name)
		}
	}
}

// TestNames: encodings go by what people and programs call them.
func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"CP437": "cp437", "ibm437": "cp437", "cp_850": "cp850", "IBM-850": "cp850", "dos": "cp850", "oem": "cp850", "Windows-1250": "cp1250", "cp1250": "cp1250",
		"latin1": "iso-8859-1", "latin2": "iso-8859-2", "mac": "macintosh", "ansi": "windows-1252",
	} {
		if e, err := Named(name); err != nil || e.Name != want {
			t.Errorf("%s is %v (%v), want %s", name, e, err, want)
		}
	}
	if _, err := Named("cp037"); err == nil || !strings.Contains(err.Error(), "cp1250") {
		t.Errorf("an unknown one isn't told what is known: %v", err)
	}
}

// FuzzDetect: whatever the bytes, they are decoded and come back; so do they by every one-byte
// encoding.
func FuzzDetect(f *testing.F) {
	for _, seed := range []string{"", "Bj\x94rkhaga", "\xa3\xf3d\x9f;1\r\n", "\xff\xfea", "\x81\x8d\x8f\x90\x9d", "a\xe5\n\x94b\x94\n", "\x00\x00\xfe\xff\x00\x11\x00\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		found, bom, doubt := Detect(tabular.Whole(raw))
		if doubt != nil && (len(doubt.Words) == 0 || doubt.RunnerUp.Page == nil || doubt.RunnerUp == found) {
			t.Fatalf("%q: %s with the doubt %+v", raw, found.Name, doubt)
		}
		decode(t, found, raw[bom:])
		for _, e := range encodings {
			if e.Page == nil {
				continue
			}
			if back := e.AppendEncoded(nil, []byte(decode(t, e, raw))); !bytes.Equal(back, raw) {
				t.Fatalf("%s: %q comes back as %q", e.Name, raw, back)
			}
		}
	})
}

// TestAccentsOfTheirOwn: a letter and its accent as two characters, the way macOS writes file names, are UTF-8.
func TestAccentsOfTheirOwn(t *testing.T) {
	for _, text := range []string{"A\u02c2,1\n", "namn\nAж AB\n", "ad\nBəxtiyar\n", "a\u0301||", "namn\nA\u030angen AB\n", "name,x\no\u0308,1\n"} {
		if e, _, _ := Detect(tabular.Whole([]byte(text))); e.Name != "utf-8" {
			t.Errorf("%q is taken for %s", text, e.Name)
		}
	}
}
