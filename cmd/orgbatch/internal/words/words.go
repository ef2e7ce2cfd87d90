// Package words holds what orgbatch says to people on the terminal, one table a
// language, so that a translator reads one page and no program.
//
// The table is an [Edition]. An entry's code is where it stands in it, like
// Books.Created; its arguments are typed, and whatever a language decides is its own:
// the order, plural forms, separators, units and dates. What has no arguments is a
// string. Whoever says one names its whole code, so that a test finds those that nobody
// says any more. testdata has each edition on one page; go test -update writes it anew.
//
// Not here is what the importer says of rows and runs, whose table is package wording,
// what machines read – JSON, logs, codes, names of files – nor how text is laid out. A text
// from outside was cleaned by whoever hands it in: no entry cleans.
package words

import "time"

// Edition is all that is said, in one language.
type Edition struct {
	Number                       func(n int64) string
	Size                         func(bytes int64) string
	RowsPerSecond, RowsPerMinute func(rows int) string
	Span                         func(d time.Duration) string // how long something takes
	Age                          func(d time.Duration) string // how old something is
	Minute                       func(t time.Time) string     // a point in time, in the zone that it has

	More    func(n int) string     // the end of a list that is cut
	Another func(id string) string // organization, beside one that is gone
	Row     func(row int, name, why string) string
	Run     func(target, run string) string
	Origin  func(run, file, target string) string // of a file of rows to correct

	Books       Books
	Result      Result
	Next        Next
	Since       Since
	Plan        Plan
	File        File
	Export      Export
	Undo        Undo
	Delete      Undo // of a run that deletes what a list names
	Night       Night
	Config      Config
	Kept        Kept
	History     History
	Failed      Failed
	List        List
	Input       Input
	TargetOfRun func(run, target string) string // before the command that names it
	Issues      Issues
	Attempts    Attempts
}

// Attempts says what became of the rows that a run left to correct: what corrected them, and where
// the others are.
type Attempts struct {
	Heading     string // before all that follows
	WouldReject func(n int) string
	WouldHold   func(n int) string
	Sum         func(ends string, corrected, left int) string
	By          func(n int, run string, planned time.Time) string
	Undone      func(n int, run string, planned time.Time) string
	Planned     func(n int, run string, planned time.Time, command string) string
	LeftIn      func(n int, files string) string
	And         string                  // between two of these files
	NoFiles     func(run string) string // in the place of files
	Open        func(n int, run, command string) string
	Elsewhere   func(rows int) string
	InUse       func(run string) string
	Unreadable  func(run string) string
	Gone        func(run string) string
}

// Issues says what is wrong with the rows of a file.
type Issues struct {
	Error   string // before what people call a kind of issue
	Warning string
	In      func(kind, column string) string
	Rows    func(rows int, which, code string) string // which may be ""
	Times   func(n int, which, code string) string

	Row        func(row int) string
	Column     func(name string) string // behind a row
	AndMore    func(rows int) string    // that say the same
	Also       func(place, value, perhaps string) string
	Perhaps    func(value string) string
	MoreKinds  func(n int, all string) string
	IssuesFlag string // in the place of the file that has all
}

// Books says how the rows of a run ended. What there is none of isn't said.
type Books struct {
	Rows       func(n int) string
	Created    func(n int) string
	Updated    func(n int) string
	Unchanged  func(n int) string
	Same       func(n int) string // of rows that say what another one of the file says
	Rejected   func(n int) string
	OnHold     func(n int) string
	Unknown    func(n int) string
	NotReached func(n int) string
	Closed     func(ends string, rows int) string // the ends of so many rows; none is missing
}

// Since says what changed since the last plan of a file. The counts of those two times
// come first, each of the others is a text with what stands before it.
type Since struct {
	Rejected  func(was, is int) string
	OnHold    func(was, is int) string
	Corrected func(counts string, corrected, isNew int) string
	Gone      func(text string, n int) string // from the file
	Run       func(text, run string, planned time.Time) string
}

