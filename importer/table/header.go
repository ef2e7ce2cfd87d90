package table

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
)

// A header is told from a row of data by the column below: a word above numbers is a name, a number above numbers is one of them. Where all
// is text, most files have a header, and only what speaks against one counts.

const (
	maxHeaderRows = 5
	// headerBar is what the first row must not fall below to be a header, moreBar what a further row must reach.
	headerBar = -0.45
	moreBar   = 0.9
	// headsBar is how much must speak for a row being a header where the rows of the table go on otherwise.
	headsBar = 0.35
)

// heads says whether a row is the header of those below rather than one of them.
func heads(r *sampleRow, below []sampleRow, known func(string) bool) bool {
	return judgeOf(below, len(r.cells), known).score(r) >= headsBar
}

// headerRowsOf counts the rows at the start of a table that name its columns.
func headerRowsOf(body []sampleRow, width int, known func(string) bool) int {
	if len(body) == 0 || slices.ContainsFunc(body[0].cells, func(c sampleCell) bool { return isUUID(strings.TrimSpace(c.text)) }) {
		return 0 // no column is called by an id, even where one row is all there is
	}
	n := 0
	for n < maxHeaderRows && n < len(body) {
		rest := body[n+1:]
		j := judgeOf(withoutCopies(rest, &body[n]), width, known)
		score := j.score(&body[n])
		bar := headerBar
		switch {
		case n > 0 && sparser(&body[n-1], &body[n]) && score >= headerBar && (n+1 < len(body) || score > 0):
			bar = headerBar // names below the names of groups
		case n > 0 && repeats(&body[n-1]) && !repeatsBelow(&body[n-1], &body[n]) && body[n].filled() == width && namesKnown(body[n].cells, width, known):
			bar = headerBar // names below the names of groups that are merged cells
		case n > 0 && continues(&body[n-1], &body[n]):
			bar = headerBar // cells that are merged downwards
		case n > 0 && j.completes(&body[n-1], &body[n]):
			bar = headerBar // names below a group alone
		case n > 0:
			bar = moreBar
			if len(rest) < 3 || j.clashes(&body[n]) < 2 {
				return n
			}
		}
		if score < bar {
			break
		}
		n++
	}
	return n
}

// continues says whether a row repeats cells of the one above and has others below the rest, as where cells of a header are merged downwards.
func continues(above, below *sampleRow) bool {
	if !repeats(above) && above.filled() == len(above.cells) {
		return false // it names every column
	}
	same, others := 0, 0
	for i := range min(len(above.cells), len(below.cells)) {
		text := strings.TrimSpace(below.cells[i].text)
		switch {
		case text == "":
		case kindOf(text).strong():
			return false
		case text == strings.TrimSpace(above.cells[i].text):
			same++
		default:
			others++
		}
	}
	return same > 0 && others > 0
}

// completes says whether a row names known columns, one of them where the row above has no name, and is blank where the rows below never are.
func (j *headerJudge) completes(above, r *sampleRow) bool {
	names, missing, fills := 0, 0, 0
	for c := range min(len(r.cells), len(j.profile)) {
		text := strings.TrimSpace(r.cells[c].text)
		switch {
		case text == "":
			if j.profile[c].rows > 2 && j.profile[c].filled == j.profile[c].rows {
				missing++
			}
		case kindOf(text).strong():
			return false
		case j.known != nil && j.known(text):
			names++
		}
		if text != "" && c < len(above.cells) && strings.TrimSpace(above.cells[c].text) == "" {
			fills++
		}
	}
	return names > 0 && fills > 0 && missing > 0 && 2*names >= r.filled()
}

// repeats says whether two cells of a row are the same.
func repeats(r *sampleRow) bool {
	seen := map[string]bool{}
	for i := range r.cells {
		if text := r.cells[i].text; text != "" && seen[text] {
			return true
		}
		seen[r.cells[i].text] = true
	}
	return false
}

// repeatsBelow says whether two cells of a row that are the same stand below two that are.
func repeatsBelow(above, below *sampleRow) bool {
	seen := map[[2]string]bool{}
	for i := range min(len(above.cells), len(below.cells)) {
		pair := [2]string{above.cells[i].text, below.cells[i].text}
		if seen[pair] {
			return true
		}
		seen[pair] = true
	}
	return false
}

// withoutCopies leaves out the rows that are the header once more.
func withoutCopies(rows []sampleRow, header *sampleRow) []sampleRow {
	same := func(r sampleRow) bool {
		return slices.EqualFunc(r.cells, header.cells, func(a, b sampleCell) bool { return a.text == b.text })
	}
	if !slices.ContainsFunc(rows, same) {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), same)
}

