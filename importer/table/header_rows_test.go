package table_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
)

// TestHeaderOrRow: which first row is a header, and how many rows it has, where no names are known.
func TestHeaderOrRow(t *testing.T) {
	t.Parallel()
	const (
		words   = "\nEk;Umeå\nAl;Visby\nBok;Falun\n"
		numbers = "\nEk;4\nAl;3\nBok;9\n"
		money   = "\nEk;4,5\nAl;3,5\nBok;9,5\n"
		codes   = "\nEk;K-1\nAl;K-2\nBok;K-3\n"
		blanks  = "\nEk;\nAl;\nBok;\n"
		two     = "\nEk;4;1,5\nAl;3;2,5\nBok;9;3,5\n"
		pairs   = "\n1500;1600\n1700;1850\n1900,5;1200\n"
		threes  = "\n1500;1600;1\n1700;1850;2\n1910;1200;3\n"
		streets = "\na;Norra;4\nb;Västra;5\nc;Östra;6\n"
		fours   = "\na;b;c;d\ne;f;g;h\ni;j;k;l\n"
		short   = "\nab;cd\nef;gh\nij;kl\n"
	)
	long := "n " + strings.Repeat("å", 58)
	for _, c := range []struct {
		text string
		want int // rows of the header
	}{
		{"Namn;Stad" + words, 1},
		{"Ask;Umeå" + words, 0}, // Umeå is a value
		{"Ask;Umeå\nEk;Umeå\n", 1},
		{"Ask;12" + words, 0},
		{"Namn;" + long + words, 1},
		{"Namn;" + long + "å" + words, 0},
		{"Namn;B4" + words, 1},
		{"A1;B2" + words, 1},
		{"A1;B2;C3\nEk;Al;Bok\nAsp;Lind;Gran\nTall;Rönn;Alm\n", 0},
		{"Namn;Antal" + numbers, 1},
		{"Ask;2" + numbers, 0},
		{"Ask;2,5" + numbers, 0},
		{"Ask;2024-01-15" + numbers, 0},
		{"Ask;7" + money, 0},
		{"Ask;K-9" + codes, 0},
		{"Ask;12" + blanks, 0},
		{"Namn;Anm" + blanks, 1},
		{"en text om nåt x;en text om nåt y" + short, 1}, // as long as three cells and ten signs
		{"en text om nåt xx;en text om nåt yy" + short, 0},
		{"Namn;Namn" + words, 1},
		{"en kod;en kod;en kod;en kod" + fours, 0}, // one name four times

		{"Namn;2020;2021" + two, 1},
		{"Namn;2021;2020" + two, 1},
		{"Ask;2020;2022" + two, 0},
		{"Ask;2020" + numbers, 0},
		{"2020;2021" + pairs, 0},
		{"2020;2021;2022" + threes, 1},
		{"Namn;1900;1901" + two, 1},
		{"Namn;2099;2100" + two, 1},
		{"Ask;1898;1899" + two, 0},
		{"Ask;2101;2102" + two, 0},

		{"Namn;Antal;Belopp\n;st;kr" + two, 2},
		{"Namn;Antal;Belopp\n;st;kr\nEk;4;1,5\nAl;3;2,5\n", 1},
		{"Namn;Antal;Belopp\n;;kr" + two, 1},
		{"Namn;Antal;Belopp\n;st;7" + two, 1},
		{"Id;Adress;Adress\nId;Gata;Ort" + streets, 2},
		{"Id;Gata;Ort\nId;Norra;st" + streets, 1}, // it names every column
		{"Id;Adress;Adress\nx;Gata;Ort" + streets, 1},
		{"Id;Adress;Adress\nId;5;Ort" + streets, 1},
		{"Id;Adress;Adress\nId;;" + streets, 1},
		{"Kund;;Plats\nId;Nr;Ort" + streets, 2}, // two groups of three
		{"Kund;;Plats;\nId;Nr;Ort;Land" + fours, 2},
		{"Kund;Nummer;;Plats\nId;Nr;Ort;Land" + fours, 1}, // three groups of four
		{"Kund;;Plats;\n1;2;3;4\n5;6;7;8\n9;10;11;12\n", 1},
		{"Kund;;Plats;\nId;Nr;Ort;Land\n", 2},
		{"Kund;;;Plats;;\nId;Nr;Ort;Land;Kod;7\n", 1},
		{"Id;A;A\nId;B;B\nId;C;C\nId;D;D\nId;E;E\nId;F;F\n" + strings.Repeat(streets[1:], 8), 5},
	} {
		tb := open(t, "a.csv", c.text, table.Options{Delimiter: ";"})
		if got := tb.Format().HeaderRows; got != c.want {
			t.Errorf("%q: a header of %d rows (%q), want %d", c.text, got, tb.Header(), c.want)
		}
	}
}

