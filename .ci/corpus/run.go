package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
)

// run scores the files of these units whose name matches, and writes them to dir unless that is "". Results come in the order of the files.
func run[R any](c *corpus, units []unit, match *regexp.Regexp, dir string, score func(*file) R) ([]R, error) {
	parts := make([][]R, len(units))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, u := range units {
		g.Go(func() error {
			for k, f := range c.files(u) {
				if !match.MatchString(f.name) {
					continue
				}
				if err := write(dir, fmt.Sprintf("%05d-%d", i, k), f); err != nil {
					return err
				}
				r := score(f)
				f.bytes, f.want, f.doc = nil, expected{}, nil
				parts[i] = append(parts[i], r)
			}
			return nil
		})
	}
	err := g.Wait()
	var results []R
	for _, part := range parts {
		results = append(results, part...)
	}
	return results, err
}

// write puts a file beside the table that is expected of it.
func write(dir, number string, f *file) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	name := number + " " + strings.Map(fileLetter, f.name)
	if err := os.WriteFile(filepath.Join(dir, name+".csv"), f.bytes, 0o644); err != nil {
		return err
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := f.want.rows
	if f.want.header != nil {
		rows = append([][]string{f.want.header}, rows...)
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".want"), []byte(b.String()), 0o644)
}

func fileLetter(r rune) rune {
	if strings.ContainsRune(`/\:*?"<>|`, r) {
		return '_'
	}
	return r
}
