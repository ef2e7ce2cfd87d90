package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/table/charset"
)

// sendable are the texts that Pigello takes as they are; LibreOffice keeps no carriage return, and it and gnumeric write
// some texts that look like a workbook's escapes as these.
func sendable() (texts []string) {
	for _, text := range hard {
		if strings.Trim(text, " \t\r\n\u00a0\u2003\u2028\ufeff") == text && !strings.Contains(text, "\r") && !strings.HasPrefix(text, "_x") && utf8.RuneCountInString(text) <= 128 {
			texts = append(texts, text)
		}
	}
	return texts
}

// trips lets exports and rejects go through other programs and come back.
func trips(dir string) (failed bool, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return false, err
	}
	texts := sendable()
	w, err := newWorkshop(dir, texts)
	if err != nil {
		return false, err
	}
	for _, t := range exportTrips {
		came, err := w.exportTrip(t, len(texts))
		if err != nil {
			fmt.Printf("%s: %v\n", t.name, err)
			failed = true
			continue
		}
		fmt.Printf("%-50s %s\n", t.name, came)
	}
	// What an import says something of itself is there to be changed.
	texts = slices.DeleteFunc(texts, func(t string) bool { return strings.HasPrefix(t, "#") || strings.EqualFold(t, "null") })
	for i, t := range rejectTrips {
		texts := texts
		if t.encoding != "utf-8" { // of one byte a letter, in most of them
			texts = slices.DeleteFunc(slices.Clone(texts), func(t string) bool {
				return strings.ContainsFunc(t, func(r rune) bool { return r > unicode.MaxLatin1 })
			})
		}
		came, err := w.rejectTrip(t, fmt.Sprintf("trip%d", i), texts)
		if err != nil {
			fmt.Printf("%s: %v\n", t.name, err)
			failed = true
			continue
		}
		fmt.Printf("%-50s %d rows came back as they were, %d were refused\n", t.name, came, len(texts)-came)
		if t.whole && came < len(texts) {
			failed = true
		}
	}
	return failed, nil
}

// trip is a way there and back.
type trip struct {
	name     string
	file     string // what goes out
	whole    bool   // nothing may be refused either
	steps    []step
	encoding string // of the file that rejects are of
	changes  int    // which a person makes just as well
}

// step makes a file of one, in a folder.
type step func(path, scratch string) (string, error)

// What LibreOffice opens and saves. Whoever opens a CSV file in it is asked what its columns are: asText is the answer that changes nothing.
var (
	toXLSX  = office("xlsx:Calc MS Excel 2007 XML")
	toCSV   = office(allCells)
	guessed = office("csv")
	asText  = office(allCells, "--infilter=CSV:44,34,76,1,"+"1/2/2/2/3/2/4/2/5/2/6/2/7/2/8/2")
)

func office(filter string, args ...string) step {
	return func(path, scratch string) (string, error) { return convert(path, scratch, filter, args...) }
}

// filtered runs a program that is given a file and the name of another.
func filtered(to, name string, args ...string) step {
	return func(path, scratch string) (string, error) {
		out := filepath.Join(scratch, to)
		return out, quietly(name, append(args[:len(args):len(args)], path, out)...)
	}
}

// What people write who know no other way.
var (
	pandas = filtered("p.csv", "/usr/bin/python3", "-c", "import pandas, sys; pandas.read_csv(sys.argv[1]).to_csv(sys.argv[2], index=False)")
	rlang  = filtered("r.csv", "Rscript", "-e", "a <- commandArgs(TRUE); write.csv(read.csv(a[1]), a[2], row.names = FALSE, na = \"\")")
)

var exportTrips = []trip{
	{"export.jsonl", "export.jsonl", true, nil, "", 0},
	{"export.csv", "export.csv", true, nil, "", 0},
	{"export.csv, LibreOffice, columns as text", "export.csv", true, []step{asText}, "", 0},
	{"export.xlsx", "export.xlsx", true, nil, "", 0},
	{"export.xlsx, LibreOffice, .xlsx", "export.xlsx", true, []step{toXLSX}, "", 0},
	{"export.xlsx, LibreOffice, .csv", "export.xlsx", true, []step{toCSV}, "", 0},
	{"export.ods, LibreOffice, .xlsx", "export.ods", true, []step{toXLSX}, "", 0},
	{"export.csv, LibreOffice without a question, .csv", "export.csv", false, []step{guessed}, "", 0},
	{"export.csv, gnumeric, .csv", "export.csv", false, []step{filtered("g.csv", "ssconvert")}, "", 1}, // it drops an apostrophe
	{"export.csv, pandas", "export.csv", false, []step{pandas}, "", 0},
	{"export.csv, R", "export.csv", false, []step{rlang}, "", 0},
	{"export --excel", "excel.csv", true, nil, "", 0},
	{"export --excel, LibreOffice without a question, .csv", "excel.csv", false, []step{guessed}, "", 0},
	{"export --excel, gnumeric, .csv", "excel.csv", false, []step{filtered("g.csv", "ssconvert")}, "", 1}, // it drops an apostrophe
	{"export.ods, gnumeric, .xlsx", "export.ods", true, []step{filtered("g.xlsx", "ssconvert")}, "", 0},
}

