package report

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/exporter/excel"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// WriteRejects writes rejects.csv (rejects.jsonl of JSON lines): the rows that were rejected or
// held, their bytes as they were, then orgbatch_row (the row's identity over all attempts) and
// orgbatch_error (why). Mended, it is imported as it is. In an encoding of Unicode it has a byte
// order mark, whether its source has one or not: Excel and LibreOffice, which opens what it is
// given without asking, would take å for Ã¥. Other encodings stay what they are, for the programs
// that their files come from and go to.
func WriteRejects(r *run.Run) ([]File, error) {
	m := r.Meta()
	why := NewReasons(r)
	defer why.Stop()
	shapes := make([]shape, len(m.Sources))
	for i, s := range m.Sources {
		shapes[i] = shapeOf(s)
	}
	return PerSource(r, RejectedRows(r), func(n, source int) *output {
		s := shapes[source]
		return &output{path: PathOf(r, "rejects", s.format.Name, n), format: s.format, header: s.header}
	}, func(o *output, e *Entry) error {
		reason, err := why.of(e)
		if err != nil {
			return err
		}
		w, err := o.begin()
		if err != nil {
			return err
		}
		isFormula := func(c tabular.Cell) bool { return excel.Guard(c.Text) != c.Text && c.Text[0] != '\'' }
		if o.format.Name == tabular.FormatCSV && slices.ContainsFunc(e.Cells, isFormula) {
			o.note = unguardedNote
		}
		return shapes[e.Source].write(w, e, e.IdentityIn(m.Short), reason)
	})
}

// unguardedNote says of rejects what no other table of a run needs.
const unguardedNote = "some cells begin like a formula and stand as in your file: a spreadsheet program shows them right in the workbook"

// RejectedRows reads the rows that were rejected or held.
func RejectedRows(r *run.Run) iter.Seq2[*Entry, error] {
	return func(yield func(*Entry, error) bool) {
		for e, err := range Entries(r) {
			if err == nil && !IsReject(e.Status) {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// shape is how the rejects of a source are written.
type shape struct {
	format tabular.Format
	header []string // with our two columns at its end
	source []string // the source's own header
	// keep is how many cells of a row are theirs. scattered says that columns of ours stand between
	// theirs, so that rows must be written from their cells.
	keep      int
	scattered bool
	rebuilt   bool // rows are written from their cells, in another form
}

func shapeOf(s run.Source) shape {
	header := Theirs(s.Header)
	sh := shape{format: s.Format, source: s.Header, keep: len(header), header: Headed(s.Header, s.Format.FirstColumn)}
	sh.format.Compression = ""
	switch {
	case tabular.HasSheets(sh.format.Name), // its rows have no bytes of their own
		sh.format.Letters != "": // a few rows don't show by themselves that their backslashes escape
		sh.format, sh.scattered, sh.rebuilt = spreadsheet(), true, true
		return sh
	case sh.format.Name == tabular.FormatJSON:
		sh.format.Name = tabular.FormatJSONL
	}
	if sh.format.Name != tabular.FormatCSV { // in JSON lines keys of ours are replaced wherever they are
		return sh
	}
	sh.format.BOM = sh.format.BOM || strings.HasPrefix(sh.format.Encoding, "utf-")
	first := slices.IndexFunc(s.Header, IsOurs)
	sh.scattered = first >= 0 && (first < sh.keep || s.Format.Run) // where delimiters run together, nothing can be cut off
	return sh
}

// Headed is a source's header with our two columns at its end. Columns at its beginning that have
// no name get their letter: where the rejects have nothing in them, they would be taken for a
// margin, and the table for one that starts later. first is the column of the spreadsheet in which
// the source's table starts.
func Headed(header []string, first int) []string {
	names := Theirs(header)
	for i := 0; i < len(names) && strings.TrimSpace(names[i]) == ""; i++ {
		names[i] = tabular.ColumnLetters(first + i)
	}
	return append(names, ColumnRow, ColumnError)
}

func (s *shape) write(w *write.Writer, e *Entry, identity, reason string) error {
	switch {
	case s.format.Name != tabular.FormatCSV:
		return w.WriteRaw(e.Raw, identity, reason)
	case s.rebuilt && len(e.Cells) > len(s.source):
		return w.WriteRaw(joined(append(TheirCells(s.source, e.Cells), e.Cells[len(s.source):]...)), identity, reason)
	case s.scattered:
		return w.Write(append(TheirCells(s.source, e.Cells), tabular.Cell{Text: identity}, tabular.Cell{Text: reason}))
	}
	raw, missing := s.fit(e.Raw, len(e.Cells))
	extra := make([]string, missing, missing+2)
	return w.WriteRaw(raw, append(extra, identity, reason)...)
}

// fit gives the bytes of a row that are theirs, and how many cells it lacks: what is added must
// stand under its header. Cells beyond the header are kept when they hold anything, since they are
// what must be mended then.
func (s *shape) fit(raw []byte, cells int) (kept []byte, missing int) {
	if s.format.Run {
		return raw, max(0, s.keep-cells)
	}
	cut := write.CutRaw(s.format, raw, s.keep)
	if beyond := raw[len(cut):]; len(beyond) > 0 {
		if len(s.source) > s.keep || len(bytes.Trim(beyond, s.format.Delimiter+s.format.Quote+" \t")) == 0 {
			return cut, 0
		}
		return raw, 0
	}
	if quote := s.format.Quote; quote != "" && s.format.Escape == quote && bytes.Count(raw, []byte(quote))%2 != 0 { // a quote that nothing closes: nobody can count these cells
		return raw, 0
	}
	// The largest n at which something is cut off is one less than the row has cells.
	low, high := 0, s.keep
	for low+1 < high {
		if n := (low + high) / 2; len(write.CutRaw(s.format, raw, n)) < len(raw) {
			low = n
		} else {
			high = n
		}
	}
	return raw, s.keep - low - 1
}

// joined writes the cells of a workbook's row that is longer than the header as a row of the
// spreadsheet format: what is beyond must be mended, so it stays.
func joined(cells []tabular.Cell) []byte {
	var raw []byte
	for i, c := range cells {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = append(append(append(raw, '"'), strings.ReplaceAll(c.Text, `"`, `""`)...), '"')
	}
	return raw
}

// SameAs is the reason of a row that shares the fate of another.
func SameAs(first run.Row, status run.Status) string {
	return wording.English.Outcome.SameAs(first.Number, status.String())
}

// join makes one text of several messages.
func join(messages []string) string {
	seen := messages[:0]
	for _, m := range messages {
		if !slices.Contains(seen, m) {
			seen = append(seen, m)
		}
	}
	return strings.Join(seen, "; ")
}

// IsReject says that a row is among those to correct.
func IsReject(s run.Status) bool { return s == run.Rejected || s == run.Held }
