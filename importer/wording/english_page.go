package wording

import (
	"fmt"
	"strconv"
	"strings"
)

var englishPlanPage = PlanPage{
	Stopped: "Stopped",
	WrongCustomer: func(missing, given int, target string) string {
		return fmt.Sprintf("This may be the wrong customer: %s of the file’s %s don’t exist in %s.",
			number(missing), many(given, "id"), target)
	},
	Blocked: "Blocked",
	HasErrors: func(rejected, read int) string {
		return fmt.Sprintf("%s of %s %s errors, so nothing is written until they are corrected or left "+
			"out on purpose.",
			number(rejected), many(read, "row"), agree(rejected, "has", "have"))
	},
	NothingToDo: "Nothing to do",
	NoRows:      "There are no rows in the file.",
	AllThere:    "Everything in the file is there already, so there is nothing to write.",
	Waiting:     "Waiting",
	AllWait: func(held int) string {
		return "Nothing can be written yet: " + wait(held) + "."
	},
	NothingToWrite: "Nothing to write",
	Differ:         func(kept int) string { return differ(kept) + "." },

	LookClosely: "Look closely",
	WouldAndDiffer: func(created, updated, kept int) string {
		return wouldWrite(created, updated) + "; " + differ(kept) + "."
	},
	WouldChangeMuch: func(created, updated, percent, there int) string {
		return fmt.Sprintf("%s; the updates change %d%% of the %s there.",
			wouldWrite(created, updated), percent, many(there, "organization"))
	},
	ReadyInPart: "Ready in part",
	WouldInPart: func(created, updated, rejected, held int) string {
		said := wouldWrite(created, updated)
		if rejected > 0 {
			said += "; " + many(rejected, "row") +
				agree(rejected, " has errors and is left out", " have errors and are left out")
		}
		if held > 0 {
			said += "; " + wait(held)
		}
		return said + "."
	},
	Ready: "Ready",
	WouldAll: func(created, updated int) string {
		return wouldWrite(created, updated) + ", and no row has an error."
	},

	Errors: "Errors",
	WouldStop: func(bad, read int) string {
		return fmt.Sprintf("%s of %s %s errors that would stop an import.",
			number(bad), many(read, "row"), agree(bad, "has", "have"))
	},
	NoneChecked: "No rows",
	NoneToCheck: "There are no rows to check.",
	WorthALook:  "Worth a look",
	HasWarnings: func(warned, read int) string {
		return fmt.Sprintf("No row has an error; %s of %s %s warnings.",
			number(warned), many(read, "row"), agree(warned, "has", "have"))
	},
	Sound: "Sound",
	NothingWrong: func(read int) string {
		return "Nothing is wrong with the " + many(read, "row") + " of this file."
	},
}

