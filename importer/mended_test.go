package importer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// importedOnce imports the sound rows of a file and gives its run's short id: identities of its rows begin with that.
func (w *world) importedOnce(t *testing.T, text string) string {
	t.Helper()
	r, _ := w.plan(text)
	if _, err := w.apply(r, push.Options{SkipInvalid: true}); err != nil {
		t.Fatal(err)
	}
	done(t, r)
	return r.Meta().Short
}

// said lists a run's issues as "row severity code column", in the order of the rows; a column without a name goes by its index.
func said(t *testing.T, r *run.Run) []string {
	t.Helper()
	var lines []string
	for i, err := range r.Issues() {
		if err != nil {
			t.Fatal(err)
		}
		column := i.ColumnName
		if column == "" && i.Column >= 0 {
			column = fmt.Sprint(i.Column)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", i.Number, i.Severity, i.Code, column)))
	}
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(a[:2], b[:2]) })
	return lines
}

// issueTexts joins what a run says of its rows.
func issueTexts(t *testing.T, r *run.Run) string {
	t.Helper()
	var b strings.Builder
	for i, err := range r.Issues() {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%d %s → %s\n", i.Number, i.Message, i.Suggestion)
	}
	return b.String()
}

// TestMendedCells: which cells of rejects that come back were changed by a spreadsheet.
func TestMendedCells(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	w.load("Eken AB|1-2")
	first := w.importedOnce(t, "Namn;Kundnr;Anm;Moderbolag\n"+
		"Granen AB;K-1;a;\n"+ // 2
		";00123;2024-01-15;\n"+
		";123456789012;TRUE;\n"+ // 4
		"Tallen AB;00456;00789;00789\n"+ // whose parent is missing
		"Lindgård AB;K-6;åäö;Åkerö AB\n"+ // 6
		"Ros#N/A AB;#N/A;x;\n"+
		";2024-01-15;x;\n"+ // 8, where a date is odd
		"Eken AB;2-jan;x;\n"+ // of 1-2, as the API has it
		"GrÃ¤nna AB;K-9;x;\n") // 10
	const header = "Namn;Kundnr;Anm;Moderbolag;orgbatch_row;orgbatch_error\n"
	for _, c := range []struct {
		name, text string
		want       []string
		says       string // a part of what is said
	}{
		{"nothing", header + "Almen AB;00123;2024-01-15;;R:3;x\n", nil, ""},
		{"a number", header + "Almen AB;123;2024-01-15;;R:3;x\n", []string{"2 error cell-changed-by-spreadsheet Kundnr"},
			`the cell B2, "Kundnr", was "00123" in run ` + first + ` and is "123" now: it was taken for a number, and the zeros at its start are gone; write it back, or, if "123" is meant, write ` + first + `:3! under orgbatch_row → 00123`},
		{"a number that is meant", header + "Almen AB;123;45306;;R:3!;x\n", []string{"2 warning cell-changed-by-spreadsheet Kundnr", "2 warning cell-changed-by-spreadsheet Anm"},
			"the row's orgbatch_row says that it is meant → \n"},
		{"a cell that isn't sent", header + "Almen AB;00123;45306;;R:3;x\n", []string{"2 warning cell-changed-by-spreadsheet Anm"}, "it isn't sent → 2024-01-15"},
		{"a cell that the row was rejected for", header + "Tallen AB;00456;00789;789;R:5;x\n", []string{"2 error parent-missing Moderbolag"}, ""},
		{"another cell of that row", header + "Tallen AB;456;00789;;R:5;x\n", []string{"2 error cell-changed-by-spreadsheet Kundnr"}, ""},
		{"that cell as it was", header + "Lindgård AB;K-6;åäö;Åkerö AB;R:6;x\n", []string{"2 error parent-missing Moderbolag"}, ""},
		{"letters of the cell that the row was rejected for", header + "Lindgård AB;K-6;åäö;?ker? AB;R:6;x\n", []string{"2 error cell-changed-by-spreadsheet Moderbolag", "2 error parent-missing Moderbolag"}, "letters were lost"},
		{"letters in the name", header + "LindgÃ¥rd AB;K-6;åäö;;R:6;x\n", []string{"2 error cell-changed-by-spreadsheet Namn"}, "decoded wrongly"},
		{"a cell that was only warned of", header + "Almen AB;45306;x;;R:8;x\n", []string{"2 error cell-changed-by-spreadsheet Kundnr"}, "taken for a date"},
		{"a cell that the row was held for", header + "Eken AB;1-2;x;;R:9;x\n", nil, ""},
		{"letters that were spoilt before", header + "GrÃƒÂ¤nna AB;K-9;x;;R:10;x\n", nil, ""},
		{"columns in another order", "orgbatch_row;Moderbolag;Kundnr;Namn\nR:3;;123;Almen AB\n", []string{"2 error cell-changed-by-spreadsheet Kundnr"}, "the cell C2"},
		{"a column that is new", "Namn;Kundnr;Telefon;orgbatch_row\nAlmen AB;00123;08;R:3\n", nil, ""},
		{"a column less", "Namn;orgbatch_row\nAlmen AB;R:3\n", nil, ""},
		{"a blank cell", header + "Almen AB;;2024-01-15;;R:3;x\n", nil, ""},
		{"rows of their own", header + "Almen AB;123;x;;;\nEken AB;00123;x;;;\n", nil, ""},
	} {
		r, _ := w.plan(strings.ReplaceAll(c.text, "R:", first+":"), func(o *plan.Options) { o.RunsDir = copied(t, w.runs) })
		if got := spreadsheets(said(t, r)); !slices.Equal(got, c.want) || !strings.Contains(issueTexts(t, r), c.says) {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.want, issueTexts(t, r))
		}
		done(t, r)
	}
}

