package wording

import "fmt"

var englishColumns = Columns{
	IDs: func(ids, values int) string {
		return fmt.Sprintf("%d of %d values are ids (UUIDs)", ids, values)
	},
	IDsIn: func(ids, rows int) string {
		return fmt.Sprintf("ids in %d of %d rows; the others would be errors", ids, rows)
	},
	NoIDsIn: func(others, rows int) string {
		return fmt.Sprintf("no ids in %d of %d rows; the others' ids would become custom_ids", others, rows)
	},
	NotSent: "the column isn't sent",
	NoIDs:   func(values int) string { return fmt.Sprintf("none of its %d values is an id", values) },
	FewIDs: func(ids, values int) string {
		return fmt.Sprintf("%d of its %d values are ids", ids, values)
	},

	Both: func(ofHeader, ofValues string) string { return ofHeader + ", and " + ofValues },
	SpeltNearly: func(name string) string {
		return fmt.Sprintf("the header is spelt nearly like %q", name)
	},
	HeaderOfParent: "the header speaks of the parent",
	HeaderHolds: func(word string) string {
		return fmt.Sprintf("the header holds the word %q", word)
	},
	AllDiffer: func(said string) string { return said + " and all differ" },
	InFirstThousands: func(said string, thousands int) string {
		return fmt.Sprintf("%s in the first %d,000 rows", said, thousands)
	},

	NamesOfOthers: func(hits, values int, column string) string {
		return fmt.Sprintf("%d of %d values are names of other rows (column %q)", hits, values, column)
	},
	CustomIDsOfOthers: func(hits, values int, column string) string {
		return fmt.Sprintf("%d of %d values are custom_ids of other rows (column %q)", hits, values, column)
	},
	Names: func(names, values int) string {
		return fmt.Sprintf("%d of %d values look like names and all differ", names, values)
	},
	LegalForms: func(said string, n int) string {
		return fmt.Sprintf("%s, %d with a legal form such as AB", said, n)
	},
	OrganisationNumbers: func(numbers, values int) string {
		return fmt.Sprintf("%d of %d values are organisation numbers and all differ", numbers, values)
	},
	RowNumber: "it may be the number of the row, counted from the top",
	ShortCodes: func(values int) string {
		return fmt.Sprintf("its %d values are short codes and all differ", values)
	},

	MaybeOrganisationNumber: "an organisation number may serve as the custom_id, if it is to be " +
		"found by it",
	MaybeOwnNumber:      "a number or code may be your own number of the organization",
	MaybeOwner:          "an owner or a group may be the parent",
	MaybeNumberOfParent: "it may be the parent's custom_id, if that is an organisation number",
}