// Result says what is told beside the books at the end of a run.
type Result struct {
	Gone         func(gone, there int) string // of what a run deleted
	StillThere   func(run string) string      // what it wrote
	FoundThere   func(rows int) string
	FoundCreated func(rows int) string
	FoundUpdated func(rows int) string
	Unknown      func(rows int, why string) string
	Why          func(rows int, reason string) string // the importer's reason of one row, as that of so many
	MoreReasons  func(n int) string
	CutShort     func(signal string) string
	OnHold       string // a heading, above rows
	MoreOnPage   func(rows int) string
}

// Next says what to do now, above a command or without one.
type Next struct {
	ImportCorrected func(file string) string
	Workbook        func(path string) string
	ImportAgain     func(rows int, file string) string
	PlanAgain       func(rows int, file string) string
	TheFile         string // for these, of a file without a name; of issues in the place of a row
	GiveAgain       string // of one organization that flags give
	LeaveOut        func(rows int) string
	ApplyWithout    func(rows int) string
	NothingToWrite  string
	WrongCustomer   string
	NoneThere       func(ids int) string  // of a list to delete
	CorrectList     func(rows int) string // the same, which are rejected
	AskForApproval  string
	OldRuns         func(runs int, age, command string) string // than that age
}

// Plan says what an import would do.
type Plan struct {
	ThereNow  func(target string, organizations int) string
	Remade    func(target, run string, organizations int) string // of a run that has deleted them
	ThereThen func(target string, organizations int, planned time.Time) string

	Parent    func(name string, rows int) string // of one that wasn't found
	PerhapsIs func(name string) string           // what such a parent may be
	AsNear    func(names string) string
	Nearest   func(name string) string

	WouldBe string                    // before books
	Anew    func(names string) string // of what a restore makes

	// These stand right of their number, but for Forecast and what follows it.
	Repairs          func(n int) string
	NamesChanged     func(n int) string
	CustomIDsChanged func(n int) string
	ParentsChanged   func(n int) string
	BlanksKept       func(n int) string
	Differ           func(n int) string
	UntoldParents    func(n int) string
	MissingIDs       func(given int) string
	Accepted         func(code string) string

	Forecast func(requests int, takes string) string
	About    func(d time.Duration) string // what it takes
	Between  func(quick, slow time.Duration) string
	Line     func(run, code string) string
}

// File says how a file was read.
type File struct {
	UseColumn func(header, field, name string) string // a question; what no means is told
	Volume    func(rows int, bytes int64) string
	ReadAs    string // a label, like the next three
	Columns   string
	Unsent    string
	Perhaps   string
	Tabs      string
	Delimiter func(d string) string
	Escapes   string
	Sheet     func(name string) string
	HeaderRow func(row int) string
	MoreFiles func(n int) string // how they were read isn't said
	Beside    string             // a label, before the names of files beside one

	NotImported func(columns string) string
	LooksLike   func(s Suggestion) string

	NoMapping string // hints, where the file isn't there
	NoSchema  string
}

// Suggestion is a column that a field may be fed by.
type Suggestion struct {
	Field   string
	Header  string
	Percent int
	Why     string
	Flag    string // that would make it so
}

// Undo says what an undo would do, or did; or so a run that deletes.
type Undo struct {
	Run          func(target, run string) string
	Already      func(run string) string
	Anew         func(rows int) string
	WroteNothing func(run string) string
	Nothing      string                // of a plan
	LookAgain    func(rows int) string // above a command

	Written  func(rows int) string
	Reversed func(rows int) string
	Before   func(rows int) string // by an earlier undo
	Kept     func(rows int) string
	Failed   func(rows int) string // beside these stand Books.Unknown and Books.NotReached
	Closed   func(ends string, written int) string

	Deletes  func(organizations int) string
	PutBacks func(organizations int) string
	Gone     func(rows int) string
	Stay     func(organizations int) string // a heading, like the next two
	CouldNot func(organizations int) string
	MayBe    func(organizations int) string

	Forecast    func(requests int, takes string) string
	Line        func(run, code string) string
	CutShort    func(signal string) string
	LinkedMayGo string
	Marked      func(organizations int) string // of those to be deleted, what carries something that nothing brings back
	Sure        func(organizations int) string // asks for that number
	GoOn        func(rows int) string          // asks
	Rest        string                         // what the command is for that goes on
}

