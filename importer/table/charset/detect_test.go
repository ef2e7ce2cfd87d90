package charset

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// wide writes text in code units of two or four bytes.
func wide(t *testing.T, name, text string) string {
	t.Helper()
	e, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(e.AppendEncoded(nil, []byte(text)))
}

// TestDetect: byte order marks, zeros in a pattern, UTF-8 with and without wrong bytes.
func TestDetect(t *testing.T) {
	for _, c := range []struct {
		sample string
		whole  bool
		name   string
		bom    int
	}{
		{"", true, "utf-8", 0},
		{"Namn;Nr\n", true, "utf-8", 0},
		{"\xef\xbb\xbfNamn\n", true, "utf-8", 3},
		{"\xff\xfeN\x00", true, "utf-16le", 2},
		{"\xfe\xff\x00N", true, "utf-16be", 2},
		{"\xff\xfe\x00\x00N\x00\x00\x00", true, "utf-32le", 4},
		{"\x00\x00\xfe\xff\x00\x00\x00N", true, "utf-32be", 4},
		{wide(t, "utf-16le", "Åre AB\n"), true, "utf-16le", 0},
		{wide(t, "utf-16be", "Åre AB\n"), true, "utf-16be", 0},
		{wide(t, "utf-32le", "Åre AB\n"), true, "utf-32le", 0},
		{wide(t, "utf-32be", "Åre AB\n"), true, "utf-32be", 0},
		// What isn't Latin has zeros in its delimiters and line ends.
		{wide(t, "utf-16le", strings.Repeat("Бергхол;1\n", 4)), true, "utf-16le", 0},
		{wide(t, "utf-16be", strings.Repeat("Бергхол;1\n", 4)), true, "utf-16be", 0},
		// Nine units of ten are enough for UTF-32, eight aren't.
		{wide(t, "utf-32le", "Tallmon A") + "abcd", true, "utf-32le", 0},
		{wide(t, "utf-32be", "Tallmon A") + "abcd", true, "utf-32be", 0},
		{wide(t, "utf-32le", "Tallmon ") + "abcdabcd", true, "utf-8", 0},
		// Three zeros stand in fifteen units, on both halves of four bytes, but not in sixteen.
		{"a\x00b\x00c\x00" + strings.Repeat("ab", 12), true, "utf-16le", 0},
		{"\x00a\x00b\x00c" + strings.Repeat("ab", 12), true, "utf-16be", 0},
		{"a\x00b\x00c\x00" + strings.Repeat("ab", 13), true, "utf-8", 0},
		{"\x00a\x00b\x00c" + strings.Repeat("ab", 13), true, "utf-8", 0},
		{"a\x00\x00", true, "utf-8", 0}, // too short to say
		// As many wrong bytes as letters are UTF-8 that somebody cut; more aren't.
		{"Bj\u00f6rk \xe5 AB\n", true, "utf-8", 0},
		{"Bj\u00f6rk \xe5 \xe4 AB\n", true, "windows-1252", 0},
		{"Namn\nTall\xc3", false, "utf-8", 0},
		{"Namn\nTall\xc3", true, "windows-1252", 0},
	} {
		if e, bom, _ := Detect(tabular.Beginning{Bytes: []byte(c.sample), Whole: c.whole}); e.Name != c.name || bom != c.bom {
			t.Errorf("%q (whole: %t) is %s with a mark of %d bytes, want %s and %d", c.sample, c.whole, e.Name, bom, c.name, c.bom)
		}
	}
}

// TestBOMOf: only an encoding's own mark is left out.
func TestBOMOf(t *testing.T) {
	for _, c := range []struct {
		name, sample string
		want         int
	}{
		{"utf-8", "\xef\xbb\xbfNamn", 3}, {"utf-8", "Namn", 0}, {"utf-8", "\xff\xfe", 0}, {"utf-16le", "\xff\xfeN\x00", 2},
		{"utf-16be", "\xff\xfeN\x00", 0}, {"windows-1252", "\xef\xbb\xbfNamn", 0},
	} {
		e, _ := Named(c.name)
		if got := BOMOf(e, []byte(c.sample)); got != c.want {
			t.Errorf("%s: the mark of %q has %d bytes, want %d", c.name, c.sample, got, c.want)
		}
	}
}