// copied is a copy of a folder of runs, so that what is planned in it isn't there for others.
func copied(t *testing.T, runs string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "runs")
	if err := os.CopyFS(dir, os.DirFS(runs)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestMendedColumns: the columns of rejects are found again by their names, also where these are spoilt, stand twice or are none.
func TestMendedColumns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	first := w.importedOnce(t, ";Anm;Företag;Anm;Kundnr;\n0a;01;Granen AB;02;K-1;x\n0077;0012;;0034;K-2;0099\n") // column A has no name, nor has F
	for _, c := range []struct {
		name, header, row string
		want              []string
	}{
		{"as they were", "A;Anm;Företag;Anm;Kundnr;;orgbatch_row", "0077;0012;Almen AB;0034;K-2;0099;R:3", nil},
		{"the first, by its letter", "A;Anm;Företag;Anm;Kundnr;;orgbatch_row", "77;0012;Almen AB;0034;K-2;0099;R:3", []string{"2 warning cell-changed-by-spreadsheet A"}},
		{"the first of two", "A;Anm;Företag;Anm;Kundnr;;orgbatch_row", "0077;12;Almen AB;0034;K-2;0099;R:3", []string{"2 warning cell-changed-by-spreadsheet Anm"}},
		{"the second of two", "A;Anm;Företag;Anm;Kundnr;;orgbatch_row", "0077;0012;Almen AB;34;K-2;0099;R:3", []string{"2 warning cell-changed-by-spreadsheet Anm"}},
		{"the other of two", "A;Anm;Företag;Anm;Kundnr;;orgbatch_row", "0077;34;Almen AB;0034;K-2;0099;R:3", nil},
		{"the last, without a name", "A;Anm;Företag;Anm;Kundnr;;orgbatch_row", "0077;0012;Almen AB;0034;K-2;99;R:3", []string{"2 warning cell-changed-by-spreadsheet 5"}},
		{"that, where others are missing", "Anm;Företag;Kundnr;;orgbatch_row", "0012;Almen AB;K-2;99;R:3", []string{"2 warning cell-changed-by-spreadsheet 3"}},
		{"a column with a space", "A; Anm ;Företag;Anm;Kundnr;;orgbatch_row", "0077;12;Almen AB;0034;K-2;0099;R:3", []string{"2 warning cell-changed-by-spreadsheet  Anm"}},
		{"ours first", "orgbatch_row;;Anm;Företag", "R:3;77;12;Almen AB", []string{"2 warning cell-changed-by-spreadsheet Anm"}},
		{"a spoilt header", "A;Anm;FÃ¶retag;Anm;Kundnr;;orgbatch_row", "0077;0012;Almen AB;0034;K-2;0099;R:3", nil},
	} {
		r, _ := w.plan(c.header+"\n"+strings.ReplaceAll(c.row, "R:", first+":")+"\n", func(o *plan.Options) {
			o.RunsDir, o.Map = copied(t, w.runs), map[string]string{"name": strconv.Itoa(1 + slices.IndexFunc(strings.Split(strings.TrimPrefix(c.header, "orgbatch_row;"), ";"), func(h string) bool { return strings.HasPrefix(h, "F") }))}
		})
		if got := spreadsheets(said(t, r)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.want, issueTexts(t, r))
		}
		done(t, r)
	}
}