var englishLook = Look{
	IDsMissing: func(missing, given int, place string) string {
		return fmt.Sprintf("%s of the file’s %s %s in %s: is it the right customer?",
			number(missing), many(given, "id"), agree(missing, "doesn’t exist", "don’t exist"), place)
	},
	IDsAnew: "Ids and created_at can’t be brought back: Pigello gives them anew. " +
		"It takes no tags and no customer_columns.",
	AcceptedUnseen: func(rows int, why string) string {
		return fmt.Sprintf("%s that would be on hold %s accepted unseen: %s.",
			many(rows, "row"), agree(rows, "was", "were"), why)
	},
	NewParent: several("1 organization moves to another parent.", "organizations move to another parent."),
	NewCustomID: several("1 organization gets another custom_id.",
		"organizations get another custom_id."),
	NewName: several("1 organization gets another name.", "organizations get another name."),
	Differs: several("1 organization isn’t as the snapshot has it, and stays as it is.",
		"organizations aren’t as the snapshot has them, and stay as they are."),
	Twins: several("1 row is a possible duplicate of an organization that is there, and on hold.",
		"rows are possible duplicates of organizations that are there, and on hold."),
	MissingParents: func(n int, place string) string {
		return several("1 parent is", "parents are")(n) + " not in the file and not in " + place + "."
	},
	Fixed: several("1 cell was corrected while reading; it is listed among the issues.",
		"cells were corrected while reading; they are listed among the issues."),
	NotSent: func(columns int, listed string) string {
		return fmt.Sprintf("%s %s not sent: %s.",
			many(columns, "column"), agree(columns, "is", "are"), listed)
	},
	BlankKept: several("1 blank cell keeps what is there: it doesn’t empty the field.",
		"blank cells keep what is there: they don’t empty the fields."),
	ParentNotTold: several("Of 1 organization there the parent is not told, so it isn’t compared.",
		"organizations there don’t tell their parent, so it isn’t compared."),

	Stopped: func(why string) string { return "It stopped: " + why + "." },
	Met: several("1 organization isn’t as it was when the plan was made: "+
		"what it is now and what the file wants stand side by side.",
		"organizations aren’t as they were when the plan was made: "+
			"what they are now and what the file wants stand side by side."),
	Refused: several("1 row was refused by Pigello or couldn’t be written.",
		"rows were refused by Pigello or couldn’t be written."),
	LeftOut: several("1 row has errors in the file and was left out.",
		"rows have errors in the file and were left out."),
	Waits: several("1 row waits for a person’s decision.", "rows wait for a person’s decision."),
	Found: several("1 row was found there after its write had got no answer; an undo leaves it alone.",
		"rows were found there after their write had got no answer; an undo leaves them alone."),

	Linked: "What else is linked to the organizations that would be deleted – contracts, contacts – " +
		"is not seen from here and may go with them.",
	IDsOnce: "What is deleted can’t be brought back with its id: an id is given once.",
	Marked: several("1 of them has tags or customer columns, which can’t be brought back.",
		"of them have tags or customer columns, which can’t be brought back."),
	MovesBack: several("1 organization moves back to its former parent.",
		"organizations move back to their former parents."),
	Stays: several("1 organization stays as it is; why stands beside it.",
		"organizations stay as they are; why stands beside each."),

	NewID: several("1 organization is there under a new id, with the name of a removed one, as "+
		"after a restore.",
		"organizations are there under new ids, with the names of removed ones, as after a restore."),
	OtherParent: several("1 organization has another parent.", "organizations have another parent."),
	OtherName:   several("1 organization has another name.", "organizations have another name."),
	ParentNotToldByBoth: several("The parent of 1 organization isn’t told by both sides, so it "+
		"isn’t compared.",
		"organizations have a parent that isn’t told by both sides, so it isn’t compared."),
	NotCompared: func(columns int, side, listed string) string {
		return fmt.Sprintf("%s of %s %s not compared: %s.",
			many(columns, "column"), side, agree(columns, "is", "are"), listed)
	},
}

// several is a sentence of one, or of many behind their number.
func several(one, many string) func(n int) string {
	return func(n int) string {
		if n == 1 {
			return one
		}
		return number(n) + " " + many
	}
}

// agree is the word that goes with a number.
func agree(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// many is a number of things as pages have it: 2,140 rows.
func many(n int, noun string) string { return several("1 "+noun, noun+"s")(n) }

// number has thousands separators.
func number(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// wouldWrite is the beginning of a sentence.
func wouldWrite(created, updated int) string {
	var parts []string
	if created > 0 {
		parts = append(parts, many(created, "organization")+" would be created")
	}
	if updated > 0 {
		parts = append(parts, many(updated, "organization")+" would be updated")
	}
	return strings.Join(parts, " and ")
}

// differ and wait end one.
func differ(n int) string {
	return many(n, "organization") + agree(n, " differs from the snapshot and stays as it is",
		" differ from the snapshot and stay as they are")
}

func wait(n int) string {
	return many(n, "row") + agree(n, " waits", " wait") + " for a person’s decision"
}
