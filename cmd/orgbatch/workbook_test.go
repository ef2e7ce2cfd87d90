package main

import (
	"archive/zip"
	"encoding/csv"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// scriptWorkbook makes a workbook of CSV files, a sheet of each, named as the
// file is: workbook FILE.xlsx FILE.csv…. All cells are text.
func scriptWorkbook(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("workbook FILE.xlsx FILE.csv…")
	}
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range args[1:] {
		sheet := strings.TrimSuffix(name, ".csv")
		if i == 0 {
			ts.Check(f.SetSheetName("Sheet1", sheet))
		} else {
			_, err := f.NewSheet(sheet)
			ts.Check(err)
		}
		ts.Check(fillSheet(f, sheet, ts.ReadFile(name)))
	}
	var b strings.Builder
	ts.Check(f.Write(&b))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

// scriptArchive packs a folder of parts, as a workbook that no library would
// write: archive FILE.xlsx FOLDER.
func scriptArchive(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("archive FILE.xlsx FOLDER")
	}
	var b strings.Builder
	z := zip.NewWriter(&b)
	ts.Check(z.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

func fillSheet(f *excelize.File, sheet, text string) error {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		return err
	}
	for n, record := range records {
		cell, err := excelize.CoordinatesToCellName(1, n+1)
		if err == nil {
			err = f.SetSheetRow(sheet, cell, &record)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