// TestMendedColumnsFurtherRight: columns without a name go by the spreadsheet's letters, also where the table begins further right.
func TestMendedColumnsFurtherRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	first := w.importedOnce(t, ";;;Namn;Kundnr\n;x;0a;Granen AB;K-1\n;y;0077;;K-2\n")
	r, _ := w.plan("B;C;Namn;Kundnr;orgbatch_row\ny;77;Almen AB;K-2;" + first + ":3\n")
	if got, want := said(t, r), []string{"2 warning cell-changed-by-spreadsheet C"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	done(t, r)
}

// spreadsheets leaves what is said of a spreadsheet's changes, and errors.
func spreadsheets(said []string) []string {
	return slices.DeleteFunc(said, func(s string) bool { return strings.Contains(s, " warning ") && !strings.Contains(s, "spreadsheet") })
}

// TestMendedAgain: rejects of rejects are compared with the newest run that had nothing against a cell.
func TestMendedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	first := w.importedOnce(t, "Namn;Kundnr;Anm\nGranen AB;K-1;a\n;00123;0x\n;00456;b\n")
	const header = "Namn;Kundnr;Anm;orgbatch_row\n"
	again := func(text string) string { return header + strings.ReplaceAll(text, "R:", first+":") }
	later := func(o *plan.Options) { o.Now = func() time.Time { return time.Now().Add(time.Hour) } }
	second, _ := w.plan(again(";00777;0x;R:3\nEken AB;456;b;R:4\n"), later) // a person's number, and a spreadsheet's
	done(t, second)
	for _, c := range []struct {
		name, text string
		want       []string
		says       string
	}{
		{"the person's number", "Almen AB;00777;0x;R:3\n", nil, ""},
		{"that, changed", "Almen AB;777;0x;R:3\n", []string{"2 error cell-changed-by-spreadsheet Kundnr"}, `was "00777" in run ` + second.Meta().Short},
		{"the spreadsheet's number once more", "Eken AB;456;b;R:4\n", []string{"2 error cell-changed-by-spreadsheet Kundnr"}, `was "00456" in run ` + first},
		{"the old one", "Eken AB;00456;b;R:4\n", nil, ""},
		{"the spreadsheet's number, meant", "Eken AB;456;b;R:4!\n", []string{"2 warning cell-changed-by-spreadsheet Kundnr"}, ""},
	} {
		r, _ := w.plan(again(c.text), func(o *plan.Options) { o.RunsDir = copied(t, w.runs) })
		if got := spreadsheets(said(t, r)); !slices.Equal(got, c.want) || !strings.Contains(issueTexts(t, r), c.says) {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.want, issueTexts(t, r))
		}
		done(t, r)
	}
}

