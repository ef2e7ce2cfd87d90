package wording

import (
	"fmt"
	"strconv"
)

// English is the edition that the others are made from.
var English = Edition{
	Row: func(number int) string { return fmt.Sprintf("row %d", number) },
	RowOf: func(number int, file string) string {
		return fmt.Sprintf("row %d of %s", number, file)
	},
	AnotherRow: "another row",
	And:        func(a, b string) string { return a + " and " + b },
	Empty:      "empty",

	IDSpelling: "the id is not written as Pigello writes it; it is taken for the id that it means",

	Cells: Cells{
		NUL:           "the cell holds a NUL character, which Pigello refuses",
		NoLetter:      "the cell holds a byte that stands for no letter in the encoding of this file",
		OtherEncoding: "name another encoding with --encoding, or write the letter anew",
		NotText: "the cell holds bytes that mean nothing in the encoding of this file, " +
			"so some of its letters can't be known",
		TooLarge: func(bytes, most int) string {
			return fmt.Sprintf("the cell holds %d bytes; more than %d is not read", bytes, most)
		},
	},
	Table:   englishTable,
	Quotes:  englishQuotes,
	JSON:    englishJSON,
	Sheets:  englishSheets,
	Check:   englishCheck,
	Columns: englishColumns,
	History: englishHistory,
	Spoilt: Spoilt{
		Date:       "it was taken for a date",
		TimeOfDay:  "it was taken for a time of day",
		Formula:    "it was taken for a formula",
		Boolean:    "it was taken for true or false",
		Narrow:     "its column was too narrow to show it",
		Apostrophe: "its apostrophe was taken for the sign of a text",
		NoValue:    "it was taken for no value",

		Number:         "it was taken for a number",
		NumberZeros:    "it was taken for a number, and the zeros at its start are gone",
		NumberPlus:     "it was taken for a number, and its plus is gone",
		NumberDigits:   "it was taken for a number, and its last digits are gone",
		LettersLost:    "letters were lost when the file was saved",
		DecodedWrongly: "its letters were decoded wrongly",
	},

	ParentMissing: func(name string) string {
		return "the parent " + strconv.Quote(name) + " is not in the file and not in Pigello"
	},
	Waits: Waits{
		ParentRejected: rejected("its parent, "),
		NameRejected:   rejected("it takes the name of "),
		PlaceRejected:  rejected("what is to move out of its way first, "),
		ParentOnHold:   onHold("its parent, "),
		NameOnHold:     onHold("it takes the name of "),
		PlaceOnHold:    onHold("what is to move out of its way first, "),
	},
	Differs: func(name, field, now, then string) string {
		return name + ": " + field + " is " + now + " now, " + then + " in the snapshot; it stays, " +
			"--revert puts that back"
	},

	Rules: Rules{
		Blank: "the cell is blank, and must not be",
		TooShort: func(has, least int) string {
			return fmt.Sprintf("the text is too short: %d of at least %d characters", has, least)
		},
		TooLong: func(has, most int) string {
			return fmt.Sprintf("the text is too long: %d of at most %d characters", has, most)
		},
		Pattern: func(pattern string) string { return "the text isn't of the form " + pattern },
		NotKind: func(kind string) string { return "the text isn't " + kind },
		OfForm:  func(pattern string) string { return "of the form " + pattern },
		Integer: "an integer",
		Number:  "a number",
		Boolean: "true or false",
		Year:    "a year",
		Date:    "a date as YYYY-MM-DD",
		UUID:    "a UUID",
		More:    func(n int) string { return fmt.Sprintf("and %d more", n) },
		Under: func(column, file string) string {
			return fmt.Sprintf("those under %q in %s", column, file)
		},
		NoneOf: func(allowed string) string {
			return "the text is none of the allowed ones: " + allowed
		},
		Twice:         func(where string) string { return where + " has the same" },
		TwiceTogether: func(columns, where string) string { return where + " has the same " + columns },
		NotFound: func(column, file string) string {
			return "lookup: the text isn't under " + column + " in " + file
		},
		NoDate: func(layout string) string { return "date: the text is no date written as " + layout },
		NoPart: func(part int, between string) string {
			return fmt.Sprintf("split: the text has no part %d between %q", part, between)
		},
		Changed: func(count int, number, how, before, after string) string {
			values := " values were"
			if count == 1 {
				values = " value was"
			}
			return number + values + " changed by " + how + ": " + before + " → " + after
		},
		InFile:    func(text string) string { return "; the file has " + text },
		BlankThen: "; in the file the cell is blank",
	},

	Schema: Schema{
		NoMeaning: func(key, value string) string {
			return key + " isn't checked: " + value + " means nothing there"
		},
		NoCheck: func(what string) string {
			return what + " isn't checked: there is no such check here"
		},
		NoSuch: func(key, value string) string {
			return fmt.Sprintf("the %s %q isn't checked: there is no such check here", key, value)
		},
		EnumWithoutText: "enum isn't checked: there is no text in it",
		BadPattern: func(pattern string) string {
			return fmt.Sprintf("the pattern %q isn't checked: it can't be read as one of Go's regular "+
				"expressions", pattern)
		},
		NoLength: func(key, number string) string {
			return key + " isn't checked: " + number + " is no length"
		},
		NoName: "what has no name isn't checked",
		FieldWithoutName: func(n int) string {
			return fmt.Sprintf("the field %d isn't checked: it has no name", n)
		},
		OwnWay: func(kind string) string {
			return fmt.Sprintf("the type %q isn't checked, since it is written in a way of its own", kind)
		},
		NoColumn: func(schema, column string) string {
			return fmt.Sprintf("%s: the file has no column for %q, so it isn't checked", schema, column)
		},
	},

	Held: Held{
		Mojibake: "on hold for letters that look decoded wrongly: --fix decodes them, " +
			"--accept mojibake takes them as they are",
		Respelled: "on hold for values of organizations that a spreadsheet writes like this: " +
			"write them back, or --accept live-value-respelled",
		ZerosLost: "on hold for zeros that a number lost at its start: write them again, or " +
			"--accept leading-zeros-lost takes them away",
		PossibleDuplicate: "on hold as possible duplicates of organizations that are there: an id in " +
			"the file or --accept possible-twin decides",
		WrittenBefore: "on hold since an earlier run wrote them: take them away, or --accept " +
			"written-by-earlier-run makes others of them",
		SeveralMatch: "on hold since several organizations have their custom_id: the id of one " +
			"decides",
		NotRejected: "on hold since their last write got no answer: resume that run",
		RenameRing: "on hold for names that are handed on in a ring: rename one to something " +
			"else first",
		WaitsForHeld: "on hold since they wait for another row that is on hold",
		Other:        func(code string) string { return "on hold: " + code },
	},

	Outcome: Outcome{
		FoundThere:   "it was found there as it was to be; no answer said that it was created",
		FoundAsMeant: "it was found as it was to be after its write had got no answer",
		Gone:         "the organization isn't there any more",
		Unanswered:   "its write was under way when the run ended",
		CameTo:       func(what string) string { return "its write " + what },
		Needs: func(row, status string) string {
			return "it needs " + row + ", which was " + status
		},
		SameAs: func(row int, status string) string {
			return fmt.Sprintf("it is the same as row %d, which was %s", row, status)
		},
		SharesFate: func(row int) string {
			return fmt.Sprintf("it is the same as row %d and shares its fate", row)
		},
		Version: func(field, was, is, wanted string) string {
			said := field + " is " + is
			if was != "" {
				said = field + " was " + was + ", is " + is
			}
			switch {
			case wanted == "":
				return said
			case was != "":
				said += ","
			}
			return said + " and " + wanted + " was to be written"
		},
		OtherParent: "it has another parent",

		TooLarge:    "Pigello says that this row alone is too large",
		NotAnswered: "Pigello answered without this row, and it isn't there",
		NotThere:    "Pigello said that it was written, but it isn't",
		Has: func(values string) string {
			return "Pigello has other values than were sent: " + values
		},
		ChangedSince: func(values string) string {
			return "somebody changed the organization since the plan was made: " + values
		},
		OtherThere: func(id, values string) string {
			return "an organization of this name is there now with other values (" + id +
				"); look at it, and import the row again with its id: " + values
		},
		Keeps: func(values string) string {
			return "Pigello kept other values than were sent: " + values
		},
	},

	PlanPage: englishPlanPage,
	Look:     englishLook,

	Undo: Undo{
		RefusesDelete: func(reason string) string { return "Pigello refuses to delete it: " + reason },
		StillThere: func(cameTo string) string {
			return "Pigello refuses to delete it: the request " + cameTo + ", and it is still there"
		},
		RefusesFormer: func(reason string) string {
			return "Pigello refuses its former values: " + reason
		},
		HeldByImport: "the import put it on hold: Pigello had other values than were sent",

		Deleted:    "deleted",
		PutBack:    "put back",
		Before:     "it was undone before",
		NoAnswer:   "its request got no answer",
		CameTo:     func(what string) string { return "its request " + what },
		Gone:       "it isn't there any more",
		GoneBefore: "it was gone already",
		AsBefore:   "it was as before already",
		FormerTaken: func(name, id string) string {
			return fmt.Sprintf("its former name %q is another organization's now (%s)", name, id)
		},
		WaitsInRing: "it waits for a row that waits for it",
		Below:       func(name string) string { return fmt.Sprintf("%q lies below it and stays", name) },
		ManyBelow: func(n int, name string) string {
			return fmt.Sprintf("%d organizations lie below it and stay, %q among them", n, name)
		},

		FoundUnanswered: "it was found there after its write had got no answer, so it may be somebody " +
			"else's",
		FoundThere: "it was found there as it was to be, so it may be somebody else's",

		Loses: func(what string) string {
			return "it has " + what + ", which can't be brought back"
		},
		NotGiven: func(what string) string {
			return "it has " + what + ", which the run didn't give it"
		},
		Tags:            "tags",
		CustomerColumns: "customer columns",
		TagsAndColumns:  "tags and customer columns",

		ChangedSince: func(differences string) string {
			return "somebody changed it since: " + differences
		},
		Name: func(is, was string) string {
			return fmt.Sprintf("its name is %q, not %q", is, was)
		},
		CustomID:    func(is, was string) string { return "its custom_id is " + is + ", not " + was },
		OtherParent: "it has another parent",
	},
}

// rejected and onHold end what a row waits for.
func rejected(what string) func(string) string {
	return func(row string) string {
		return what + row + ", is rejected; correct that row and this one is fine"
	}
}

func onHold(what string) func(string) string {
	return func(row string) string { return what + row + ", waits for a decision" }
}
