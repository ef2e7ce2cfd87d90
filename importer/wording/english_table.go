package wording

import "fmt"

var englishTable = Table{
	NoHeader: "no row names the columns: the first row is data, and columns go by their letters",
	HeaderRows: func(n int) string {
		return fmt.Sprintf("the header has %d rows, which were joined", n)
	},
	NoName: func(column string) string {
		return "column " + column + " has no name in the header"
	},
	SameName: func(one, other string) string {
		return "columns " + one + " and " + other + " have the same name"
	},
	NameUnknown: func(column, said string) string {
		return "the name of column " + column + " can't be known: " + said
	},
	RowNames: "the header has one name fewer than the rows have cells; the first cells count the " +
		"rows, " +
		"so the names were taken for the columns after them",
	FirstColumn: func(column string) string {
		return "the table starts in column " + column + "; the columns left of it are empty"
	},
	EncodingGuess: func(encoding, reads, other, otherReads string) string {
		return "the encoding is a guess: as " + encoding + " the file reads " + reads +
			"; with --encoding " + other + " it would read " + otherReads
	},
	NearTie: func(delimiter string) string {
		return "the file could be read nearly as well with " + delimiter +
			" between the cells; check that the columns are right"
	},
	NameDelimiter: "name the delimiter with --delimiter",

	Nothing: "nothing",
	Tabs:    "tabs",
	Spaces:  "spaces",

	Preamble:  func(rows int) string { return counted(rows, "row") + " above the header left out" },
	BlankRows: func(rows int) string { return counted(rows, "row") + " empty between others" },
	Comments:  func(rows int) string { return counted(rows, "row") + " of comment passed over" },
	HeaderAgain: func(rows int) string {
		return counted(rows, "row") + " with the header once more passed over"
	},
	TableLeftOut: "another table begins here and was left out",
	ReadSecond:   "read it with --table 2",
	Footer: "the row reads like a note, a total, a page footer or a line between rows, and " +
		"was left out",
	LeftOut: "the row was left out as you asked",
	OtherTable: "another table, with other columns, begins in this row; " +
		"neither it nor what follows it was read",
	WhichTable: "say which one is meant: --table 1 for the first alone, --table 2 for this one",
	NoteOrRow: "the row reads like a note or a total and could be an organization too, " +
		"so it can't be told which it is",
	LeaveNoteOut: func(row int) string {
		return fmt.Sprintf("if it is a note, leave it out with --leave-out %d", row)
	},
	AboveHeader: func(header int) string {
		return fmt.Sprintf("the row stands above the header, which is row %d, and could be an "+
			"organization", header)
	},
	MoveBelow: "move it below the header, or take it away",

	LinesQuoted: "lines of the file stand in quotes as a whole; they were read as if they didn't",
	Typographic: func(columns int) string {
		return "the cells of " + counted(columns, "column") + " stand between typographic quotes, " +
			"which were taken away"
	},
	Escapes: `the file escapes by backslashes, as databases, jq and Miller do: ` +
		`\n was read as a line break, \t as a tab, \\ as one backslash, \N as nothing`,
	KeepEscapes: "--escapes no keeps each cell as it stands",
	MayBeEscapes: `cells hold \n, \t and the like, which may be escapes for line breaks and tabs, ` +
		`as databases, jq and Miller write them; they were kept as they stand`,
	ReadEscapes: "--escapes yes reads them as what they stand for",

	EndsEarly: func(cells, width int) string {
		return fmt.Sprintf("the row ends after %s where the table has %d columns; the missing ones "+
			"were taken for blank",
			counted(cells, "cell"), width)
	},
	AddDelimiters: "add the delimiters if something is missing",
	OtherWidth: func(cells, width int) string {
		return fmt.Sprintf("the row has %s where the table has %d; values may stand in the wrong column",
			counted(cells, "cell"), width)
	},
	AddOrJoin: "add the missing delimiters, or join the row with its other half if a line " +
		"break split it",
	QuoteDelimiter: "quote the cell that holds the delimiter, or remove what is too much",
	FormulaAsText: `where a formula such as ="00;123" holds the delimiter, ` +
		`write it as text in quotes: "00;123"`,
	NameColumns: "the header lacks a name, perhaps that of the first column: name every column",
	BlankBeyond: func(cells, width int) string {
		return fmt.Sprintf("the row has %s where the table has %d; those beyond it are blank",
			counted(cells, "cell"), width)
	},
	OtherOrder: func(row int) string {
		return fmt.Sprintf("row %d names the columns in another order than the header does, "+
			"so the values from there on stand in other columns", row)
	},
	OneOrder:       "bring the columns into one order, or make a file of its own of these rows",
	LeftOfTable:    "something stands left of the table, in a column that is empty elsewhere",
	MoveIntoColumn: "move it into its column",
}