// TestMendedIdentities: what is said of the identities that rows carry.
func TestMendedIdentities(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	first := w.importedOnce(t, "Namn;Kundnr\nGranen AB;K-1\n;K-2\n;K-3\n")
	used, _ := w.plan("Namn\nUsla AB\n")
	short := map[string]string{"FIRST": first, "USED": used.Meta().Short}
	cut, err := run.Create(w.runs, run.Meta{State: run.Planning, Target: run.Target{URL: w.url}})
	if err != nil {
		t.Fatal(err)
	}
	short["CUT"] = cut.Meta().Short
	done(t, cut)
	damaged, _ := w.plan("Namn\nFlisan AB\n")
	short["DAMAGED"] = damaged.Meta().Short
	spoilt(t, damaged)
	const stopped = "Namn;Kundnr\nHalten AB;S-1\n"
	r, _ := w.plan(stopped)
	short["STOPPED"] = r.Meta().Short
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if books, err := importer.Apply(ctx, w.client, r, push.Options{}); err == nil || books.NotReached != 1 {
		t.Fatalf("%s, %v", books, err)
	}
	done(t, r)
	w.importedOnce(t, stopped) // and then to the last row
	for _, c := range []struct {
		name, text string
		want       []string
		says       string
	}{
		{"of a row that was not reached", "Halten AB;S-1;STOPPED:2\n", []string{"2 warning orgbatch-row-not-rejected orgbatch_row", "2 warning written-by-earlier-run orgbatch_row"}, ""},
		{"mended", "Almen AB;K-2;FIRST:3\nEken AB;K-3;FIRST:4\n", nil, ""},
		{"in capitals", "Almen AB;K-2;UPPER:3\n", nil, ""},
		{"none", "Almen AB;K-2;347\nEken AB;K-3;!\nHasseln AB;K-4;FIRST:0x3\n",
			[]string{"2 error bad-orgbatch-row orgbatch_row", "3 error bad-orgbatch-row orgbatch_row", "4 error bad-orgbatch-row orgbatch_row"}, "this names no row of a run"},
		{"of no row", "Almen AB;K-2;FIRST:99\n", []string{"2 error orgbatch-row-not-there orgbatch_row"}, "run " + first + " has no such row"},
		{"of no source", "Almen AB;K-2;FIRST:2:3\n", []string{"2 error orgbatch-row-not-there orgbatch_row"}, ""},
		{"of a row that was written", "Granen AB;K-1;FIRST:2\n", []string{"2 warning written-by-earlier-run orgbatch_row"}, "has created this row already as \"Granen AB\" ("},
		{"of a row that was written elsewhere", "Granen AB;K-1;FIRST:2\n", []string{"2 warning orgbatch-row-not-rejected orgbatch_row"}, "did not reject this row"},
		{"of a run that isn't there", "Almen AB;K-2;zzzz:3\n", []string{"2 warning orgbatch-row-of-unknown-run orgbatch_row"}, "run zzzz isn't in "},
		{"of a run in use", "Almen AB;K-2;USED:2\n", []string{"2 warning orgbatch-row-of-unknown-run orgbatch_row"}, "is in use, so"},
		{"of a run that is damaged", "Almen AB;K-2;DAMAGED:2\n", []string{"2 warning orgbatch-row-of-unknown-run orgbatch_row"}, "can't be read, so"},
		{"of a run that was cut off", "Almen AB;K-2;CUT:2\n", []string{"2 warning orgbatch-row-of-unknown-run orgbatch_row"}, "was never planned to its end, so"},
		{"twice", "Almen AB;K-2;FIRST:3\nEken AB;K-3;FIRST:4\nHasseln AB;K-4;FIRST:3\n",
			[]string{"2 error orgbatch-row-twice orgbatch_row", "4 error orgbatch-row-twice orgbatch_row"}, "2 row 4 carries this identity too"},
		{"three times", "Almen AB;K-2;FIRST:3\nEken AB;K-3;FIRST:3\nHasseln AB;K-4;FIRST:3\n",
			[]string{"2 error orgbatch-row-twice orgbatch_row", "3 error orgbatch-row-twice orgbatch_row", "4 error orgbatch-row-twice orgbatch_row"}, "4 row 2 carries this identity too"},
	} {
		text := c.text
		for name, s := range short {
			text = strings.ReplaceAll(text, name+":", s+":")
		}
		text = strings.ReplaceAll(text, "UPPER", strings.ToUpper(first))
		r, _ := w.plan("Namn;Kundnr;orgbatch_row\n"+text, func(o *plan.Options) {
			if c.name != "of a run in use" {
				o.RunsDir = copied(t, w.runs)
			}
			if strings.HasSuffix(c.name, "elsewhere") {
				o.Target.URL = "https://elsewhere.example"
			}
		})
		if got := said(t, r); !slices.Equal(got, c.want) || !strings.Contains(issueTexts(t, r), c.says) {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.want, issueTexts(t, r))
		}
		done(t, r)
	}
}

// spoilt closes a run and writes over its database.
func spoilt(t *testing.T, r *run.Run) {
	t.Helper()
	done(t, r)
	if err := os.WriteFile(filepath.Join(r.Dir(), "run.db"), []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// later lets a plan be made so many hours from now: of runs of one second nobody knows which is the newer one.
func later(hours int) func(*plan.Options) {
	return func(o *plan.Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(hours) * time.Hour) }
	}
}