// TestCountUTF8: characters beyond ASCII and wrong bytes, where two Polish capitals in Windows-1250 are a letter from elsewhere.
func TestCountUTF8(t *testing.T) {
	for _, c := range []struct {
		sample    string
		whole     bool
		good, bad int
	}{
		{"Namn", true, 0, 0},
		{"Bj\u00f6rk \u00c5", true, 2, 0},
		{"a\ufffdb", true, 1, 0},
		{"a\xe5b\xe4", true, 0, 2},
		{"a\xc3", true, 0, 1},
		{"a\xc3", false, 0, 0},
		{"\xc3a", false, 0, 1},
		{"R\xd3\xafA", true, 0, 1}, // RÓŻA
		{"R\xd3\xaf", true, 0, 1},
		{"\xd3\xafA", true, 0, 1},
		{"\xd3\xaf", true, 1, 0},
		{"A\xd3\xaf", true, 0, 1},
		{"Z\xd3\xaf", true, 0, 1},
		{"@\xd3\xaf[", true, 1, 0},
		{"a\xd3\xafz", true, 1, 0},
		{"xA\xd3\xafx", true, 0, 1},
		{"A-\xd3\xaf-A", true, 1, 0},
		{"A\xd0\x96", true, 1, 0},       // neither byte is a Polish capital
		{"A\xd1\x90", true, 1, 0},       // the first alone is
		{"A\xc6\x8cB", true, 1, 0},      // a letter of Latin, not of Cyrillic
		{"A\xca\xa5B", true, 0, 1},      // a phonetic one
		{"A\xca", true, 0, 1},           // cut off
		{"A\xe1\x90\x8fB", true, 1, 0},  // beyond Cyrillic
		{"\xd3\xafA\u00e9", true, 1, 1}, // each counts for itself
	} {
		if good, bad := countUTF8(tabular.Beginning{Bytes: []byte(c.sample), Whole: c.whole}); good != c.good || bad != c.bad {
			t.Errorf("%q (whole: %t) has %d characters and %d wrong bytes, want %d and %d", c.sample, c.whole, good, bad, c.good, c.bad)
		}
	}
}

// TestWideBy: zeros that make UTF-16 of a sample, at the bounds.
func TestWideBy(t *testing.T) {
	for _, c := range []struct {
		high, low, units int
		want             bool
	}{
		{0, 0, 0, false},
		{3, 0, 15, true}, {2, 0, 5, false}, {3, 0, 16, false}, // three, and one of five
		{20, 1, 20, true}, {19, 1, 20, false}, {40, 2, 40, true}, {40, 3, 40, false}, // one of twenty in the other half
		{8, 0, 200, true}, {7, 0, 100, false}, {8, 0, 201, false}, {8, 1, 200, false}, // eight, one of 25, and none there
	} {
		if got := wideBy(c.high, c.low, c.units); got != c.want {
			t.Errorf("%d zeros, and %d in the other half, of %d: %t", c.high, c.low, c.units, got)
		}
	}
}

