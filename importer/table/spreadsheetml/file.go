// Package spreadsheetml reads workbooks of XML in one file, as Excel 2003 and many systems since write them, mostly named .xls.
//
//	XML → styles, names of sheets ─► sheet by sheet, row by row ─► what each cell shows
//
// Nothing of it stays in memory but the styles and one row.
package spreadsheetml

import (
	"errors"
	"io"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Is says whether a file that begins so is such a workbook, whatever its name.
func Is(head []byte) bool {
	name, namespace := xmlscan.Root(head)
	return name == "Workbook" && namespace == "urn:schemas-microsoft-com:office:spreadsheet"
}

// File is one opened file.
type File struct {
	src    *source.Source
	sheets []sheets.Sheet
	styles styles
}

// maxSheets is beyond what package sheets takes.
const maxSheets = 1 << 15

// Open reads what stands around the sheets: that one is hidden is said behind its rows. Errors are *InputError.
func Open(src *source.Source) (*File, error) {
	f := &File{src: src, styles: styles{}}
	in, release, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer release()
	if err := f.look(xmlscan.NewReader(in)); err != nil {
		return nil, f.stopped(err)
	}
	f.styles.settle()
	return f, nil
}

// stopped keeps what was said of a compressed file.
func (f *File) stopped(err error) error {
	if f.src.Compression != "" && !errors.Is(err, xmlscan.ErrNoEnd) {
		return f.src.Stopped(err, 0)
	}
	return &tabular.InputError{Name: f.src.Name, Problem: "it starts like a workbook of XML but can't be read to its end", Err: err, Hint: tabular.FetchAgain}
}

// look reads all of the file up to the end of its workbook.
func (f *File) look(x *xmlscan.Reader) error {
	options := false // of a sheet
	for {
		x.Mark()
		t, err := x.Next()
		if err != nil {
			return err
		}
		switch {
		case t.Kind == xmlscan.End && string(t.Name) == "Workbook":
			return x.Finish()
		case string(t.Name) == "WorksheetOptions":
			options = t.Kind == xmlscan.Start
		case t.Kind != xmlscan.Start:
		case string(t.Name) == "Worksheet" && len(f.sheets) < maxSheets:
			f.sheets = append(f.sheets, sheets.Sheet{Name: string(t.Attr("Name"))})
		case string(t.Name) == "Table":
			err = x.Skip()
		case string(t.Name) == "Style":
			err = f.styles.read(x, t)
		case string(t.Name) == "Visible" && options && len(f.sheets) > 0:
			err = x.Gather("Visible")
			f.sheets[len(f.sheets)-1].Hidden = string(x.Gathered) != "SheetVisible"
		}
		if err != nil {
			return err
		}
	}
}

// Scan starts a reading, before the first sheet.
func (f *File) Scan() (sheets.Scanner, error) {
	in, release, err := f.src.Open()
	if err != nil {
		return nil, err
	}
	return &scanner{file: f, x: xmlscan.NewReader(in), release: release, at: -1}, nil
}

// Offset says how many bytes of the file were read since the newest reading began, for progress.
func (f *File) Offset() int64 { return f.src.Taken.Load() }

// NextSheet goes on to the next sheet, io.EOF after the last.
func (s *scanner) NextSheet() (sheets.Sheet, error) {
	for s.inside {
		s.x.Mark()
		t, err := s.x.Next()
		if err != nil {
			return sheets.Sheet{}, err
		}
		s.inside = t.Kind != xmlscan.End || string(t.Name) != "Worksheet"
	}
	for s.at+1 < len(s.file.sheets) {
		s.x.Mark()
		t, err := s.x.Start()
		if err != nil {
			return sheets.Sheet{}, err
		}
		if string(t.Name) != "Worksheet" {
			continue
		}
		s.at++
		s.inside, s.next, s.row, s.columns, s.extent = true, 1, sheets.Row{}, s.columns[:0], sheets.Extent{}
		return s.file.sheets[s.at], nil
	}
	return sheets.Sheet{}, io.EOF
}
