package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/input"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// readingOptions are the flags that say how files are read, and which column feeds which field.
type readingOptions struct {
	format     string
	delimiter  string
	escapes    string
	encoding   string
	sheet      string
	table      int
	columns    []string // --map
	mapping    string   // --mapping
	schema     string
	set        []string
	clearBlank []string
	fix        bool
	leaveOut   string
	sha256     input.Checksum
}

// bindReading gives a command the flags that say how files are read.
func bindReading(cmd *cobra.Command, o *readingOptions) {
	f := cmd.Flags()
	bindColumns(cmd, o)
	f.StringVar(&o.mapping, "mapping", "", "take the fields from the columns that `FILE` names, as --save-mapping wrote it; --map wins")
	f.StringArrayVar(&o.set, "set", nil, "give every row the same: `FIELD=VALUE`, where no column feeds the field; may be repeated")
	f.StringArrayVar(&o.clearBlank, "clear-blank", nil, "blank cells of this `COLUMN` empty the field; may be repeated")
	bindFix(cmd, &o.fix)
	bindForm(cmd, o)
}

// bindColumns gives a command the flag that says what a column is.
func bindColumns(cmd *cobra.Command, o *readingOptions) {
	cmd.Flags().StringArrayVar(&o.columns, "map", nil, "take a field from a column: `FIELD=COLUMN`, by header, number or letter, or FIELD= for none; may be repeated")
}

// bindForm gives a command the flags that say how files are written.
func bindForm(cmd *cobra.Command, o *readingOptions) {
	f := cmd.Flags()
	f.StringVar(&o.leaveOut, "leave-out", "", "leave out `ROWS` that are no data: numbers and ranges as a spreadsheet shows them, 3004,3007-3009")
	f.StringVar(&o.format, "format", "", "read the files as `FORMAT`: "+strings.Join(tabular.Formats(), ", ")+" (default: as they look)")
	f.StringVar(&o.delimiter, "delimiter", "", "what stands between the cells: `TEXT`, or tab, comma, semicolon, pipe, colon, space, spaces (default: as it looks)")
	f.StringVar(&o.escapes, "escapes", "", "whether \\n, \\t, \\\\ and \\N in cells are escapes, as databases write them: `yes|no` (default: as they look)")
	f.StringVar(&o.encoding, "encoding", "", "the files' encoding: `utf-8`, utf-16le, utf-16be, utf-32le, utf-32be, windows-1252, iso-8859-1, iso-8859-15, macintosh, cp850, cp437, cp1250, iso-8859-2 (default: as it looks)")
	f.StringVar(&o.sheet, "sheet", "", "read the sheet `NAME` of a workbook (default: the one that looks like a table)")
	f.Var(&o.sha256, "sha256", "take what is fetched from https:// or comes through a pipe only if its SHA-256 is `HEX`")
	f.IntVar(&o.table, "table", 0, "read the `N`th of several tables in a file or on a page (default: the first; of a page the one that looks like a list)")
}

// bindFix binds what the messages of every command that checks rows speak of.
func bindFix(cmd *cobra.Command, fix *bool) {
	cmd.Flags().BoolVar(fix, "fix", false, "correct white space, odd spaces, Unicode form and letters decoded wrongly; each is listed")
}

// bindSchema gives a command that checks rows --schema.
func bindSchema(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "schema", "", "check the columns as the Table Schema or JSON Schema `FILE` says")
}

// bindSaveMapping gives a command --save-mapping.
func bindSaveMapping(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "save-mapping", "", "write to `FILE` which column feeds which field, for --mapping")
}

// reading turns the flags, and the mapping file and the schema that they name, into the importer's
// options.
func (o *readingOptions) reading(w *words.Edition) (columns.Reading, error) {
	r, err := o.flags()
	if err == nil && o.mapping != "" {
		err = opened(o.mapping, w.File.NoMapping, func(f io.Reader) error {
			saved, err := columns.ReadMapping(f, o.mapping)
			r = saved.With(r)
			return err
		})
	}
	if err == nil && o.schema != "" {
		err = opened(o.schema, w.File.NoSchema, func(f io.Reader) error { return r.AddSchema(f, o.schema) })
	}
	return r, err
}