// exportTrip says what an import of an export that came back would do: write nothing.
func (w *workshop) exportTrip(t trip, rows int) (string, error) {
	command := []string{"export", t.file, "--sandbox-db", "estate.db", "--quiet", "--overwrite"}
	if t.file == "excel.csv" {
		command = append(command, "--excel")
	}
	if _, err := w.run([]int{0}, command...); err != nil {
		return "", err
	}
	path, err := w.through(filepath.Join(w.dir, t.file), t.steps)
	if err != nil {
		return "", err
	}
	events, err := w.run([]int{0, 2, 3, 5}, "import", path, "--sandbox-db", "estate.db", "--dry-run", "--json")
	if err != nil {
		return "", err
	}
	at := strings.Index(events, `"type":"books"`)
	if at < 0 && !t.whole {
		return "the file was refused", nil
	}
	var books struct{ Read, Unchanged, Rejected, Held int }
	if at < 0 {
		return "", fmt.Errorf("there is no plan of %s", path)
	}
	line, _, _ := strings.Cut(events[strings.LastIndexByte(events[:at], '\n')+1:], "\n")
	if err := json.Unmarshal([]byte(line), &books); err != nil {
		return "", err
	}
	refused := books.Rejected + books.Held
	if books.Read != rows || books.Unchanged+refused+t.changes != rows || refused > 0 && t.whole {
		return "", fmt.Errorf("of %d rows %d came back, %d unchanged, %d refused: %s", rows, books.Read, books.Unchanged, refused, path)
	}
	return fmt.Sprintf("%d rows unchanged, %d changed, %d refused", books.Unchanged, t.changes, refused), nil
}

func (w *workshop) through(path string, steps []step) (string, error) {
	for _, s := range steps {
		var err error
		if path, err = s(path, w.dir); err != nil {
			return "", err
		}
	}
	return path, nil
}

var rejectTrips = []trip{
	{"rejects.csv", "rejects.csv", true, nil, "utf-8", 0},
	{"rejects.xlsx, LibreOffice, .xlsx", "rejects.xlsx", true, []step{toXLSX}, "utf-8", 0},
	{"rejects.csv, LibreOffice, columns as text", "rejects.csv", true, []step{asText}, "utf-8", 0},
	{"rejects.csv, LibreOffice without a question, .csv", "rejects.csv", false, []step{guessed}, "utf-8", 0},
	{"rejects.csv, LibreOffice without a question, .xlsx, .csv", "rejects.csv", false, []step{toXLSX, guessed}, "utf-8", 0},
	{"rejects.csv, gnumeric, .csv", "rejects.csv", false, []step{filtered("g.csv", "ssconvert")}, "utf-8", 0},
	{"rejects.csv, gnumeric, .xlsx", "rejects.csv", false, []step{filtered("g.xlsx", "ssconvert")}, "utf-8", 0},
	{"rejects.csv, pandas", "rejects.csv", false, []step{pandas}, "utf-8", 0},
	{"rejects.csv, pandas, .xlsx", "rejects.csv", false, []step{filtered("p.xlsx", "/usr/bin/python3", "-c", "import pandas, sys; pandas.read_csv(sys.argv[1]).to_excel(sys.argv[2], index=False)")}, "utf-8", 0},
	{"rejects.csv, R", "rejects.csv", false, []step{rlang}, "utf-8", 0},
	{"rejects.csv in Windows-1252, LibreOffice", "rejects.csv", false, []step{guessed}, "windows-1252", 0},
	{"rejects.csv in Windows-1252, gnumeric", "rejects.csv", false, []step{filtered("w.csv", "ssconvert")}, "windows-1252", 0},
	{"rejects.csv in Mac Roman, LibreOffice", "rejects.csv", false, []step{guessed}, "macintosh", 0},
	{"rejects.csv in Mac Roman, LibreOffice, .xlsx", "rejects.csv", false, []step{toXLSX}, "macintosh", 0},
	{"rejects.csv in CP850, LibreOffice, .xlsx", "rejects.csv", false, []step{toXLSX}, "cp850", 0},
	{"rejects.csv in UTF-16", "rejects.csv", true, nil, "utf-16le", 0},
	{"rejects.csv in UTF-16, LibreOffice", "rejects.csv", false, []step{guessed}, "utf-16le", 0},
	{"rejects.csv in UTF-16, LibreOffice, .xlsx", "rejects.csv", false, []step{toXLSX}, "utf-16le", 0},
	{"rejects.csv in UTF-16, gnumeric", "rejects.csv", false, []step{filtered("u.csv", "ssconvert")}, "utf-16le", 0},
}

