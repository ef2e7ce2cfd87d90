package main

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
)

// event is what is of interest in a line of --json.
type event struct {
	Type    string `json:"type"`
	Format  layout `json:"format"`
	Created int    `json:"created"`
	Columns []struct {
		Field  string `json:"field"`
		Header string `json:"header"`
	} `json:"columns"`
	Issues []struct {
		Code     string `json:"code"`
		Column   string `json:"column"`
		Severity string `json:"severity"`
		Rows     string `json:"rows"`
	} `json:"issues"`
	Code     any    `json:"code"`
	Severity string `json:"severity"`
	Column   string `json:"column"`
	Value    string `json:"value"`
	Message  string `json:"message"`
	Row      int    `json:"row"`
}

func events(out string) []event {
	var all []event
	for line := range strings.Lines(out) {
		var e struct {
			Type string `json:"type"`
		}
		if json.Unmarshal([]byte(line), &e) != nil {
			continue
		}
		// Columns are names in one event and objects in another, so that only the lines of interest are read whole.
		switch e.Type {
		case "issue", "inspection", "books", "plan":
			var whole event
			if json.Unmarshal([]byte(line), &whole) == nil {
				all = append(all, whole)
			}
		}
	}
	return all
}

func issues(out string) []issue {
	var all []issue
	for _, e := range events(out) {
		if code, ok := e.Code.(string); ok && e.Type == "issue" {
			all = append(all, issue{code, e.Severity, e.Column, e.Value, e.Message, e.Row})
		}
	}
	return all
}

// cells reads what inspect --as csv wrote.
func cells(out string) [][]string {
	r := csv.NewReader(strings.NewReader(out))
	r.FieldsPerRecord = -1
	var table [][]string
	for {
		row, err := r.Read()
		if err == io.EOF {
			return table
		}
		if err != nil {
			return append(table, []string{"this is no CSV: " + err.Error()})
		}
		table = append(table, row)
	}
}
