package report

import (
	"errors"
	"iter"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/excel"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// WriteResults writes results.csv: every row with its original columns, then orgbatch_row (its
// identity), orgbatch_action (what was planned), orgbatch_id (the organization), orgbatch_status
// (where it ended), orgbatch_format (excel-1 where a text of the row got an apostrophe, which an
// import takes away again) and orgbatch_message (why it ended there), and last the cells that a row
// has beyond its header.
func WriteResults(r *run.Run) ([]File, error) {
	m := r.Meta()
	why := NewReasons(r)
	defer why.Stop()
	return PerSource(r, Entries(r), func(n, source int) *output {
		return &output{path: PathOf(r, "results", "csv", n), format: ours(m.Sources),
			header: resultsHeader(m.Sources[source].Header)}
	}, func(o *output, e *Entry) error {
		reason, err := why.Ended(e)
		if err != nil {
			return err
		}
		header := m.Sources[e.Source].Header
		cells := keptCells(header, e.Cells, isOfResults)
		var beyond []tabular.Cell
		if len(e.Cells) > len(header) {
			beyond = slices.Clone(e.Cells[len(header):])
		}
		form := ""
		if a, b := guard(cells), guard(beyond); a || b {
			form = excel.Form
		}
		for _, text := range [...]string{e.IdentityIn(m.Short), e.Decision.Action.String(), IDText(e.ID), e.Status.String(), form, excel.Guard(reason)} {
			cells = append(cells, tabular.Cell{Text: text})
		}
		cells = append(cells, beyond...) // what no column has stands beyond ours, so that those stay under their heads
		w, err := o.begin()
		if err != nil {
			return err
		}
		return w.Write(cells)
	})
}

// isOfResults tells which columns results.csv has of its own. The cells of a run are free of what
// orgbatch_format speaks of, so that the one of the source would be wrong.
func isOfResults(column string) bool { return IsOurs(column) || column == excel.Column }

// resultsHeader is a source's header with the columns of results.csv at its end. Names are texts
// that a spreadsheet program might calculate, too.
func resultsHeader(header []string) []string {
	names := slices.DeleteFunc(slices.Clone(header), isOfResults)
	for i := range names {
		names[i] = excel.Guard(names[i])
	}
	return append(names, ColumnRow, columnAction, columnID, columnStatus, excel.Column, columnReason)
}

// guard guards cells, and tells whether one of them needed it.
func guard(cells []tabular.Cell) (some bool) {
	for i := range cells {
		text := excel.Guard(cells[i].Text)
		some = some || text != cells[i].Text
		cells[i].Text = text
	}
	return some
}

// IDText is an id, "" for none.
func IDText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

// Theirs gives a header without the columns that are ours.
func Theirs(header []string) []string {
	return slices.DeleteFunc(slices.Clone(header), IsOurs)
}

// TheirCells gives a row's cells without those of our columns, as many as Theirs gives columns. A
// row that couldn't be read may have had others.
func TheirCells(header []string, cells []tabular.Cell) []tabular.Cell {
	return keptCells(header, cells, IsOurs)
}

// keptCells is TheirCells but for other columns.
func keptCells(header []string, cells []tabular.Cell, without func(column string) bool) []tabular.Cell {
	kept := make([]tabular.Cell, 0, len(header)+5)
	for i, name := range header {
		switch {
		case without(name):
		case i < len(cells):
			kept = append(kept, cells[i])
		default:
			kept = append(kept, tabular.Cell{})
		}
	}
	return kept
}

// finisher is an output or a book: a file on its way.
type finisher interface {
	Finish(failed error) ([]File, error)
}

// PerSource sends the rows, which come source by source, to the file of their source. Every source
// has its file begun by open, so that an old one without rows now is taken away.
func PerSource[O finisher](r *run.Run, rows iter.Seq2[*Entry, error], open func(n, source int) O, write func(O, *Entry) error) ([]File, error) {
	sources := r.Meta().Sources
	outputs := map[int]O{}
	var order []int
	for source := range sources {
		n := FileOf(sources, source)
		if _, opened := outputs[n]; !opened {
			outputs[n] = open(n, source)
			order = append(order, n)
		}
	}
	var failed error
	for e, err := range rows {
		if err == nil && (e.Source < 0 || e.Source >= len(sources)) {
			err = errNoSource
		}
		if err == nil {
			err = write(outputs[FileOf(sources, e.Source)], e)
		}
		if failed = err; failed != nil {
			break
		}
	}
	var files []File
	for _, n := range order {
		done, err := outputs[n].Finish(failed)
		files = append(files, done...)
		if failed == nil {
			failed = err
		}
	}
	return files, failed
}

var errNoSource = errors.New("a row is of a source that the run doesn't have")
