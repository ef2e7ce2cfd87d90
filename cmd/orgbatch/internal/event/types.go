package event

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// Type is a type of event: an empty one, what it is called, and what it tells.
type Type struct {
	Event any
	Kind  string
	About string
}

// Types lists every type of event, as the help documents them.
var Types = []Type{
	{Target{}, "target", "where the command reads or writes"},
	{Progress{}, "progress", "how far a stage has come, at most once a second"},
	{Inspection{}, "inspection", "how a file is read"},
	{Plan{}, "plan", "what an import would do"},
	{Validation{}, "validation", "what a check without Pigello found"},
	{Issue{}, "issue", "one error or warning of a check without Pigello"},
	{Approval{}, "approval", "who approved what is written"},
	{Books{}, "books", "every row read, in exactly one bucket"},
	{File{}, "file", "a file that the command left or names"},
	{Run{}, "run", "one run"},
	{History{}, "history", "one line of the history of writes to production"},
	{UndoPlan{}, "undo-plan", "what an undo would do"},
	{UndoRow{}, "undo-row", "a row that an undo didn't take back"},
	{UndoBooks{}, "undo-books", "every row that a run wrote, by what its undo did"},
	{Audit{}, "audit", "whether the books of a run hold now"},
	{Difference{}, "difference", "one thing that isn't as a run says, of audit"},
	{Backup{}, "backup", "how the backup of one profile ended"},
	{BackupTotal{}, "backup-total", "how all backups of a command ended"},
	{Diff{}, "diff", "what a comparison found"},
	{diff.Change{}, "change", "an organization that differs in a comparison"},
	{BackupFate{}, "backup-fate", "what a prune does with one snapshot"},
	{BackupPrune{}, "backup-prune", "what a prune did with one profile's snapshots"},
	{Snapshot{}, "snapshot", "one snapshot"},
	{Store{}, "store", "the snapshots of one profile, summed up"},
	{Verification{}, "verification", "what proving a snapshot came to"},
	{Organization{}, "organization", "one organization"},
	{Statistics{}, "statistics", "what Pigello says of how many organizations there are"},
	{Manifest{}, "manifest", "what an export did"},
	{Profile{}, "profile", "one profile of the configuration"},
	{Setting{}, "setting", "a value in effect, and where it comes from"},
	{Check{}, "check", "one check of doctor"},
	{Answer{}, "answer", "what Pigello answered to a question its documentation leaves open"},
	{Server{}, "server", "a sandbox that listens"},
	{Version{}, "version", "the program's version"},
	{Next{}, "next", "what to do next"},
	{Error{}, "error", "what went wrong"},
	{Exit{}, "exit", "the end of the command, always the last event"},
}

// kinds are what they are called.
var kinds = map[reflect.Type]string{}

func init() {
	for _, t := range Types {
		kinds[reflect.TypeOf(t.Event)] = t.Kind
	}
}

// Target tells where the command reads or writes.
type Target struct {
	Name          string `json:"name" doc:"as people are shown it"`
	URL           string `json:"url" doc:"the API; sandbox:FILE for the embedded sandbox"`
	Customer      string `json:"customer" doc:"customer id"`
	Activation    string `json:"activation" doc:"what the service is activated on: client ct and client entity"`
	Organizations *int   `json:"organizations,omitempty" doc:"how many there are now, when they were counted"`
}

// Progress tells how far a stage has come, at most once a second.
type Progress struct {
	Stage      string `json:"stage" doc:"read, match, plan, settle, push, look, undo, delete, audit, export, verify, compare, copy or seed"`
	Rows       int    `json:"rows" doc:"rows done in this stage"`
	Total      int    `json:"total,omitempty" doc:"rows in all, when known"`
	Bytes      int64  `json:"bytes,omitempty" doc:"bytes read or written"`
	TotalBytes int64  `json:"total_bytes,omitempty" doc:"bytes in all, when known"`
	Note       string `json:"note,omitempty" doc:"while writing: at what rate requests leave, and why"`
}

// Plan is what an import would do; its books follow as an event of their
// own.
type Plan struct {
	Run string `json:"run" doc:"the run's short id"`
	plan.Summary
}

// Validation tells what a check without Pigello found.
type Validation struct{ validate.Summary }

