package sheets

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// file is a file of sheets that are held in memory.
type file []fileSheet

type fileSheet struct {
	Sheet
	rows   []Row
	texts  [][]string // by row and index of its cells
	extent Extent
	err    error // at its end
}

type scanner struct {
	file    file
	at, row int
	none    Row
}

func (f file) Scan() (Scanner, error) { return &scanner{file: f, at: -1}, nil }
func (f file) Offset() int64          { return 7 }

func (s *scanner) NextSheet() (Sheet, error) {
	if s.at++; s.at >= len(s.file) {
		return Sheet{}, io.EOF
	}
	s.row = 0
	return s.file[s.at].Sheet, nil
}

func (s *scanner) Next() (*Row, error) {
	sheet := &s.file[s.at]
	if s.row == len(sheet.rows) {
		if sheet.err != nil {
			return &s.none, sheet.err
		}
		return &s.none, io.EOF
	}
	s.row++
	s.none.Number = sheet.rows[s.row-1].Number
	return &sheet.rows[s.row-1], nil
}

func (s *scanner) Show(i int) (string, *tabular.Problem) {
	text := s.file[s.at].texts[s.row-1][i]
	if text == "?" {
		return "", NoResult(true)
	}
	return text, nil
}

func (s *scanner) Extent() Extent { return s.file[s.at].extent }
func (s *scanner) Close()         {}

// sheetOf is a sheet of rows from 1 on, their cells parted by |; blank cells and blank rows are left out.
func sheetOf(name string, rows ...string) fileSheet {
	s := fileSheet{Sheet: Sheet{Name: name}}
	for i, row := range rows {
		r, texts := Row{Number: i + 1}, []string(nil)
		for column, text := range strings.Split(row, "|") {
			if text != "" {
				r.Cells = append(r.Cells, Cell{Column: column, Filled: true, Text: strings.ContainsFunc(text, unicode.IsLetter)})
				texts = append(texts, text)
			}
		}
		if len(texts) > 0 {
			s.rows, s.texts = append(s.rows, r), append(s.texts, texts)
		}
	}
	return s
}

// with changes a sheet.
func (s fileSheet) with(change func(*fileSheet)) fileSheet {
	change(&s)
	return s
}

func hide(s *fileSheet) { s.Hidden = true }

// hideRows hides rows by their index.
func hideRows(at ...int) func(*fileSheet) {
	return func(s *fileSheet) {
		for _, i := range at {
			s.rows[i].Hidden = true
		}
	}
}