// opened reads a file that a flag names; the hint is for one that isn't there.
func opened(path, hint string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return problem.NoFile(path, hint, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return read(f)
}

func (o *readingOptions) flags() (columns.Reading, error) {
	r := columns.Reading{
		Format: o.format, Delimiter: o.delimiter, Escapes: o.escapes, Encoding: o.encoding, Sheet: o.sheet, Table: o.table, ClearBlank: o.clearBlank, Fix: o.fix,
	}
	if o.table < 0 {
		return r, problem.Usagef("", "--table starts at 1")
	}
	for _, field := range [...]string{"name", "id"} {
		if slices.Contains(o.clearBlank, field) {
			return r, problem.Usagef("leave it out", "--clear-blank %s: an organization always has one", field)
		}
	}
	var err error
	if r.Map, err = pairs("map", "name=Kundnamn", "FIELD=COLUMN", o.columns); err != nil {
		return r, err
	}
	if r.LeaveOut, err = rowNumbers(o.leaveOut); err != nil {
		return r, err
	}
	r.Set, err = pairs("set", "organization='Exempelbacken AB'", "FIELD=VALUE", o.set)
	return r, err
}

// mostLeftOut bounds what --leave-out names: whoever leaves out more edits the file.
const mostLeftOut = 100_000

// rowNumbers understands "3004,3007-3009".
func rowNumbers(text string) ([]int, error) {
	var rows []int
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, err := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err != nil || err2 != nil || from < 1 || to < from || len(rows)+to-from >= mostLeftOut {
			return nil, problem.Usagef("--leave-out 3004,3007-3009", "--leave-out %s: %q is no row number or range of them", text, part)
		}
		for n := from; n <= to; n++ {
			rows = append(rows, n)
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows), nil
}

// checkFiles refuses row numbers that may mean rows of several files.
func (o *readingOptions) checkFiles(n int) error {
	if o.leaveOut != "" && n > 1 {
		return problem.Usagef("import one file at a time", "--leave-out names rows of one file, and there are %d", n)
	}
	return nil
}

// pairs takes apart the values of a flag that names each field once.
func pairs(flag, example, form string, values []string) (map[string]string, error) {
	fields := map[string]string{}
	for _, pair := range values {
		field, value, ok := strings.Cut(pair, "=")
		if !ok || field == "" {
			return nil, problem.Usagef("--"+flag+" "+example, "--%s %s: write %s", flag, pair, form)
		}
		if other, twice := fields[field]; twice {
			return nil, problem.Usagef("keep one of them", "--%[1]s %[2]s=%[3]s and --%[1]s %[2]s=%[4]s name one field twice", flag, field, other, value)
		}
		fields[field] = value
	}
	return fields, nil
}

// asksMapping gives the question whether a suggestion is right, where there is somebody to answer
// it. answered is what --map says instead, by field.
func asksMapping(w *words.Edition, u *ui.UI, yes consent, answered map[string]string) func(columns.Suggestion) (bool, error) {
	if bool(yes) || !u.Asks {
		return nil
	}
	return func(s columns.Suggestion) (bool, error) {
		u.Say("%s", describeSuggestion(&s))
		ok, err := u.Confirm(w.File.UseColumn(ui.Clean(s.Header, prose.ValueWidth), inWords(s.Field), s.Field))
		if answered[s.Field] = ""; ok {
			answered[s.Field] = s.Reference
		}
		return ok, err
	}
}

// inWords is a field as its owner calls it.
func inWords(field string) string {
	switch field {
	case "id":
		return "the id in Pigello"
	case "name":
		return "the name"
	case "custom_id":
		return "your own number"
	}
	return "the parent organization"
}

// describeSuggestion says what a column may be, why, and what it holds.
func describeSuggestion(s *columns.Suggestion) string {
	text := fmt.Sprintf("%s, column %q may be the %s (%d%%): %s", ui.Clean(s.Source, 0), ui.Clean(s.Header, prose.ValueWidth), s.Field, s.Percent(), ui.Clean(s.Reason, 0))
	for _, sample := range s.Samples {
		text += fmt.Sprintf("\n    %s", ui.Clean(sample, 2*prose.ValueWidth))
	}
	return text
}

// saveMapping writes a mapping when --save-mapping names a file.
func saveMapping(u *ui.UI, stream *event.Stream, path string, m columns.Mapping, r columns.Reading) error {
	if path == "" {
		return nil
	}
	if err := columns.SaveMapping(path, m, r); err != nil {
		return err
	}
	stream.Send(event.File{Kind: "mapping", Path: path})
	u.Say("  %-15s  %s (for --mapping)", "mapping", path)
	return nil
}
