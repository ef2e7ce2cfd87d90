// Command corpus makes thousands of damaged and oddly written tables, reads them with importer/table and prints how much of each came
// through: precision and recall of headers, rows and cells, by damage, by dialect and in all.
//
//	go run ./.ci/corpus [-seed N] [-only REGEXP] [-fail] [-write DIR] [-totals]
//
// Every file is made of one table (tables.go), one dialect (dialects.go) and one damage at one place (damage*.go), which also say what a
// careful person reads there:
//
//	table × dialect → document of lines → damage → bytes
//	                                    ↘ expected header and rows → score ← importer/table
//
// Where a person could not tell, the file is marked ambiguous and counted apart.
//
// That is the broad part. The strict part (strict*.go) has lists of organizations, damaged as real
// programs and people do it, read by package importer as an import would. Its verdict on each row:
// right; refused, by an error on the row or the file; left out with a warning; or wrong, which
// nobody would notice (verdict.go).
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"regexp"
	"time"
)

func main() {
	log.SetFlags(0)
	seed := flag.Uint64("seed", 1, "what the files are made from")
	only := flag.String("only", "", "take only files whose name this regular expression finds")
	fail := flag.Bool("fail", false, "list the files that are not read perfectly")
	dir := flag.String("write", "", "write the files and what is expected of them to this folder")
	totals := flag.Bool("totals", false, "print only the totals")
	flag.Parse()
	match, err := regexp.Compile(*only)
	if err != nil {
		log.Fatal(err)
	}
	start := time.Now()
	c, s := newCorpus(*seed), newStrictCorpus(*seed)
	results, err := run(c, c.units(), match, *dir, score)
	if err != nil {
		log.Fatal(err)
	}
	verdicts, err := run(s, s.units(), match, *dir, judge)
	if err != nil {
		log.Fatal(err)
	}
	report(os.Stdout, results, *totals, *fail)
	reportVerdicts(os.Stdout, verdicts, *totals, *fail)
	reportBoth(os.Stdout, results, verdicts)
	fmt.Printf("\nseed %d, %.1f s\n", *seed, time.Since(start).Seconds())
}