// read gives all rows, cells parted by | and rows by /, with the codes of what is wrong behind a cell's letter.
func read(b *Book) (string, error) {
	r, release, err := b.Rows()
	if err != nil {
		return "", err
	}
	defer release()
	var lines []string
	for {
		row, err := r.Next()
		if err == io.EOF {
			return strings.Join(lines, "/"), nil
		} else if err != nil {
			return strings.Join(lines, "/"), err
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		line := strings.Join(cells, "|")
		for _, p := range row.Problems {
			line += " " + p.Code + "@" + tabular.ColumnLetters(p.Column)
		}
		lines = append(lines, line)
		if row.Number != len(lines) || row.Line != len(lines) {
			return "", fmt.Errorf("row %d is the %dth", row.Number, len(lines))
		}
	}
}

func knownNames(name string) bool { return name == "Namn" || name == "Nr" }

// TestChosen: the sheet that looks most like a table is read, and the others are named.
func TestChosen(t *testing.T) {
	table := sheetOf("T", "Namn|Nr", "a|1")
	numbers := func(n int) fileSheet { return sheetOf("N", strings.Repeat("1|", n-1)+"1") }
	deep := func(row int, cells string) fileSheet {
		return sheetOf("D", append(strings.Split(strings.Repeat("1 ", row-1), " ")[:row-1], cells)...)
	}
	for _, c := range []struct {
		name string
		file file
		want string // the sheet, and the sheets besides it
	}{
		{"alone", file{table}, "T"},
		{"the first of equal ones", file{sheetOf("A", "1"), sheetOf("B", "2")}, `A "B" (1 row)`},
		{"the fuller one", file{sheetOf("A", "1"), sheetOf("B", "2", "3")}, `B "A" (1 row)`},
		{"a header counts", file{numbers(15), sheetOf("A", "a|b", "1|2")}, `A "N" (1 row)`}, {"up to four times", file{numbers(16), sheetOf("A", "a|b", "1|2")}, `N "A" (2 rows)`},
		{"names that are known count", file{numbers(63), table}, `T "N" (1 row)`}, {"up to sixteen times", file{numbers(64), table}, `N "T" (2 rows)`},
		{"one known name is none", file{numbers(16), sheetOf("A", "Namn|b", "1|2")}, `N "A" (2 rows)`},
		{"unless the sheet has one column", file{numbers(7), sheetOf("A", "Namn", "a")}, `A "N" (1 row)`},
		{"one name is no header", file{numbers(2), sheetOf("A", "a")}, `N "A" (1 row)`},
		{"the same name twice is none", file{numbers(5), sheetOf("A", "a|a", "1|2")}, `N "A" (2 rows)`},
		{"a number is none", file{numbers(5), sheetOf("A", "a|1", "1|2")}, `N "A" (2 rows)`},
		{"a header in row 20", file{numbers(22), deep(20, "a|b")}, `D "N" (1 row)`}, {"one in row 21", file{numbers(23), deep(21, "a|b")}, `N "D" (21 rows)`},
		{"rows that are the same count", file{sheetOf("A", "1", "2", "3"), sheetOf("B", "1").with(func(s *fileSheet) { s.rows[0].More = 3 })}, `B "A" (3 rows)`},
		{"hidden sheets are named", file{table.with(hide), sheetOf("A", "1"), sheetOf("orgbatch_runs", "1").with(hide), sheetOf("orgbatch_mine", "1"), sheetOf("B")}, `A "T" (hidden), "orgbatch_mine" (1 row)`},
	} {
		b, err := Open(c.file, "a.xlsx", "", knownNames)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := b.Sheet()
		for _, p := range b.Problems() {
			if _, others, ok := strings.Cut(p.Message, "the workbook also has "); ok && p.Column == -1 && p.Warning {
				got += " " + others
			}
		}
		if got != c.want || b.Offset() != 7 {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestNotChosen: what can't be read is told with the names of the sheets.
func TestNotChosen(t *testing.T) {
	var many file
	for i := range 11 {
		many = append(many, sheetOf(fmt.Sprint("S", i)))
	}
	a, hidden := sheetOf("A", "a"), sheetOf("H", "a").with(hide)
	for _, c := range []struct {
		name, wanted string
		file         file
		problem      string
		hint         string
	}{
		{"no sheet", "", nil, "the workbook has no sheet with cells", ""},
		{"another name", "x", file{a, hidden}, `the workbook has no sheet "x"`, `its sheets are "A", "H"`},
		{"ten sheets", "x", many[:10], `no sheet "x"`, `"S8", "S9"` + "\x00"}, {"eleven", "x", many, `no sheet "x"`, `"S8", "S9" and 1 more` + "\x00"},
		{"all hidden", "", file{hidden}, "all sheets of the workbook are hidden", `--sheet "H"`},
		{"an empty one", "", file{sheetOf("E")}, `sheet "E" is empty`, "\x00"}, {"an empty one of several", "e", file{a, sheetOf("E")}, `sheet "E" is empty`, `its sheets are "A", "E"; name one with --sheet`},
		{"damaged", "", file{a.with(func(s *fileSheet) { s.err = errors.New("damaged") })}, `sheet "A" can't be read on from there`, tabular.FetchAgain},
		{"too large a row", "", file{a.with(func(s *fileSheet) { s.err = tabular.ErrRowTooLarge })}, `a row of sheet "A" is larger than 8 MiB`, "the sheet is not a table"},
		{"what the format says", "", file{a.with(func(s *fileSheet) { s.err = &tabular.InputError{Problem: "odd", Hint: "even"} })}, "odd", "even"},
		{"cells repeated to no end", "", file{sheetOf("A", "a").with(func(s *fileSheet) { s.rows[0].More = maxCopies + 1 })}, `the cells of sheet "A" are repeated more often`, tabular.SaveAsCSV},
	} {
		_, err := Open(c.file, "a.xlsx", c.wanted, nil)
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.Contains(e.Problem, c.problem) || !strings.Contains(e.Hint+"\x00", c.hint) || c.hint == "\x00" && e.Hint != "" {
			t.Errorf("%s: %v, want %q, %q", c.name, err, c.problem, c.hint)
		}
	}
	for name, c := range map[string]struct {
		sheets, letters int
		ok              bool
	}{"as many as may be": {maxSheets, 1, true}, "one more": {maxSheets + 1, 1, false}, "names as long as may be": {2, maxNames / 2, true}, "longer": {2, maxNames/2 + 1, false}} {
		f := make(file, c.sheets)
		for i := range f {
			f[i].Name = strings.Repeat("x", c.letters)
		}
		if _, err := Open(f, "a.xlsx", "", nil); strings.Contains(err.Error(), "the workbook has more than 16384 sheets") == c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(file{sheetOf("A", "a").with(func(s *fileSheet) { s.rows[0].More = maxCopies })}, "a.xlsx", "", nil); err != nil {
		t.Error(err)
	}
	f := file{sheetOf("A", "1"), sheetOf("B", "2", "3")}
	b, err := Open(f, "a.xlsx", "b", nil)
	if err != nil || b.Sheet() != "B" {
		t.Fatal(err)
	}
	b.file = f[:1]
	if _, _, err := b.Rows(); err == nil || !strings.Contains(err.Error(), "its sheets aren't those that were there when it was opened") {
		t.Error(err)
	}
}

// TestNamed: a name is that of the sheet with its very letters, before one with other capitals.
func TestNamed(t *testing.T) {
	for wanted, want := range map[string]string{"kunder": "2", "KUNDER": "1", "Kunder": "1"} {
		b, err := Open(file{sheetOf("Kunder", "1"), sheetOf("kunder", "2")}, "a.xlsx", wanted, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read(b); err != nil || got != want {
			t.Errorf("%s: %q, %v", wanted, got, err)
		}
	}
	b, err := OpenPage(file{sheetOf("1", "a"), sheetOf("2", "a", "b")}, "a.html", "", nil)
	if err != nil || b.Problems()[0].Message != `table "2" is read; the page also has "1" (1 row)` || b.Problems()[0].Suggestion != "name another one with --table" {
		t.Errorf("%+v, %v", b, err)
	}
}

// TestSaid: what a person who looks at a sheet may not expect is said.
func TestSaid(t *testing.T) {
	rows := strings.Split("abcdefghijklm", "")
	for _, c := range []struct {
		name string
		file fileSheet
		want []string
	}{
		{"nothing", sheetOf("A", "a"), nil},
		{"a hidden row", sheetOf("A", "a", "b").with(hideRows(1)), []string{"1 row is hidden in the sheet and read all the same: 2"}},
		{"rows side by side", sheetOf("A", rows...).with(hideRows(1, 2, 4)), []string{"3 rows are hidden in the sheet and read all the same: 2–3, 5"}},
		{"five ranges", sheetOf("A", rows...).with(hideRows(0, 2, 4, 6, 8, 9)), []string{"6 rows are hidden in the sheet and read all the same: 1, 3, 5, 7, 9–10"}},
		{"six", sheetOf("A", rows...).with(hideRows(0, 2, 4, 6, 8, 10, 12)), []string{"7 rows are hidden in the sheet and read all the same: 1, 3, 5, 7, 9, …"}},
		{"rows that are the same", sheetOf("A", "a", "b").with(func(s *fileSheet) { s.rows[1].Hidden, s.rows[1].More = true, 2 }), []string{"3 rows are hidden in the sheet and read all the same: 2–4"}},
		{"columns", sheetOf("A", "a|b|c").with(func(s *fileSheet) {
			s.extent.HiddenColumns = []Area{{Column: 0, LastColumn: 0}, {Column: 2, LastColumn: 9}, {Column: 3, LastColumn: 3}}
		}), []string{"column A is hidden in the sheet and read all the same", "column C is hidden in the sheet and read all the same"}},
		{"the last of cells that are the same", sheetOf("A", "a").with(func(s *fileSheet) {
			s.rows[0].Cells[0].More, s.extent.HiddenColumns = 2, []Area{{Column: 2, LastColumn: 3}}
		}), []string{"column C is hidden in the sheet and read all the same"}},
		{"merges that fill too much", sheetOf("A", "a|b", "a").with(func(s *fileSheet) {
			s.rows[1].Number, s.extent.Merges = MaxFilled, []Area{{1, MaxFilled, 0, 1}}
		}), []string{"the sheet has so many merged cells that some were not filled in (more than 4194304 cells)"}},
		{"as many merges as are kept", sheetOf("A", "a").with(func(s *fileSheet) { s.extent.Merges = make([]Area, MaxMerges) }), []string{"the sheet has so many merged cells that some were not filled in (more than 4194304 cells)"}},
		{"one fewer", sheetOf("A", "a").with(func(s *fileSheet) { s.extent.Merges = make([]Area, MaxMerges-1) }), nil},
	} {
		b, err := Open(file{c.file}, "a.xlsx", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range b.Problems() {
			got = append(got, p.Message)
		}
		if strings.Join(got, "; ") != strings.Join(c.want, "; ") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestRead: rows and cells stand where they stand in the sheet, those for which the file has nothing too, and merged ones are filled in.
func TestRead(t *testing.T) {
	merged := func(areas ...Area) func(*fileSheet) { return func(s *fileSheet) { s.extent.Merges = areas } }
	wide := strings.Repeat("x|", 40) + "x"
	for _, c := range []struct {
		name string
		file fileSheet
		want string
	}{
		{"gaps", sheetOf("A", "", "a||b", "", "c"), "/a||b//c"},
		{"the same row again", sheetOf("A", "a", "b").with(func(s *fileSheet) { s.rows[0].More, s.rows[1].Number = 1, 4 }), "a/a//b"},
		{"the same cell again", sheetOf("A", "a|||b").with(func(s *fileSheet) { s.rows[0].Cells[0].More = 2 }), "a|a|a|b"},
		{"no result", sheetOf("A", "a|?"), "a| no-stored-value@B"}, {"none of several", sheetOf("A", "a|?").with(func(s *fileSheet) { s.rows[0].Cells[1].More = 1 }), "a|| no-stored-value@B no-stored-value@C"},
		{"a cell twice", sheetOf("A", "a|b").with(func(s *fileSheet) { s.rows[0].Cells[1].Column = 0 }), "b cell-twice@A"},
		{"the same twice", sheetOf("A", "a|a").with(func(s *fileSheet) { s.rows[0].Cells[1].Column = 0 }), "a"},
		{"blank cells at the end", sheetOf("A", "a| ", "b|c").with(func(s *fileSheet) { s.texts[0][1] = "" }), "a/b|c"},
		{"merged downwards", sheetOf("A", "a|b", "|c", "d").with(merged(Area{1, 2, 0, 0})), "a|b/a|c merged-cells@A/d"},
		{"merged sideways", sheetOf("A", "a|b||d", "1|2|3|4").with(merged(Area{1, 1, 1, 2})), "a|b|b|d merged-cells@C/1|2|3|4"},
		{"merged both ways", sheetOf("A", "x|a", "y", "z|b|c").with(merged(Area{1, 2, 1, 2})), "x|a|a merged-cells@C/y|a|a merged-cells@C merged-cells@B/z|b|c"},
		{"a title", sheetOf("A", "a", "b|c|d").with(merged(Area{1, 1, 0, 2})), "a/b|c|d"},
		{"a title in a sheet that begins further to the right", sheetOf("A", "|a", "|b|c").with(merged(Area{1, 1, 1, 2})), "|a/|b|c"},
		{"no title where it isn't at the left side", sheetOf("A", "|a", "b|c|d").with(merged(Area{1, 1, 1, 2})), "|a|a merged-cells@C/b|c|d"},
		{"no title where only the rows below begin at the right", sheetOf("A", "|a", "b|c|d", "||e").with(merged(Area{1, 1, 1, 2})), "|a|a merged-cells@C/b|c|d/||e"},
		{"a title above blanks", sheetOf("A", "a|| ", "b|c|d").with(merged(Area{1, 1, 0, 1})), "a|| /b|c|d"},
		{"no title over another text", sheetOf("A", "a|b", "c|d").with(merged(Area{1, 1, 0, 1})), "a|a merged-cells@B/c|d"},
		{"several merged downwards", sheetOf("A", "a|b|c", "|x", "d|e|f").with(merged(Area{1, 2, 0, 0}, Area{1, 2, 2, 2})), "a|b|c/a|x|c merged-cells@A/d|e|f"},
		{"no title beside another text", sheetOf("A", "a||b", "c|d|e").with(merged(Area{1, 1, 0, 1})), "a|a|b merged-cells@B/c|d|e"},
		{"merged over nothing", sheetOf("A", "|b", "c|d").with(merged(Area{1, 2, 0, 0})), "|b/c|d"},
		{"merged from a row that isn't there", sheetOf("A", "a", "", "c|d").with(merged(Area{2, 3, 0, 0})), "a//c|d"},
	} {
		b, err := Open(file{c.file}, "a.xlsx", "", nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got, err := read(b); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	b, err := Open(file{sheetOf("A", "a|b", wide).with(merged(Area{1, 1, 1, 40}))}, "a.xlsx", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(b); err != nil || strings.Count(got, "merged-cells@") != maxSideways || strings.Count(got, "b|") != 39 {
		t.Errorf("%q, %v", got, err)
	}
	totals := sheetOf("A", "a", "1").with(func(s *fileSheet) { s.rows[1].Totals = true })
	if b, err := Open(file{totals}, "a.xlsx", "", nil); err != nil || b.TotalsRow(1) || !b.TotalsRow(2) {
		t.Errorf("totals: %v", err)
	}
}

// TestStopped: a sheet that can't be read on, or is beyond the bounds of rows and copies, is told with its row.
func TestStopped(t *testing.T) {
	long := strings.Repeat("x", tabular.MaxRow)
	for _, c := range []struct {
		name   string
		file   fileSheet
		change func(*fileSheet) // once it is open
		rows   int              // that are read
		want   string
	}{
		{"damaged", sheetOf("A", "a", "b"), func(s *fileSheet) { s.err, s.rows = errors.New("damaged"), s.rows[:1] }, 1, `line 1: sheet "A" can't be read on from there: damaged`},
		{"a row as large as may be", sheetOf("A", long+"|"+long, "b"), nil, 2, ""},
		{"a larger one", sheetOf("A", "a", long+"|"+long+"|x"), nil, 1, `line 2: a row of sheet "A" is larger than 8 MiB`},
		{"cells that are the same", sheetOf("A", "a", long).with(func(s *fileSheet) { s.rows[1].Cells[0].More = 2 }), nil, 1, `line 2: a row of sheet "A" is larger than 8 MiB`},
		{"as many copies as may be, and one more", sheetOf("A", long, long).with(func(s *fileSheet) { s.rows[0].Cells[0].More, s.rows[1].More = 1, maxCopied/tabular.MaxRow }), nil, 1 + maxCopied/tabular.MaxRow, `the cells of sheet "A" are repeated more often`},
	} {
		f := file{c.file}
		b, err := Open(f, "a.xlsx", "", nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.change != nil {
			c.change(&f[0])
		}
		r, release, err := b.Rows()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for ; err == nil; n++ {
			_, err = r.Next()
		}
		release()
		if n--; n != c.rows || c.want == "" && err != io.EOF || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d rows, %v, want %d, %q", c.name, n, err, c.rows, c.want)
		}
	}
}