// TestWordsBothWays: words that two encodings give differently, whole up to forty bytes a side.
func TestWordsBothWays(t *testing.T) {
	mac, _ := Named("macintosh")
	windows, _ := Named("windows-1252")
	a39, a40, a50 := strings.Repeat("a", 39), strings.Repeat("a", 40), strings.Repeat("a", 50)
	for _, c := range []struct {
		text string
		want [][2]string
	}{
		{"Namn;Tall AB", nil},
		{"\x80ngen AB", [][2]string{{"Ängen", "€ngen"}}},
		{"AB Bj\x9ark", [][2]string{{"Björk", "Bjšrk"}}},
		{"x\x8ay \x8a \x8b", [][2]string{{"xäy", "xŠy"}, {"ä", "Š"}, {"ã", "‹"}}},
		{"\x8a1 \x8a2 \x8a3 \x8a4", [][2]string{{"ä1", "Š1"}, {"ä2", "Š2"}, {"ä3", "Š3"}}}, // three are enough
		{"\x8a1 \x8a1 \x8a2", [][2]string{{"ä1", "Š1"}, {"ä2", "Š2"}}},
		{"\x8a\x8b \x8a", [][2]string{{"äã", "Š‹"}, {"ä", "Š"}}},
		{"0\x8a9-z/\x8a:", [][2]string{{"0ä9-z", "0Š9-z"}, {"ä", "Š"}}},
		{";\x8a@[\x8a`{\x8a", [][2]string{{"ä", "Š"}}},
		{a50 + "\x8a" + a50, [][2]string{{a40 + "ä" + a39, a40 + "Š" + a39}}},
		{"\x81", [][2]string{{"Å", "\ufffd"}}}, // means nothing in Windows-1252
		{"\xa9\x8a", [][2]string{{"©ä", "©Š"}}},
	} {
		if got := wordsBothWays([]byte(c.text), mac, windows); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestPolishShowsInItsPairs: pairs of letters that the languages around it hardly have speak for Polish, others against it, and both
// only so much.
func TestPolishShowsInItsPairs(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
	}{
		{"", 0}, {"a", 0}, {"a b", 0}, {"1z", 0},
		{"sz", 2}, {"cz", 2}, {"rz", 2}, {"dz", 2}, {"wy", 2}, {"zy", 2}, {"ow", 2}, {"wi", 2}, {"SZ", 2}, {"Wi", 2},
		{"zs", -0.09}, {"tz", -0.09}, {"yw", -0.09}, {"ky", -0.09}, {"aw", -0.09}, {"wo", -0.09}, {"ki", -0.09}, {"iw", -0.09},
		{"s z", 0}, {"sz;cz", 4}, {"sz cz rz", 4}, {"szcz", 4 - 0.09},
		{"nordhus", 6 * -0.09}, {strings.Repeat("ab", 20), -1.5},
	} {
		likely := languagesOf([]byte(c.text))
		if got := likely[polish] - math.Log(languages[polish].share); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%q speaks for Polish by %.3f, want %.3f", c.text, got, c.want)
		}
		if likely[0] != math.Log(languages[0].share) {
			t.Errorf("%q speaks for Swedish", c.text)
		}
	}
}

// TestStrangeShare: what part of the characters no language has where they stand.
func TestStrangeShare(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
	}{
		{"Namn", 0}, {"Bj\xf6rk", 0}, {"a\xa1 ", 1}, {"a\xa1 b\xa1 c\xa1 ", 1}, {"Bj\xf6rk g\xe5rd \xc5s a\xa1 ", 0.25}, {"a\x85 ", 0}, {" \x85 ", 0}, {"a\xa7 ", 0},
	} {
		e, _ := Named("windows-1252")
		if _, share := e.plausible(spotsOf([]byte(c.text)), languagesOf([]byte(c.text))); math.Abs(share-c.want) > 1e-9 {
			t.Errorf("%q: %.3f, want %.3f", c.text, share, c.want)
		}
	}
}

// TestDoubtAtTheBounds: where a quarter of the characters is strange, the best encoding is doubted; ends of lines of old Macintoshes
// alone speak for Mac Roman.
func TestDoubtAtTheBounds(t *testing.T) {
	for _, c := range []struct {
		text, name string
		doubted    bool
	}{
		{"Bj\xf6rk g\xe5rd \xc5s a\xa1 ", "windows-1252", true},
		{"Bj\xf6rk g\xe5rd \xc5s \xd6n a\xa1 ", "windows-1252", false},
		{"Id\x8e", "macintosh", true},
		{"Id\x8e\r", "macintosh", false},
		{"\rId\x8e", "macintosh", false},
		{"Id\x8e\r\n", "macintosh", true},
		{"\nId\x8e\r", "macintosh", true},
	} {
		if e, _, doubt := Detect(tabular.Whole([]byte(c.text))); e.Name != c.name || (doubt != nil) != c.doubted {
			t.Errorf("%q is %s, doubted: %v", c.text, e.Name, doubt)
		}
	}
}

