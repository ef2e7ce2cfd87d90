package wording

import (
	"fmt"
	"strconv"
)

var englishHistory = History{
	Cell: func(letter string, row int, name string) string {
		return fmt.Sprintf("the cell %s%d, %q,", letter, row, name)
	},
	CellChanged: func(cell, was, run, is, how string) string {
		return fmt.Sprintf("%s was %q in run %s and is %q now: %s", cell, was, run, is, how)
	},
	CellMeant: func(said string) string {
		return said + "; the row's orgbatch_row says that it is meant"
	},
	CellNotSent: func(said string) string { return said + "; it isn't sent" },
	CellWriteBack: func(said, value, identity string) string {
		return fmt.Sprintf("%s; write it back, or, if %q is meant, write %s under orgbatch_row",
			said, value, identity)
	},

	IdentityBad: "this names no row of a run, such as k7f3:347; write it as the file of rows to " +
		"correct has it, " +
		"or empty the cell to import the row as a new one",
	IdentityTwice: func(where string) string {
		return where + " carries this identity too, so both are one row; keep the right one, " +
			"and if the other is a row of its own, empty its orgbatch_row"
	},
	RunInUse:      "is in use",
	RunUnreadable: "can't be read",
	RunUnplanned:  "was never planned to its end",
	RunNotIn:      func(folder string) string { return "isn't in " + folder },
	RunNotAsked: func(run, why string) string {
		return "run " + run + " " + why + ", so it can't be checked whether a spreadsheet changed this " +
			"row, " +
			"or an earlier run wrote it"
	},
	NoSuchRow: func(run string) string {
		return "run " + run + " has no such row; write the identity as the file of rows to correct has " +
			"it, " +
			"or empty the cell to import the row as a new one"
	},
	Unanswered: func(run, command string) string {
		return "run " + run + " sent this row and got no answer; settle it first: " + command
	},
	NotRejected: func(run string) string { return "run " + run + " did not reject this row" },

	Written: func(run, did, name, id string) string {
		said := "run " + run + " has " + did + " this row already"
		if name != "" {
			said += " as " + strconv.Quote(name)
		}
		if id != "" {
			said += " (" + id + ")"
		}
		return said
	},
	WrittenFound:    "found",
	WrittenTakeAway: func(said string) string { return said + "; take the row away" },
	WrittenCompared: func(said string) string {
		return said + "; it is compared with what is there now"
	},
	WrittenNotFound: func(said string) string {
		return said + ", and this row doesn't find that organization any more; " + waysOut +
			", or for all such rows"
	},
	WrittenSince: func(said string) string { return said + " since this was planned; " + waysOut },

	AsInFile: "the row is as it was in its file, where it was refused for where it stood",
	CorrectPlace: "correct it, or take it away; if it is meant as it is, empty the cell under " +
		"orgbatch_error",
	StillShort: func(cells int) string {
		return "the row had only " + counted(cells, "cell") + " in the file, and the missing ones are " +
			"still blank"
	},
	FillIn: "move the values into their columns and fill in what is missing; " +
		"if it is meant to be blank, empty the cell under orgbatch_error",
}

// waysOut says how a person decides what a row is that an earlier run has written.
const waysOut = "to change it, write that id in the row; to make another one, empty the cell " +
	"under orgbatch_row"

// counted is a number of things.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