// Source is a file of a plan, and how it was read.
type Source struct {
	Name      string   `json:"name" doc:"as it was named"`
	Rows      int      `json:"rows" doc:"rows in it"`
	Bytes     int64    `json:"bytes" doc:"its length"`
	SHA256    string   `json:"sha256" doc:"its checksum; empty in validate"`
	Format    string   `json:"format" doc:"one that --format takes"`
	Encoding  string   `json:"encoding" doc:"its encoding"`
	Delimiter string   `json:"delimiter,omitempty" doc:"between the cells"`
	HeaderRow int      `json:"header_row,omitempty" doc:"the row of the header"`
	Columns   []string `json:"columns" doc:"its header"`
	Mapping   []string `json:"mapping" doc:"the field of each column, empty for one that isn't sent"`
}

// Issue tells one error or warning of a check without Pigello.
type Issue struct {
	File       string `json:"file" doc:"the file, as it was named"`
	Row        int    `json:"row" doc:"as Excel shows it at the left"`
	Line       int    `json:"line,omitempty" doc:"as a text editor shows it"`
	Column     string `json:"column,omitempty" doc:"the column's header"`
	Letter     string `json:"column_letter,omitempty" doc:"the column as a spreadsheet names it"`
	Code       string `json:"code" doc:"stable code"`
	Severity   string `json:"severity" doc:"error or warning"`
	Message    string `json:"message" doc:"what is wrong"`
	Value      string `json:"value,omitempty" doc:"what was found"`
	Suggestion string `json:"suggestion,omitempty" doc:"what might be meant"`
}

// Books are the closed books of a run.
type Books struct {
	Run     string `json:"run" doc:"the run's short id"`
	Planned bool   `json:"planned" doc:"true: what would be; false: what was"`
	Closed  bool   `json:"closed" doc:"the buckets add up to read"`
	run.Books
	run.Beside
}

// File tells a file that the command left or names.
type File struct {
	Kind string `json:"kind" doc:"report, page, result, issues, changes, missing-parents, results, rejects, rejects-xlsx, to-correct, undo-plan, undo, audit, mapping, export, manifest, unreadable, configuration, answers or approval"`
	Path string `json:"path" doc:"where it lies; empty for one that could not be written for the reason in note"`
	Rows int    `json:"rows,omitempty" doc:"rows in it, when counted"`
	Note string `json:"note,omitempty" doc:"what is worth knowing of it"`
}

// Run is one run, as runs lists it.
type Run struct {
	ID      string     `json:"id" doc:"the run's id"`
	Short   string     `json:"short" doc:"the run's short id"`
	Path    string     `json:"path" doc:"its folder"`
	State   string     `json:"state" doc:"planning, ready, blocked, applying, done, interrupted, undoing or undone, of a deletion deleting or deleted; damaged when its journal is, unreadable when it can't be read here and now"`
	Created time.Time  `json:"created" doc:"when it was planned"`
	Target  string     `json:"target" doc:"the target's name"`
	Sources []string   `json:"sources" doc:"the files that were read"`
	InUse   bool       `json:"in_use" doc:"a process is working on it"`
	Error   string     `json:"error,omitempty" doc:"why it can't be read"`
	Books   *Books     `json:"books,omitempty" doc:"its books, as in the event of that name"`
	Undo    *UndoBooks `json:"undo,omitempty" doc:"the books of its undo, as in the event undo-books"`
	Audit   *Audit     `json:"audit,omitempty" doc:"what its last audit found, as in the event of that name"`
	Pruned  bool       `json:"pruned,omitempty" doc:"its folder was removed just now"`

	PlannedBy run.Person `json:"planned_by,omitzero" doc:"who planned it"`
	Approval  *Approval  `json:"approval,omitempty" doc:"who approved what it writes, as in the event of that name"`
	Writes    []Write    `json:"writes,omitempty" doc:"who wrote for it, in that order"`

	Mending *Mending `json:"mending,omitempty" doc:"of a run that is shown alone: what became of the rows that it rejected or held"`
}

// Mending is what became of rejected and held rows over all attempts.
type Mending struct {
	Rejected   int        `json:"rejected" doc:"rows that the run rejected"`
	Held       int        `json:"held" doc:"rows that it held"`
	Mended     int        `json:"mended" doc:"of those, how many a later run on the same target wrote or found as they are"`
	Left       int        `json:"left" doc:"the others"`
	Elsewhere  int        `json:"elsewhere,omitempty" doc:"of those left, how many were written on another target"`
	By         []MendedBy `json:"by" doc:"the runs that mended some, or would"`
	LeftIn     []LeftIn   `json:"left_in" doc:"where those that are left stand last"`
	Unreadable []string   `json:"unreadable,omitempty" doc:"later runs that are in use or can't be read, and so aren't counted"`
	Gone       []string   `json:"gone,omitempty" doc:"runs that rows were read in first and that aren't here any more"`
}

