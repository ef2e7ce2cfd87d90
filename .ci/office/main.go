// Command office lets other programs read what we write, cell by cell:
//
//	go run ./.ci/office [-all]
//
//	hard.go → estate → export.xlsx, export.ods ─┐
//	        → a file without names → rejects.xlsx ┴→ readers.go → every cell compared ← known.go
//
// A cell that a program gives back otherwise, that isn't in the table of what can't be helped, is a failure; so is what that table has
// and no longer happens, and a warning. With -all every program reads, and tables go through LibreOffice, gnumeric, pandas and R and come
// back (trips.go); without, those that are there soon.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	log.SetFlags(0)
	all := flag.Bool("all", false, "all programs, and the trips there and back")
	flag.Parse()
	dir, err := os.MkdirTemp("", "office")
	if err != nil {
		log.Fatal(err)
	}
	failed, err := run(dir, *all)
	if err != nil {
		log.Fatalf("%v\nwhat was left is in %s", err, dir)
	}
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
	if failed {
		os.Exit(1)
	}
}

func run(dir string, all bool) (failed bool, err error) {
	w, err := newWorkshop(dir, hard)
	if err != nil {
		return false, err
	}
	files, err := w.files(hard)
	if err != nil {
		return false, err
	}
	seen := map[*known]bool{}
	for i := range readers {
		r := &readers[i]
		if !r.quick && !all {
			continue
		}
		for _, f := range files {
			if !r.reads(f.name) {
				continue
			}
			rows, err := r.read(r, f.path, dir)
			if err != nil {
				fmt.Printf("%s, %s: %v\n", r.name, f.name, err)
				failed = true
				continue
			}
			cells, wrong := compare(r.name, f, rows, seen)
			fmt.Printf("%-20s %-13s %5d cells\n", r.name, f.name, cells)
			failed = failed || wrong
		}
	}
	for i := range knowns {
		if k := &knowns[i]; !seen[k] && (all || quick(k.reader)) {
			fmt.Printf("%s no longer does this: %s\n", k.reader, k.reason)
			failed = true
		}
	}
	if all {
		wrong, err := trips(filepath.Join(dir, "trips"))
		return failed || wrong, err
	}
	return failed, nil
}

func quick(name string) bool {
	return slices.ContainsFunc(readers, func(r reader) bool { return r.name == name && r.quick })
}

// compare compares every cell and says how many there were, and whether any is wrong.
func compare(reader string, f written, rows [][]string, seen map[*known]bool) (cells int, wrong bool) {
	if len(rows) != len(f.rows) {
		fmt.Printf("%s, %s: %d rows, not %d\n", reader, f.name, len(rows), len(f.rows))
		return 0, true
	}
	for i, row := range f.rows {
		for j := range max(len(row), len(rows[i])) {
			cells++
			want, got := at(row, j), at(rows[i], j)
			if want == got {
				continue
			}
			if k := reasonOf(reader, f.name, want, got); k != nil {
				seen[k] = true
				continue
			}
			fmt.Printf("%s, %s, row %d, column %d: %s became %s\n", reader, f.name, i+1, j+1, shown(want), shown(got))
			wrong = true
		}
	}
	return cells, wrong
}

// at gives a cell of a row whose last ones may be missing, because they are blank.
func at(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}
