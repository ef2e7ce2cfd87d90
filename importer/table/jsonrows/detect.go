package jsonrows

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Detect says whether a text is JSON, and whether it has one object a line or is something larger: "" for no JSON. ext is the ending
// of the file's name.
func Detect(b tabular.Beginning, ext string) string {
	named := ext == ".jsonl" || ext == ".ndjson" || ext == ".json"
	plain := trimBlank(b.Bytes)
	separated := len(plain) < len(b.Bytes) && bytes.HasPrefix(plain, []byte{'{'})
	text := plain
	line, rest, _ := bytes.Cut(text, []byte{'\n'})
	rest = bytes.TrimSpace(rest)
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '[' && (named || beginsObject(tabular.Beginning{Bytes: text[1:], Whole: b.Whole}) || beginsList(text[1:])):
		return tabular.FormatJSON
	case text[0] == '{' && jsontext.Value(line).IsValid():
		if offset, _ := wrappedArray(line); offset > 0 && len(rest) == 0 && b.Whole {
			return tabular.FormatJSON
		}
		return tabular.FormatJSONL
	case text[0] == '{' && spreadJSON(tabular.Beginning{Bytes: text, Whole: b.Whole}):
		return tabular.FormatJSON
	case named || separated || text[0] == '{' && ext != ".csv" && ext != ".tsv" && ext != ".txt" || ext == ".js" || ext == "" && script.Match(text):
		return tabular.FormatJSONL
	}
	return ""
}

// beginsObject says whether the inside of an array begins with an object, or whether there is nothing in it.
func beginsObject(b tabular.Beginning) bool {
	text := bytes.TrimSpace(b.Bytes)
	return bytes.HasPrefix(text, []byte("{")) || b.Whole && string(text) == "]"
}

// beginsList says whether the inside of an array begins with a whole array that has another one or the end after it.
func beginsList(text []byte) bool {
	text = bytes.TrimSpace(text)
	dec := jsontext.NewDecoder(bytes.NewReader(text))
	if !bytes.HasPrefix(text, []byte("[")) || dec.SkipValue() != nil {
		return false
	}
	rest := bytes.TrimSpace(text[dec.InputOffset():])
	return bytes.HasPrefix(rest, []byte("]")) || bytes.HasPrefix(rest, []byte(",")) && bytes.HasPrefix(bytes.TrimSpace(rest[1:]), []byte("["))
}

// spreadJSON says whether text starts with an object that is longer than its line, or that has the next one beside it, with a comma between
// them or nothing.
func spreadJSON(b tabular.Beginning) bool {
	text := b.Bytes
	dec := jsontext.NewDecoder(bytes.NewReader(text))
	err := dec.SkipValue()
	if err == nil {
		end := dec.InputOffset()
		after := bytes.TrimLeft(text[end:], " \t")
		return bytes.IndexByte(text[:end], '\n') >= 0 || bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(after, []byte(","))), []byte("{"))
	}
	if offset, _ := wrappedArray(text); offset > 0 {
		return true
	}
	return !b.Whole && errors.Is(err, io.ErrUnexpectedEOF) && bytes.IndexByte(text, '\n') >= 0
}