// TestMendedPlaces: rows that were refused for where they stood, or for cells that they lacked, are refused until somebody changes them.
func TestMendedPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	first := w.importedOnce(t, "Namn;Kundnr;Antal\nLinden AB;y\nAl AB;K-8;2\nNorr;K-9;3\n"+
		"Norr Summa;;4\n"+ // 5, which reads like a sum
		"Kort AB;x\n"+ // 6, whose second cell is no number
		"Ensam AB\n"+ // 7
		"Bok AB;K-6;5\n"+
		";K-5\n") // 9, which only lacks a blank cell, and a name
	const header = "Namn;Kundnr;Antal;orgbatch_row;orgbatch_error\n"
	const book = "orgbatch_error;orgbatch_suggestion;Namn;Kundnr;Antal;orgbatch_row\n"
	for _, c := range []struct {
		name, text string
		want       []string
		says       string
	}{
		{"a sum as it was", header + "Norr Summa;;4;R:5;x\n", []string{"2 error note-or-row"}, "the row is as it was in its file"},
		{"a sum, and blank cells behind it", header + "Norr Summa;;4;R:5;x;;\n", []string{"2 error note-or-row"}, ""},
		{"a sum, renamed", header + "Norrhus AB;;4;R:5;x\n", nil, ""},
		{"a sum with a code", header + "Norr Summa;K-1;4;R:5;x\n", nil, ""},
		{"a sum that is meant", header + "Norr Summa;;4;R:5; \n", nil, ""},
		{"a sum without a reason", "Namn;Kundnr;Antal;orgbatch_row\nNorr Summa;;4;R:5\n", []string{"2 error note-or-row"}, ""},
		{"a sum, cut off behind its identity", header + "Norr Summa;;4;R:5\n", []string{"2 error note-or-row"}, ""},
		{"a sum, its reason first", "orgbatch_error;Namn;Kundnr;Antal;orgbatch_row\n;Norr Summa;;4;R:5\n", nil, ""},
		{"a sum as a workbook has it", book + "x;;Norr Summa;;4;R:5\n", []string{"2 error note-or-row"}, "the row is as it was in its file"},
		{"a sum that is meant in a workbook", book + ";;Norr Summa;;4;R:5\n", nil, ""},
		{"two cells as a workbook has them", book + "x;;Kort AB;x;;R:6\n", []string{"2 error short-row"}, "the row had only 2 cells in the file"},
		{"one cell as a workbook has it", book + "x;y;Ensam AB;;;R:7\n", []string{"2 error short-row"}, "the row had only 1 cell in the file"},
		{"one cell and a second in a workbook", book + "x;y;Ensam AB;K-1;;R:7\n", nil, ""},
		{"two cells that are meant in a workbook", book + ";y;Kort AB;x;;R:6\n", nil, ""},
		{"two cells of the first row", header + "Linden AB;y;;R:2;x\n", []string{"2 error short-row"}, ""},
		{"two cells, cut off behind the identity", header + "Kort AB;x;;R:6\n", []string{"2 error short-row"}, ""},
		{"two cells", header + "Kort AB;x;;R:6;x\n", []string{"2 error short-row"}, "the row had only 2 cells in the file"},
		{"two cells, one of them another", header + "Kort AB;y;;R:6;x\n", []string{"2 error short-row"}, ""},
		{"two cells and a third", header + "Kort AB;x;9;R:6;x\n", nil, ""},
		{"two cells that are meant", header + "Kort AB;x;;R:6;\n", nil, ""},
		{"two cells without a reason", "Namn;Kundnr;Antal;orgbatch_row\nKort AB;x;;R:6\n", []string{"2 error short-row"}, ""},
		{"two cells, and a column of ours before the third", "Namn;Kundnr;orgbatch_row;Antal\nKort AB;x;R:6;\n", []string{"2 error short-row"}, ""},
		{"one cell", header + "Ensam AB;;;R:7;x\n", []string{"2 error short-row"}, "the row had only 1 cell in the file"},
		{"one cell and a second", header + "Ensam AB;K-1;;R:7;x\n", nil, ""},
		{"a row that was only short", header + "Asp AB;K-5;;R:9;x\n", nil, ""},
	} {
		r, _ := w.plan(strings.ReplaceAll(c.text, "R:", first+":"), func(o *plan.Options) { o.RunsDir = copied(t, w.runs) })
		got := slices.DeleteFunc(said(t, r), func(s string) bool { return strings.Contains(s, " warning ") })
		if !slices.Equal(got, c.want) || !strings.Contains(issueTexts(t, r), c.says) {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.want, issueTexts(t, r))
		}
		done(t, r)
	}
}

