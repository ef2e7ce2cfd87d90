// Package wording is the catalogue of what the importer says to people of rows and runs: an
// entry is a code with typed arguments, so that a translator reads one page and no program.
// testdata has each edition on one page; go test -update writes it anew.
//
// Errors are not here: they are told in English, with what a library said before them.
package wording

// Edition is all that is said, in one language.
type Edition struct {
	Row        func(number int) string
	RowOf      func(number int, file string) string // of several files
	AnotherRow string
	And        func(a, b string) string // two of the same kind
	Empty      string                   // in the place of a value

	IDSpelling string // an id in another spelling than Pigello's

	Cells   Cells
	Table   Table
	Quotes  Quotes
	JSON    JSON
	Sheets  Sheets
	Check   Check
	Columns Columns
	History History
	Spoilt  Spoilt

	ParentMissing func(name string) string
	Waits         Waits
	Differs       func(name, field, now, then string) string // a restore leaves the row as it is

	Rules   Rules
	Schema  Schema
	Held    Held
	Outcome Outcome
	Undo    Undo

	PlanPage PlanPage
	Look     Look
}

// Check says what is wrong with a row by itself, and what to do about it.
type Check struct {
	NameEmpty   string // a row without name and id
	NameNull    string
	NameLeftOut string // what to do about that

	WithoutID    string                               // what to do about an id that is none
	CorrectID    string                               // the same, where ids alone find organizations
	IDInCustomID func(asID, asCustomID string) string // the flags that say what the column is

	TooLong     func(has, most int) string
	RarelyShort func(said string) string // behind what is said of a row that ends early
	LetterLost  string
	List        string // or an object
	NotText     string
	LineBreak   string
	Tab         string
	Control     func(r rune) string

	FormulaError func(text string) string
	Apostrophe   string
	ZerosLost    string
	WrittenShort func(number string) string
	Decimals     string
	DateOfCode   string // a spreadsheet made a date of a custom_id
	DateAmong    string // so it did of several, or the rest of the column isn't known
	CheckDigit   string
	NumberTwice  func(where string) string // where is another row

	ParentNoUUID     string
	ParentIDEmpty    string
	NullForNone      string // what to do about that
	ObjectUnreadable string
	ObjectWithoutID  string
	ObjectWithID     string // what such an object looks like

	DecodedWrongly, SpaceAtEnds, OddSpace, Invisible, UnicodeForm string

	Fixed       func(said string) string // behind what is said of a text that was mended
	FixDecodes  func(said string) string // behind what a flag would mend
	SentWithout func(said string) string // behind what is taken away anyhow

	Placeholder, Total, HeaderAgain string
}

// Columns says why a column may feed a field, and why it feeds none.
type Columns struct {
	IDs     func(ids, values int) string
	IDsIn   func(ids, rows int) string // where it is asked whether a column is the id
	NoIDsIn func(others, rows int) string
	NotSent string
	NoIDs   func(values int) string
	FewIDs  func(ids, values int) string

	Both             func(ofHeader, ofValues string) string
	SpeltNearly      func(name string) string
	HeaderOfParent   string
	HeaderHolds      func(word string) string
	AllDiffer        func(said string) string
	InFirstThousands func(said string, thousands int) string // of the rows

	NamesOfOthers       func(hits, values int, column string) string
	CustomIDsOfOthers   func(hits, values int, column string) string
	Names               func(names, values int) string
	LegalForms          func(said string, n int) string
	OrganisationNumbers func(numbers, values int) string
	RowNumber           string
	ShortCodes          func(values int) string

	MaybeOrganisationNumber, MaybeOwnNumber, MaybeOwner, MaybeNumberOfParent string // of a header
}

// History says what earlier runs did with a row. said is the sentence that goes on, run a short id,
// and an identity is what stands under orgbatch_row.
type History struct {
	Cell          func(letter string, row int, name string) string // as the beginning of the next
	CellChanged   func(cell, was, run, is, how string) string      // how is one of Spoilt
	CellMeant     func(said string) string
	CellNotSent   func(said string) string
	CellWriteBack func(said, value, identity string) string

	IdentityBad   string
	IdentityTwice func(where string) string // where is another row
	RunInUse      string                    // why a run isn't asked, as the next four
	RunUnreadable string
	RunUnplanned  string
	RunNotIn      func(folder string) string
	RunNotAsked   func(run, why string) string
	NoSuchRow     func(run string) string
	Unanswered    func(run, command string) string
	NotRejected   func(run string) string

	Written         func(run, did, name, id string) string // name and id may be ""
	WrittenFound    string                                 // what it did with one that was there
	WrittenTakeAway func(said string) string
	WrittenCompared func(said string) string
	WrittenNotFound func(said string) string // before the flag that accepts it
	WrittenSince    func(said string) string // since this was planned

	AsInFile, CorrectPlace string // of a row that was refused for its place, and what to do
	StillShort             func(cells int) string
	FillIn                 string // what to do about that
}

