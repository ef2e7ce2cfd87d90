package table

import (
	"io"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/foreign"
	"github.com/orgbatch/orgbatch/importer/table/htmltable"
	"github.com/orgbatch/orgbatch/importer/table/ods"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/table/spreadsheetml"
	"github.com/orgbatch/orgbatch/importer/table/xlsx"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// packedFormats are the formats of sheets that are archives, each known by its parts.
var packedFormats = []struct {
	name string
	is   func(*archive.Archive) bool
	open func(*archive.Archive) (sheets.File, error)
}{
	{tabular.FormatXLSX, xlsx.Is, func(a *archive.Archive) (sheets.File, error) { return xlsx.Open(a) }},
	{tabular.FormatODS, ods.Is, func(a *archive.Archive) (sheets.File, error) { return ods.Open(a) }},
}

// flatFormats are the formats of sheets that are one text, each known by how that begins.
var flatFormats = []struct {
	name string
	is   func(head []byte) bool
	open func(*source.Source, Options) (sheets.File, error)
}{
	{tabular.FormatFODS, ods.IsFlat, func(s *source.Source, _ Options) (sheets.File, error) { return ods.OpenFlat(s) }},
	{tabular.FormatSpreadsheetML, spreadsheetml.Is, func(s *source.Source, _ Options) (sheets.File, error) { return spreadsheetml.Open(s) }},
	{tabular.FormatHTML, htmltable.Is, func(s *source.Source, o Options) (sheets.File, error) {
		return htmltable.Open(s, o.Encoding, o.KnownHeader)
	}},
}

// flatHead is how much of a text is looked at to know it.
const flatHead = 64 << 10

// openFile opens a file of sheets in the room of its format; nil if it is none. A text is one only
// where nobody says that it is something else.
func openFile(s *source.Source, o Options) (sheets.File, string, error) {
	packed, err := isArchive(s)
	if err != nil {
		return nil, "", err
	}
	var file sheets.File
	found := ""
	switch {
	case packed:
		file, found, err = openArchive(s.Plain(), s.Name)
	case o.Format == "" && o.Delimiter == "" || tabular.HasSheets(o.Format):
		file, found, err = openFlat(s, o)
	}
	if err == nil && tabular.HasSheets(o.Format) && found != o.Format {
		err = notOfFormat(s, o.Format, found)
	}
	return file, found, err
}

// isArchive looks at how a file starts.
func isArchive(s *source.Source) (bool, error) {
	if err := s.Rewind(); err != nil {
		return false, err
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(s, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, s.Fail("reading it failed", err)
	}
	return source.IsArchive(head[:n]), nil
}

func openArchive(src io.ReadSeeker, name string) (sheets.File, string, error) {
	a, err := archive.Open(src, name)
	if err != nil {
		return nil, "", err
	}
	if a.Has("xl/workbook.bin") {
		return nil, "", refuseForeign(a)
	}
	for _, f := range packedFormats {
		if !f.is(a) {
			continue
		}
		if err := a.RefuseLarge(); err != nil {
			return nil, "", err
		}
		file, err := f.open(a)
		return file, f.name, err
	}
	return nil, "", refuseForeign(a)
}

// refuseForeign names an archive that isn't read.
func refuseForeign(a *archive.Archive) error {
	kind := foreign.Archive(a.HasFolder)
	return a.Fail(kind.Problem, kind.Hint)
}

// openFlat looks at the beginning of what may be packed.
func openFlat(s *source.Source, o Options) (sheets.File, string, error) {
	r, release, err := s.Open()
	if err != nil {
		return nil, "", err
	}
	head := make([]byte, flatHead)
	n, _ := io.ReadFull(r, head) // what fails here fails again when it is read
	release()
	for _, f := range flatFormats {
		if f.is(head[:n]) || f.name == tabular.FormatHTML && o.Format == f.name { // a page may begin with anything
			file, err := f.open(s, o)
			return file, f.name, err
		}
	}
	return nil, "", nil
}

// notOfFormat is the error of a file that isn't of the format that somebody says it is.
func notOfFormat(s *source.Source, format, found string) error {
	problem, hint := "it is not a workbook", "leave the format out, and it is read as what it is"
	switch {
	case found != "":
		problem = "its format is " + found + ", not " + format
	case s.Compression != "":
		problem, hint = "it is compressed, which a workbook is already", hint+"; unpack a workbook first"
	}
	return s.Refuse(problem, hint)
}
