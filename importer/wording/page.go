package wording

// PlanPage is the page of a plan, or of a check, in a word and one sentence.
type PlanPage struct {
	Stopped        string
	WrongCustomer  func(missing, given int, target string) string // ids
	Blocked        string
	HasErrors      func(rejected, read int) string
	NothingToDo    string
	NoRows         string
	AllThere       string
	Waiting        string
	AllWait        func(held int) string
	NothingToWrite string
	Differ         func(kept int) string

	// What would be written, and what else there is to say.
	LookClosely     string
	WouldAndDiffer  func(created, updated, kept int) string
	WouldChangeMuch func(created, updated, percent, there int) string
	ReadyInPart     string
	WouldInPart     func(created, updated, rejected, held int) string
	Ready           string
	WouldAll        func(created, updated int) string

	// Of a check.
	Errors       string
	WouldStop    func(bad, read int) string
	NoneChecked  string
	NoneToCheck  string
	WorthALook   string
	HasWarnings  func(warned, read int) string
	Sound        string
	NothingWrong func(read int) string
}

// Look is what deserves a look first, a sentence each.
type Look struct {
	// Of a plan.
	IDsMissing     func(missing, given int, place string) string
	IDsAnew        string // of a restore
	AcceptedUnseen func(rows int, why string) string
	NewParent      func(n int) string
	NewCustomID    func(n int) string
	NewName        func(n int) string
	Differs        func(n int) string // from the snapshot
	Twins          func(n int) string
	MissingParents func(n int, place string) string
	Fixed          func(n int) string
	NotSent        func(columns int, listed string) string
	BlankKept      func(n int) string
	ParentNotTold  func(n int) string

	// Of a result.
	Stopped func(why string) string
	Met     func(n int) string
	Refused func(n int) string
	LeftOut func(n int) string
	Waits   func(n int) string
	Found   func(n int) string

	// Of the plan of an undo, or of what deletes.
	Linked    string
	IDsOnce   string
	Marked    func(n int) string
	MovesBack func(n int) string
	Stays     func(n int) string

	// Of a comparison.
	NewID               func(n int) string
	OtherParent         func(n int) string
	OtherName           func(n int) string
	ParentNotToldByBoth func(n int) string
	NotCompared         func(columns int, side, listed string) string
}