// TestEuroTakesEvidence: letters read twice end in bytes where ISO-8859-15 has a € and letters of its own. They don't speak for it.
func TestEuroTakesEvidence(t *testing.T) {
	rows := "Namn;Nr\r\n" + strings.Repeat("Bj\xf6rkg\xe5rdens \xc5keri \xc4ngen;1\r\n", 48)
	for text, name := range map[string]string{
		"Norra Tr\xc3\xa4dg\xc3\xa5rds St\xc3\xa4d AB": "windows-1252", "M\xc3\xbcller AB": "windows-1252", "Levi\xc2\xb4s AB": "windows-1252",
		"Tall 100 \xa4": "iso-8859-15", "\xa6akki Oy": "iso-8859-15", "Du\xa8an AB": "iso-8859-15",
		"Tall 100 \xa4, Tr\xc3\xa4d": "iso-8859-15",
	} {
		if e, _, doubt := Detect(tabular.Whole([]byte(rows + text + ";2\r\n"))); e.Name != name || doubt != nil {
			t.Errorf("%q is %s, doubted: %v, want %s", text, e.Name, doubt, name)
		}
	}
}

// TestLikelierSpots: of two places for a sign or a letter the first is the likelier one.
func TestLikelierSpots(t *testing.T) {
	e, _ := Named("windows-1252")
	likely := func(text string) float64 {
		spots := spotsOf([]byte(text))
		return e.likelihoods(spots[0])[0]
	}
	for _, c := range []struct{ more, less string }{
		{"Anna\x92s ", "Anna\x92k "}, // an apostrophe before s and t, or behind d, l and o
		{"Anna\xb4s ", "Anna\xb4k "},
		{"d\x92Or ", "k\x92Or "},
		{"Lund\x96Malm", "Lund\x96malm"}, // a dash, or a blank that doesn't break, between words
		{"lund\x96Malm", "lund\x96malm"},
		{"Lund\x97Malm", "Lund\x97malm"},
		{"Stora\xa0Kajen", "Stora\xa0kajen"},
		{"Lund\x96malm", "Lund\xa7malm"}, // any other sign within a word
		{"Lund \xa7 malm", "Lund\xa7 malm"},
		{"15\xb0 ", "a\xa7 "},
		{"Lund\xae ", "Lund\xa7 "}, // what stands behind words
		{" \xa9Lund", " \xa3Lund"}, // and before them
		{"\x93Kajen\x94", "\x93Kajen"},
		{"15\x94 ", "a\x94 "},
		{" \xa7 ", " \xb6 "}, // usual signs, known ones, others
		{" \xbb ", " \xb6 "},
		{" \xa7 ", " \xbb "},
		{"GRO\xdfE", "GRO\xebE"}, // ß has no capital
		{"\xc5re", "\xe5re"},     // a name begins with a capital
		{" \xe5re", "\xe5re"},
		{" \xc5re", " \xe5re"},
		{"B\xc5T", "B\xe5T"}, // capitals beside capitals
		{"B\xe5t", "b\xc5t"},
		{"B\xc5T", "B\xc5t"},
		{"b\xe5t", "1\xe5t"}, // no digit beside a letter
		{"b\xe5t", "b\xe51"},
		{"b\xe5t", " \xe5 "},
		{"b\xe5t", "b\x81t"}, // nothing at all
	} {
		if more, less := likely(c.more), likely(c.less); more <= less {
			t.Errorf("%q (%.2f) isn't likelier than %q (%.2f)", c.more, more, c.less, less)
		}
	}
}

