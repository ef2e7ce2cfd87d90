package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Assumptions answer the questions that the API's documentation leaves open. The empty string is the default answer; the other
// answers are listed by [Switches]. Fields can be set directly or by [Assumptions.Set].
type Assumptions struct {
	BulkID             string // bulk-id: what an id in a bulk element does
	BulkBadRow         string // bulk-bad-row: what one bad row does to the others
	BulkErrors         string // bulk-errors: the form of a bulk refusal
	ParentAnswer       string // parent-answer: the parent in answers of list and bulk write
	BulkOrder          string // bulk-order: the order of a bulk answer
	BulkStatus         string // bulk-status: the status of a bulk answer
	BulkLimit          string // bulk-limit: rows in the largest array
	BulkLimitForm      string // bulk-limit-form: how a larger one is refused
	BodyLimit          string // body-limit: bytes in the largest body
	ListCap            string // list-cap: rows of a list without paging, 0 for all
	ListEnvelope       string // list-envelope: bare arrays or not
	OrderTies          string // order-ties: what orders rows that are equal in what was asked for
	ListState          string // list-state: what a list sees of changes made while it is read
	CreatedAtFilter    string // created-at-filter: what the filter reads
	CreatedAtPrecision string // created-at-precision: how fine answers are
	BulkCreatedAt      string // bulk-created-at: created_at within one bulk write
	BulkAbsent         string // bulk-absent: a field absent from a bulk update
	PatchWithoutName   string // patch-without-name: whether it is accepted
	DeleteParent       string // delete-parent: what happens to the children
	JSONLForm          string // jsonl-form: how lines are sent
	JSONLPaging        string // jsonl-paging: whether paging counts with _jsonl
	PagePastEnd        string // page-past-end: the answer
	PageSizeCap        string // page-size-cap: the largest page, 0 for none
	Statistics         string // statistics: the form of the answer
	Search             string // search: where _search looks
	Whitespace         string // whitespace: whether the ends of strings are trimmed
	UniqueName         string // unique-name: what counts as the same name
	UniqueRace         string // unique-race: a name that was taken too late to be seen
	UnknownFields      string // unknown-fields: of a body
	UnknownParameters  string // unknown-parameters: of a list
	AuthStatus         string // auth-status: the status for bad credentials
	RetryAfter         string // retry-after: the form of the header with 429
	ServerError        string // server-error: what the fault of that name looks like
	RequestLine        string // request-line: bytes of the longest
}

// Switch is one question with its possible answers.
type Switch struct {
	Name     string   // as in --assume name=value or --fault name=value
	Question string   // one sentence
	Values   []string // the answers, the default first
	Number   bool     // any whole number from 0 is an answer too; Values are examples
}

// assumption is a switch with its field.
type assumption struct {
	Switch
	field func(*Assumptions) *string
}

func choice(name, question string, field func(*Assumptions) *string, values ...string) assumption {
	return assumption{Switch{Name: name, Question: question, Values: values}, field}
}

func number(name, question string, field func(*Assumptions) *string, values ...string) assumption {
	return assumption{Switch{Name: name, Question: question, Values: values, Number: true}, field}
}