// Spoilt says what a program made of a text by itself.
type Spoilt struct {
	Date, TimeOfDay, Formula, Boolean, Narrow, Apostrophe, NoValue string

	Number, NumberZeros, NumberPlus, NumberDigits string
	LettersLost, DecodedWrongly                   string
}

// Waits says of a row that it waits for another, which is rejected or on hold. The other
// row is named by file, row and name.
type Waits struct {
	ParentRejected, NameRejected, PlaceRejected func(row string) string
	ParentOnHold, NameOnHold, PlaceOnHold       func(row string) string
}

// Rules says what a person's own checks and transforms found in a cell.
type Rules struct {
	Blank         string // the cell must hold something
	TooShort      func(has, least int) string
	TooLong       func(has, most int) string
	Pattern       func(pattern string) string
	NotKind       func(kind string) string // of a schema: one of the next ones
	OfForm        func(pattern string) string
	Integer       string
	Number        string
	Boolean       string
	Year          string
	Date          string
	UUID          string
	NoneOf        func(allowed string) string      // a list, or Under
	More          func(n int) string               // at the end of such a list
	Under         func(column, file string) string // what a column of a file has
	Twice         func(where string) string        // where is another row
	TwiceTogether func(columns, where string) string
	NotFound      func(column, file string) string      // a lookup
	NoDate        func(layout string) string            // of the layout that it is to have
	NoPart        func(part int, between string) string // a split
	Changed       func(count int, number, how string, before, after string) string
	InFile        func(text string) string // behind what is said of a cell that a transform changed
	BlankThen     string                   // the same of a blank one
}

// Schema says what a schema demands that isn't checked. A key is the schema's own.
type Schema struct {
	NoMeaning        func(key, value string) string
	NoCheck          func(what string) string // a key, or several
	NoSuch           func(key, value string) string
	EnumWithoutText  string
	BadPattern       func(pattern string) string
	NoLength         func(key, number string) string
	NoName           string
	FieldWithoutName func(n int) string
	OwnWay           func(kind string) string
	NoColumn         func(schema, column string) string
}

// Held says why rows are on hold and what decides them, behind their number.
type Held struct {
	Mojibake, Respelled, ZerosLost, PossibleDuplicate, WrittenBefore string

	SeveralMatch, NotRejected, RenameRing, WaitsForHeld string

	Other func(code string) string
}

// Outcome says how the write of a row ended. Values are what the field was, is and
// should be.
type Outcome struct {
	FoundThere   string // a row that is there as it was to be; no answer said that it was created
	FoundAsMeant string // what was written, as far as can be told
	Gone         string
	Unanswered   string                          // a row that is unknown, and nothing else is known
	CameTo       func(what string) string        // what is what pigello.CameTo says
	Needs        func(row, status string) string // another row, which didn't come to be
	SameAs       func(row int, status string) string
	SharesFate   func(row int) string

	// Version says what a field was, is, and was to be, the first and the last if they say more.
	Version     func(field, was, is, wanted string) string
	OtherParent string

	TooLarge     string // the row alone is more than Pigello takes
	NotAnswered  string // an answer without the row
	NotThere     string // an answer that says written, of a row that isn't there
	Has          func(values string) string
	ChangedSince func(values string) string     // since the plan was made
	OtherThere   func(id, values string) string // it has the name that was to be created
	Keeps        func(values string) string
}

// Undo says why a row wasn't undone.
type Undo struct {
	RefusesDelete func(reason string) string
	StillThere    func(cameTo string) string // it was asked for, and it is there
	RefusesFormer func(reason string) string
	HeldByImport  string

	Deleted, PutBack string
	Before           string // by an earlier undo
	NoAnswer         string
	CameTo           func(what string) string // what is what pigello.CameTo says
	Gone             string
	GoneBefore       string // it was to be deleted
	AsBefore         string // it was to be put back
	FormerTaken      func(name, id string) string
	WaitsInRing      string
	Below            func(name string) string
	ManyBelow        func(n int, name string) string // of one of them

	FoundUnanswered, FoundThere string // it may be somebody else's

	Loses           func(what string) string // what is one of the next three
	NotGiven        func(what string) string
	Tags            string
	CustomerColumns string
	TagsAndColumns  string

	ChangedSince func(differences string) string // which are the next three
	Name         func(is, was string) string
	CustomID     func(is, was string) string
	OtherParent  string
}
