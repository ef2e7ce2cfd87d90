package sheets

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// score says how much a sheet looks like a table: by what it holds, and four times as much for a header, and again for names that are
// known.
func (v *survey) score() int {
	n := v.cells
	if v.header {
		n *= 4
	}
	if v.known >= min(2, v.lastColumn+1) {
		n *= 4
	}
	return n
}

// choose picks the sheet that is read, by its name if one is wanted.
func (b *Book) choose(wanted string) error {
	if len(b.sheets) == 0 {
		return b.fail("the workbook has no sheet with cells", "")
	}
	if wanted == "" {
		if err := b.best(); err != nil {
			return err
		}
	} else if b.chosen = b.find(wanted); b.chosen < 0 {
		return b.fail("the workbook has no sheet "+quoted(wanted), "its sheets are "+names(b.sheets))
	}
	if s := b.sheets[b.chosen]; s.survey.rows == 0 {
		return b.fail("sheet "+quoted(s.Name)+" is empty", b.otherHint())
	}
	b.warnOfSheet()
	return nil
}

// find takes the capitals of a name as Excel does: two sheets can't differ in them alone.
func (b *Book) find(name string) int {
	if i := slices.IndexFunc(b.sheets, func(s *sheet) bool { return s.Name == name }); i >= 0 {
		return i
	}
	return slices.IndexFunc(b.sheets, func(s *sheet) bool { return strings.EqualFold(s.Name, name) })
}

// ownSheets begins the names of hidden sheets that workbooks of rejects have.
const ownSheets = "orgbatch_"

// best takes the visible sheet that looks most like a table, the first of equal ones.
func (b *Book) best() error {
	for i, s := range b.sheets {
		if !s.Hidden && (b.chosen < 0 || s.survey.score() > b.sheets[b.chosen].survey.score()) {
			b.chosen = i
		}
	}
	if b.chosen < 0 {
		return b.fail("all sheets of the workbook are hidden", "name the one to read: --sheet "+quoted(b.sheets[0].Name))
	}
	var others []string
	for i, s := range b.sheets {
		switch {
		case i == b.chosen, s.Hidden && strings.HasPrefix(s.Name, ownSheets):
		case s.Hidden:
			others = append(others, wording.English.Sheets.Hidden(quoted(s.Name)))
		case s.survey.rows > 0:
			others = append(others, wording.English.Sheets.WithRows(quoted(s.Name), s.survey.rows))
		}
	}
	if len(others) > 0 {
		said := wording.English.Sheets.Others(b.words.sheet, quoted(b.Sheet()), b.words.book, listed(others))
		b.warn(tabular.CodeOtherSheets, said, wording.English.Sheets.NameOther(b.words.flag))
	}
	return nil
}

// otherHint names the sheets besides an empty one.
func (b *Book) otherHint() string {
	if len(b.sheets) == 1 {
		return ""
	}
	return "its sheets are " + names(b.sheets) + "; name one with --sheet"
}

func (b *Book) warn(code, message, suggestion string) {
	b.notes = append(b.notes, tabular.Problem{Code: code, Column: -1, Message: message, Suggestion: suggestion, Warning: true})
}

// warnOfSheet says what a person who looks at the sheet in Excel might not expect.
func (b *Book) warnOfSheet() {
	v := &b.sheets[b.chosen].survey
	if v.hiddenCount > 0 {
		var ranges []string
		for _, r := range v.hiddenRows[:min(len(v.hiddenRows), maxRanges)] {
			ranges = append(ranges, fromTo(fmt.Sprint(r.Row), fmt.Sprint(r.LastRow)))
		}
		if len(v.hiddenRows) > maxRanges {
			ranges = append(ranges, "…")
		}
		said := wording.English.Sheets.HiddenRows(v.hiddenCount, b.words.sheet, strings.Join(ranges, ", "))
		b.warn(tabular.CodeHiddenRows, said, wording.English.Sheets.DeleteRows)
	}
	for _, c := range v.hiddenColumns {
		b.notes = append(b.notes, tabular.Problem{
			Code: tabular.CodeHiddenColumns, Column: c.Column, Warning: true, Suggestion: wording.English.Sheets.DeleteColumns,
			Message: wording.English.Sheets.HiddenColumn(fromTo(tabular.ColumnLetters(c.Column), tabular.ColumnLetters(c.LastColumn)), b.words.sheet),
		})
	}
	if v.tooManyMerges {
		b.warn(tabular.CodeMerged, wording.English.Sheets.TooManyMerged(b.words.sheet, MaxFilled), wording.English.Sheets.Unmerge)
	}
}

func fromTo(first, last string) string {
	if first == last {
		return first
	}
	return first + "–" + last
}

// names lists sheets for a message.
func names(sheets []*sheet) string {
	all := make([]string, len(sheets))
	for i, s := range sheets {
		all[i] = quoted(s.Name)
	}
	return listed(all)
}

// listed joins texts for a message, the first ten of them.
func listed(all []string) string {
	if len(all) > 10 {
		return wording.English.Sheets.More(strings.Join(all[:10], ", "), len(all)-10)
	}
	return strings.Join(all, ", ")
}