// TestMendedPlacesOfRejects: cells that a row of rejects lacked are counted without ours, which stood before them.
func TestMendedPlacesOfRejects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	const header = "orgbatch_error;orgbatch_suggestion;Namn;Kundnr;Antal\n"
	first := w.importedOnce(t, header+";;Al AB;K-8;2\n;;Kort AB;x\n;;Bok AB;K-6;5\n")
	for row, want := range map[string][]string{";Kort AB;x;": {"2 error short-row"}, ";Kort AB;x;9": nil} {
		r, _ := w.plan("orgbatch_suggestion;Namn;Kundnr;Antal;orgbatch_row\n"+row+";"+first+":3\n", func(o *plan.Options) { o.RunsDir = copied(t, w.runs) })
		if got := said(t, r); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q\n%s", row, got, want, issueTexts(t, r))
		}
		done(t, r)
	}
}

// TestMendedWritten: rows that an earlier run has written already make no second organization.
func TestMendedWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	there := w.load("Björken AB")
	first := w.importedOnce(t, "Namn;Kundnr\n;002\n;K-3\n")
	text := func(rows string) string {
		return "id;Namn;Kundnr;orgbatch_row\n" + strings.ReplaceAll(rows, "R:", first+":")
	}
	apply := func(r *run.Run) string {
		if _, err := w.apply(r, push.Options{SkipInvalid: true}); err != nil {
			t.Fatal(err)
		}
		done(t, r)
		return r.Meta().Short
	}
	r, _ := w.plan(text(";Almen AB;002;R:2\n"), later(1))
	second := apply(r)
	r, _ = w.plan(text(";Almen AB;002;R:2\n"), later(2)) // finds it as it is
	apply(r)
	r, _ = w.plan(text(";Almen AB;002;R:2\n"), later(3))
	third := apply(r)
	id := w.there()["Almen AB"].ID.String()
	for _, c := range []struct {
		name, rows, books string
		want              []string
		says              string
	}{
		{"as it is there", ";Almen AB;002;R:2\n", "1 unchanged", []string{"2 warning written-by-earlier-run orgbatch_row"},
			"run " + second + " has created this row already as \"Almen AB\" (" + id + "); it is compared with what is there now"},
		{"under another name", ";Hasseln AB;002;R:2\n", "1 held", []string{"2 warning written-by-earlier-run orgbatch_row"},
			"and this row doesn't find that organization any more; to change it, write that id in the row; to make another one, empty the cell under orgbatch_row, or for all such rows --accept written-by-earlier-run"},
		{"under another name, meant", ";Hasseln AB;K-9;R:2!\n", "1 held", []string{"2 warning written-by-earlier-run orgbatch_row"}, ""},
		{"under another name, with its id", id + ";Hasseln AB;002;R:2\n", "1 updated", []string{"2 warning written-by-earlier-run orgbatch_row"}, "it is compared"},
		{"under the name of another", ";Björken AB;K-9;R:2\n", "1 held", []string{"2 warning written-by-earlier-run orgbatch_row"}, ""},
		{"with the id of another", there["Björken AB"].ID.String() + ";Björken AB;K-9;R:2\n", "1 updated", []string{"2 warning written-by-earlier-run orgbatch_row"}, "it is compared"},
		{"with an error", ";Almen AB;2;R:2\n", "1 rejected", []string{"2 error cell-changed-by-spreadsheet Kundnr", "2 warning written-by-earlier-run orgbatch_row"}, "; take the row away"},
		{"of another row", ";Eken AB;K-3;R:3\n", "1 created", nil, ""},
	} {
		r, s := w.plan(text(c.rows), later(4), func(o *plan.Options) { o.RunsDir = copied(t, w.runs) })
		if got := said(t, r); !slices.Equal(got, c.want) || !strings.Contains(issueTexts(t, r), c.says) || !strings.Contains(s.Books.String(), c.books) {
			t.Errorf("%s: %s, %q, want %s, %q\n%s", c.name, s.Books, got, c.books, c.want, issueTexts(t, r))
		}
		done(t, r)
	}
	r, _ = w.plan(text(";Almen Syd AB;K-9;R:2\n"), later(4), func(o *plan.Options) {
		o.RunsDir, o.Target.URL = copied(t, w.runs), "https://elsewhere.example"
	})
	if got := said(t, r); len(got) != 0 {
		t.Errorf("written on another target: %q", got)
	}
	done(t, r)
	written, err := run.Resolve(w.runs, second)
	if err != nil {
		t.Fatal(err)
	}
	r, err = run.Open(written)
	if err != nil {
		t.Fatal(err)
	}
	w.undo(r)
	done(t, r)
	r, s := w.plan(text(";Almen Syd AB;K-9;R:2\n"), later(4))
	if want := "run " + third + " has found this row already"; s.Books.Held != 1 || !strings.Contains(issueTexts(t, r), want) {
		t.Errorf("written by a run that was taken back: %s, %s, want %s", s.Books, issueTexts(t, r), want)
	}
	done(t, r)
}

