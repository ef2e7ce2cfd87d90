package layout

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
)

// A header is told from a row of data by the column below: a word above numbers is a name, a number
// above numbers is one of them. Where all is text, most files have a header, and only what speaks
// against one counts.

const (
	maxHeaderRows = 5
	// headerBar is what the first row must not fall below to be a header, moreBar what a further
	// row must reach.
	headerBar = -0.45
	moreBar   = 0.9
	// headsBar is how much must speak for a row being a header where the rows of the table go on
	// otherwise.
	headsBar = 0.35
)

// Heads says whether a row is the header of those below rather than one of them.
func Heads(r *firstrows.Row, below []firstrows.Row, known func(string) bool) bool {
	return scorerOf(below, len(r.Cells), known).score(r) >= headsBar
}

// headerRowsOf counts the rows at the start of a table that name its columns.
func headerRowsOf(body []firstrows.Row, width int, known func(string) bool) int {
	if len(body) == 0 || slices.ContainsFunc(body[0].Cells, func(c firstrows.Cell) bool { return kinds.IsUUID(strings.TrimSpace(c.Text)) }) {
		return 0 // no column is called by an id, even where one row is all there is
	}
	n := 0
	for n < maxHeaderRows && n < len(body) {
		rest := body[n+1:]
		j := scorerOf(withoutCopies(rest, &body[n]), width, known)
		score := j.score(&body[n])
		bar := headerBar
		switch {
		case n > 0 && sparser(&body[n-1], &body[n]) && score >= headerBar && (n+1 < len(body) || score > 0):
			bar = headerBar // names below the names of groups
		case n > 0 && repeats(&body[n-1]) && !repeatsBelow(&body[n-1], &body[n]) && body[n].Filled() == width && firstrows.NamesKnown(body[n].Cells, width, known):
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

// continues says whether a row repeats cells of the one above and has others below the rest, as
// where cells of a header are merged downwards.
func continues(above, below *firstrows.Row) bool {
	if !repeats(above) && above.Filled() == len(above.Cells) {
		return false // it names every column
	}
	same, others := 0, 0
	for i := range min(len(above.Cells), len(below.Cells)) {
		text := strings.TrimSpace(below.Cells[i].Text)
		switch {
		case text == "":
		case kinds.Of(text).Strong():
			return false
		case text == strings.TrimSpace(above.Cells[i].Text):
			same++
		default:
			others++
		}
	}
	return same > 0 && others > 0
}

// completes says whether a row names known columns, one of them where the row above has no name,
// and is blank where the rows below never are.
func (j *headerScorer) completes(above, r *firstrows.Row) bool {
	names, missing, fills := 0, 0, 0
	for c := range min(len(r.Cells), len(j.profile)) {
		text := strings.TrimSpace(r.Cells[c].Text)
		switch {
		case text == "":
			if j.profile[c].Rows > 2 && j.profile[c].Filled == j.profile[c].Rows {
				missing++
			}
		case kinds.Of(text).Strong():
			return false
		case j.known != nil && j.known(text):
			names++
		}
		if text != "" && c < len(above.Cells) && strings.TrimSpace(above.Cells[c].Text) == "" {
			fills++
		}
	}
	return names > 0 && fills > 0 && missing > 0 && 2*names >= r.Filled()
}

// repeats says whether two cells of a row are the same.
func repeats(r *firstrows.Row) bool {
	seen := map[string]bool{}
	for i := range r.Cells {
		if text := r.Cells[i].Text; text != "" && seen[text] {
			return true
		}
		seen[r.Cells[i].Text] = true
	}
	return false
}

// repeatsBelow says whether two cells of a row that are the same stand below two that are.
func repeatsBelow(above, below *firstrows.Row) bool {
	seen := map[[2]string]bool{}
	for i := range min(len(above.Cells), len(below.Cells)) {
		pair := [2]string{above.Cells[i].Text, below.Cells[i].Text}
		if seen[pair] {
			return true
		}
		seen[pair] = true
	}
	return false
}

// withoutCopies leaves out the rows that are the header once more.
func withoutCopies(rows []firstrows.Row, header *firstrows.Row) []firstrows.Row {
	same := func(r firstrows.Row) bool {
		return slices.EqualFunc(r.Cells, header.Cells, func(a, b firstrows.Cell) bool { return a.Text == b.Text })
	}
	if !slices.ContainsFunc(rows, same) {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), same)
}

// sparser says whether the row above names groups of what the row below names.
func sparser(above, below *firstrows.Row) bool {
	return 2*above.Filled() <= below.Filled()+1 && headsGroups(above, below, below.Filled())
}

// headerScorer knows the columns below a row that may be a header.
type headerScorer struct {
	profile kinds.Profile
	values  []map[string]bool
	lengths []float64
	known   func(string) bool
	rows    int
}

func scorerOf(rows []firstrows.Row, width int, known func(string) bool) *headerScorer {
	rows = rows[:min(len(rows), 300)]
	cells := make([][]firstrows.Cell, len(rows))
	j := &headerScorer{known: known, values: make([]map[string]bool, width), lengths: make([]float64, width), rows: len(rows)}
	for c := range j.values {
		j.values[c] = map[string]bool{}
	}
	for i := range rows {
		cells[i] = rows[i].Cells
		for c := range min(width, len(rows[i].Cells)) {
			text := strings.TrimSpace(rows[i].Cells[c].Text)
			j.values[c][text] = true
			j.lengths[c] += float64(utf8.RuneCountInString(text))
		}
	}
	j.profile = firstrows.ProfileOf(cells, width)
	for c := range j.lengths {
		j.lengths[c] /= float64(max(1, j.profile[c].Filled))
	}
	return j
}

// score sums up what speaks for a row being a header, and against.
func (j *headerScorer) score(r *firstrows.Row) float64 {
	sum := 0.0
	var seen, years []string
	for c := range min(len(r.Cells), len(j.profile)) {
		text := strings.TrimSpace(r.Cells[c].Text)
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
		for c := range min(len(r.Cells), len(j.profile)) {
			if text := strings.TrimSpace(r.Cells[c].Text); isYear(text) {
				sum += j.cell(c, text)
			}
		}
	}
	return sum
}

// clashes counts the columns of a strong kind in which the row has something else; 0 if in one of
// them it has that kind.
func (j *headerScorer) clashes(r *firstrows.Row) int {
	n := 0
	for c := range min(len(r.Cells), len(j.profile)) {
		col := &j.profile[c]
		text, _ := delimited.StripQuotes(strings.TrimSpace(r.Cells[c].Text))
		switch k := kinds.Of(text); {
		case !col.Main.Strong() || k == kinds.Empty:
		case k.Strong() || strings.ContainsAny(r.Cells[c].Text, "\r\n"):
			return 0
		default:
			n++
		}
	}
	return n
}

// cell judges one cell against its column.
func (j *headerScorer) cell(c int, text string) float64 {
	col, k := &j.profile[c], kinds.Of(text)
	switch {
	case utf8.RuneCountInString(text) > 60:
		return -0.6
	case col.Filled == 0:
		if k.Strong() {
			return -0.8
		}
		return 0.1
	case col.Main.Strong():
		switch {
		case k == col.Main, k == kinds.Integer && col.Main == kinds.Decimal, k == kinds.Decimal && col.Main == kinds.Integer:
			return -1.5
		case k.Strong():
			return -0.6
		}
		return 0.4 + 0.6*col.Share(col.Main)
	case k.Strong():
		return -1
	case j.values[c][text] && j.rows > 1:
		return -1
	case col.Main == kinds.Code && k != kinds.Code:
		return 0.7
	case k == kinds.Code && col.Main == kinds.Code:
		return -0.6
	case k == kinds.Code:
		return -0.2
	case k == kinds.Word && col.Main == kinds.Text:
		return 0.3
	case k == kinds.Text && j.lengths[c] > 0 && float64(utf8.RuneCountInString(text)) > 3*j.lengths[c]+10:
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
