// Package codes names the issues that rows may have, and says what each means and what to do about
// it.
//
// They stand beside those of package tabular and are part of the tool's output: never rename one.
// Each stands in the catalogue (catalogue.go), which a test holds.
package codes

// What a row says by itself: the checks.
const (
	NameMissing = "name-missing"
	TooLong     = "too-long"
	Control     = "control-character"
	BadID       = "bad-id"
	BadParentID = "bad-parent-id"
	IDSpelling  = "id-spelling"
	IDOrCustom  = "id-or-custom-id"
	WrongType   = "wrong-type"
	Number      = "number-as-text"

	Trimmed     = "trimmed"
	OddSpace    = "odd-space"
	Invisible   = "invisible-character"
	UnicodeForm = "unicode-form"
	Mojibake    = "mojibake"
	FixedPrefix = "fixed-" // before any of these five: --fix has done it

	Replacement = "replacement-character"
	ExcelError  = "excel-error"
	Scientific  = "scientific-number"
	Decimal     = "number-with-decimals"
	Zeros       = "leading-zeros-lost"
	Date        = "date-in-custom-id"
	Apostrophe  = "leading-apostrophe"
	Placeholder = "placeholder"
	TotalRow    = "total-row"
	HeaderRow   = "header-row"
	NumberWrong = "org-number-check-digit"

	OwnCheck    = "own-check" // what a person's own rules say; unique ones compare rows
	NotChanged  = "transform-failed"
	Transformed = "transformed"
	SchemaNote  = "schema-note"
)

// What rows say together.
const (
	DuplicateRow    = "duplicate-row"
	Contradicting   = "contradicting-rows"
	NameTwice       = "name-twice"
	NearDuplicate   = "near-duplicate"
	CustomIDTwice   = "custom-id-twice"
	NumberTwice     = "org-number-twice"
	ParentCycle     = "parent-cycle"
	ParentAmbiguous = "parent-ambiguous"
	ParentMissing   = "parent-missing"
	ParentElsewhere = "parent-not-in-file"
	OnRejected      = "depends-on-rejected"
	OnHeld          = "depends-on-held"
)

// What the live data says to a row.
const (
	UnknownID      = "unknown-id"
	IDContradicts  = "id-contradicts"
	IDMissing      = "id-missing"
	KeyMissing     = "key-missing"
	AmbiguousMatch = "ambiguous-match"
	PossibleTwin   = "possible-twin"
	Respelled      = "live-value-respelled"
	NotThere       = "not-there"
	Exists         = "exists"
	NameTaken      = "name-taken"
	RenameRing     = "rename-ring"
	DiffersKept    = "differs-kept"
)

// What a mended row's identity, its orgbatch_row, says about it, and what the runs before say.
const (
	IdentityBad      = "bad-orgbatch-row"
	IdentityTwice    = "orgbatch-row-twice"
	IdentityStranger = "orgbatch-row-not-there"
	IdentityNoRun    = "orgbatch-row-of-unknown-run"
	NotRejected      = "orgbatch-row-not-rejected"
	WrittenBefore    = "written-by-earlier-run"
	CellChanged      = "cell-changed-by-spreadsheet"
)

// Repairs are the codes of what is repaired safely, in the order in which the repairs are tried.
func Repairs() []string {
	return []string{Mojibake, Trimmed, OddSpace, Invisible, UnicodeForm}
}