// TestKnownNames: where the header is that names known columns, and what it makes of the rows above.
func TestKnownNames(t *testing.T) {
	t.Parallel()
	const three = "\nK-1;4;x;A AB;Visby\nK-2;5;y;B AB;Umeå\nK-3;6;z;C AB;Falun\n"
	const trees = "Ek;Al;Bok\nAsp;Lind;Gran\nTall;Rönn;Alm\n"
	for _, c := range []struct{ name, text, want string }{
		{"names below a group alone", "Kundnr;Antal;Land;;\n;;;Namn;Ort" + three, "1+2 Kundnr|Antal|Land|Namn|Ort"},
		{"half of them known", "Kundnr;Antal;Land;;\n;;;Namn;Region" + three, "1+2 Kundnr|Antal|Land|Namn|Region"},
		{"a third of them known", "Kundnr;Antal;Land;;;\n;;;Namn;Region;Län" + strings.ReplaceAll(three, "\n", ";x\n")[2:], "1+1 Kundnr|Antal|Land|||"},
		{"none of them known", "Kundnr;Antal;Land;;\n;;;Titel;Region" + three, "1+1 Kundnr|Antal|Land||"},
		{"names of columns that have one", "Kundnr;Antal;Land;Bolag;Stad\n;;;Namn;Ort" + three, "1+1 Kundnr|Antal|Land|Bolag|Stad"},
		{"a blank cell below", "Kundnr;Telefon;Land;;\n;;;Namn;Ort\n;4;;A AB;Visby\nK-2;;y;B AB;Umeå\nK-3;6;;C AB;Falun\n", "1+1 Kundnr|Telefon|Land||"},
		{"a number among names", "Kundnr;Antal;Land;;\n;;;Namn;7" + three, "1+1 Kundnr|Antal|Land||"},
		{"two rows below", "Kundnr;Telefon;Land;;\n;;;Namn;Ort\nK-1;4;x;A AB;Visby\nK-2;5;y;B AB;Umeå\n", "1+1 Kundnr|Telefon|Land||"},
		{"groups and names alone", "Kund;;Plats;\nNamn;Kundnr;Telefon;Ort\n", "1+2 Namn|Kundnr|Telefon|Ort"},

		{"one known name among others", "Namn;Xa;Xb\n" + trees + "Bolag;Ort;Telefon\n" + trees, "1+1 Namn|Xa|Xb"},
		{"one known name and a blank one", "Namn;Xa;\n" + trees + "Bolag;Ort;Telefon\n" + trees, "5+1 Bolag|Ort|Telefon"},
		{"one known name of two", "Namn;Xa\nEk;Al\nAsp;Lind\nTall;Rönn\nBolag;Ort\nHägg;Sälg\nPil;En\n", "5+1 Bolag|Ort"},
		{"half known further down", "Lista;x;y;z\nBolag;Ort;Xa;Xb\nEk;Al;Bok;1\nAsp;Lind;Gran;2\nTall;Rönn;Alm;3\n", "2+1 Bolag|Ort|Xa|Xb"},
		{"a value of the column further down", trees + "Bolag;Ort;Alm\nHägg;Sälg;Alm\nPil;En;Alm\n", "1+1 Ek|Al|Bok"},
	} {
		tb := open(t, "a.csv", c.text, table.Options{Delimiter: ";", KnownHeader: knownHere})
		got := fmt.Sprintf("%d+%d %s", tb.Format().HeaderRow, tb.Format().HeaderRows, strings.Join(tb.Header(), "|"))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
