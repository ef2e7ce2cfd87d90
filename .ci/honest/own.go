package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// ownFiles are what orgbatch itself writes, made by the old program: exports, and what is left of an import that rejected rows.
func ownFiles(p program, dir string) ([]file, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	names := append(append([]string{}, plainNames...), noteNames...)
	names = append(append(names, signNames...), quoteNames...)
	sound := kind{name: "own", header: customers, rows: rowsOf(names)}
	data, _ := dialectNamed("python").write(sound.grid())
	broken, _ := dialectNamed("excel-sv-utf8").write([][]string{
		customers[0], {"Granliden AB", "K-1", "Okänt bolag AB"}, {"", "K-2", ""}, {"Summa Fastigheter AB", "K-3", "Saknas AB"}, {"Ny Kund AB", "K-4", ""},
	})
	for name, text := range map[string][]byte{"sound.csv": data, "broken.csv": broken} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
			return nil, err
		}
	}
	p.run(dir, "import", "sound.csv", "--sandbox-db", "sandbox.db", "--runs", "runs", "--yes")
	p.run(dir, "import", "broken.csv", "--sandbox-db", "other.db", "--runs", "broken", "--yes", "--skip-invalid")
	var files []file
	add := func(path string) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("it wrote no such file: %w", err)
		}
		files = append(files, file{name: "own/" + filepath.Base(path), data: text, created: -1})
		return nil
	}
	for _, name := range []string{"export.csv", "export.xlsx", "export.jsonl", "export.csv.gz", "export.jsonl.zst"} {
		p.run(dir, "export", name, "--sandbox-db", "sandbox.db")
		if err := add(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	p.run(dir, "export", "export-excel.csv", "--excel", "--sandbox-db", "sandbox.db")
	if err := add(filepath.Join(dir, "export-excel.csv")); err != nil {
		return nil, err
	}
	for _, name := range []string{"rejects.csv", "rejects.xlsx", "results.csv", "missing-parents.csv"} {
		found, err := filepath.Glob(filepath.Join(dir, "broken", "*", name))
		if err != nil || len(found) != 1 {
			return nil, fmt.Errorf("there are %d files %s", len(found), name)
		}
		if err := add(found[0]); err != nil {
			return nil, err
		}
	}
	return files, nil
}
