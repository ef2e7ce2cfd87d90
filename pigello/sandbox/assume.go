package sandbox

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Assumptions answer the questions that the API's documentation leaves open. The empty string is
// the default answer; the other answers are listed by [Switches]. Fields can be set directly or by
// [Assumptions.Set].
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

func choice(name, values, question string) Switch {
	return Switch{Name: name, Question: question, Values: strings.Fields(values)}
}

func number(name, values, question string) Switch {
	return Switch{Name: name, Question: question, Values: strings.Fields(values), Number: true}
}

// assumptions is the one table of the open questions. The answer to each is in the field of
// [Assumptions] that has its name.
var assumptions = [...]Switch{
	choice("bulk-id", "update ignored", "What does an id in an element of a bulk write do?"),
	choice("bulk-bad-row", "refused written-400 written-200",
		"What becomes of the good rows of a bulk write with a bad one, and with which status?"),
	choice("bulk-errors", "list dict detail html",
		"Which form have the errors of a bulk write that is answered by 400?"),
	choice("parent-answer", "id more empty",
		"How is the parent told in answers of list and bulk write: its id, more fields, or {} for every row?"),
	choice("bulk-order", "sent shuffled", "In which order are the rows of a bulk answer?"),
	choice("bulk-status", "200 201", "Which status has a successful bulk write?"),
	number("bulk-limit", "1000 100", "How many rows may a bulk write have?"),
	choice("bulk-limit-form", "413 400", "How is a bulk write with more rows refused?"),
	number("body-limit", "1048576 65536", "How many bytes may a body have (413 above)?"),
	number("list-cap", "0 1000",
		"After how many rows does a list without paging end without a word (0: never)?"),
	choice("list-envelope", "array results", "Is a list a bare array, or an object with results?"),
	choice("list-state", "one batches",
		"Is a streamed list one state of the data, or batches of 500 with a state each?"),
	choice("order-ties", "by-id none",
		"In which order are rows that _order_by leaves equal: by their ids, or in any, another each time?"),
	choice("created-at-filter", "datetime date",
		"Does the created_at filter read date-times, or whole dates only?"),
	choice("created-at-precision", "microseconds seconds", "How fine is created_at in answers?"),
	choice("bulk-created-at", "differ equal",
		"Do the rows of one bulk write differ in created_at?"),
	choice("bulk-absent", "kept null", "What does a bulk update do with a field that is absent?"),
	choice("patch-without-name", "refused accepted", "Is an update without name accepted?"),
	choice("delete-parent", "refused refused-500 null cascade",
		"What does deleting a parent do: is it refused (by 400 or by a 500), are its children set to null, or deleted?"),
	choice("jsonl-form", "ndjson json text no-final-newline array",
		"How does _jsonl answer: as ndjson, with another content type, without the final newline, or with an array?"),
	choice("jsonl-paging", "ignored honoured", "Does paging count with _jsonl?"),
	choice("page-past-end", "404 empty", "What is the answer to a page past the end?"),
	number("page-size-cap", "0 100",
		"What is the largest page, whatever is asked for (0: no limit)?"),
	choice("statistics", "count object list",
		"What does _statistics answer: {\"count\": N}, an object around it, or just the list?"),
	choice("search", "name-and-custom-id name", "Where does _search look?"),
	choice("whitespace", "trimmed kept", "Are the ends of strings trimmed?"),
	choice("unique-name", "exact folded", "Are names that differ only in case the same?"),
	choice("unique-race", "400 500",
		"What is answered where a name is taken by a row that came meanwhile, or earlier in the same array: 400, or a 500?"),
	choice("unknown-fields", "ignored refused", "What becomes of unknown fields in a body?"),
	choice("unknown-parameters", "refused ignored",
		"What becomes of unknown parameters of a list?"),
	choice("auth-status", "403 401", "Which status have bad credentials?"),
	choice("retry-after", "seconds date none", "Which form has Retry-After with 429?"),
	choice("server-error", "html json drop-before drop-after",
		"What does the server-error fault look like?"),
	number("request-line", "4094 8190", "How many bytes may the request line have?"),
}

// fieldOf is the field of a struct that has the name of a switch: bulk-id is BulkID.
func fieldOf(structure any, name string) reflect.Value {
	v := reflect.ValueOf(structure).Elem()
	for i := range v.NumField() {
		if strings.EqualFold(v.Type().Field(i).Name, strings.ReplaceAll(name, "-", "")) {
			return v.Field(i)
		}
	}
	panic("no field is named as the switch " + name)
}

// Switches lists every assumption with its question and answers, in the order of the documentation.
func Switches() []Switch { return copies(assumptions[:]) }

// copies are the caller's own.
func copies(switches []Switch) []Switch {
	list := slices.Clone(switches)
	for i, one := range list {
		list[i].Values = slices.Clone(one.Values)
	}
	return list
}

// Set answers the question of that name. The error of an unknown name or value lists the known
// ones.
func (a *Assumptions) Set(name, value string) error {
	i := slices.IndexFunc(assumptions[:], func(one Switch) bool { return one.Name == name })
	if i < 0 {
		return fmt.Errorf("set assumption %q: no such question; there are %s", name, names(assumptions[:]))
	}
	if err := assumptions[i].check(value); err != nil {
		return err
	}
	fieldOf(a, name).SetString(value)
	return nil
}

func names(switches []Switch) string {
	var list []string
	for _, one := range switches {
		list = append(list, one.Name)
	}
	return strings.Join(list, ", ")
}

func (one Switch) check(value string) error {
	if slices.Contains(one.Values, value) {
		return nil
	}
	if one.Number {
		if n, err := strconv.ParseUint(value, 10, 31); err == nil && (n > 0 || one.Values[0] == "0") {
			return nil
		}
		return fmt.Errorf("set assumption %s=%q: the value is a whole number, as %s",
			one.Name, value, strings.Join(one.Values, " or "))
	}
	return fmt.Errorf("set assumption %s=%q: the value is one of %s", one.Name, value, strings.Join(one.Values, ", "))
}

// rules are assumptions with every answer filled in and numbers read. They are not changed once
// made.
type rules struct {
	Assumptions
	bulkLimit, bodyLimit, listCap, pageSizeCap, requestLine int
}

func newRules(a Assumptions) (*rules, error) {
	for _, one := range assumptions {
		answer := fieldOf(&a, one.Name)
		if answer.String() == "" {
			answer.SetString(one.Values[0])
		}
		if err := one.check(answer.String()); err != nil {
			return nil, err
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
