package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/importer/table"
)

// writeBook writes the workbook: one row for each format, with all numbers.
func writeBook(path string) error {
	f := excelize.NewFile()
	header := []any{"Namn"}
	for j := range numbers {
		header = append(header, fmt.Sprintf("Tal %d", j+1))
	}
	err := f.SetSheetRow("Sheet1", "A1", &header)
	for i := range formats {
		if err == nil {
			err = writeRow(f, i)
		}
	}
	if err == nil { // a narrow column would show ###
		err = f.SetColWidth("Sheet1", "A", "CZ", 80)
	}
	if err == nil {
		err = f.SaveAs(path)
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

func writeRow(f *excelize.File, i int) error {
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &formats[i]})
	if err != nil {
		return err
	}
	if err := f.SetCellStr("Sheet1", fmt.Sprintf("A%d", i+2), fmt.Sprintf("Bolaget %d AB", i+1)); err != nil {
		return err
	}
	for j, n := range numbers {
		name, err := excelize.CoordinatesToCellName(j+2, i+2)
		if err == nil {
			err = f.SetCellDefault("Sheet1", name, n)
		}
		if err == nil {
			err = f.SetCellStyle("Sheet1", name, name, style)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readBook reads the rows as an import does.
func readBook(path string) (all [][]string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	t, err := table.Open(file, filepath.Base(path), table.Options{})
	if err != nil {
		return nil, err
	}
	for r, err := range t.Rows() {
		if err != nil {
			return nil, err
		}
		var row []string
		for _, c := range r.Cells {
			row = append(row, c.Text)
		}
		all = append(all, row)
	}
	if len(all) != len(formats) {
		return nil, fmt.Errorf("%d rows are read, not %d", len(all), len(formats))
	}
	return all, nil
}

func officeVersion() (string, error) {
	out, err := exec.Command("soffice", "--version").Output()
	return strings.TrimSpace(string(out)), err
}

// shownByOffice gives all cells as LibreOffice shows them: the ninth token of the filter says so.
func shownByOffice(dir, book, locale string) ([][]string, error) {
	const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>%s</value></prop></item></oor:items>`
	home := filepath.Join(dir, locale)
	if err := os.MkdirAll(filepath.Join(home, "user"), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(home, "user", "registrymodifications.xcu"), fmt.Appendf(nil, settings, locale), 0o600); err != nil {
		return nil, err
	}
	path, err := convert(home, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true", book)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	rows, err := csv.NewReader(file).ReadAll()
	if err == nil && len(rows) != len(formats)+1 {
		err = fmt.Errorf("LibreOffice shows %d rows, not %d", len(rows), len(formats)+1)
	}
	return rows, err
}

// convert has LibreOffice write a workbook anew into its home, by a filter that begins with the new ending, and gives the path.
func convert(home, filter, book string) (string, error) {
	out, err := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.ToSlash(home), "--headless", "--norestore",
		"--convert-to", filter, "--outdir", home, book).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("soffice: %w\n%s", err, out)
	}
	ending, _, _ := strings.Cut(filter, ":")
	return filepath.Join(home, strings.TrimSuffix(filepath.Base(book), ".xlsx")+"."+ending), nil
}
