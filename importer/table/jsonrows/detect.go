package jsonrows

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Detect says whether a text is JSON, and whether it has one object a line or is something larger: "" for no JSON. ext is the ending
// of the file's name, whole says that there is no more of the text.
func Detect(text []byte, ext string, whole bool) string {
	named := ext == ".jsonl" || ext == ".ndjson" || ext == ".json"
	line, rest, _ := bytes.Cut(text, []byte{'\n'})
	rest = bytes.TrimSpace(rest)
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '[' && (named || beginsObject(text[1:], whole)):
		return tabular.FormatJSON
	case text[0] == '{' && jsontext.Value(line).IsValid():
		if offset, _ := wrappedArray(line); offset > 0 && len(rest) == 0 && whole {
			return tabular.FormatJSON
		}
		return tabular.FormatJSONL
	case text[0] == '{' && spreadJSON(text, whole):
		return tabular.FormatJSON
	case named || text[0] == '{' && ext != ".csv" && ext != ".tsv" && ext != ".txt":
		return tabular.FormatJSONL
	}
	return ""
}

// beginsObject says whether the inside of an array begins with an object, or whether there is nothing in it.
func beginsObject(text []byte, whole bool) bool {
	text = bytes.TrimSpace(text)
	return bytes.HasPrefix(text, []byte("{")) || whole && string(text) == "]"
}

// spreadJSON says whether text starts with an object that is longer than its line, or that a comma parts from the next.
func spreadJSON(text []byte, whole bool) bool {
	dec := jsontext.NewDecoder(bytes.NewReader(text))
	err := dec.SkipValue()
	if err == nil {
		end := dec.InputOffset()
		after := bytes.TrimLeft(text[end:], " \t")
		return bytes.IndexByte(text[:end], '\n') >= 0 || len(after) > 1 && after[0] == ',' && bytes.HasPrefix(bytes.TrimSpace(after[1:]), []byte("{"))
	}
	if offset, _ := wrappedArray(text); offset > 0 {
		return true
	}
	return !whole && errors.Is(err, io.ErrUnexpectedEOF) && dec.InputOffset() == int64(len(text))
}
