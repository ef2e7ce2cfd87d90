package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packed are tables that are packed, or stand in a form that only some programs write.
func packed() []file {
	k := kind{name: "packed", header: customers, rows: rowsOf(plainNames)}
	plain, _ := dialectNamed("python").write(k.grid())
	excel, _ := dialectNamed("excel-sv").write(k.grid())
	book := k.workbook().data
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, err := w.Write(plain)
	must(err)
	must(w.Close())
	encoder, err := zstd.NewWriter(nil)
	must(err)
	files := []file{
		k.file("plain.csv.gz", z.Bytes()),
		k.file("plain.csv.zst", encoder.EncodeAll(excel, nil)),
		k.file("workbook-named.csv", book),
		k.file("table-named.txt", excel),
		k.file("without-ending", plain),
		k.file("blank-lines-at-the-end.csv", append(bytes.Clone(plain), "\r\n\r\n\r\n"...)),
		k.file("delimiters-at-the-end.csv", append(bytes.Clone(excel), ";;\r\n;;\r\n;;\r\n"...)),
		k.file("no-end.csv", bytes.TrimRight(plain, "\r\n")),
		k.file("mixed-line-ends.csv", bytes.Replace(plain, []byte("\r\n"), []byte("\n"), 1)),
		k.file("delimiter-behind-each-row.csv", bytes.ReplaceAll(excel, []byte("\r\n"), []byte(";\r\n"))),
		k.file("blank-after-comma.csv", spaced(k.grid())),
	}
	for i := range files {
		files[i].may = []string{"empty-header"}
		if files[i].name == "packed/delimiter-behind-each-row.csv" {
			files[i].header = append(slices.Clone(customers[0]), "")
		}
	}
	return files
}

// spaced writes a blank behind each comma.
func spaced(rows [][]string) []byte {
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, ", ") + "\n")
	}
	return []byte(b.String())
}

// json is the kind as JSON: one object a line, or a list of objects.
func (k kind) json(lines bool) file {
	var objects []string
	for _, row := range k.rows {
		if len(trimmed([][]string{row})) == 0 {
			continue
		}
		var members []string
		for j, header := range k.header[0] {
			if header == "" {
				continue
			}
			cell := ""
			if j < len(row) {
				cell = row[j]
			}
			members = append(members, quoted(header)+": "+quoted(cell))
		}
		objects = append(objects, "{"+strings.Join(members, ", ")+"}")
	}
	f := k.file("list.json", []byte("[\n  "+strings.Join(objects, ",\n  ")+"\n]\n"))
	if lines {
		f = k.file("lines.jsonl", []byte(strings.Join(objects, "\n")+"\n"))
	}
	if slices.Contains(k.header[0], "") {
		f.header, f.rows, f.created = nil, nil, -1
	}
	return f
}

func quoted(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	must(e.Encode(text))
	return strings.TrimSpace(b.String())
}

// jsons are forms of JSON that kinds don't have.
func jsons() []file {
	fields := map[string]string{"name": "name", "custom_id": "custom_id"}
	rows := [][]string{{"Granliden AB", "K-1"}, {"Tallmon AB", "K-2"}, {"Åsbacken AB", "K-3"}}
	written := func(name, text string) file {
		return file{name: "json/" + name, data: []byte(text), rows: rows, fields: fields, created: 3}
	}
	return []file{
		written("compact.json", `[{"name":"Granliden AB","custom_id":"K-1"},{"name":"Tallmon AB","custom_id":"K-2"},{"name":"Åsbacken AB","custom_id":"K-3"}]`),
		written("escaped.json", `[{"name":"Granliden AB","custom_id":"K-1"},{"name":"Tallmon AB","custom_id":"K-2"},{"name":"\u00c5sbacken AB","custom_id":"K-3"}]`),
		written("results.json", `{"count":3,"results":[{"name":"Granliden AB","custom_id":"K-1"},{"name":"Tallmon AB","custom_id":"K-2"},{"name":"Åsbacken AB","custom_id":"K-3"}]}`),
		written("indented.json", "[\n  {\n    \"name\": \"Granliden AB\",\n    \"custom_id\": \"K-1\"\n  },\n  {\n    \"name\": \"Tallmon AB\",\n    \"custom_id\": \"K-2\"\n  },\n  {\n    \"name\": \"Åsbacken AB\",\n    \"custom_id\": \"K-3\"\n  }\n]\n"),
		written("lines-crlf.jsonl", "{\"name\":\"Granliden AB\",\"custom_id\":\"K-1\"}\r\n{\"name\":\"Tallmon AB\",\"custom_id\":\"K-2\"}\r\n{\"name\":\"Åsbacken AB\",\"custom_id\":\"K-3\"}\r\n"),
		written("lines-bom.jsonl", "\ufeff{\"name\":\"Granliden AB\",\"custom_id\":\"K-1\"}\n{\"name\":\"Tallmon AB\",\"custom_id\":\"K-2\"}\n{\"name\":\"Åsbacken AB\",\"custom_id\":\"K-3\"}"),
		written("other-order.jsonl", "{\"name\":\"Granliden AB\",\"custom_id\":\"K-1\"}\n{\"custom_id\":\"K-2\",\"name\":\"Tallmon AB\"}\n{\"name\":\"Åsbacken AB\",\"custom_id\":\"K-3\"}\n"),
		written("nulls.jsonl", "{\"name\":\"Granliden AB\",\"custom_id\":\"K-1\",\"x\":null}\n{\"name\":\"Tallmon AB\",\"custom_id\":\"K-2\"}\n{\"name\":\"Åsbacken AB\",\"custom_id\":\"K-3\",\"x\":null}\n"),
	}
}
