package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// What makes a workbook of rejects easy to correct.
const (
	maxParents      = 1000 // that a person may pick from
	unsentWidth     = 14   // the most of a column that isn't sent
	reasonWidth     = 44   // the most of a reason, which goes on in a second line
	suggestionWidth = 24
	sightWidth      = 32 // the most of another column that stays in sight: together they leave room to scroll in
	// parentsSheet holds the parents. It is hidden, and an import passes over it.
	parentsSheet = "orgbatch_parents"
)

// fieldsOf gives what each of a source's own columns feeds, nothing where that isn't known.
func fieldsOf(s *run.Source) []string {
	if len(s.Mapping) == 0 {
		return nil
	}
	var fields []string
	for i, name := range s.Header {
		switch {
		case report.IsOurs(name):
		case i < len(s.Mapping):
			fields = append(fields, s.Mapping[i])
		default:
			fields = append(fields, "")
		}
	}
	return fields
}

// knownParents are the names that the run knows to be there, or to come: those of rows that aren't
// rejects, the parents that these name, and what was suggested. There are none where they would be
// more than a person picks from.
func knownParents(r *run.Run) ([]string, error) {
	known := map[string]bool{}
	for e, err := range report.Entries(r) {
		if err != nil {
			return nil, err
		}
		if !report.IsReject(e.Status) {
			known[e.Name()], known[e.ParentName()] = true, true
		}
		if len(known) > maxParents+1 {
			return nil, nil
		}
	}
	for issue, err := range r.Issues() {
		if err != nil {
			return nil, err
		}
		if issue.Code == "parent-missing" {
			known[issue.Suggestion] = true
		}
	}
	delete(known, "")
	names := make([]string, 0, len(known))
	for name := range known {
		if uuid.Validate(name) != nil {
			names = append(names, name)
		}
	}
	if len(names) > maxParents {
		return nil, nil
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
	})
	return names, nil
}

// offerParents lets a person pick a parent from a list; anything else may be typed too, such as an
// id.
func (b *book) offerParents() error {
	at := slices.IndexFunc(b.fields, func(f string) bool { return f == "organization" || f == "organization_name" })
	if at < 0 || len(b.parents) == 0 {
		return nil
	}
	if _, err := b.file.NewSheet(parentsSheet); err != nil {
		return err
	}
	for i, name := range b.parents {
		if err := b.file.SetCellStr(parentsSheet, fmt.Sprintf("A%d", i+1), escape(name)); err != nil {
			return err
		}
	}
	if err := b.file.SetSheetVisible(parentsSheet, false); err != nil {
		return err
	}
	at += leadColumns
	list := excelize.NewDataValidation(true)
	list.Sqref = cellName(at, 1) + ":" + cellName(at, b.n)
	list.SetSqrefDropList(fmt.Sprintf("%s!$A$1:$A$%d", parentsSheet, len(b.parents)))
	return b.file.AddDataValidation(sheetName, list)
}

// inSight is how many columns stay in sight: reason and suggestion, and the name beside them if it
// is one of the author's first two.
func (b *book) inSight() int {
	if at := slices.Index(b.fields, "name"); at == 0 || at == 1 {
		return leadColumns + at + 1
	}
	return leadColumns
}

// panes keep the header and those columns in sight.
func (b *book) panes() *excelize.Panes {
	at := b.inSight()
	return &excelize.Panes{Freeze: true, YSplit: 1, XSplit: at, TopLeftCell: tabular.ColumnLetters(at) + "2", ActivePane: "bottomRight"}
}

// setPaper makes the sheet as wide as one page in print, with its header on each.
func (b *book) setPaper() error {
	yes, one, long, landscape := true, 1, 0, "landscape"
	err := b.file.SetSheetProps(sheetName, &excelize.SheetPropsOptions{FitToPage: &yes})
	if err == nil {
		err = b.file.SetPageLayout(sheetName, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &one, FitToHeight: &long})
	}
	if err == nil {
		err = b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: sheetName + "!$1:$1", Scope: sheetName})
	}
	return err
}

// suggestionOf is what could stand in the row's cells instead, to copy from.
func suggestionOf(f *report.Findings) string {
	var texts []string
	for _, i := range f.Issues {
		if i.Suggestion != "" && !slices.Contains(texts, i.Suggestion) {
			texts = append(texts, i.Suggestion)
		}
	}
	return strings.Join(texts, "; ")
}
