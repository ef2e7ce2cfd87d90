package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// scriptMend types texts into cells of a workbook's first sheet, as a person
// does, and saves it: mend FILE.xlsx A2=TEXT….
func scriptMend(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	for _, change := range args[1:] {
		cell, text, _ := strings.Cut(change, "=")
		ts.Check(f.SetCellStr(f.GetSheetName(0), cell, text))
	}
	ts.Check(f.Save())
}

// scriptResave lets LibreOffice open a file and save it anew, in the form of the
// new name: resave FROM TO.
func scriptResave(ts *testscript.TestScript, _ bool, args []string) {
	from, to := ts.MkAbs(args[0]), ts.MkAbs(args[1])
	dir, err := os.MkdirTemp(ts.Getenv("WORK"), "resave-")
	ts.Check(err)
	form := strings.TrimPrefix(filepath.Ext(to), ".")
	ts.Check(ts.Exec("soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless",
		"--convert-to", form, "--outdir", dir, from))
	made := strings.TrimSuffix(filepath.Base(from), filepath.Ext(from)) + "." + form
	ts.Check(os.Rename(filepath.Join(dir, made), to))
}
