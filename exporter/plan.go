package exporter

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
)

// The formats.
const (
	FormatCSV   = "csv"
	FormatJSONL = "jsonl"
	FormatXLSX  = "xlsx"
	FormatODS   = "ods"
)

// endings are the file names that say a format.
var endings = map[string]string{".csv": FormatCSV, ".jsonl": FormatJSONL, ".ndjson": FormatJSONL, ".xlsx": FormatXLSX, ".ods": FormatODS}

// plan is the Options with every default filled in and every choice made.
type plan struct {
	Options
	format      string
	compression string
	columns     []string // nil for JSONL
	parents     *parents // nil unless a column needs them
	replaced    int      // texts that an ODS file can't hold as they are
}

func newPlan(o Options) (*plan, error) {
	p := &plan{Options: o}
	if o.Query.Page != 0 || o.Query.PageSize != 0 || o.Query.Slim {
		return nil, &pigello.UsageError{Subject: "query", Problem: "an export is always the whole list: page, page size and slim can't be given"}
	}
	if err := o.Query.Validate(); err != nil {
		return nil, err
	}
	if err := p.chooseFormat(); err != nil {
		return nil, err
	}
	return p, p.chooseColumns()
}

func (p *plan) chooseFormat() error {
	name := ""
	switch {
	case p.Output == "":
		return &pigello.UsageError{Subject: "output", Problem: "no file was named"}
	case p.Output == Stdout && p.Unreadable != nil:
		return &pigello.UsageError{Subject: "output", Problem: "rows that can't be read are kept beside a file, and standard output is none", Hint: "name a file"}
	case p.Output == Stdout && p.Stdout == nil:
		return &pigello.UsageError{Subject: "output", Problem: "standard output was named but not given"}
	case p.Output == Stdout:
		name = "stdout.csv"
	default:
		p.compression, name = sink.CompressionFor(p.Output)
	}
	p.format = p.Format
	if p.format == "" {
		p.format = endings[strings.ToLower(filepath.Ext(name))]
	}
	if p.Excel && p.format != FormatCSV {
		return &pigello.UsageError{Subject: "excel", Problem: "only a CSV file is written for Excel", Hint: "a .xlsx file is for Excel as it is"}
	}
	switch p.format {
	case FormatCSV, FormatJSONL:
		return nil
	case FormatXLSX, FormatODS:
		if p.compression != "" {
			return &pigello.UsageError{Subject: filepath.Base(p.Output), Problem: "a workbook is compressed already", Hint: "end the name in ." + p.format}
		}
		return nil
	case "":
		return &pigello.UsageError{Subject: filepath.Base(p.Output), Problem: "the name doesn't tell the format",
			Hint: "end the name in .csv, .jsonl, .xlsx or .ods, the first two with .gz or .zst after them to compress, or say the format"}
	}
	return &pigello.UsageError{Subject: p.format, Problem: "unknown format: it is csv, jsonl, xlsx or ods",
		Nearest: pigello.Nearest(p.format, []string{FormatCSV, FormatJSONL, FormatXLSX, FormatODS})}
}

func (p *plan) chooseColumns() error {
	if p.format == FormatJSONL {
		if len(p.Columns) > 0 {
			return &pigello.UsageError{Subject: "columns", Problem: "JSONL lines are Pigello's objects as received",
				Hint: "choose columns for csv, xlsx and ods only"}
		}
		return nil
	}
	known := AllColumns()
	for i, c := range p.Columns {
		if !slices.Contains(known, c) {
			return &pigello.UsageError{Subject: c, Problem: "unknown column", Nearest: pigello.Nearest(c, known),
				Hint: "the columns are " + strings.Join(known, ", ")}
		}
		if slices.Contains(p.Columns[:i], c) {
			return &pigello.UsageError{Subject: c, Problem: "the column is named twice"}
		}
	}
	if p.columns = slices.Clone(p.Columns); len(p.columns) == 0 {
		p.columns = DefaultColumns()
	}
	return nil
}

func (p *plan) now() time.Time {
	now := time.Now
	if p.Now != nil {
		now = p.Now
	}
	return now().UTC().Truncate(time.Millisecond)
}

func (p *plan) source(client *pigello.Client) Source {
	s := p.Source
	if s.URL == "" {
		s.URL = client.BaseURL()
	}
	return s
}
