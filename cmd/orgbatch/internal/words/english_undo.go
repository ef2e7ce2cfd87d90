package words

var englishUndo = Undo{
	Run:          func(target, run string) string { return target + " · undo of run " + run },
	Already:      func(run string) string { return "run " + run + " is undone already" },
	Anew:         func(n int) string { return rows(n) + " of it stayed and " + plural(n, "is", "are") + " looked at anew" },
	WroteNothing: func(run string) string { return "run " + run + " wrote nothing, so there is nothing to undo" },
	Nothing:      "there is nothing to undo now",
	LookAgain: func(n int) string {
		return "when what keeps " + plural(n, "it", "them") + " is settled, look at " + plural(n, "it", "them") + " anew:"
	},
	Written:  func(n int) string { return rows(n) + " written" },
	Reversed: numbered("reversed"),
	Before:   numbered("undone before"),
	Kept:     numbered("kept"),
	Failed:   numbered("failed"),
	Closed:   func(ends string, n int) string { return ends + " (of " + rows(n) + " written; all accounted for)" },
	Deletes: func(n int) string {
		return organizations(n) + " that it created " + plural(n, "is", "are") + " deleted"
	},
	PutBacks: func(n int) string {
		return organizations(n) + plural(n, " gets its former values back", " get their former values back")
	},
	Gone:        func(n int) string { return rows(n) + plural(n, " is", " are") + " as before already" },
	Stay:        func(n int) string { return organizations(n) + plural(n, " stays as it is:", " stay as they are:") },
	CouldNot:    func(n int) string { return organizations(n) + " could not be undone:" },
	MayBe:       func(n int) string { return organizations(n) + " may or may not be undone:" },
	Forecast:    func(n int, takes string) string { return "forecast: about " + Counted(n, "request") + ", " + takes },
	Line:        func(run, code string) string { return "plan: undo of run " + run + ", code " + code },
	CutShort:    func(signal string) string { return signal + " before all rows were undone" },
	LinkedMayGo: "what else is linked to them – contracts, contacts – is not seen from here and may go with them; what is deleted can't be brought back with its id",
	Marked:      numbered("with tags or customer columns"),
	Sure: func(n int) string {
		return "Delete " + organizations(n) + "? This can't be undone. Type their number to go on:"
	},
	GoOn: func(n int) string { return "Go on undoing " + rows(n) + "?" },
	Rest: "go on undoing the rows that are left",
}

var englishDelete = Undo{
	Run:          func(target, run string) string { return target + " · deletion in run " + run },
	Already:      func(run string) string { return "run " + run + " has deleted already" },
	Anew:         func(n int) string { return organizations(n) + " of it stayed" },
	WroteNothing: func(run string) string { return "the list of run " + run + " names no organization" },
	Nothing:      "there is nothing to delete now",
	LookAgain: func(n int) string {
		return "when what keeps " + plural(n, "it", "them") + " is settled, give the list once more; what is gone stays gone:"
	},
	Written:     func(n int) string { return organizations(n) + " in the list" },
	Reversed:    numbered("deleted"),
	Before:      numbered("gone already"),
	Kept:        numbered("kept"),
	Failed:      numbered("failed"),
	Closed:      func(ends string, n int) string { return ends + " (of " + organizations(n) + "; all accounted for)" },
	Deletes:     func(n int) string { return organizations(n) + " would be deleted" },
	PutBacks:    func(n int) string { return organizations(n) + " changed" },
	Gone:        func(n int) string { return organizations(n) + plural(n, " isn't", " aren't") + " there any more" },
	Stay:        func(n int) string { return organizations(n) + plural(n, " stays:", " stay:") },
	CouldNot:    func(n int) string { return organizations(n) + " could not be deleted:" },
	MayBe:       func(n int) string { return organizations(n) + " may or may not be deleted:" },
	Forecast:    englishUndo.Forecast,
	Line:        func(run, code string) string { return "plan: run " + run + ", code " + code },
	CutShort:    func(signal string) string { return signal + " before all of the list was deleted" },
	LinkedMayGo: "what else is linked to them – contracts, contacts – is not seen from here and may go with them; orgbatch undo makes organizations anew, under other ids",
	Marked: func(n int) string {
		return organizations(n) + plural(n, " of these has", " of these have") + " tags or customer columns, which can't be brought back"
	},
	Sure: func(n int) string {
		return "Delete " + organizations(n) + "? Their ids can't be brought back. Type their number to go on:"
	},
	GoOn: func(n int) string { return "Go on deleting " + organizations(n) + "?" },
	Rest: "go on deleting what is left",
}