// Config says what was changed in the configuration.
type Config struct {
	Changed   func(section, key, path string) string
	NoTarget  string // in the place of one, where nothing names it
	Profiles  func(names string) string
	Refused   func(why string) string // of a profile that is tried before it is kept
	KeepIt    string
	KeepItBy  func(command string) string
	SetBy     func(command string) string
	OrDropped string // after it, where nothing needs the value
	NoFile    func(key, path string) string
	Signers   func(path string) string
	MakesIt   string // the file of allowed signers
	Approves  string // makes the file of an approval
}

// History says what a write to production was.
type History struct {
	Deleted  func(n int) string
	NoEnd    func(what string) string // of what was begun
	Planned  func(counts string) string
	Approved func(by string) string
}

// Kept says why a snapshot isn't pruned.
type Kept struct {
	Newest   string
	Accepted string
	Last     func(n int) string
	Hour     func(t time.Time) string
	Day      func(t time.Time) string
	Week     func(year, week int) string
	Month    func(t time.Time) string
	Year     func(t time.Time) string
	Oldest   func(n int, noun string) string // until there are n of them
	Unopened string
	Future   string
}

// Night says what came of a backup.
type Night struct {
	Folder        func(dir, from string) string                  // where the snapshots lie, and what says so
	First         func(profile string, organizations int) string // of several, like the next two
	Since         func(profile string, organizations, change int, since time.Time) string
	Proven        func(by string) string
	Made          func(organizations int, bytes int64, took time.Duration) string
	MadeSince     func(organizations, change int, snapshot string, bytes int64, took time.Duration) string
	Check         func(state, check string) string
	Meanwhile     func(rows int) string
	Note          func(text string) string
	UntoldParents func(rows int) string
	Drift         func(profile, what, snapshot string) string
	Pruned        func(snapshots int, bytes int64) string
	NewestTrusted func(age string) string
	Total         func(t Total) string
}

// Total is what came of the backups of several profiles.
type Total struct {
	Good, Profiles  int
	Suspect, Failed int
	Organizations   int
	Bytes           int64
	Took            time.Duration
}

// Failed says first of all what went wrong in a night, and how old the backups are.
type Failed struct {
	Unread   func(why string) string // Pigello's list, like the next one
	BrokeOff func(organizations int, why string) string
	Moved    func(from, to string) string // what to do where a target's address is another one than its snapshots'
	Another  string                       // where its customer is

	Profiles   func(failed, all int, ages string) string
	MoreNames  func(n int) string // the last of a list of names
	Old        func(age string) string
	None       string // in the place of an age, and in the list of the newest
	Of         func(age, profile string) string
	Ages       func(newest, oldest string) string
	NoneOf     func(profiles string) string
	NoneOfMore func(profiles string, more int) string
}

// List says how the snapshots of many profiles stand.
type List struct {
	Profile string // headings of a table
	Newest  string
	Age     string
	Rows    string
	State   string
	Proven  string
	Kept    string

	NoSnapshot string // what is wrong with a profile
	InFuture   string
	MoreWrong  func(profiles int) string
	AcceptOr   func(snapshot string) string // above both commands
	ComesBack  func(run, when string, reversed int) string
	Renewed    func(n int) string // heading of what backup diff finds so

	Hidden     func(profiles int) string
	HiddenGood func(profiles int) string
	Total      func(s Standing) string
}

// Standing is how the snapshots of all profiles stand.
type Standing struct {
	Profiles, Snapshots int
	Bytes               int64
	Wrong               int
	Hidden              string // "" where all are shown
}

// Input says what is wrong with what a command is to read, and what to do about it.
type Input struct {
	Folder    func(path string) string
	NameFiles string
	ReadOnce  func(name string) string
	NameOnce  string

	Sum      func(name, sum string) string
	NoSum    string
	SumFor   string
	OtherSum func(is, wanted string) string
	SumHint  string

	NoAddress   string
	Insecure    func(address string) string
	UseHTTPS    string
	Login       func(address string) string
	FetchItself string
	Unfetched   string
	Answered    func(status string) string
	AsAnybody   string
	TooLarge    func(bytes int64) string
}

// Export says what a person should know of an exported file.
type Export struct {
	Replaced func(texts int) string // of which an ODS file can't hold all
}
