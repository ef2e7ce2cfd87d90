package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

//go:embed others.py
var pythonWriters string

//go:embed others.cjs
var nodeWriters string

// sheetModules is where SheetJS and ExcelJS are looked for.
const sheetModules = ".ci/out/sheets"

// otherPrograms are tables that Python's modules, modules for Node.js and LibreOffice write. What they wrote once is taken again. A program
// that isn't there is left out, with a word.
func otherPrograms(dir string) ([]file, []string) {
	table := kind{name: "others", header: customers, rows: rowsOf(slices.Concat(plainNames, noteNames, signNames, quoteNames, dayNames))}
	var skipped []string
	for _, maker := range []struct {
		name  string
		write func(dir string) error
	}{{"python", python}, {"node", node}, {"libreoffice", libreOffice}} {
		folder := filepath.Join(dir, maker.name)
		if _, err := os.Stat(folder); err == nil {
			continue
		}
		if err := makeWith(dir, folder, table, maker.write); err != nil {
			skipped = append(skipped, fmt.Sprintf("what %s writes: %v", maker.name, err))
		}
	}
	var files []file
	paths, _ := filepath.Glob(filepath.Join(dir, "*", "*"))
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			skipped = append(skipped, err.Error())
			continue
		}
		f := table.file(filepath.Base(filepath.Dir(path))+"-"+filepath.Base(path), data)
		if filepath.Base(path) == "xlsxwriter-table-total.xlsx" {
			f.may = []string{"*"}
		}
		if hasOwnColumns(path) {
			f.header, f.rows, f.created = nil, nil, -1
		}
		files = append(files, f)
	}
	return files, skipped
}

// hasOwnColumns says whether a file has columns of its own beside the table's: such ones are compared and nothing more.
func hasOwnColumns(path string) bool {
	return slices.Contains([]string{"pandas-index.csv", "pandas-index.xlsx", "formulas.xlsx"}, filepath.Base(path))
}

// makeWith lets a program write into a folder, which is there only when all of it is.
func makeWith(dir, folder string, table kind, write func(dir string) error) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "honest-others")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	plain, _ := dialectNamed("python").write(table.grid())
	rows, err := json.Marshal(table.grid())
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{"table.csv": plain, "table.json": rows, "table.xlsx": table.workbook().data} {
		if err := os.WriteFile(filepath.Join(scratch, name), data, 0o666); err != nil {
			return err
		}
	}
	if err := os.Mkdir(filepath.Join(scratch, "out"), 0o777); err != nil {
		return err
	}
	if err := write(scratch); err != nil {
		return err
	}
	return os.CopyFS(folder, os.DirFS(filepath.Join(scratch, "out")))
}

func python(dir string) error {
	// The system's Python is the one for which Debian has openpyxl, XlsxWriter and pandas.
	return command(dir, nil, "/usr/bin/python3", "-c", pythonWriters)
}

func node(dir string) error {
	modules, err := filepath.Abs(filepath.Join(sheetModules, "node_modules"))
	if err != nil {
		return err
	}
	if _, err := os.Stat(modules); err != nil {
		return fmt.Errorf("npm install --prefix %s xlsx exceljs brings it", sheetModules)
	}
	return command(dir, []string{"NODE_PATH=" + modules}, "node", "-e", nodeWriters)
}

func libreOffice(dir string) error {
	if _, err := exec.LookPath("soffice"); err != nil {
		return err
	}
	convert := func(from, filter, to string) error {
		out := filepath.Join(dir, "converted")
		args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", filter, "--outdir", out}
		if filepath.Ext(from) == ".csv" {
			args = append(args, "--infilter=CSV:44,34,76,1")
		}
		if err := command(dir, nil, "soffice", append(args, from)...); err != nil {
			return err
		}
		made, err := filepath.Glob(filepath.Join(out, "*"))
		if err != nil || len(made) != 1 {
			return fmt.Errorf("it wrote %d files for %s", len(made), to)
		}
		return os.Rename(made[0], filepath.Join(dir, "out", to))
	}
	for _, c := range [][3]string{
		{"table.csv", "xlsx:Calc MS Excel 2007 XML", "from-text.xlsx"},
		{"table.xlsx", "xlsx:Calc MS Excel 2007 XML", "from-workbook.xlsx"},
		{"table.xlsx", "csv", "default.csv"},
		{"table.xlsx", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,false", "semicolons-all-quoted.csv"},
		{"table.xlsx", "csv:Text - txt - csv (StarCalc):59,34,1,1,,0,false,true,false", "semicolons-windows.csv"},
		{"table.xlsx", "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false", "tabs.csv"},
	} {
		if err := convert(c[0], c[1], c[2]); err != nil {
			return err
		}
	}
	return nil
}

// command runs a program in a folder.
func command(dir string, env []string, name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), env...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, short(string(out)))
	}
	return nil
}
