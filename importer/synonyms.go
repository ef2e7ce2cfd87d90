package importer

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/orgbatch/orgbatch/pigello"
)

// Fields that only the importer knows, beside those of the API. They force how a parent is found, and carry a row's identity over attempts.
const (
	fieldOrganizationID       = "organization_id"
	fieldOrganizationName     = "organization_name"
	fieldOrganizationCustomID = "organization_custom_id"
	fieldIdentity             = "orgbatch_row"
	ownPrefix                 = "orgbatch_"
)

// synonym is one line of the table that finds columns: a field and what people call it.
type synonym struct {
	field string
	// ids says that the column is this field only if it holds UUIDs; otherwise it is the field named by instead.
	ids     bool
	instead string
	names   []string
}

// synonyms is the table. To teach the importer a header, add it here; case, spaces, punctuation and diacritics need no second entry
// ("Kund-ID" finds "KUNDID" too). A name stands in one line only, which a test holds.
func synonyms() []synonym {
	return []synonym{
		{field: fieldID, ids: true, instead: fieldCustomID, names: []string{
			"id", "uuid", "guid", "Organization ID (UUID)", "Pigello ID", "Pigello-id", "object id", "objekt-id", "pk",
		}},
		{field: fieldName, names: []string{
			"name", "company", "company name", "account name", "customer name", "legal name",
			"business name", "client name", "customer", "client",
			"Namn", "Företag", "Företagsnamn", "Bolag", "Bolagsnamn", "Firma", "Firmanamn", "Organisationsnamn", "Kundnamn", "Kund",
			"Kundens namn", "Föreningsnamn", "Företagets namn", "Bolagets namn",
		}},
		{field: fieldCustomID, names: []string{
			"custom id", "customer id", "customer number", "customer no", "customer nr", "client id", "client number", "account number",
			"external id", "external ref", "external reference", "reference id", "company id", "own id",
			"Kundnummer", "Kundnr", "Kund-ID", "Kundens nummer", "Externt id", "Externt nummer", "Extern referens", "Eget id",
			"Eget nummer", "Företags-ID", "Bolagsnummer", "Löpnummer", "Löpnr", "Referensnummer",
		}},
		{field: fieldOrganization, names: []string{
			"parent", "parent company", "parent organization", "parent organisation", "parent account", "belongs to", "mother company",
			"Moderbolag", "Moderföretag", "Moder", "Moderorganisation", "Överordnad", "Överordnad organisation", "Överordnat bolag",
			"Överordnat företag", "Koncernmoder", "Koncern", "Tillhör", "Förälder", "Huvudbolag", "Huvudorganisation",
		}},
		{field: fieldOrganizationID, ids: true, instead: fieldOrganizationCustomID, names: []string{
			"organization id", "organisation id", "parent id", "parent uuid", "parent company id", "parent organization id", "parent account id",
			"Moderbolag ID", "Moderbolagets id", "Överordnad organisation id", "Överordnad id",
		}},
		{field: fieldOrganizationName, names: []string{
			"parent name", "parent company name", "parent organization name", "parent account name",
			"Moderbolagets namn", "Moderbolag namn", "Moderbolagsnamn", "Överordnad organisation namn",
		}},
		{field: fieldOrganizationCustomID, names: []string{
			"organization custom id", "parent custom id", "parent customer number", "parent number", "parent external id",
			"Moderbolagets kundnummer", "Moderbolagets kundnr", "Moderbolag kundnr", "Moderbolag kundnummer", "Moderbolagets nummer",
			"Överordnat kundnummer", "Överordnat kundnr",
		}},
	}
}

// KnownHeader tells whether a text is a header that columns of organizations are known to have.
func KnownHeader(text string) bool {
	folded := foldHeader(text)
	if folded == "" {
		return false
	}
	_, ok := pigello.FieldByName(strings.TrimSpace(text))
	return ok || slices.ContainsFunc(synonyms(), func(s synonym) bool {
		return foldHeader(s.field) == folded || slices.ContainsFunc(s.names, func(name string) bool { return foldHeader(name) == folded })
	})
}

// foldHeader brings headers that differ in case, spaces, punctuation and diacritics only to one text.
func foldHeader(s string) string {
	if !isASCII(s) {
		s = norm.NFKD.String(s)
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