var englishQuotes = Quotes{
	Spaced: "there are spaces between the quotes of this cell and the delimiter; they were left " +
		"out",
	Stray:  "the cell holds a quote though it isn't quoted; the quote is taken as text",
	OneEnd: "the cell has a quote at one end alone; the quote is taken as text",
	Inside: "quotes inside this quoted cell are not written twice; they are taken as text",
	Unclosed: "a quote opens this cell and nothing closes it, so it can't be told where the cell " +
		"ends",
	NoPartner: "a quote opens or ends this cell and has no partner, so it can't be told where the " +
		"cell ends",
	Close:      "close the quote, or remove it",
	TextBehind: "text follows the quote that closes this cell",
	WriteTwice: "write each quote inside a quoted cell twice",
	Swallowed: func(from, to int) string {
		return fmt.Sprintf("a quote opens this cell in line %d and the next one closes it in line %d, "+
			"and the lines between look like rows of their own", from, to)
	},
	TakeAway:  "take away the quote that doesn't belong, or write it twice",
	WholeLine: "the whole line stands in quotes; it was read as if it didn't",
	OtherQuotes: func(quote string) string {
		return "cells of this row stand between other quotes (" + quote + ") than those of this file; " +
			"they were taken away"
	},
	OtherQuotesOfCell: "the cell stands between other quotes than those of this file; they were " +
		"taken away",
	OtherDelimiter: func(name string) string {
		return "this row has " + name + " between its cells, unlike the others; it was read by that"
	},
	Tab: "a tab",
	TooManyCells: func(most int) string {
		return fmt.Sprintf("the row has more than %d cells", most)
	},
	CheckLineEnds: "check that its line ends are not missing",
	OddEscape: "a backslash in this cell escapes nothing, unlike those of the rest of the file, " +
		"so the cell was kept as it stands",
	BackslashTwice: "write each backslash twice, or read the file with --escapes no",
	NullRead:       `this \N beside quoted texts is how databases write NULL, and was read as nothing`,
	KeepNull:       "--escapes no keeps it",
}

var englishJSON = JSON{
	Line:   "line",
	Object: "object",

	NotUTF8: func(what string) string {
		return "the " + what + " holds bytes that are not UTF-8, so some of its letters can't be known"
	},
	NotObject: func(what string) string {
		return "the " + what + " is JSON but not an object, and only objects are rows"
	},
	WriteObject: `write it as {"name": …}`,
	KeyTwice:    "the object has one key twice, so it can't be told which value is meant",
	RemoveKey:   "remove one of the two",
	Behind:      "something follows the object on its line",
	OneALine:    "write one object a line",
	Cut:         func(what string) string { return "the " + what + " ends before its JSON does" },
	WriteWhole:  "write each object on one line, whole",
	NoValue: func(what, word string) string {
		return "the " + what + " is not JSON, which has no value " + word
	},
	WriteValue: "write null, true or false, or a text in quotes",
	NotJSON:    func(what, why string) string { return "the " + what + " is not JSON: " + why },
	NotJSONAt: func(what, why string, at int) string {
		return fmt.Sprintf("the %s is not JSON: %s, at byte %d", what, why, at)
	},
	CommaTooMany: "a comma too many stands before this object",
	RemoveComma:  "remove it",
	NoComma:      "no comma stands before this object",
	WriteComma:   "write one",
}

var englishSheets = Sheets{
	Sheet:    "sheet",
	Workbook: "workbook",
	Table:    "table",
	Page:     "page",

	Others: func(sheet, name, book, others string) string {
		return sheet + " " + name + " is read; the " + book + " also has " + others
	},
	NameOther: func(flag string) string { return "name another one with " + flag },
	Hidden:    func(name string) string { return name + " (hidden)" },
	WithRows:  func(name string, rows int) string { return name + " (" + counted(rows, "row") + ")" },
	More:      func(listed string, n int) string { return fmt.Sprintf("%s and %d more", listed, n) },
	HiddenRows: func(n int, sheet, rows string) string {
		are := "are"
		if n == 1 {
			are = "is"
		}
		return fmt.Sprintf("%s %s hidden in the %s and read all the same: %s",
			counted(n, "row"), are, sheet, rows)
	},
	DeleteRows: "delete them if they aren't meant",
	HiddenColumn: func(columns, sheet string) string {
		return "column " + columns + " is hidden in the " + sheet + " and read all the same"
	},
	DeleteColumns: "delete what isn't meant",

	TooManyMerged: func(sheet string, most int) string {
		return fmt.Sprintf("the %s has so many merged cells that some were not filled in (more than %d "+
			"cells)", sheet, most)
	},
	Unmerge: "unmerge the cells",
	MergedColumns: "the cell is merged with one of another column; that one's value was taken " +
		"for both",
	UnmergeAndWrite:  "unmerge the cells, and write into each what is meant",
	Merged:           "the cell is merged with others; their value was taken for each of them",
	UnmergeUnlessAll: "unmerge the cells if the value isn't meant for all of them",
	Beneath:          "what stands beneath a merged cell isn't shown in the sheet, and isn't read",
	UnmergeIfMeant:   "unmerge the cells if it is meant",

	NoResult: "the cell holds a formula whose result isn't stored in the file, so it can't be " +
		"known here",
	SaveInOffice: "open the workbook in Excel or LibreOffice and save it, which stores the results",
	StandIn: "the cell holds a formula, and the program that made the workbook wrote 0 for its " +
		"result, " +
		"to be calculated by Excel",
	SaveInExcel: "open the workbook in Excel and save it, which stores the results; " +
		"where 0 is right, write it as a number",
	CellTwice: func(one, other string) string {
		return fmt.Sprintf("the sheet has this cell twice, once with %q and once with %q, "+
			"so it can't be told which is meant", one, other)
	},
	CorrectInExcel: "open the workbook in Excel, correct the cell, and save it",
	NoSharedText: func(texts int) string {
		return fmt.Sprintf("the cell refers to a text that the workbook doesn't have (it has %d)", texts)
	},
	RepairInExcel: "open the workbook in Excel, let it repair the file, and save it",
	NoDate: "the cell holds a date or time that is none; " +
		"numbers that are too large for one are lost when they are saved so",
	FormatAnew: "give the cells a number format where the numbers still are, and save the file anew",
}
