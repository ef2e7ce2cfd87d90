package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// English is the edition that the others are made from.
var English = Edition{
	Number:        Number[int64],
	Size:          Size,
	Span:          Span,
	Age:           age,
	Minute:        minute,
	More:          func(n int) string { return "… and " + Number(n) + " more" },
	Another:       func(id string) string { return ": another of that name was made since, " + id },
	Row:           func(row int, name, why string) string { return "row " + strconv.Itoa(row) + ", " + name + ": " + why },
	Run:           func(target, run string) string { return target + " · run " + run },
	RowsPerSecond: func(n int) string { return Number(n) + " rows/s" },
	RowsPerMinute: func(n int) string { return Number(n) + " rows/min" },
	Origin: func(run, file, target string) string {
		return "target of run " + run + ", from which the rows of " + file + " come: " + target
	},
	TargetOfRun: func(run, target string) string { return "run " + run + " is of " + target + ":" },

	Issues: Issues{
		Error: "error", Warning: "warning",
		In: func(kind, column string) string { return kind + " in " + column },
		Rows: func(n int, which, code string) string {
			return rows(n) + after(": ", which) + " (" + code + ")"
		},
		Times: func(n int, which, code string) string {
			return Counted(n, "time") + after(": ", which) + " (" + code + ")"
		},
		Row:        func(row int) string { return "row " + strconv.Itoa(row) },
		Column:     func(name string) string { return ", column " + name },
		AndMore:    func(n int) string { return ", and " + rows(n) + " more" },
		Also:       func(place, value, perhaps string) string { return "; also " + value + " (" + place + perhaps + ")" },
		Perhaps:    func(value string) string { return "perhaps " + value },
		MoreKinds:  func(n int, all string) string { return "… and " + Counted(n, "more kind") + ": " + all + " has all" },
		IssuesFlag: "--issues FILE",
	},

	Books: Books{
		Rows:       rows,
		Created:    numbered("created"),
		Updated:    numbered("updated"),
		Unchanged:  numbered("unchanged"),
		Same:       numbered("the same as another row of the file"),
		Rejected:   numbered("rejected"),
		OnHold:     numbered("on hold"),
		Unknown:    numbered("unknown"),
		NotReached: numbered("not reached"),
		Closed:     func(ends string, n int) string { return ends + " (of " + rows(n) + "; all accounted for)" },
	},

	Result: Result{
		Gone: func(gone, there int) string {
			return organizations(gone+there) + " deleted: " + Number(gone) + plural(gone, " is", " are") + " gone, " + Number(there) + plural(there, " is", " are") + " there"
		},
		StillThere:   func(run string) string { return "what run " + run + " wrote is still there, unchanged" },
		FoundThere:   numbered("of the unchanged, found there: no answer said that this run created what is there, so an undo leaves it alone"),
		FoundCreated: foundWritten("created"),
		FoundUpdated: foundWritten("updated"),
		Why:          func(n int, reason string) string { return plural(n, reason, theirWrites.Replace(reason)) },
		Unknown:      func(n int, why string) string { return Number(n) + " unknown: " + why },
		MoreReasons:  func(n int) string { return "… and " + Counted(n, "more reason") + ", in results.csv" },
		CutShort:     func(signal string) string { return signal + " before all rows were sent" },
		OnHold:       "put on hold while writing; you decide:",
		MoreOnPage:   func(n int) string { return "… and " + Number(n) + " more, in result.html" },
	},

	Attempts: Attempts{
		Heading:     "to do",
		WouldReject: numbered("would be rejected"),
		WouldHold:   numbered("would be put on hold"),
		Sum: func(ends string, corrected, left int) string {
			return ends + ", " + Number(corrected) + " corrected, " + Number(left) + " left"
		},
		By: correctedBy,
		Undone: func(n int, run string, t time.Time) string {
			return correctedBy(n, run, t) + ", which was undone: not counted"
		},
		Planned: func(n int, run string, t time.Time, command string) string {
			return Number(n) + " of those left would be corrected by run " + run + ", " + minute(t) + ", which was only planned: " + command
		},
		LeftIn: func(n int, files string) string { return Number(n) + " left in " + files },
		And:    "and",
		NoFiles: func(run string) string {
			return "run " + run + ", whose files of rows to correct aren't there any more"
		},
		Open: func(n int, run, command string) string {
			return Number(n) + " not settled in run " + run + ": " + command
		},
		Elsewhere: func(n int) string {
			return rows(n) + " of those left written on another target, which doesn't count here"
		},
		InUse:      func(run string) string { return "run " + run + " is in use, so what it corrected isn't counted" },
		Unreadable: func(run string) string { return "run " + run + " can't be read, so what it corrected isn't counted" },
		Gone:       func(run string) string { return "rows of run " + run + " among them, which isn't here any more" },
	},

	Next: Next{
		ImportCorrected: func(file string) string {
			return "correct the rows in " + file + ", or in rejects.csv as a text, and import that file:"
		},
		Workbook:    func(path string) string { return "the same rows lie beside their file: " + path },
		ImportAgain: func(n int, file string) string { return "correct " + rows(n) + " in " + file + " and import it again" },
		PlanAgain: func(n int, file string) string {
			return "correct " + rows(n) + " in " + file + " and give the same command again:"
		},
		TheFile:   "the file",
		GiveAgain: "nothing was written: correct or accept what is said above and give the command again",
		LeaveOut: func(n int) string {
			return "or, if you mean to leave " + plural(n, "it", "them") + " out for now:"
		},
		ApplyWithout: func(n int) string {
			return "or write what was planned, without the " + plural(n, "row that has", "rows that have") + " errors:"
		},
		NothingToWrite: "there is nothing to write",
		OldRuns: func(n int, age, command string) string {
			return Counted(n, "run") + plural(n, " is", " are") + " older than " + age + " and may go: " + command
		},
		WrongCustomer: "most of the file's ids don't exist there: is this the right customer?",
		NoneThere: func(n int) string {
			return "of the list's " + Counted(n, "id") + " none is there: they were deleted before, or this is another customer"
		},
		CorrectList: func(n int) string {
			return "nothing is deleted before the whole list is right: correct the " + rows(n) + " and give it again:"
		},
		AskForApproval: "another person has to approve it: send them the report, for",
	},

	Since: Since{
		Rejected: fromTo("rejected"),
		OnHold:   fromTo("on hold"),
		Corrected: func(counts string, corrected, isNew int) string {
			return counts + ": " + Number(corrected) + " corrected, " + Number(isNew) + " new"
		},
		Gone: func(text string, n int) string { return text + ", " + Number(n) + " not in the file any more" },
		Run: func(text, run string, planned time.Time) string {
			return text + " (since run " + run + ", " + minute(planned) + ")"
		},
	},

	Plan: Plan{
		Remade: func(target, run string, n int) string {
			return target + " · " + organizations(n) + " that run " + run + " deleted " + plural(n, "is", "are") + " made anew"
		},
		ThereNow: func(target string, n int) string { return target + " · " + organizations(n) + " there now" },
		ThereThen: func(target string, n int, planned time.Time) string {
			return target + " · " + organizations(n) + " there when it was planned, " + minute(planned)
		},
		Parent:           func(name string, n int) string { return strconv.Quote(name) + " for " + rows(n) },
		PerhapsIs:        func(name string) string { return "perhaps it is " + name },
		AsNear:           func(names string) string { return "as near: " + names },
		Nearest:          func(name string) string { return "the nearest is " + strconv.Quote(name) },
		WouldBe:          "would be:",
		Anew:             func(names string) string { return "made anew: " + names },
		Repairs:          eitherOf("repair of a text by --fix: the issues have it, before and after", "repairs of texts by --fix: the issues have each, before and after"),
		NamesChanged:     eitherOf("name changed", "names changed"),
		CustomIDsChanged: eitherOf("custom_id changed", "custom_ids changed"),
		ParentsChanged:   eitherOf("parent changed", "parents changed"),
		BlanksKept:       eitherOf("blank cell keeps what is there (--clear-blank COLUMN empties)", "blank cells keep what is there (--clear-blank COLUMN empties)"),
		Differ:           eitherOf("differs from the snapshot and stays as it is: --revert gives it its former values", "differ from the snapshot and stay as they are: --revert gives them their former values"),
		UntoldParents:    eitherOf("organization there whose parent Pigello doesn't tell: parents are not compared for it", "organizations there whose parent Pigello doesn't tell: parents are not compared for them"),
		MissingIDs:       func(given int) string { return "of " + Number(given) + " ids in the file don't exist there" },
		Accepted:         func(code string) string { return "accepted: " + code },
		Forecast:         func(n int, takes string) string { return "forecast: " + Counted(n, "request") + ", " + takes },
		About:            about,
		Between: func(quick, slow time.Duration) string {
			return Span(quick) + " to " + Span(slow) + " (at 0.1 to 1 s each)"
		},
		Line: func(run, code string) string { return "plan: run " + run + ", code " + code },
	},

	File: File{
		UseColumn: func(header, field, name string) string {
			return "Use column " + strconv.Quote(header) + " as " + field + " (" + name + ")? Otherwise it isn't imported."
		},
		Volume:    func(n int, bytes int64) string { return rows(n) + ", " + Size(bytes) },
		ReadAs:    "read as",
		Tabs:      "tabs between the cells",
		Delimiter: func(d string) string { return strconv.Quote(d) + " between the cells" },
		Escapes:   `\n, \t, \\ and \N as databases write them`,
		Sheet:     func(name string) string { return "sheet " + strconv.Quote(name) },
		HeaderRow: func(row int) string { return "header in row " + strconv.Itoa(row) },
		Beside:    "beside it",
		MoreFiles: func(n int) string { return "… and " + Counted(n, "more file") },
		Columns:   "columns",
		Unsent:    "unsent",
		Perhaps:   "perhaps",
		NoMapping: "--save-mapping FILE writes one",
		NoSchema:  "it is a Table Schema or a JSON Schema of one row, as samples/ has them",
		NotImported: func(columns string) string {
			return columns + ": not imported: Pigello has no such field (kept in results.csv)"
		},
		LooksLike: func(c Suggestion) string {
			return fmt.Sprintf("%s ← %s (%d%%: %s); %s says so", c.Field, c.Header, c.Percent, c.Why, c.Flag)
		},
	},

	Export: Export{
		Replaced: func(n int) string {
			return Counted(n, "text") + plural(n, " has", " have") + " control characters, which no .ods file can hold: U+FFFD stands in their place (a .xlsx file holds them)"
		},
	},
	Undo: englishUndo, Delete: englishDelete,

	History: History{
		Deleted:  numbered("deleted"),
		NoEnd:    func(what string) string { return what + " begun, and no end is recorded" },
		Planned:  func(counts string) string { return "planned were " + counts },
		Approved: func(by string) string { return "approved by " + by },
	},

	Input: Input{
		Folder:    func(path string) string { return path + " is a folder" },
		NameFiles: "name the files in it",
		ReadOnce:  func(name string) string { return name + " can be read once only" },
		NameOnce:  "name it once",

		Sum: func(name, sum string) string {
			return name + " has the SHA-256 " + sum + "; given as --sha256, nothing else is taken from there"
		},
		NoSum:  "a SHA-256 has 64 digits, 0 to 9 and a to f",
		SumFor: "--sha256 is for one file that is fetched from https:// or comes through a pipe",
		OtherSum: func(is, wanted string) string {
			return "it has the SHA-256 " + is + ", and --sha256 wants " + wanted + ": it is not the file that was meant"
		},
		SumHint: "ask whoever publishes it what has changed; orgbatch inspect without --sha256 shows what is there now",

		NoAddress: "the address can't be read",
		Insecure: func(address string) string {
			return address + " is not fetched: anybody on the way could change the rows"
		},
		UseHTTPS: "use https://",
		Login: func(address string) string {
			return address + ": an address with a name and a password in it is not fetched"
		},
		FetchItself: "fetch the file by another program, and give that file",
		Unfetched:   "fetching it failed",
		Answered:    func(status string) string { return "fetching it failed: the answer was " + status },
		AsAnybody:   "it is fetched as by somebody who isn't logged in: publish it for anybody who has the address, or save the file and give that",
		TooLarge:    func(bytes int64) string { return "it is larger than " + Size(bytes) + ", the most that is fetched" },
	},

	Night: englishNight, Failed: englishFailed, List: englishList, Kept: englishKept, Config: englishConfig,
}

// theirWrites makes the importer's reason of one row that of several.
var theirWrites = strings.NewReplacer("its write was ", "their writes were ", "its write got ", "their writes got ")

// foundWritten is said of rows that are as they were to be, by a write without an answer.
func foundWritten(fate string) func(int) string {
	return func(n int) string {
		return Number(n) + " of the " + fate + ", found as " + plural(n, "it was to be: its write got no answer, so an undo leaves it alone",
			"they were to be: their write got no answer, so an undo leaves them alone")
	}
}