// TestMendedSincePlanned: of a plan that waited, the rows are held that another run has written since.
func TestMendedSincePlanned(t *testing.T) {
	t.Parallel()
	w, elsewhere := newWorld(t, sandbox.Options{}), newWorld(t, sandbox.Options{})
	elsewhere.runs = w.runs
	first := w.importedOnce(t, "Namn;Kundnr\n;K-2\n;K-3\n;K-4\n")
	text := func(rows string) string {
		return "Namn;Kundnr;orgbatch_row\n" + strings.ReplaceAll(rows, "R:", first+":")
	}
	r, _ := w.plan(text("Almen AB;K-2;R:2\nEken AB;K-3;R:3\nHasseln AB;K-4;R:4\nGranen AB;K-5;\n"))
	other, _ := w.plan(text("Videt AB;K-2;R:2\n"))
	if _, err := w.apply(other, push.Options{}); err != nil {
		t.Fatal(err)
	}
	done(t, other)
	another, _ := elsewhere.plan(text("Sälgen AB;K-3;R:3\n"))
	if _, err := elsewhere.apply(another, push.Options{}); err != nil {
		t.Fatal(err)
	}
	done(t, another)
	planned, _ := w.plan(text("Rönnen AB;K-4;R:4\n"))
	done(t, planned)
	books, err := w.apply(r, push.Options{})
	if err != nil || books.Held != 1 || books.Created != 3 {
		t.Fatalf("apply: %s, %v", books, err)
	}
	message, err := r.Journal().Message(0)
	if want := "run " + other.Meta().Short + " has created this row already as \"Videt AB\" ("; err != nil || !strings.HasPrefix(message, want) || !strings.Contains(message, ") since this was planned; to change it, ") {
		t.Errorf("%q, %v, want %q …", message, err, want)
	}
}

