package report

import (
	"cmp"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// titles are what people call the kinds of issues.
var titles = map[string]string{
	// how a row is written
	"short-row": "Row too short", "short-by-blanks": "Row ends early", "note-or-row": "A note or an organization?",
	"other-order": "Columns in another order", "above-header": "Row above the header", "swallowed-rows": "Rows swallowed by a quote",
	"line-quoted": "Whole line in quotes", "long-row": "Row too long", "bad-utf8": "Letters that can’t be read", "nul": "NUL character",
	"bad-byte": "A letter that can’t be read", "unclosed-quote": "Quote without its partner", "bad-quote": "Quote inside a quoted cell",
	"stray-quote": "Stray quote", "spaced-quote": "Blanks around quotes", "odd-escape": "Backslash that escapes nothing", "other-quote": "Other quotes than the rest",
	"other-delimiter": "Another delimiter than the rest", "large-cell": "Cell too large", "bad-json": "Not JSON", "not-an-object": "Not a JSON object",
	"duplicate-key": "Key twice in one object", "no-stored-value": "Formula without a value", "placeholder-result": "Formula never calculated",
	"cell-twice": "Cell twice in the sheet", "merged-cells": "Merged cells",
	// how a file is written
	"other-sheets": "Other sheets in the workbook", "hidden-rows": "Hidden rows", "hidden-columns": "Hidden columns", "empty-header": "Column without a name",
	"duplicate-header": "Two columns with one name", "preamble": "Rows above the header", "header-rows": "Header of several rows", "no-header": "No header",
	"blank-rows": "Empty rows", "comments": "Comment lines", "header-again": "Header repeated", "footer": "Note or total left out", "left-out": "Left out as asked",
	"row-names": "Numbered rows without a header", "other-table": "Another table in the file", "first-column": "Empty columns on the left",
	"near-tie": "Delimiter in doubt", "encoding-doubt": "Encoding in doubt", "escapes": "Escapes by backslashes",
	// what a row says
	"name-missing": "Name missing", "too-long": "Text too long", "control-character": "Control character", "bad-id": "Not an id", "bad-parent-id": "Parent’s id isn’t an id",
	"id-spelling": "Id in another spelling", "id-or-custom-id": "Id or customer number?", "wrong-type": "Wrong type of value", "number-as-text": "Number sent as text",
	"trimmed": "Spaces at the ends", "odd-space": "Odd spaces", "invisible-character": "Invisible characters", "unicode-form": "Letters in two parts",
	"mojibake": "Garbled letters", "fixed-trimmed": "Spaces at the ends, corrected", "fixed-odd-space": "Odd spaces, corrected",
	"fixed-invisible-character": "Invisible characters, corrected", "fixed-unicode-form": "Letters in two parts, corrected", "fixed-mojibake": "Garbled letters, corrected",
	"replacement-character": "Lost letter", "excel-error": "Formula error", "scientific-number": "Long number cut short", "number-with-decimals": "Decimals added",
	"leading-zeros-lost": "Leading zeros lost", "date-in-custom-id": "Customer number turned into a date", "leading-apostrophe": "Apostrophe before a number",
	"own-check": "Not as your check wants it", "transform-failed": "Your transform can’t be done", "transformed": "Changed by your transforms",
	"schema-note": "In the schema, and not checked",
	"placeholder": "Stands for nothing", "total-row": "Looks like a total", "header-row": "Looks like the header", "org-number-check-digit": "Wrong check digit",
	// what an earlier run says
	"bad-orgbatch-row": "Not a row’s identity", "orgbatch-row-twice": "Same row twice", "orgbatch-row-not-there": "Identity of no row",
	"orgbatch-row-of-unknown-run": "Row of an unknown run", "orgbatch-row-not-rejected": "Row that wasn’t rejected", "written-by-earlier-run": "Written by an earlier run",
	"cell-changed-by-spreadsheet": "Changed by a spreadsheet program",
	// what rows say together
	"duplicate-row": "Same as an earlier row", "contradicting-rows": "Rows that contradict each other", "name-twice": "Two with one name",
	"near-duplicate": "Nearly the same name", "custom-id-twice": "Customer number twice", "org-number-twice": "Organisation number twice", "parent-cycle": "Parents in a circle",
	"parent-ambiguous": "Parent may be either of two", "parent-missing": "Parent not found", "parent-not-in-file": "Parent isn’t in the file",
	"depends-on-rejected": "Needs a row with errors", "depends-on-held": "Needs a row on hold",
	// what is there
	"unknown-id": "No such id", "id-contradicts": "Id of another organization", "key-missing": "Customer number missing", "id-missing": "Id missing", "ambiguous-match": "Matches several organizations",
	"possible-twin": "Possible duplicate", "live-value-respelled": "Respelled by a spreadsheet program", "not-there": "No such organization", "exists": "Exists already",
	"name-taken": "Name taken", "rename-ring": "Names handed on in a ring", "differs-kept": "Differs and stays",
}

// Title is what people call a kind of issue: the code itself where it has no title.
func Title(code string) string { return cmp.Or(titles[code], code) }

// SaysAs says that two issues give one reason: their messages differ in value and suggestion alone.
func SaysAs(a, b *run.Issue) bool { return a.Message == b.Message || gist(a) == gist(b) }

func gist(i *run.Issue) string {
	text := i.Message
	for _, part := range [...]string{i.Value, i.Suggestion} {
		if part != "" {
			text = strings.ReplaceAll(text, part, "\x00")
		}
	}
	return text
}
