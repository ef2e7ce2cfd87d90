// Command formats shows the numbers of a workbook in many number formats, by importer/table and by
// LibreOffice, whose words and separators are once American and once Swedish, and compares them:
//
//	go run ./.ci/formats [-differences]
//
//	samples.go → workbook → LibreOffice (office.go) ─┐
//	                      → importer/table ──────────┴→ differences ← known.go
//
// It fails if a difference isn't in the table of known ones, each of which has its reason, or if
// one of these no longer occurs. Excel isn't at hand: where its rule is documented, it counts.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/numfmt"
)

// cell is a number in a format, as it is shown.
type cell struct {
	locale, code, stored string
	shown                numfmt.Shown // by package numfmt
	read                 string       // by the reader of workbooks, whose rule for digits is its own
	office               string       // by LibreOffice
}

func main() {
	log.SetFlags(0)
	all := flag.Bool("differences", false, "list the known differences too")
	flag.Parse()
	dir, err := os.MkdirTemp("", "formats")
	if err != nil {
		log.Fatal(err)
	}
	failed, err := run(dir, *all)
	if rerr := os.RemoveAll(dir); err == nil {
		err = rerr
	}
	if err != nil {
		log.Fatal(err)
	}
	if failed {
		os.Exit(1)
	}
}

// run compares in both languages and says whether anything is wrong.
func run(dir string, all bool) (failed bool, err error) {
	book := filepath.Join(dir, "formats.xlsx")
	if err := writeBook(book); err != nil {
		return false, err
	}
	read, err := readBook(book)
	if err != nil {
		return false, err
	}
	version, err := officeVersion()
	if err != nil {
		return false, err
	}
	fmt.Printf("%s, %d formats × %d numbers\n", version, len(formats), len(numbers))
	for _, locale := range []string{"en-US", "sv-SE"} {
		office, err := shownByOffice(dir, book, locale)
		if err != nil {
			return false, err
		}
		cells, err := cellsOf(locale, read, office)
		if err != nil {
			return false, err
		}
		failed = compare(locale, cells, all) || failed
	}
	otherwise, err := compareSaved(dir, book, read)
	return failed || otherwise, err
}

// cellsOf puts together how each number is shown.
func cellsOf(locale string, read, office [][]string) ([]cell, error) {
	var cells []cell
	for i, code := range formats {
		f, err := numfmt.Parse(code)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", code, err)
		}
		for j, stored := range numbers {
			c := cell{locale: locale, code: code, stored: stored, shown: f.Show(stored, numfmt.From1900)}
			c.read, c.office = at(read[i], j+1), strings.TrimSpace(at(office[i+1], j+1))
			cells = append(cells, c)
		}
	}
	return cells, nil
}

// at gives a cell of a row whose last cells may be missing, because they are blank.
func at(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// readHidden is how many numbers are read although their format shows nothing of them.
const readHidden = 84

// compare prints what is wrong and says whether anything is.
func compare(locale string, cells []cell, all bool) (failed bool) {
	counts := make([]int, len(known))
	same, digits, hidden := 0, 0, 0
	for _, c := range cells {
		want := c.shown.Text
		switch {
		case c.shown.Digits != "" && c.read == c.shown.Digits:
			digits++
		case want == "" && c.read != "" && c.read == numfmt.General(c.stored):
			hidden++ // what the format hides is read, but for zero
		case c.read != want:
			fmt.Printf("%s: %s in %s is read as %q and shown as %q\n", locale, c.stored, c.code, c.read, want)
			failed = true
		}
		if c.shown.Text == c.office {
			same++
			continue
		}
		i := reasonOf(c)
		if i >= 0 {
			counts[i]++
		}
		if all || i < 0 {
			fmt.Printf("%s: %s in %s is %q, LibreOffice shows %q", locale, c.stored, c.code, c.shown.Text, c.office)
			if i >= 0 {
				fmt.Printf(": %s", known[i].reason)
			}
			fmt.Println()
		}
		failed = failed || i < 0
	}
	fmt.Printf("%s: %d cells, %d shown alike; of %d the stored digits are read, not the grouped or first ones; %d hidden ones are read\n", locale, len(cells), same, digits, hidden)
	if hidden != readHidden {
		fmt.Printf("%s: %d hidden numbers are read, not %d\n", locale, hidden, readHidden)
		failed = true
	}
	for i, k := range known {
		want := k.english
		if locale == "sv-SE" {
			want = k.swedish
		}
		if counts[i] != want {
			fmt.Printf("%s: %d cells differ, not %d: %s\n", locale, counts[i], want, k.reason)
			failed = true
		}
	}
	return failed
}