// mending writes what became of a run's rejects, the runs by the names that a test gives them.
func mending(t *testing.T, path string, names map[string]string) string {
	t.Helper()
	r, err := run.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := history.MendingOf(r)
	if err != nil {
		t.Fatal(err)
	}
	done(t, r)
	name := func(short string) string {
		for n, s := range names {
			if s == short {
				return n
			}
		}
		return short
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d rejected, %d held, %d corrected, %d left", m.Rejected, m.Held, m.Mended, m.Left)
	for _, by := range m.By {
		fmt.Fprintf(&b, "; %s corrected %d, would %d, undone %v", name(by.Meta.Short), by.Mended, by.Would, by.Undone)
	}
	for _, in := range m.LeftIn {
		fmt.Fprintf(&b, "; %d in %s, %d open", in.Rows, name(in.Meta.Short), in.Open)
		if filepath.Base(in.Path) != in.Meta.ID {
			t.Errorf("%s is said to be in %s", in.Meta.ID, in.Path)
		}
	}
	if m.Elsewhere > 0 {
		fmt.Fprintf(&b, "; %d elsewhere", m.Elsewhere)
	}
	for _, u := range m.Unreadable {
		fmt.Fprintf(&b, "; %s unreadable, in use %v, damaged %v", name(u.Short), u.InUse, u.Err != nil)
	}
	for _, gone := range m.Gone {
		b.WriteString("; gone " + name(gone))
	}
	return b.String()
}

// TestMendingOf: what became of the rows that a run rejected or held, over all runs since.
func TestMendingOf(t *testing.T) {
	t.Parallel()
	w, elsewhere := newWorld(t, sandbox.Options{}), newWorld(t, sandbox.Options{})
	elsewhere.runs = w.runs
	w.load("Exempelbacken AB")
	names := map[string]string{}
	paths := map[string]string{}
	do := func(w *world, name string, hours int, text string, apply bool) *run.Run {
		r, _ := w.plan(text, later(hours))
		if apply {
			if _, err := w.apply(r, push.Options{SkipInvalid: true}); err != nil {
				t.Fatal(err)
			}
		}
		names[name], paths[name] = r.Meta().Short, r.Dir()
		return r
	}
	text := func(rows string) string {
		return "Namn;Kundnr;orgbatch_row\n" + strings.ReplaceAll(rows, "R:", names["first"]+":")
	}
	check := func(what, path, want string) {
		t.Helper()
		if got := mending(t, paths[path], names); got != want {
			t.Errorf("%s:\n got %s\nwant %s", what, got, want)
		}
	}
	done(t, do(w, "first", 0, "Namn;Kundnr\nGranen AB;K-1\n;K-2\n;K-3\n;K-4\nExempelbacken  AB;K-5\n", true))
	check("nothing yet", "first", "3 rejected, 1 held, 0 corrected, 4 left; 4 in first, 0 open")

	done(t, do(w, "dry", 1, text("Almen AB;K-2;R:3\nEken AB;K-3;R:4\n;K-4;R:5\nGranen AB;K-1;R:2\n"), false))
	check("a dry run", "first", "3 rejected, 1 held, 0 corrected, 4 left; dry corrected 0, would 2, undone false; 1 in dry, 0 open; 3 in first, 0 open")

	second := do(w, "second", 2, text("Almen AB;K-2;R:3\n;K-3;R:4\n"), true)
	check("a run in use", "first", "3 rejected, 1 held, 0 corrected, 4 left; dry corrected 0, would 2, undone false; 1 in dry, 0 open; 3 in first, 0 open; second unreadable, in use true, damaged false")
	done(t, second)
	check("a run that corrected one", "first", "3 rejected, 1 held, 1 corrected, 3 left; second corrected 1, would 0, undone false; 1 in second, 0 open; 1 in dry, 0 open; 1 in first, 0 open")
	check("and its own", "second", "1 rejected, 0 held, 0 corrected, 1 left; 1 in second, 0 open")

	done(t, do(w, "third", 3, text("Almen AB;K-2;R:3\n"), true)) // once more
	done(t, do(elsewhere, "there", 4, text("Eken AB;K-3;R:4\nHasseln AB;K-4;R:5\n"), true))
	taken := do(w, "taken", 5, text("Hasseln AB;K-4;R:5\n"), true)
	w.undo(taken)
	done(t, taken)
	check("another target, and what was taken back", "first", "3 rejected, 1 held, 1 corrected, 3 left; second corrected 1, would 0, undone false; taken corrected 1, would 0, undone true; 1 in second, 0 open; 1 in dry, 0 open; 1 in first, 0 open; 2 elsewhere")

	done(t, do(w, "last", 6, text("Eken AB;K-3;R:4\nHasseln AB;K-4;R:5\nExempelbacken Syd AB;K-5;R:6\n"), true))
	check("all", "first", "3 rejected, 1 held, 4 corrected, 0 left; second corrected 1, would 0, undone false; taken corrected 1, would 0, undone true; last corrected 3, would 0, undone false")
	check("all of the second", "second", "1 rejected, 0 held, 1 corrected, 0 left; last corrected 1, would 0, undone false")

	damaged := do(w, "damaged", 7, text("Videt AB;K-3;R:4\n"), false)
	spoilt(t, damaged)
	if err := os.RemoveAll(paths["first"]); err != nil {
		t.Fatal(err)
	}
	check("the first run is gone", "second", "1 rejected, 0 held, 1 corrected, 0 left; last corrected 1, would 0, undone false; damaged unreadable, in use false, damaged true; gone first")
}

// TestOrigins: the runs that the rows of a file of rejects were read in first.
func TestOrigins(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	first := w.importedOnce(t, "Namn;Kundnr\n;K-2\n;K-3\n")
	for text, want := range map[string][]string{
		"Namn;Kundnr\nAlmen AB;K-2\n":                                                             nil,
		"Namn;Kundnr;orgbatch_row\nAlmen AB;K-2;\n":                                               nil,
		"Namn;Kundnr;orgbatch_row\nAlmen AB;K-2;R:2\nEken AB;K-3;R:3\n":                           {first},
		"Namn;Kundnr;orgbatch_row\nAlmen AB;K-2;R:2\nEken AB;K-3;zzzz:3\nHasseln AB;K-4;zzzz:4\n": {first, "zzzz"},
	} {
		r, _ := w.plan(strings.ReplaceAll(text, "R:", first+":"))
		if got, err := history.Origins(r); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
		done(t, r)
	}
}
