package probe

import "slices"

// Question is one thing that nothing documents about the API.
type Question struct {
	// Name is that of the sandbox's switch, where it has one.
	Name string
	// Asks is the question in a sentence.
	Asks string
	// Assumed is the answer that is taken for granted until it is known better.
	Assumed string
	// Tool says what becomes of another answer.
	Tool string
	// NotAsked says why a probe can't ask it; empty where it does.
	NotAsked string

	ask func(p *prober) (answer, note string) // the answer is empty where the note says why
}

// Questions lists the questions in the order in which a probe asks them. The slice is the caller's.
func Questions() []Question { return slices.Clone(questions) }

// questions is the one table of what a probe asks. A question that looks at what another has found
// stands after it.
var questions = []Question{
	{"bulk-id", "What does an id in an element of a bulk write do?", "update",
		"updates go one by one, by PATCH", "", askBulkID},
	{"bulk-bad-row", "What becomes of the good rows of a bulk write with a bad one?", "refused",
		"the rows of a refused bulk write are looked up before any is sent again", "", askBulkBadRow},
	{"bulk-errors", "Which form have the errors of a refused bulk write?", "list",
		"a form that names no row costs a search by halves for the bad ones", "", askBulkErrors},
	{"parent-answer", "How is the parent told in answers of list and bulk write?", "id",
		"further fields are passed over; {} is never taken for no parent: it isn't compared, and counted", "", askParentAnswer},
	{"bulk-order", "In which order are the rows of a bulk answer?", "sent",
		"answers are matched by name, never by place", "", askBulkOrder},
	{"bulk-status", "Which status has a successful bulk write?", "200",
		"any status of success is one", "", askBulkStatus},
	{"bulk-created-at", "Do the rows of one bulk write differ in created_at?", "differ",
		"lists are read by created_at and id together", "", askBulkCreatedAt},
	{"bulk-absent", "What does a bulk update do with a field that is absent?", "kept",
		"a bulk update always tells every field", "", askBulkAbsent},
	{"patch-without-name", "Is an update without name accepted?", "refused",
		"the name is always sent", "", askPatchWithoutName},
	{"delete-parent", "What does deleting a parent do to its children?", "refused",
		"children are deleted before their parents, and nothing with other children is deleted", "", askDeleteParent},

	{"list-cap", "After how many rows does a list without paging end without a word (0: never)?", "0",
		"a list is read on until a last request brings nothing new", "", askListCap},
	{"list-envelope", "Is a list a bare array, or an object with results?", "array",
		"both are read", "", askListEnvelope},
	{"created-at-filter", "Does the created_at filter read date-times, or whole dates only?", "datetime",
		"the day is asked for instead, and rows that come twice are passed over", "", askCreatedAtFilter},
	{"created-at-precision", "How fine is created_at in answers?", "microseconds",
		"more rows of one second than a capped list shows are an error, never an end", "", askCreatedAtPrecision},
	{"jsonl-form", "How does _jsonl answer?", "ndjson",
		"the first byte tells lines from an array, whatever the content type", "", askJSONLForm},
	{"jsonl-paging", "Does paging count with _jsonl?", "ignored",
		"whole lists are read without paging", "", askJSONLPaging},
	{"page-past-end", "What is the answer to a page past the end?", "404",
		"whole lists are read without paging", "", askPagePastEnd},
	{"page-size-cap", "What is the largest page, whatever is asked for (0: no limit)?", "0",
		"a short page is never taken for the last", "", askPageSizeCap},
	{"statistics", "What does _statistics answer?", "count",
		"nothing depends on it", "", askStatistics},
	{"search", "Where does _search look?", "name-and-custom-id",
		"--search finds what Pigello finds", "", askSearch},
	{"in-comma", "Can a comma be sent within a value of an in filter?", "no",
		"it never is: such a value gets a query of its own", "", askInComma},
	{"unknown-parameters", "What becomes of unknown parameters of a list?", "refused",
		"unknown fields and operators are refused before anything is sent", "", askUnknownParameters},

	{"whitespace", "Are the ends of strings trimmed?", "trimmed",
		"the checks trim the ends of a value themselves", "", askWhitespace},
	{"blank-text", `Is "" accepted as a text?`, "refused",
		"an emptied field is sent as null", "", askBlank},
	{"null-character", "Is NUL accepted in a text?", "refused",
		"control characters are an error of the row before anything is sent", "", askNull},
	{"unique-name", "Are names that differ only in case the same?", "exact",
		"such a row is refused by Pigello and rejected with its reason", "", askUniqueName},
	{"unknown-fields", "What becomes of unknown fields in a body?", "ignored",
		"only documented fields are sent", "", askUnknownFields},
	{"auth-status", "Which status have bad credentials?", "403",
		"401 and 403 mean the same", "", askAuthStatus},

	{"bulk-limit", "How many rows may a bulk write have?", "1000",
		"chunks keep to it from the start, and are halved when they are refused", "", askBulkLimit},
	{"bulk-limit-form", "How is a bulk write with more rows refused?", "413",
		"an array whose halves are taken is known to have been too large, whatever the refusal said", "", askBulkLimitForm},
	{"body-limit", "How many bytes may a body have (413 above)?", "1048576",
		"chunks keep to it from the start, and are halved at a 413", "", askBodyLimit},
	{"request-line", "How many bytes may the request line have?", "4094",
		"no longer one than 4,094 bytes is sent", "", askRequestLine},

	// These can't be asked harmlessly, or not at all.
	{"list-state", "Is a streamed list one state of the data, or batches with a state each?", "one",
		"", "rows would have to change in the middle of a list of thousands", nil},
	{"order-ties", "In which order are rows that _order_by leaves equal?", "by-id",
		"", "nothing is read by pages; a list is proven whole by the ids that are there", nil},
	{"unique-race", "What is answered where a name is taken by a row that came meanwhile?", "400",
		"", "nobody knows when another one writes; what is found there then is never said to be created", nil},
	{"retry-after", "Which form has Retry-After with 429?", "seconds",
		"", "only too many requests bring a 429 about; all forms are understood", nil},
	{"server-error", "What does a failing server answer?", "html",
		"", "nobody can order one; every write without an answer is looked up", nil},
}
