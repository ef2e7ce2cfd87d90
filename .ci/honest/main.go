// Command honest holds the reader to its word on files that nothing is wrong with: it reads each with an old and a new build and says where
// the new one stops, asks or warns and the old one didn't, and where a cell isn't what the file says.
//
//	go run ./.ci/honest -old PROGRAM -new PROGRAM [-dir DIR] [-only REGEXP] [-quick] [-v]
//
// Some of the files are made here (kinds*.go say what stands in them, dialects.go how programs write that), and what a careful person reads
// in them is known. The others are real tables of public repositories (real/SOURCES.md):
//
//	kind × form → bytes ─┐
//	real/*               ─┴→ validate, inspect, import --dry-run, by both programs → differences, by file → counts
//
// What the programs say is kept in DIR, so that a program reads a file once. A build takes less than a minute on two idle cores, with -quick
// on busy ones too.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"
)

// mostAnew is the part of the files about which the new program may say more than the old one did.
const mostAnew = 0.01

func main() {
	log.SetFlags(0)
	before := flag.String("old", "", "the program that the new one is compared with")
	after := flag.String("new", "", "the program that is tried")
	dir := flag.String("dir", filepath.Join(os.TempDir(), "orgbatch-honest"), "where the files and the programs' answers are kept")
	tables := flag.String("real", ".ci/honest/real", "the folder of real tables")
	only := flag.String("only", "", "take only files whose name this regular expression finds")
	quick := flag.Bool("quick", false, "leave import --dry-run out, which takes half of the time")
	verbose := flag.Bool("v", false, "print what both programs say of each file that is listed")
	jobs := flag.Int("jobs", 2*runtime.NumCPU(), "how many programs run at once")
	flag.Parse()
	if *before == "" || *after == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	match, err := regexp.Compile(*only)
	if err != nil {
		log.Fatal(err)
	}
	start := time.Now()
	older, newer, err := twoPrograms(*before, *after, *dir, *quick)
	if err != nil {
		log.Fatal(err)
	}
	sound, err := try(older, newer, *tables, match, *jobs, *verbose)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.0f s\n", time.Since(start).Seconds())
	if !sound {
		os.Exit(1)
	}
}

// try makes the files, has both programs read them and prints the comparison. It reports whether the new program may be taken.
func try(older, newer program, tables string, match *regexp.Regexp, jobs int, verbose bool) (bool, error) {
	files, skipped, err := collect(older, older.dir, tables)
	if err != nil {
		return false, err
	}
	var chosen []file
	for _, f := range files {
		if match.MatchString(f.name) {
			chosen = append(chosen, f)
		}
	}
	if err := place(chosen, filepath.Join(older.dir, "files")); err != nil {
		return false, err
	}
	was, err := older.readAll(chosen, jobs)
	if err != nil {
		return false, err
	}
	is, err := newer.readAll(chosen, jobs)
	if err != nil {
		return false, err
	}
	for _, s := range skipped {
		fmt.Println("left out:", s)
	}
	return report(os.Stdout, chosen, was, is, verbose), nil
}

// collect is every honest file there is, and a word on those that can't be had on this machine.
func collect(own program, dir, tables string) ([]file, []string, error) {
	files := made()
	fromOwn, err := ownFiles(own, filepath.Join(dir, "own"))
	if err != nil {
		return nil, nil, fmt.Errorf("make files with %s: %w", own.path, err)
	}
	files = append(files, fromOwn...)
	fromOthers, skipped := otherPrograms(filepath.Join(dir, "others"))
	files = append(files, fromOthers...)
	found, none, err := realTables(tables)
	if err != nil {
		return nil, nil, err
	}
	return append(files, found...), append(skipped, none...), nil
}

// place writes the files to a folder.
func place(files []file, dir string) error {
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.data, 0o666); err != nil {
			return err
		}
	}
	return nil
}
