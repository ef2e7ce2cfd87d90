package codes

import (
	"slices"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Doc is one line of the catalogue of issues: what a code means and what to do about it.
type Doc struct {
	Code     string
	Severity run.Severity
	// Meaning and Do are a sentence each. Do is empty where nothing needs to be done.
	Meaning, Do string
}

// Catalogue gives every issue that there is, in the order of the work – reading, each row, the rows together, the live data. A
// code stands twice where it may be an error or a warning. docs/codes.md is made of it.
func Catalogue() []Doc {
	return slices.Concat(readingCodes(), rowCodes(), fixedCodes(), mendedCodes(), fileCodes(), liveCodes())
}

func readingCodes() []Doc {
	return []Doc{
		{tabular.CodeShortRow, run.Error, "The row has fewer cells than the header has named columns, so values may stand in the wrong column.", "Add what is missing, or join the row with its other half if a line break split it."},
		{tabular.CodeShortByBlanks, run.Warning, "The row ends before the last column; what is missing was taken for blank, and empties nothing.", "Nothing, or add the delimiters."},
		{tabular.CodeNoteOrRow, run.Error, "The row reads like a note, a total or a page footer, and could be an organization too.", "Leave it out with --leave-out, or correct its name."},
		{tabular.CodeOtherOrder, run.Error, "The row stands below a second header that names the columns in another order.", "Bring the columns into one order, or make a file of its own of these rows."},
		{tabular.CodeAboveHeader, run.Error, "The row stands above the header and could be an organization.", "Move it below the header, or take it away."},
		{tabular.CodeSwallowed, run.Error, "A quote opens in one row and the next one closes in a later row, so that a cell holds what look like whole rows.", "Take away the quote that doesn't belong, or write it twice."},
		{tabular.CodeLineQuoted, run.Warning, "A line stands in quotes as a whole; it was read as if it didn't.", "Check the row."},
		{tabular.CodeLongRow, run.Error, "The row has more cells than the header, and one of the extra cells holds something.", "Quote the cell that holds the delimiter, or remove what is too much."},
		{tabular.CodeLongRow, run.Warning, "The row has more cells than the header; the extra ones are blank and left out.", ""},
		{tabular.CodeBadUTF8, run.Error, "The cell holds bytes that mean nothing in the encoding of the file, so some of its letters can't be known.", "Type the letters again, or name the file's encoding with --encoding."},
		{tabular.CodeNUL, run.Error, "The cell holds a NUL character, which Pigello refuses.", "Remove it."},
		{tabular.CodeBadByte, run.Error, "The cell holds a byte that stands for no letter in the one-byte encoding of the file.", "Name another encoding with --encoding, or write the letter anew."},
		{tabular.CodeUnclosed, run.Error, "A quote opens or ends a cell and has no partner, so it can't be told where the cell ends; only this row is lost.", "Close the quote, or remove it."},
		{tabular.CodeBadQuote, run.Error, "Text follows the quote that closes a cell, and the row doesn't come out as wide as the table.", "Write each quote inside a quoted cell twice."},
		{tabular.CodeBadQuote, run.Warning, "Quotes inside a quoted cell are not written twice; they are taken as text, since the row comes out right so.", "Check the value; write each quote inside a quoted cell twice."},
		{tabular.CodeStrayQuote, run.Warning, "A cell that isn't quoted holds a quote, inside or at one end, which is taken as text.", "Remove the quote if it isn't meant."},
		{tabular.CodeSpacedQuote, run.Warning, "Blanks stand between a quoted cell and the delimiter; they were left out.", ""},
		{tabular.CodeOtherQuote, run.Warning, "Cells of this row stand between other quotes than those of the file; they were taken away.", "Check the row."},
		{tabular.CodeOddEscape, run.Error, "A backslash in a cell that is sent escapes nothing, in a file whose other backslashes do.", "Write each backslash twice, or read the file with --escapes no."},
		{tabular.CodeOddEscape, run.Warning, "As before, in a column that isn't sent; the cell was kept as it stands.", ""},
		{tabular.CodeOtherDelim, run.Warning, "This row has another delimiter between its cells than the rest; it was read by that, since its values then suit their columns.", "Check the row."},
		{tabular.CodeLargeCell, run.Error, "The cell is larger than 1 MiB.", "Shorten it, or close the quote that swallowed the rest."},
		{tabular.CodeBadJSON, run.Error, "The line is not JSON.", "Correct the line."},
		{tabular.CodeNotObject, run.Error, "The line is JSON but not an object.", "Write each row as an object: {\"name\": \"…\"}."},
		{tabular.CodeDuplicateKey, run.Error, "The object has one key twice.", "Remove one of them."},
		{tabular.CodeNoStored, run.Error, "The cell holds a formula, and the workbook doesn't say what it came to.", "Open the workbook in Excel and save it, or write the value."},
		{tabular.CodeNoStored, run.Warning, "As before, in a column that isn't sent, or in the header, where the name of the column can't be known then.", "The same, if the column matters."},
		{tabular.CodeStandIn, run.Error, "The cell holds a formula, and the program that made the workbook wrote 0 for its result, to be calculated by Excel.", "Open the workbook in Excel and save it; where 0 is right, write it as a number."},
		{tabular.CodeStandIn, run.Warning, "As before, in a column that isn't sent, or in the header.", "The same, if the column matters."},
		{tabular.CodeCellTwice, run.Error, "The sheet has the cell twice, with two values.", "Correct the cell in Excel, and save the workbook."},
		{tabular.CodeMerged, run.Error, "The cell has its value from one of another column that it is merged with.", "Unmerge the cells, and write into each what is meant."},
		{tabular.CodeMerged, run.Warning, "The cell has its value from another one that it is merged with.", "Unmerge the cells if it isn't meant."},
		{tabular.CodeOtherSheets, run.Warning, "The workbook has other sheets too, or the web page other tables.", "Name another one with --sheet, or with --table."},
		{tabular.CodeHiddenRows, run.Warning, "The sheet has hidden rows; they are read all the same.", "Delete what isn't meant."},
		{tabular.CodeHiddenColumns, run.Warning, "The sheet has a hidden column; it is read all the same.", "Delete what isn't meant."},
		{tabular.CodeEmptyHeader, run.Warning, "A column has no name in the header.", "Name it if it is to be used."},
		{tabular.CodeSameHeader, run.Warning, "Two columns have the same name.", "Rename one, or map columns by their letters."},
		{tabular.CodePreamble, run.Warning, "Rows stand above the header; they were left out.", "Check that none of them is a row."},
		{tabular.CodeHeaderRows, run.Warning, "The header has several rows, which were joined into one.", "Check the names of the columns."},
		{tabular.CodeNoHeader, run.Warning, "No row names the columns; the first row is data, and columns go by their letters.", "Map the columns with --map name=A, or write a header."},
		{tabular.CodeBlankRows, run.Warning, "Empty rows stand between others; they were passed over.", ""},
		{tabular.CodeComments, run.Warning, "Comment lines that begin with # stand between rows; they were passed over.", ""},
		{tabular.CodeHeaderAgain, run.Warning, "The header stands once more between rows; it was passed over.", ""},
		{tabular.CodeFooter, run.Warning, "The row reads like a note, a total or a page footer, or is a line of dashes; it was left out.", "Check that it is none."},
		{tabular.CodeLeftOut, run.Warning, "The row was left out because --leave-out names it.", ""},
		{tabular.CodeRowNames, run.Warning, "The header has one name fewer than the rows have cells, and the first cells count the rows; the names were taken for the columns after them.", "Check the columns."},
		{tabular.CodeOtherTable, run.Error, "Another table, with other columns, begins in this row; neither it nor what follows it was read.", "Say which one is meant: --table 1 or --table 2."},
		{tabular.CodeOtherTable, run.Warning, "Another table begins below the one that was named; it was left out.", "Read it with --table 2."},
		{tabular.CodeFirstColumn, run.Warning, "The table starts in a later column; the columns left of it are empty.", ""},
		{Transformed, run.Warning, "Transforms of the mapping file changed cells of a column, as many as it says; the files of rows to correct and of results have them as they were read.", "Check the example."},
		{SchemaNote, run.Warning, "The schema says something that isn't checked: no check here can express it, or the file lacks the column.", "Check it elsewhere if it matters, or write a [[check]] into the mapping file."},
		{tabular.CodeNearTie, run.Warning, "The file could be read with another delimiter nearly as well.", "Check the columns, and name the delimiter with --delimiter."},
		{tabular.CodeEscapes, run.Warning, "Backslashes in the file stand for line breaks, tabs and the like, as databases, jq and Miller write them, and were read so; or they may, and were kept.", "Check the cells; --escapes yes reads them so, --escapes no keeps them."},
		{tabular.CodeEncoding, run.Warning, "The letters beyond ASCII make nearly as good words in another encoding, so some may be wrong.", "Look at the words that the message shows both ways; if the others are right, name that encoding with --encoding."},
	}
}

func rowCodes() []Doc {
	return []Doc{
		{NameMissing, run.Error, "The row has no name, and nothing else by which to find the organization that it means.", "Fill in the name."},
		{TooLong, run.Error, "The text has more characters than the field takes: 255 for a name, 128 for a custom_id.", "Shorten it."},
		{Control, run.Warning, "The text holds a line break, a tab or another control character, and is sent with it.", "Remove it if it isn't meant."},
		{BadID, run.Error, "The id is not a UUID.", "Correct it, or remove it to find the organization by its name."},
		{BadParentID, run.Error, "The parent's id is not a UUID.", "Correct it, or name the parent in a column of its own."},
		{IDSpelling, run.Warning, "The id lacks its dashes, or has braces, urn:uuid: or capitals; it is taken for the id that it means.", "Nothing; the suggestion is how Pigello writes it."},
		{IDOrCustom, run.Error, "The cell holds an id (a UUID) in a column called id that was taken for the custom_id, since none of the first rows has an id.", "Say what the column is: --map id=COLUMN, or --map custom_id=COLUMN."},
		{WrongType, run.Error, "The JSON value is of a type that the field can't take.", "Write a text."},
		{Number, run.Warning, "The JSON value is a number or true or false; it is sent as that text.", "Write it in quotes."},
		{Trimmed, run.Warning, "The text has white space at its ends; it is sent without, as Pigello would store it.", "Nothing, or use --fix."},
		{OddSpace, run.Warning, "The text holds a no-break space or another that only looks like a space, so that it isn't equal to the same text typed.", "Use --fix, or type the spaces again."},
		{Invisible, run.Warning, "The text holds characters that can't be seen: zero-width spaces, soft hyphens, marks of direction.", "Use --fix, or type the text again."},
		{UnicodeForm, run.Warning, "The text has letters made of two characters where there is one for them (Unicode form NFC), as macOS writes file names.", "Use --fix."},
		{Mojibake, run.Warning, "The text was decoded wrongly once or several times, so that å shows as Ã¥ or √•, or as † where DOS wrote it. A row that would write such a name or custom_id is put on hold.", "Use --fix, or save the file again as UTF-8; --accept mojibake if it is meant."},
		{Replacement, run.Error, "A letter was lost before this file was written, and U+FFFD (�) stands in its place.", "Type the letter again."},
		{ExcelError, run.Error, "The cell holds the error of a spreadsheet formula (#N/A, #SAKNAS!) or ##### instead of a value.", "Correct the formula, or write the value."},
		{Scientific, run.Error, "A spreadsheet wrote a long number short (1,23E+11), and its last digits are lost.", "Format the column as text and fill in the numbers again."},
		{Decimal, run.Warning, "A spreadsheet seems to have made a number with decimals (123,00) of a code.", "Write it without."},
		{Zeros, run.Warning, "A number seems to have lost the zeros at its start: the column's other values have them, or Pigello's organization has. In the latter case the row is put on hold.", "Format the column as text and fill in the zeros; --accept leading-zeros-lost if the number is right."},
		{Date, run.Warning, "A spreadsheet seems to have made a date of a custom_id (1-2 becomes 2026-01-02, 01-feb); few values of this column are dates, if any other is.", "Format the column as text and write the value again."},
		{Apostrophe, run.Warning, "An apostrophe stands before a number, as a spreadsheet marks text.", "Remove it if it isn't meant."},
		{Placeholder, run.Warning, "The value seems to stand for having none: -, n/a, saknas, NULL.", "Leave the cell blank."},
		{TotalRow, run.Warning, "The row seems to be a total (Summa, Totalt) and not an organization.", "Take the row away."},
		{HeaderRow, run.Warning, "The row seems to be the header once more.", "Take the row away."},
		{NumberWrong, run.Warning, "The check digit of an organisation number is wrong, in a column in which at least four of five values have a right one.", "Correct the number."},
		{OwnCheck, run.Error, "A cell isn't as a check of yours wants it, in the mapping file or the schema; the message is yours, if you wrote one.", "Correct the cell, or the check."},
		{OwnCheck, run.Warning, "As before, of a check whose severity is warning.", "The same, if it matters."},
		{NotChanged, run.Error, "A transform of the mapping file can't be done in this cell: a lookup that doesn't find its text, a date of another form, a part that isn't there.", "Correct the cell, or the transform, or add the value to the file of the lookup."},
	}
}

// fixedCodes are the safe repairs as --fix lists them.
func fixedCodes() []Doc {
	var docs []Doc
	for _, code := range Repairs() {
		docs = append(docs, Doc{FixedPrefix + code, run.Warning, "As " + code + ", and --fix has corrected it: the row is sent with the suggestion.", ""})
	}
	return docs
}

func mendedCodes() []Doc {
	return []Doc{
		{IdentityBad, run.Error, "What stands under orgbatch_row is no identity of a row, such as k7f3:347.", "Write it as the file of rows to correct has it, or empty the cell to import the row as a new one."},
		{IdentityTwice, run.Error, "Two rows carry one identity, so they are the same row corrected twice.", "Keep the right one; a row that is new has nothing under orgbatch_row."},
		{IdentityStranger, run.Error, "The run that the identity names has no such row.", "Write it as the file of rows to correct has it, or empty the cell to import the row as a new one."},
		{IdentityNoRun, run.Warning, "The run that the identity names isn't here, or can't be read: whether a spreadsheet changed the row, or an earlier run wrote it, can't be checked.", "Name the folder of that run with --runs, or look through the file."},
		{NotRejected, run.Warning, "The run that the identity names did not reject this row.", "Check that the right file is being imported."},
		{WrittenBefore, run.Warning, "An earlier run on this target has written this row already. If the organization isn't found by what the row says now, the row is put on hold, since it would make a second one.", "Take the row away. To change the organization, write its id in the row; to make another one, empty the cell under orgbatch_row; --accept written-by-earlier-run makes others of all such rows."},
		{CellChanged, run.Error, "A cell that was sound in an earlier run has changed in a way that spreadsheets do by themselves: 00123 to 123, a date, 1,23E+11.", "Write the value back; if the new one is meant, put ! behind the row's orgbatch_row (k7f3:347!)."},
		{CellChanged, run.Warning, "As before, in a column that isn't sent, or in a row whose orgbatch_row ends with !.", ""},
	}
}

func fileCodes() []Doc {
	return []Doc{
		{DuplicateRow, run.Warning, "The row says the same as an earlier one and shares its fate.", ""},
		{Contradicting, run.Error, "Rows speak of the same organization and differ.", "Keep the one that is right."},
		{NameTwice, run.Error, "Two organizations would get one name, and names are unique.", "Rename one of them."},
		{NearDuplicate, run.Warning, "The name differs from another row's in case, spaces, punctuation or AB written out only.", "Make them one row if they are the same."},
		{CustomIDTwice, run.Warning, "Two organizations have one custom_id. Pigello allows it.", "Correct one if it is wrong."},
		{NumberTwice, run.Warning, "One organisation number stands in two rows in two spellings: with and without its dash, or its century.", "Make them one row if they are the same, and write the numbers of a column in one way."},
		{ParentCycle, run.Error, "Following the parents leads back to the row itself.", "Correct one of the parents."},
		{ParentAmbiguous, run.Error, "The parent may be either of two organizations.", "Write the id of the one that is meant."},
		{ParentMissing, run.Error, "The parent is not in the file and not in Pigello.", "Import it first, or correct the spelling: missing-parents.csv has the nearest names."},
		{ParentElsewhere, run.Warning, "validate alone: the parent is not in the file, so it must be there already when the file is imported.", "A dry run tells whether it is."},
		{OnRejected, run.Error, "The row waits for another – its parent, or the one that frees its name – which is rejected.", "Correct that row."},
		{OnHeld, run.Warning, "The row waits for another that waits for a decision; it is put on hold too.", "Decide on that row."},
	}
}

func liveCodes() []Doc {
	return []Doc{
		{UnknownID, run.Error, "No organization has this id.", "Remove the id to create a new one, or check that this is the right customer."},
		{IDContradicts, run.Error, "The id is not that of the organization found by the name or custom_id, or a list to delete has another name beside it.", "Correct one of them, or match by --key id."},
		{IDMissing, run.Error, "A row of a list to delete has no id.", "Fill it in, or take the row out of the list."},
		{KeyMissing, run.Error, "Rows are matched by custom_id, and this one has none.", "Fill it in, or match by --key name."},
		{AmbiguousMatch, run.Warning, "Several organizations have the custom_id that the row is matched by; it is put on hold.", "Give the id of the one that is meant."},
		{PossibleTwin, run.Warning, "The row would create an organization that resembles one that is there; it is put on hold.", "Write that one's id in the row if it is the same, else use --accept possible-twin."},
		{Respelled, run.Warning, "The organization has this name or custom_id in another spelling, of which a spreadsheet makes the row's by itself: 2024-01-15 becomes 45306, 1-2 becomes 02-jan, a long number 1,23E+11. The row is put on hold.", "Write the value back; --accept live-value-respelled if the new one is meant."},
		{NotThere, run.Error, "No such organization exists, and --mode update creates none.", "Correct the row, or use --mode upsert."},
		{Exists, run.Error, "The organization exists, and --mode create changes none.", "Take the row away, or use --mode upsert."},
		{NameTaken, run.Error, "Another organization has the name and keeps it.", "Choose another name."},
		{DiffersKept, run.Warning, "The organization isn't as the snapshot has it, and stays as it is.", "Restore with --revert to give it its former values back."},
		{RenameRing, run.Warning, "Names are handed on in a ring, so that none is free first; the row is put on hold.", "Rename one of them to something else first."},
	}
}

// Severities gives the severity of each code; of one that has both, the first of the catalogue.
func Severities() map[string]run.Severity {
	m := map[string]run.Severity{}
	for _, doc := range Catalogue() {
		if _, ok := m[doc.Code]; !ok {
			m[doc.Code] = doc.Severity
		}
	}
	return m
}

// Advises says of a code that the suggestion of its issues is advice in words and not a value that could stand in the cell.
func Advises(code string) bool { return code == BadID || tabular.Advises(code) }

// IsMissingParent says of a code that its issues are of parents that weren't found.
func IsMissingParent(code string) bool {
	return code == ParentMissing || code == ParentElsewhere
}

// NamesItself says of a code that its messages name the organization: its rows are of a snapshot, whose row numbers tell people nothing.
func NamesItself(code string) bool { return code == DiffersKept }
