package columns

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

const (
	urnPrefix    = "urn:uuid:"
	bareIDLength = 32 // a UUID without its dashes
)

// ReadID reads a UUID in any spelling that programs give it: with its dashes or without, in capitals, between braces, behind urn:uuid:,
// and with what spreadsheets and word processors make of one, see plainID.
func ReadID(text string) (uuid.UUID, bool) {
	if !holdsID(text) {
		return uuid.UUID{}, false
	}
	text = plainID(text)
	for range 2 { // braces and the prefix may stand either way round
		last := len(text) - 1
		if text[0] == '{' && text[last] == '}' || text[0] == '(' && text[last] == ')' {
			text = text[1:last]
		}
		if strings.EqualFold(text[:len(urnPrefix)], urnPrefix) { // there are enough digits for it to be so long
			text = text[len(urnPrefix):]
		}
	}
	if len(text) != bareIDLength && !pigello.IsUUID(text) {
		return uuid.UUID{}, false
	}
	id, err := uuid.Parse(text)
	return id, err == nil
}

// holdsID says, without looking closer, whether a text has enough hexadecimal digits. Names and codes are sorted out by it.
func holdsID(text string) bool {
	digits := 0
	for i := 0; i < len(text) && len(text)-i >= bareIDLength-digits; i++ {
		if b := text[i]; '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'f' {
			digits++
		}
	}
	return digits >= bareIDLength
}

// typesetDashes are what word processors and web pages write for the dashes of an id.
var typesetDashes = strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "−", "-")

// plainID takes away the apostrophe by which a spreadsheet marks text and what can't be seen, and has plain dashes.
func plainID(text string) string {
	if len(text) > 128 { // no id is so long, whatever is in it
		return text
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		text = typesetDashes.Replace(tabular.WithoutInvisible(text))
	}
	return strings.TrimPrefix(text, "'")
}

// isBareID says whether a text may be a UUID without its dashes, which the sums of many programs look like too.
func isBareID(text string) bool {
	_, ok := ReadID(text)
	return ok && len(plainID(text)) == bareIDLength
}

// isBrokenID says whether a text was a UUID before some of it was lost: nothing but its digits in groups.
func isBrokenID(text string) bool {
	return len(text) > 20 && strings.Count(text, "-") >= 2 && strings.Trim(text, "{}-0123456789abcdefABCDEF") == ""
}

// ParseID reads the id of an organization. The zero UUID is none's.
func ParseID(text string) (uuid.UUID, error) {
	id, ok := ReadID(text)
	switch {
	case !ok:
		return id, errors.New("the id is not a UUID, as 497f6eca-6276-4993-bfeb-53cbbbba6f08 is")
	case id == uuid.UUID{}:
		return id, errors.New("the id is all zeros, which is no organization's")
	}
	return id, nil
}

// mixedIDs is a column called id, or by another name for it, in which some values are UUIDs and some others, which were none before they
// were damaged either: it may be the id or the custom_id.
func (m *mapper) mixedIDs() (MappedColumn, bool) {
	for _, c := range m.byField[fieldID] {
		if k := m.values.contentOf(c.Column); !m.taken[c.Column] && k.ids > 0 && k.ids+k.brokenIDs < k.values {
			return c, true
		}
	}
	return MappedColumn{}, false
}

// findIDs takes the only column that holds ids, whatever it is called, for the one of the ids; but not if it is called like another field:
// the ids of parents are not those of their children.
func (m *mapper) findIDs() {
	var found []int
	for _, i := range m.rest {
		if c := m.values.contentOf(i); c.values > 0 && 10*c.ids >= 9*c.values {
			found = append(found, i)
		}
	}
	if m.decided(fieldID) || len(found) != 1 || m.lookUp(found[0]).Field != "" {
		return
	}
	at, c := found[0], m.values.contentOf(found[0])
	m.byField[fieldID] = []MappedColumn{{
		Field: fieldID, Column: at, Header: m.heads.nameOf(at), How: "content", Reason: wording.English.Columns.IDs(c.ids, c.values),
	}}
	m.rest = slices.DeleteFunc(m.rest, func(i int) bool { return i == at })
}

// settleIDs asks what such a column is, since by a wrong guess ids would be written over custom_ids.
func (m *mapper) settleIDs(confirm func(Suggestion) (bool, error)) error {
	c, mixed := m.mixedIDs()
	if !mixed {
		return nil
	}
	k := m.values.contentOf(c.Column)
	e := &MappingError{Problem: fmt.Sprintf("the column %q holds ids (UUIDs) in %d of %d rows and something else, as %q, in the others, so it may be the id or the custom_id",
		c.Header, k.ids, k.values, m.values.otherThanID(c.Column))}
	for _, s := range m.bothWays(c) {
		e.Flags, e.Notes = append(e.Flags, s.Flag), append(e.Notes, s.Reason)
		if confirm == nil || s.Field == "" {
			continue
		}
		if yes, err := confirm(s); yes || err != nil {
			m.byField[fieldID] = nil
			m.byField[s.Field] = append(m.byField[s.Field], MappedColumn{Field: s.Field, Column: c.Column, Header: c.Header, How: "confirmed"})
			return err
		}
	}
	return e
}

// bothWays are the two things that such a column may be. Where another column is the custom_id already, it may also be none.
func (m *mapper) bothWays(c MappedColumn) []Suggestion {
	k := m.values.contentOf(c.Column)
	id := Suggestion{
		Field: fieldID, Column: c.Column, Header: c.Header, How: "content", Confidence: k.share(k.ids), Samples: m.values.samplesOf(c.Column),
		Reason: wording.English.Columns.IDsIn(k.ids, k.values), Flag: m.heads.flag(fieldID, c.Column), Reference: m.heads.reference(c.Column),
	}
	if m.forced[fieldCustomID] {
		return []Suggestion{id, {Flag: "--map " + fieldID + "=", Reason: wording.English.Columns.NotSent}}
	}
	custom := id
	custom.Field, custom.Confidence, custom.Flag = fieldCustomID, 1-id.Confidence, m.heads.flag(fieldCustomID, c.Column)
	custom.Reason = wording.English.Columns.NoIDsIn(k.values-k.ids, k.values)
	return []Suggestion{id, custom}
}

// otherThanID is a column's first value that is no id.
func (v *values) otherThanID(column int) string {
	for _, cells := range v.sample {
		text := valueOf(cells, column)
		if _, ok := ReadID(text); text != "" && !ok && !isBrokenID(text) {
			return orgnumber.Mask(tabular.Shorten(text))
		}
	}
	return ""
}
