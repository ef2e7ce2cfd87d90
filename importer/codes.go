package importer

// Codes of issues, beside those of package table. They are part of the tool's output: never rename one. Each stands in the catalogue
// (catalogue.go), which a test holds.

// What a row says by itself: the checks.
const (
	codeNameMissing = "name-missing"
	codeTooLong     = "too-long"
	codeControl     = "control-character"
	codeBadID       = "bad-id"
	codeBadParentID = "bad-parent-id"
	codeIDSpelling  = "id-spelling"
	codeIDOrCustom  = "id-or-custom-id"
	codeWrongType   = "wrong-type"
	codeNumber      = "number-as-text"

	codeTrimmed     = "trimmed"
	codeOddSpace    = "odd-space"
	codeInvisible   = "invisible-character"
	codeUnicodeForm = "unicode-form"
	codeMojibake    = "mojibake"
	fixedPrefix     = "fixed-" // before any of these five: --fix has done it

	codeReplacement = "replacement-character"
	codeExcelError  = "excel-error"
	codeScientific  = "scientific-number"
	codeDecimal     = "number-with-decimals"
	codeZeros       = "leading-zeros-lost"
	codeDate        = "date-in-custom-id"
	codeApostrophe  = "leading-apostrophe"
	codePlaceholder = "placeholder"
	codeTotalRow    = "total-row"
	codeHeaderRow   = "header-row"
	codeNumberWrong = "org-number-check-digit"

	codeOwnCheck    = "own-check" // what a person's own rules say; unique ones compare rows
	codeNotChanged  = "transform-failed"
	codeTransformed = "transformed"
	codeSchemaNote  = "schema-note"
)

// What rows say together.
const (
	codeDuplicateRow    = "duplicate-row"
	codeContradicting   = "contradicting-rows"
	codeNameTwice       = "name-twice"
	codeNearDuplicate   = "near-duplicate"
	codeCustomIDTwice   = "custom-id-twice"
	codeNumberTwice     = "org-number-twice"
	codeParentCycle     = "parent-cycle"
	codeParentAmbiguous = "parent-ambiguous"
	codeParentMissing   = "parent-missing"
	codeParentElsewhere = "parent-not-in-file"
	codeOnRejected      = "depends-on-rejected"
	codeOnHeld          = "depends-on-held"
)

// What the live data says to a row.
const (
	codeUnknownID      = "unknown-id"
	codeIDContradicts  = "id-contradicts"
	codeIDMissing      = "id-missing"
	codeKeyMissing     = "key-missing"
	codeAmbiguousMatch = "ambiguous-match"
	codePossibleTwin   = "possible-twin"
	codeRespelled      = "live-value-respelled"
	codeNotThere       = "not-there"
	codeExists         = "exists"
	codeNameTaken      = "name-taken"
	codeRenameRing     = "rename-ring"
	codeDiffersKept    = "differs-kept"
)

// What a mended row's identity, its orgbatch_row, says about it, and what the runs before say.
const (
	codeIdentityBad      = "bad-orgbatch-row"
	codeIdentityTwice    = "orgbatch-row-twice"
	codeIdentityStranger = "orgbatch-row-not-there"
	codeIdentityNoRun    = "orgbatch-row-of-unknown-run"
	codeNotRejected      = "orgbatch-row-not-rejected"
	codeWrittenBefore    = "written-by-earlier-run"
	codeCellChanged      = "cell-changed-by-spreadsheet"
)