// assumptions is the one table of the open questions.
var assumptions = [...]assumption{
	choice("bulk-id", "What does an id in an element of a bulk write do?", func(a *Assumptions) *string { return &a.BulkID }, "update", "ignored"),
	choice("bulk-bad-row", "What becomes of the good rows of a bulk write with a bad one, and with which status?", func(a *Assumptions) *string { return &a.BulkBadRow }, "refused", "written-400", "written-200"),
	choice("bulk-errors", "Which form have the errors of a bulk write that is answered by 400?", func(a *Assumptions) *string { return &a.BulkErrors }, "list", "dict", "detail", "html"),
	choice("parent-answer", "How is the parent told in answers of list and bulk write: its id, more fields, or {} for every row?", func(a *Assumptions) *string { return &a.ParentAnswer }, "id", "more", "empty"),
	choice("bulk-order", "In which order are the rows of a bulk answer?", func(a *Assumptions) *string { return &a.BulkOrder }, "sent", "shuffled"),
	choice("bulk-status", "Which status has a successful bulk write?", func(a *Assumptions) *string { return &a.BulkStatus }, "200", "201"),
	number("bulk-limit", "How many rows may a bulk write have?", func(a *Assumptions) *string { return &a.BulkLimit }, "1000", "100"),
	choice("bulk-limit-form", "How is a bulk write with more rows refused?", func(a *Assumptions) *string { return &a.BulkLimitForm }, "413", "400"),
	number("body-limit", "How many bytes may a body have (413 above)?", func(a *Assumptions) *string { return &a.BodyLimit }, "1048576", "65536"),
	number("list-cap", "After how many rows does a list without paging end without a word (0: never)?", func(a *Assumptions) *string { return &a.ListCap }, "0", "1000"),
	choice("list-envelope", "Is a list a bare array, or an object with results?", func(a *Assumptions) *string { return &a.ListEnvelope }, "array", "results"),
	choice("list-state", "Is a streamed list one state of the data, or batches of 500 with a state each?", func(a *Assumptions) *string { return &a.ListState }, "one", "batches"),
	choice("order-ties", "In which order are rows that _order_by leaves equal: by their ids, or in any, another each time?", func(a *Assumptions) *string { return &a.OrderTies }, "by-id", "none"),
	choice("created-at-filter", "Does the created_at filter read date-times, or whole dates only?", func(a *Assumptions) *string { return &a.CreatedAtFilter }, "datetime", "date"),
	choice("created-at-precision", "How fine is created_at in answers?", func(a *Assumptions) *string { return &a.CreatedAtPrecision }, "microseconds", "seconds"),
	choice("bulk-created-at", "Do the rows of one bulk write differ in created_at?", func(a *Assumptions) *string { return &a.BulkCreatedAt }, "differ", "equal"),
	choice("bulk-absent", "What does a bulk update do with a field that is absent?", func(a *Assumptions) *string { return &a.BulkAbsent }, "kept", "null"),
	choice("patch-without-name", "Is an update without name accepted?", func(a *Assumptions) *string { return &a.PatchWithoutName }, "refused", "accepted"),
	choice("delete-parent", "What does deleting a parent do: is it refused (by 400 or by a 500), are its children set to null, or deleted?", func(a *Assumptions) *string { return &a.DeleteParent }, "refused", "refused-500", "null", "cascade"),
	choice("jsonl-form", "How does _jsonl answer: as ndjson, with another content type, without the final newline, or with an array?", func(a *Assumptions) *string { return &a.JSONLForm }, "ndjson", "json", "text", "no-final-newline", "array"),
	choice("jsonl-paging", "Does paging count with _jsonl?", func(a *Assumptions) *string { return &a.JSONLPaging }, "ignored", "honoured"),
	choice("page-past-end", "What is the answer to a page past the end?", func(a *Assumptions) *string { return &a.PagePastEnd }, "404", "empty"),
	number("page-size-cap", "What is the largest page, whatever is asked for (0: no limit)?", func(a *Assumptions) *string { return &a.PageSizeCap }, "0", "100"),
	choice("statistics", "What does _statistics answer: {\"count\": N}, an object around it, or just the list?", func(a *Assumptions) *string { return &a.Statistics }, "count", "object", "list"),
	choice("search", "Where does _search look?", func(a *Assumptions) *string { return &a.Search }, "name-and-custom-id", "name"),
	choice("whitespace", "Are the ends of strings trimmed?", func(a *Assumptions) *string { return &a.Whitespace }, "trimmed", "kept"),
	choice("unique-name", "Are names that differ only in case the same?", func(a *Assumptions) *string { return &a.UniqueName }, "exact", "folded"),
	choice("unique-race", "What is answered where a name is taken by a row that came meanwhile, or earlier in the same array: 400, or a 500?", func(a *Assumptions) *string { return &a.UniqueRace }, "400", "500"),
	choice("unknown-fields", "What becomes of unknown fields in a body?", func(a *Assumptions) *string { return &a.UnknownFields }, "ignored", "refused"),
	choice("unknown-parameters", "What becomes of unknown parameters of a list?", func(a *Assumptions) *string { return &a.UnknownParameters }, "refused", "ignored"),
	choice("auth-status", "Which status have bad credentials?", func(a *Assumptions) *string { return &a.AuthStatus }, "403", "401"),
	choice("retry-after", "Which form has Retry-After with 429?", func(a *Assumptions) *string { return &a.RetryAfter }, "seconds", "date", "none"),
	choice("server-error", "What does the server-error fault look like?", func(a *Assumptions) *string { return &a.ServerError }, "html", "json", "drop-before", "drop-after"),
	number("request-line", "How many bytes may the request line have?", func(a *Assumptions) *string { return &a.RequestLine }, "4094", "8190"),
}

// Switches lists every assumption with its question and answers, in the order of the documentation.
func Switches() []Switch {
	list := make([]Switch, 0, len(assumptions))
	for _, one := range assumptions {
		s := one.Switch
		s.Values = slices.Clone(s.Values)
		list = append(list, s)
	}
	return list
}

// Set answers the question of that name. The error of an unknown name or value lists the known ones.
func (a *Assumptions) Set(name, value string) error {
	names := make([]string, 0, len(assumptions))
	for _, one := range assumptions {
		if one.Name == name {
			if err := one.check(value); err != nil {
				return err
			}
			*one.field(a) = value
			return nil
		}
		names = append(names, one.Name)
	}
	return fmt.Errorf("set assumption %q: no such question; there are %s", name, strings.Join(names, ", "))
}

func (one assumption) check(value string) error {
	if slices.Contains(one.Values, value) {
		return nil
	}
	if one.Number {
		if n, err := strconv.ParseUint(value, 10, 31); err == nil && (n > 0 || one.Values[0] == "0") {
			return nil
		}
		return fmt.Errorf("set assumption %s=%q: the value is a whole number, as %s", one.Name, value, strings.Join(one.Values, " or "))
	}
	return fmt.Errorf("set assumption %s=%q: the value is one of %s", one.Name, value, strings.Join(one.Values, ", "))
}

// rules are assumptions with every answer filled in and numbers read. They are not changed once made.
type rules struct {
	Assumptions
	bulkLimit, bodyLimit, listCap, pageSizeCap, requestLine int
}

func newRules(a Assumptions) (*rules, error) {
	for _, one := range assumptions {
		switch value := one.field(&a); {
		case *value == "":
			*value = one.Values[0]
		default:
			if err := one.check(*value); err != nil {
				return nil, err
			}
		}
	}
	whole := func(checked string) int { n, _ := strconv.Atoi(checked); return n }
	return &rules{
		Assumptions: a,
		bulkLimit:   whole(a.BulkLimit),
		bodyLimit:   whole(a.BodyLimit),
		listCap:     whole(a.ListCap),
		pageSizeCap: whole(a.PageSizeCap),
		requestLine: whole(a.RequestLine),
	}, nil
}