// TestSpots: bytes beyond ASCII with their neighbours; repeated ones count little more.
func TestSpots(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // before, the byte in hexadecimal, after, what it may be, and its weight
	}{
		{"Namn", ""},
		{"\xe5", `\n e5 \n 1.00`},
		{"b\xe5t", `b e5 t apart 1.00`},
		{"ab\xe5t", `b e5 t apart 1.00`},
		{"ab\xe5ta", `b e5 t 1.00`},
		{"b\xe5s b\xe5s", `b e5 s apart 1.17`},
		{"b\xe5nb\xe5n", `b e5 n 1.17`},
		{"b\xe5t;b\xe5ta", `b e5 t apart 1.00, b e5 t 1.00`},
		{"d\x92Or", `d 92 O apart 1.00`}, {"L\x92Or", `L 92 O apart 1.00`}, {" O\x92Or", `O 92 O apart 1.00`},
		{" d\x92Or", `d 92 O apart 1.00`}, {"nd\x92Or", `d 92 O 1.00`}, {"e\x92Or", `e 92 O 1.00`},
		{"\x80d\x92Or", `\n 80 d 1.00, d 92 O 1.00`}, // what may be a letter before it
		{"a\x92S", `a 92 S apart 1.00`}, {"a\x92s;", `a 92 s apart 1.00`}, {"a\x92sk", `a 92 s 1.00`}, {"a\x92n", `a 92 n 1.00`},
		{"x\x94", `x 94 \n lone 1.00`}, {"x\x84", `x 84 \n lone 1.00`}, {"x\x93", `x 93 \n lone 1.00`}, {"x\x92", `x 92 \n 1.00`},
		{"\x94a\x94", `\n 94 a 1.00, a 94 \n 1.00`},
		{"\x84a\x93", `\n 84 a 1.00, a 93 \n 1.00`},
		{"\x94a\n\x94a", `\n 94 a lone 1.17`},
		{"\x94a\r\x94a", `\n 94 a lone 1.00, \r 94 a lone 1.00`},
		{"\x94a\n\x94a\x94", `\n 94 a lone 1.00, \n 94 a 1.00, a 94 \n 1.00`},
		{"b\xe5n\n\x94a\nb\xe5n\x94", `b e5 n 1.17, \n 94 a lone 1.00, n 94 \n lone 1.00`},
		{"1\xa72\n3\xa74\n5\xa76\nb\xe5n", `b e5 n 1.00`}, // a sign that delimits the cells
	} {
		var got []string
		for _, s := range spotsOf([]byte(c.text)) {
			show := fmt.Sprintf("%c %x %c", s.before, s.b, s.after)
			if s.lone {
				show += " lone"
			}
			if s.apart {
				show += " apart"
			}
			got = append(got, fmt.Sprintf("%s %.2f", strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(show), s.weight))
		}
		if show := strings.Join(got, ", "); show != c.want {
			t.Errorf("%q: %s, want %s", c.text, show, c.want)
		}
	}
}

// TestMostSpots: what a sample has beyond so many different spots isn't looked at.
func TestMostSpots(t *testing.T) {
	var text strings.Builder
	for a := '!'; a < 0x7f; a++ {
		for b := '!'; b < 0x7f; b++ {
			fmt.Fprintf(&text, "%c\xe5%c", a, b)
		}
	}
	if n := len(spotsOf([]byte(text.String()))); n != maxSpots {
		t.Errorf("%d spots, want %d", n, maxSpots)
	}
}

