package main

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Scripts that print a workbook: a row a line, each cell as hexadecimal.
var (
	//go:embed read.py
	readPython string
	//go:embed read.cjs
	readNode string
	//go:embed read.R
	readR string
	//go:embed read.rb
	readRuby string
	//go:embed read.pl
	readPerl string
)

// modules is where npm has put SheetJS and ExcelJS.
const modules = ".ci/out/sheets"

// reader is a program that others open our workbooks with.
type reader struct {
	name  string
	quick bool   // it is there soon, and done
	kinds string // the endings that it reads
	read  func(r *reader, path, scratch string) ([][]string, error)
	args  []string
}

// readers are all of them. The system's Python is the one for which Debian has the modules.
var readers = []reader{
	{"LibreOffice", true, ".xlsx .ods", byOffice, nil},
	{"gnumeric", true, ".xlsx .ods", byGnumeric, nil},
	{"openpyxl", true, ".xlsx", byScript, []string{"/usr/bin/python3", "-c", readPython, "openpyxl"}},
	{"openpyxl-read-only", true, ".xlsx", byScript, []string{"/usr/bin/python3", "-c", readPython, "openpyxl-read-only"}},
	{"ExcelJS", true, ".xlsx", byScript, []string{"node", "-e", readNode, "exceljs"}},
	{"SheetJS", true, ".xlsx .ods", byScript, []string{"node", "-e", readNode, "sheetjs"}},
	{"pandas", false, ".xlsx .ods", byScript, []string{"/usr/bin/python3", "-c", readPython, "pandas"}},
	{"csvkit", false, ".xlsx", byCSVKit, nil},
	{"openxlsx", false, ".xlsx", byScript, []string{"Rscript", "-e", readR, "openxlsx"}},
	{"readxl", false, ".xlsx", byScript, []string{"Rscript", "-e", readR, "readxl"}},
	{"roo", false, ".xlsx .ods", byScript, []string{"ruby", "-e", readRuby}},
	{"ParseXLSX", false, ".xlsx", byScript, []string{"perl", "-e", readPerl}},
}

func (r *reader) reads(name string) bool {
	return strings.Contains(r.kinds+" ", filepath.Ext(name)+" ")
}

// command runs a program: what it warns of is an error.
func command(scratch, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir = scratch
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "NODE_PATH="+filepath.Join(here, modules, "node_modules"))
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%w: %.500s", err, stderr.String())
	}
	if stderr.Len() > 0 {
		return stdout.String(), fmt.Errorf("it warns: %.500s", stderr.String())
	}
	return stdout.String(), nil
}

func byScript(r *reader, path, scratch string) ([][]string, error) {
	out, err := command(scratch, r.args[0], append(r.args[1:len(r.args):len(r.args)], path)...)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for line := range strings.Lines(out) {
		var row []string
		for cell := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\t"), "\t") {
			text, err := hex.DecodeString(cell)
			if err != nil {
				return nil, fmt.Errorf("it printed %.80q", line)
			}
			row = append(row, string(text))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func byCSVKit(_ *reader, path, scratch string) ([][]string, error) {
	out, err := command(scratch, "in2csv", "--no-inference", "--no-header-row", path)
	if err != nil {
		return nil, err
	}
	rows, err := exactCSV(out)
	if len(rows) > 0 {
		rows = rows[1:] // the names that it gives columns
	}
	return rows, err
}

func byGnumeric(_ *reader, path, scratch string) ([][]string, error) {
	to := filepath.Join(scratch, "gnumeric.csv")
	if err := quietly("ssconvert", "--export-type=Gnumeric_stf:stf_csv", path, to); err != nil {
		return nil, err
	}
	return readCSV(to)
}

// allCells is the filter by which LibreOffice writes all cells as they are shown, texts in quotes.
const allCells = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false"

func byOffice(_ *reader, path, scratch string) ([][]string, error) {
	to, err := convert(path, scratch, allCells)
	if err != nil {
		return nil, err
	}
	return readCSV(to)
}

// convert lets LibreOffice write a file anew, in a folder of its own.
func convert(path, scratch, filter string, args ...string) (string, error) {
	out, err := os.MkdirTemp(scratch, "converted")
	if err != nil {
		return "", err
	}
	args = append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(scratch, "profile")), "--headless", "--norestore",
		"--convert-to", filter, "--outdir", out}, args...)
	if err := quietly("soffice", append(args, path)...); err != nil {
		return "", err
	}
	made, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil || len(made) != 1 {
		return "", fmt.Errorf("LibreOffice wrote %d files of %s", len(made), filepath.Base(path))
	}
	return made[0], nil
}

// quietly runs a program whose warnings are of no file.
func quietly(name string, args ...string) error {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %.500s", name, err, out)
	}
	return nil
}

func readCSV(path string) ([][]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return exactCSV(string(data))
}