// sparser says whether the row above names groups of what the row below names.
func sparser(above, below *sampleRow) bool {
	return 2*above.filled() <= below.filled()+1 && headsGroups(above, below, below.filled())
}

// judge knows the columns below a row that may be a header.
type headerJudge struct {
	profile profile
	values  []map[string]bool
	lengths []float64
	known   func(string) bool
	rows    int
}

func judgeOf(rows []sampleRow, width int, known func(string) bool) *headerJudge {
	rows = rows[:min(len(rows), 300)]
	cells := make([][]sampleCell, len(rows))
	j := &headerJudge{known: known, values: make([]map[string]bool, width), lengths: make([]float64, width), rows: len(rows)}
	for c := range j.values {
		j.values[c] = map[string]bool{}
	}
	for i := range rows {
		cells[i] = rows[i].cells
		for c := range min(width, len(rows[i].cells)) {
			text := strings.TrimSpace(rows[i].cells[c].text)
			j.values[c][text] = true
			j.lengths[c] += float64(utf8.RuneCountInString(text))
		}
	}
	j.profile = profileOf(cells, width)
	for c := range j.lengths {
		j.lengths[c] /= float64(max(1, j.profile[c].filled))
	}
	return j
}

// score sums up what speaks for a row being a header, and against.
func (j *headerJudge) score(r *sampleRow) float64 {
	sum := 0.0
	var seen, years []string
	for c := range min(len(r.cells), len(j.profile)) {
		text := strings.TrimSpace(r.cells[c].text)
		if text == "" {
			continue
		}
		if slices.Contains(seen, text) {
			sum -= 0.2
		}
		seen = append(seen, text)
		if j.known != nil && j.known(text) {
			sum += 1.5
			continue
		}
		if isYear(text) {
			years = append(years, text)
			continue
		}
		sum += j.cell(c, text)
	}
	if len(years) > 0 && !(inSequence(years) && (len(seen) > len(years) || len(years) > 2)) {
		for c := range min(len(r.cells), len(j.profile)) {
			if text := strings.TrimSpace(r.cells[c].text); isYear(text) {
				sum += j.cell(c, text)
			}
		}
	}
	return sum
}

// clashes counts the columns of a strong kind in which the row has something else; 0 if in one of them it has that kind.
func (j *headerJudge) clashes(r *sampleRow) int {
	n := 0
	for c := range min(len(r.cells), len(j.profile)) {
		col := &j.profile[c]
		text, _ := delimited.StripQuotes(strings.TrimSpace(r.cells[c].text))
		switch k := kindOf(text); {
		case !col.main.strong() || k == kindEmpty:
		case k.strong() || strings.ContainsAny(r.cells[c].text, "\r\n"):
			return 0
		default:
			n++
		}
	}
	return n
}

// cell judges one cell against its column.
func (j *headerJudge) cell(c int, text string) float64 {
	col, k := &j.profile[c], kindOf(text)
	switch {
	case utf8.RuneCountInString(text) > 60:
		return -0.6
	case col.filled == 0:
		if k.strong() {
			return -0.8
		}
		return 0.1
	case col.main.strong():
		switch {
		case k == col.main, k == kindInteger && col.main == kindDecimal, k == kindDecimal && col.main == kindInteger:
			return -1.5
		case k.strong():
			return -0.6
		}
		return 0.4 + 0.6*col.share(col.main)
	case k.strong():
		return -1
	case j.values[c][text] && j.rows > 1:
		return -1
	case col.main == kindCode && k != kindCode:
		return 0.7
	case k == kindCode && col.main == kindCode:
		return -0.6
	case k == kindCode:
		return -0.2
	case k == kindWord && col.main == kindText:
		return 0.3
	case k == kindText && j.lengths[c] > 0 && float64(utf8.RuneCountInString(text)) > 3*j.lengths[c]+10:
		return -0.3
	}
	return 0
}

func isYear(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && len(text) == 4 && 1900 <= n && n <= 2100
}

// inSequence says whether years follow each other, as they do in a header.
func inSequence(years []string) bool {
	if len(years) < 2 {
		return false
	}
	for i := 1; i < len(years); i++ {
		a, _ := strconv.Atoi(years[i-1])
		b, _ := strconv.Atoi(years[i])
		if b-a != 1 && a-b != 1 {
			return false
		}
	}
	return true
}
