package delimited

import (
	"strings"
	"testing"
)

// escapers write a text as the programs do whose letters these are.
var escapers = map[string]*strings.Replacer{
	LettersPostgres: strings.NewReplacer(`\`, `\\`, "\b", `\b`, "\f", `\f`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\v", `\v`),
	LettersOutfile:  strings.NewReplacer(`\`, `\\`, "\t", "\\\t", "\n", "\\\n", "\x00", `\0`),
	LettersBatch:    strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\x00", `\0`),
}

func TestUndo(t *testing.T) {
	for _, test := range []struct {
		with, cell, want string
		ok               bool
	}{
		{LettersPostgres, `\N`, "", true},
		{LettersPostgres, `\\N`, `\N`, true},
		{LettersPostgres, `a\N`, `a\N`, false},
		{LettersPostgres, `\Na`, `\Na`, false},
		{LettersPostgres, `rad 1\nrad 2\ttab\\n`, "rad 1\nrad 2\ttab\\n", true},
		{LettersPostgres, `a\nb\"c`, `a\nb\"c`, false},
		{LettersPostgres, `slut\`, `slut\`, false},
		{LettersOutfile, `\N`, "", true},
		{LettersOutfile, `a\nb`, `a\nb`, false},
		{LettersOutfile, "a\\\nb\\\tc\\0", "a\nb\tc\x00", true},
		{LettersBatch, `\N`, `\N`, false},
		{LettersBatch, `å\nä`, "å\nä", true},
		{LettersBatch, `\å`, `\å`, false},
	} {
		if got, ok := Undo(test.cell, test.with); got != test.want || ok != test.ok {
			t.Errorf("%q is undone as %q, %v; want %q, %v", test.cell, got, ok, test.want, test.ok)
		}
	}
}

// FuzzUndo: what a program escapes comes back, and what can't be undone stays as it is.
func FuzzUndo(f *testing.F) {
	for _, text := range []string{"", `\N`, "rad 1\nrad 2\\", "a\tb\r\n\x00\v\f\b", `C:\new\`, "\\å\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for letters, escape := range escapers {
			if got, ok := Undo(escape.Replace(text), letters); got != text || !ok {
				t.Errorf("%q is escaped as %q and undone as %q, %v", text, escape.Replace(text), got, ok)
			}
			if got, ok := Undo(text, letters); !ok && got != text {
				t.Errorf("%q isn't undone but %q", text, got)
			}
		}
	})
}
