package wording

import "fmt"

var englishCheck = Check{
	NameEmpty:   "the name is empty: fill it in, or give the id of the organization that is meant",
	NameNull:    "the name is null, and an organization can't be without one",
	NameLeftOut: "leave the name out to keep it as it is",

	WithoutID: "remove the id to find the organization by its name",
	CorrectID: "correct it, or take the row away",
	IDInCustomID: func(asID, asCustomID string) string {
		return "the cell holds an id (UUID), and as the first rows have none, the column was taken for " +
			"the " +
			"custom_id; say what it is: " + asID + " or " + asCustomID
	},

	TooLong: func(has, most int) string {
		return fmt.Sprintf("the text has %d characters, and the field takes at most %d", has, most)
	},
	RarelyShort: func(said string) string {
		return said + "; few rows of the file do so, and an id, code or parent is among them"
	},
	LetterLost: "a letter was lost before this file was written, and \uFFFD stands in its place; " +
		"type it again",
	List:      "the value is a list or an object, and the field takes text",
	NotText:   "the value is not text in the file; it is sent as text",
	LineBreak: "the text holds a line break and is sent with it",
	Tab:       "the text holds a tab and is sent with it",
	Control: func(r rune) string {
		return fmt.Sprintf("the text holds the control character U+%04X and is sent with it", r)
	},

	FormulaError: func(text string) string {
		return "the cell holds the error " + text + " of a spreadsheet formula instead of a value"
	},
	Apostrophe: "the apostrophe at the start is how a spreadsheet marks text; it seems to be left " +
		"over",
	ZerosLost: "the other values of this column have leading zeros, and this one seems to have " +
		"lost them",
	WrittenShort: func(number string) string {
		return "a spreadsheet wrote the number " + number + " short, and its last digits are lost; " +
			"format the column as text and fill it in again"
	},
	Decimals: "a spreadsheet seems to have made a number with decimals of this",
	DateOfCode: "a spreadsheet seems to have made a date of this; no other value in this column is " +
		"one",
	DateAmong: "a spreadsheet seems to have made a date of this; few values of this column are dates",
	CheckDigit: "the check digit, its last, doesn't fit the others, so one of the digits of this " +
		"organisation number is wrong",
	NumberTwice: func(where string) string {
		return "the same organisation number as " + where + ", written otherwise"
	},

	ParentNoUUID:     "the parent's id is not a UUID",
	ParentIDEmpty:    "the parent's id is empty",
	NullForNone:      "write null for no parent",
	ObjectUnreadable: "the object can't be read",
	ObjectWithoutID:  "an object can only name the parent by its id",
	ObjectWithID:     `{"id": "…"}`,

	DecodedWrongly: "the text was decoded wrongly, so that letters show as others",
	SpaceAtEnds:    "the text has white space at its ends",
	OddSpace:       "the text holds a no-break space or another that only looks like a space",
	Invisible:      "the text holds characters that can't be seen",
	UnicodeForm: "the text has letters made of two characters where there is one for them, " +
		"so that it isn't equal to the same text typed",
	Fixed:       func(said string) string { return said + "; it was changed" },
	FixDecodes:  func(said string) string { return said + "; --fix decodes it" },
	SentWithout: func(said string) string { return said + "; it is sent without" },

	Placeholder: "the value seems to say that there is none; leave the cell blank then",
	Total:       "the row seems to be a total and not an organization; take it away then",
	HeaderAgain: "the row seems to be the header once more; take it away then",
}