// MendedBy is a run that mended rows of another.
type MendedBy struct {
	Run     string    `json:"run" doc:"the run's short id"`
	Created time.Time `json:"created" doc:"when it was planned"`
	Mended  int       `json:"mended" doc:"rows that it was the first to write or find as they are"`
	Would   int       `json:"would,omitempty" doc:"rows that it would mend: it was only planned"`
	Undone  bool      `json:"undone,omitempty" doc:"it was undone, so that its rows don't count"`
}

// LeftIn is where rows that are left stand last.
type LeftIn struct {
	Run   string   `json:"run" doc:"the run's short id"`
	Rows  int      `json:"rows" doc:"how many of those left"`
	Open  int      `json:"open,omitempty" doc:"of those, how many got no answer or were not reached in it"`
	Files []string `json:"files" doc:"its rejects"`
}

// Organization tells one organization.
type Organization struct {
	Organization json.RawMessage `json:"organization" doc:"the API's object, unknown fields kept"`
	Deleted      bool            `json:"deleted,omitempty" doc:"it was deleted just now"`
}

// Statistics tells what Pigello says of how many organizations there are.
type Statistics struct {
	Statistics json.RawMessage `json:"statistics" doc:"the answer to _statistics, whatever it is"`
}

// Manifest tells what an export did.
type Manifest struct {
	Manifest any `json:"manifest" doc:"the manifest, as in the file beside the export"`
}

// Profile is one profile, never its secret.
type Profile struct {
	Name          string `json:"name" doc:"the profile's name"`
	URL           string `json:"url" doc:"the API"`
	Customer      string `json:"customer" doc:"customer id"`
	Secret        string `json:"secret" doc:"where the secret is kept: secret, secret_file, secret_command or secret_keyring"`
	Heartbeat     bool   `json:"heartbeat,omitempty" doc:"it has a heartbeat"`
	Organizations *int   `json:"organizations,omitempty" doc:"how many are visible, when they were counted"`
}

// Setting tells a value in effect, and where it comes from.
type Setting struct {
	Key   string `json:"key" doc:"as in the configuration, or target"`
	Value string `json:"value" doc:"the value; of a secret, that it isn't shown"`
	From  string `json:"from" doc:"the flag, variable or part of the file that says so, or default"`
}

// Check tells one check of doctor.
type Check struct {
	Check   string `json:"check" doc:"configuration, target, proxy, name, connection, encryption, clock, credentials, reading, first page, answers, approvals, backups, run folder, free space or probe"`
	State   string `json:"state" doc:"ok, warning or failed"`
	Message string `json:"message" doc:"what was found; never a secret"`
	Hint    string `json:"hint,omitempty" doc:"what to do about it"`
}

// Answer tells what Pigello answered to a question its documentation leaves open.
type Answer struct {
	Question string `json:"question" doc:"its name, as of a switch of the sandbox"`
	Asks     string `json:"asks" doc:"the question in a sentence"`
	Verdict  string `json:"verdict" doc:"as_assumed, differs, no_answer or not_asked"`
	Answer   string `json:"answer" doc:"what the API answered; empty without an answer"`
	Assumed  string `json:"assumed" doc:"what is taken for granted until it is known better"`
	Note     string `json:"note,omitempty" doc:"what the answer rests on, or why there is none"`
	Tool     string `json:"tool,omitempty" doc:"what becomes of another answer than the assumed one"`
}

// Server tells a sandbox that listens.
type Server struct {
	URL       string            `json:"url" doc:"where it listens"`
	Variables map[string]string `json:"variables" doc:"the environment that reaches it; the credentials are the sandbox's own"`
}

// Version tells the program's version.
type Version struct {
	Version string `json:"version" doc:"of orgbatch"`
	Commit  string `json:"commit,omitempty" doc:"it was built from"`
	Date    string `json:"date,omitempty" doc:"when the commit was made"`
	Go      string `json:"go" doc:"it was built with"`
}

// Next tells what to do next.
type Next struct {
	Command string `json:"command" doc:"a command line that works"`
	Why     string `json:"why,omitempty" doc:"what it is for"`
}

// Error tells what went wrong.
type Error struct {
	Message string `json:"message" doc:"what is wrong"`
	Hint    string `json:"hint,omitempty" doc:"what to do about it"`
}

// Exit tells the end of the command, always the last event.
type Exit struct {
	Code    int    `json:"code" doc:"the exit code"`
	Meaning string `json:"meaning" doc:"what it means"`
}