// source writes a file of sound rows but for their parent, which isn't there.
func (w *workshop) source(texts []string, e *charset.Encoding) error {
	var b strings.Builder
	if e.Unit > 1 {
		b.WriteString("\ufeff")
	}
	b.WriteString("Namn,Kundnr,Moderbolag\n")
	for i, text := range texts {
		fmt.Fprintf(&b, "%s,\"%s\",%s\n", accented(i), strings.ReplaceAll(text, `"`, `""`), missing)
	}
	return os.WriteFile(filepath.Join(w.dir, "source.csv"), e.AppendEncoded(nil, []byte(b.String())), 0o600)
}

const missing = "Saknas Holding AB"

// accented is a name with letters that an encoding spoils.
func accented(i int) string { return fmt.Sprintf("Åkerö Exempel %02d AB", i) }

// rejectTrip says how many rows came back as they were; none may have become another.
func (w *workshop) rejectTrip(t trip, name string, texts []string) (came int, err error) {
	db, runs := name+".db", name+"-runs"
	e, err := charset.Named(t.encoding)
	if err != nil {
		return 0, err
	}
	if err := w.source(texts, e); err != nil {
		return 0, err
	}
	if _, err := w.run([]int{3}, "import", "source.csv", "--sandbox-db", db, "--dry-run", "--runs", runs); err != nil {
		return 0, err
	}
	found, err := filepath.Glob(filepath.Join(w.dir, runs, "*", t.file))
	if err != nil || len(found) != 1 {
		return 0, fmt.Errorf("found %q, %v", found, err)
	}
	path := found[0]
	if filepath.Ext(path) == ".csv" {
		path = filepath.Join(w.dir, name+".csv")
		rejects, err := os.ReadFile(found[0])
		if err != nil {
			return 0, err
		}
		was, is := e.AppendEncoded(nil, []byte(","+missing+",")), e.AppendEncoded(nil, []byte(",,"))
		if err := os.WriteFile(path, bytes.ReplaceAll(rejects, was, is), 0o600); err != nil {
			return 0, err
		}
	} else if err := w.createParent(db); err != nil {
		return 0, err
	}
	if path, err = w.through(path, t.steps); err != nil {
		return 0, err
	}
	if _, err := w.run([]int{0, 2, 3, 5}, "import", path, "--sandbox-db", db, "--runs", runs, "--yes", "--skip-invalid"); err != nil {
		return 0, err
	}
	lines, err := w.run([]int{0}, "export", "-", "--format", "jsonl", "--sandbox-db", db)
	if err != nil {
		return 0, err
	}
	return sameTexts(lines, texts)
}

// createParent puts the parent there that was missing.
func (w *workshop) createParent(db string) error {
	_, err := w.run([]int{0}, "create", "--name", missing, "--sandbox-db", db, "--yes")
	return err
}

// sameTexts counts the organizations, each of which must have the text that it went out with.
func sameTexts(lines string, texts []string) (n int, err error) {
	wants := map[string]string{missing: ""}
	for i, text := range texts {
		wants[accented(i)] = text
	}
	for line := range strings.Lines(lines) {
		var o struct {
			Name     string
			CustomID string `json:"custom_id"`
		}
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			return 0, err
		}
		want, there := wants[o.Name]
		switch {
		case !there:
			return 0, fmt.Errorf("the name %s came back", shown(o.Name))
		case o.CustomID != want:
			return 0, fmt.Errorf("%s came back as %s", shown(want), shown(o.CustomID))
		case o.Name != missing:
			n++
		}
	}
	return n, nil
}
