package main

import (
	"fmt"
	"slices"
	"strings"
)

// verdict is what is to be said of a file.
type verdict struct {
	// oldWrong and newWrong say where a program isn't right, as far as the truth is known.
	oldWrong, newWrong []string
	// moved says where the tables of the two programs differ.
	moved []string
	// stops and warns are what the new program says and the old one didn't; ruled is the part of it that is right to say.
	stops, warns, ruled []string
	// layout says what else differs.
	layout []string
}

func judge(f file, was, is answer) verdict {
	v := verdict{oldWrong: f.wrongs(was), newWrong: f.wrongs(is), moved: differences(was.below(), is.below(), "the old program", "the new one")}
	if stops := stopped(was); stops != "" {
		v.oldWrong = append(v.oldWrong, stops)
		if stops = stopped(is); stops != "" {
			v.newWrong = append(v.newWrong, stops)
		}
	}
	for _, command := range []string{"validate", "inspect", "as", "import"} {
		if before, now := was.Exits[command], is.Exits[command]; now != 0 && now != before && !(before == 3 && now == 0) {
			v.stops = append(v.stops, fmt.Sprintf("%s ends with %d instead of %d", commandName(command), now, before))
		}
	}
	v.compareIssues(f, was, is)
	if strings.Contains(is.Said, "--encoding") && !strings.Contains(was.Said, "--encoding") {
		v.warns = append(v.warns, "it is in doubt about the encoding")
	}
	if was.Layout != is.Layout {
		v.layout = append(v.layout, fmt.Sprintf("%+v, was %+v", is.Layout, was.Layout))
	}
	return v
}

// stopped says that a program gave up on the file as a whole.
func stopped(a answer) string {
	if code := a.Exits["validate"]; code == 0 || code == 3 {
		return ""
	}
	for line := range strings.Lines(a.Said) {
		if strings.HasPrefix(line, "orgbatch: ") {
			return "it stops: " + short(line[strings.LastIndex(line, "/")+1:])
		}
	}
	return "it stops: " + short(a.Said)
}

func commandName(command string) string {
	return strings.Replace(command, "as", "inspect --as", 1)
}

// compareIssues finds issues that are new: on a row that had none as grave, or of a code that only the plan has.
func (v *verdict) compareIssues(f file, was, is answer) {
	gravest := map[int]int{}
	codes := map[string]bool{}
	for _, i := range was.Issues {
		gravest[i.Row] = max(gravest[i.Row], grade(i.Severity))
		codes[i.Severity+" "+i.Code] = true
	}
	for _, i := range is.Issues {
		codes[i.Severity+" "+i.Code] = true
		if grade(i.Severity) <= gravest[i.Row] {
			continue
		}
		v.add(f, i.Severity, i.Code, fmt.Sprintf("%s %s in row %d: %s", i.Severity, i.Code, i.Row, short(i.Message)))
	}
	for _, planned := range was.Planned {
		codes[codeOf(planned)] = true
	}
	for _, planned := range is.Planned {
		if severity, code, ok := strings.Cut(codeOf(planned), " "); ok && !codes[codeOf(planned)] {
			v.add(f, severity, code, "planned: "+planned)
		}
	}
}

// codeOf are the severity and the code of a planned issue.
func codeOf(planned string) string {
	words := strings.SplitN(planned, " ", 3)
	return strings.Join(words[:min(2, len(words))], " ")
}

func (v *verdict) add(f file, severity, code, text string) {
	named := slices.Contains(f.may, code)
	switch {
	case named, f.allowed(code) && severity == "warning":
		v.ruled = append(v.ruled, text)
	case severity == "warning":
		v.warns = append(v.warns, text)
	default:
		v.stops = append(v.stops, text)
	}
}

func grade(severity string) int {
	switch severity {
	case "error":
		return 2
	case "warning":
		return 1
	}
	return 0
}

// wrongs says where an answer isn't the truth.
func (f file) wrongs(a answer) []string {
	if !f.truth() {
		return nil
	}
	wrong := differences(f.rows, a.below(), "the file", "read")
	if f.header != nil && len(a.Table) > 0 && !sameCells(f.header, a.Table[0]) {
		wrong = append(wrong, fmt.Sprintf("the header is %s, read %s", short(fmt.Sprintf("%q", f.header)), short(fmt.Sprintf("%q", a.Table[0]))))
	}
	for field, header := range f.fields {
		if got := a.Fields[field]; unbroken(got) != unbroken(header) {
			wrong = append(wrong, fmt.Sprintf("%s is taken from %q, not from %q", field, got, header))
		}
	}
	slices.Sort(wrong[min(len(wrong), 1):])
	if _, asked := a.Exits["import"]; asked && f.created >= 0 && a.Created != f.created {
		wrong = append(wrong, fmt.Sprintf("%d organizations would be created, not %d", a.Created, f.created))
	}
	return wrong
}

// below are the rows of the table that a program read, without the header that delimited text needn't have.
func (a answer) below() [][]string {
	if len(a.Table) == 0 || a.Layout.Name == "csv" && a.Layout.HeaderRow == 0 {
		return a.Table
	}
	return a.Table[1:]
}

// differences says how many rows two tables have, and where the first difference stands. Blank cells at the end of a row and blank rows are
// none, nor is the kind of line end within a cell.
func differences(want, got [][]string, wanted, seen string) []string {
	want, got = trimmed(want), trimmed(got)
	var found []string
	if len(want) != len(got) {
		found = append(found, fmt.Sprintf("%d rows in %s, %d in %s", len(want), wanted, len(got), seen))
	}
	for i := range min(len(want), len(got)) {
		if !sameCells(want[i], got[i]) {
			return append(found, fmt.Sprintf("row %d of the table, ", i+1)+otherCell(want[i], got[i], wanted, seen))
		}
	}
	if len(found) > 0 {
		longer := want
		if len(got) > len(want) {
			longer = got
		}
		found = append(found, "the first row more: "+short(fmt.Sprintf("%q", longer[min(len(want), len(got))])))
	}
	return found
}

// sameCells says that two rows hold the same, but for the kind of line end within a cell.
func sameCells(want, got []string) bool {
	return slices.EqualFunc(want, got, func(a, b string) bool { return unbroken(a) == unbroken(b) })
}

// otherCell names the first cell in which two rows differ, or the rows where one has more cells than the other.
func otherCell(want, got []string, wanted, seen string) string {
	if len(want) != len(got) {
		return fmt.Sprintf("%s: %s, %s: %s", wanted, short(fmt.Sprintf("%q", want)), seen, short(fmt.Sprintf("%q", got)))
	}
	i := 0
	for i < len(want)-1 && unbroken(want[i]) == unbroken(got[i]) {
		i++
	}
	return fmt.Sprintf("cell %d, %s: %s, %s: %s", i+1, wanted, short(fmt.Sprintf("%q", want[i])), seen, short(fmt.Sprintf("%q", got[i])))
}

// unbroken is a text with one kind of line end.
func unbroken(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// short cuts a text that is too long to print.
func short(text string) string {
	const most = 160
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) <= most {
		return string(letters)
	}
	return string(letters[:most]) + "…"
}
