package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// table is a line of real/tables.json: a file of a public repository, and how a person would have it read.
type table struct {
	File       string `json:"file"`
	Repository string `json:"repository"`
	Path       string `json:"path"`
	License    string `json:"license"`
	// Part says what was left away, in words.
	Part string   `json:"part,omitempty"`
	Args []string `json:"args,omitempty"`
	// Delimiter and Header say that the file is one of plain delimited text whose header is the Header-th row, so that its rows are known.
	Delimiter string `json:"delimiter,omitempty"`
	Header    int    `json:"header,omitempty"`
	// Rows are what a careful person reads in a file that isn't so plain.
	Rows [][]string `json:"rows,omitempty"`
	// Footer is how many rows at the end are no data.
	Footer int      `json:"footer,omitempty"`
	May    []string `json:"may,omitempty"`
	Why    string   `json:"why,omitempty"`
}

// realTables reads the list and the files, or says that there are none.
func realTables(dir string) ([]file, []string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "tables.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, []string{"the real tables: there is no " + filepath.Join(dir, "tables.json")}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var tables []table
	if err := json.Unmarshal(data, &tables); err != nil {
		return nil, nil, fmt.Errorf("read tables.json: %w", err)
	}
	var files []file
	for _, t := range tables {
		data, err := os.ReadFile(filepath.Join(dir, t.File))
		if err != nil {
			return nil, nil, err
		}
		f := file{name: "real/" + t.File, data: data, args: t.Args, rows: t.Rows, created: -1, may: t.May, why: t.Why}
		if t.Delimiter != "" {
			if f.rows, err = t.rows(data); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", t.File, err)
			}
		}
		files = append(files, f)
	}
	return files, nil, nil
}

// rows are what stands below the header, read by the letter of RFC 4180.
func (t table) rows(data []byte) ([][]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !bytes.Contains(data, []byte("\n")) {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if !utf8.Valid(data) {
		var err error
		if data, err = charmap.Windows1252.NewDecoder().Bytes(data); err != nil {
			return nil, err
		}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = rune(strings.NewReplacer("tab", "\t").Replace(t.Delimiter)[0])
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) < t.Header+t.Footer {
		return nil, fmt.Errorf("it has %d rows alone", len(rows))
	}
	return rows[t.Header : len(rows)-t.Footer], nil
}