// TestCommonSign: a sign that delimits the cells, and one that doesn't.
func TestCommonSign(t *testing.T) {
	lines := func(list ...string) string { return strings.Join(list, "\n") }
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"nothing", "", -1},
		{"three lines", lines("1\xa72", "3\xa74", "5\xa76"), 0xa7},
		{"ends of lines of old Macintoshes", "1\xa72\r3\xa74\r5\xa76", 0xa7},
		{"two lines", lines("1\xa72", "3\xa74"), -1},
		{"six of ten lines", lines("1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa72", "1", "1", "1", "1"), 0xa7},
		{"five of ten lines", lines("1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa72", "1", "1", "1", "1", "1"), -1},
		{"not as often on each", lines("1\xa72", "1\xa72\xa73", "1\xa72\xa73\xa7d"), -1},
		{"several on each", lines("1\xa72\xa73", "1\xa72\xa73", "1\xa72\xa73"), 0xa7},
		{"a letter", lines("1\xe52", "1\xe52", "1\xe52", "1\xe52", "1\xe52"), -1},
		{"what means nothing in Windows-1252", lines("1\x812", "1\x812", "1\x812", "1\x812", "1\x812"), -1},
		{"a sign of ASCII", lines("1#2", "1#2", "1#2", "1#2", "1#2"), -1},
		{"the first byte beyond ASCII", lines("1\x802", "1\x802", "1\x802"), 0x80},
		{"behind numbers", lines("5\xb0 a", "6\xb0 b", "7\xb0 c"), -1},
		{"at the ends of lines", lines("a\xa7", "b\xa7", "c\xa7"), -1},
		{"at the starts of lines", lines("\xa7a", "\xa7b", "\xa7c"), -1},
		{"beside usual delimiters", lines("a;\xa71", "b;\xa72", "c;\xa73"), -1},
		{"before them", lines("1\xa7;a", "1\xa7;a", "1\xa7;a"), -1},
		{"six of ten between cells", lines("1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa7 ", "1\xa7 ", "1\xa7 ", "1\xa7 "), 0xa7},
		{"five of ten between cells", lines("1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa72", "1\xa7 ", "1\xa7 ", "1\xa7 ", "1\xa7 ", "1\xa7 "), -1},
		{"within words, four lines", lines("kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu"), -1},
		{"within words, five lines", lines("kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu"), 0xa7},
		{"within words, the first byte beyond ASCII", lines("kaf\x80nu", "kaf\x80nu", "kaf\x80nu", "kaf\x80nu", "kaf\x80nu"), 0x80},
		{"within words, not on all", lines("kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu", "kafnu"), -1},
		{"within half of the words", lines("kaf\xa7nu", "kaf\xa7nu", "kaf\xa71", "kaf\xa71"), -1},
		{"within fewer", lines("kaf\xa7nu", "kaf\xa71", "kaf\xa71", "kaf\xa71"), 0xa7},
		{"within words, beside commas", lines("kaf\xa7nu,1", "kaf\xa7nu,1", "kaf\xa7nu,1", "kaf\xa7nu,1", "kaf\xa7nu,1"), -1},
		{"beside semicolons", lines("kaf\xa7nu;1", "kaf\xa7nu;1", "kaf\xa7nu;1", "kaf\xa7nu;1", "kaf\xa7nu;1"), -1},
		{"beside semicolons on three of five", lines("kaf\xa7nu;1", "kaf\xa7nu;1", "kaf\xa7nu;1", "kaf\xa7nu", "kaf\xa7nu"), -1},
		{"beside semicolons on two of five", lines("kaf\xa7nu;1", "kaf\xa7nu;1", "kaf\xa7nu", "kaf\xa7nu", "kaf\xa7nu"), 0xa7},
		{"beside another sign", lines("kaf\xa7nu#1", "kaf\xa7nu#1", "kaf\xa7nu#1", "kaf\xa7nu#1", "kaf\xa7nu#1"), 0xa7},
		{"two of them", lines("1\xa72\xb73", "1\xa72\xb73", "1\xa72\xb73"), 0xb7},
	} {
		if got := commonSign([]byte(c.text)); got != c.want {
			t.Errorf("%s: %q has the sign %#x, want %#x", c.name, c.text, got, c.want)
		}
	}
}

// TestInWord: where a letter may stand.
func TestInWord(t *testing.T) {
	for _, c := range []struct {
		line string // the byte is §
		want bool
	}{
		{"kaf§nu", true}, {"KAF§NU", true}, {"KAF§nu", true}, {"kaf§Nu", false}, {"kaf§Zu", false}, {"kaf§au", true}, {"A§A", true}, {"Z§A", true}, {"a§A", false},
		{"z§a", true}, {"1§nu", false}, {" §nu", true}, {"§nu", true}, {";§nu", false},
		{"kaf§", false}, {"kaf§ ", true}, {"1§ ", false}, {" § ", false}, {"kaf§1", false}, {"@§ ", false}, {"`§ ", false}, {"[§ ", false}, {"{§ ", false},
	} {
		line := strings.ReplaceAll(c.line, "§", "\xa7")
		if got := inWord([]byte(line), strings.IndexByte(line, 0xa7)); got != c.want {
			t.Errorf("%q: %t", c.line, got)
		}
	}
}
