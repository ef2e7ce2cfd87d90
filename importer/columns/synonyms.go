package columns

import "github.com/orgbatch/orgbatch/importer/wording"

// synonym is one line of the table that finds columns: a field and what people call it.
type synonym struct {
	field string
	// ids says that the column is this field only if it holds UUIDs; otherwise it is the field named by instead.
	ids     bool
	instead string
	// names are taken at their word. The weak ones mean the field only where no other column does, and where their values aren't numbers:
	// an owner is the organization in one file and its parent in the next.
	names, weak []string
}

// synonyms is the table. To teach the importer a header, add it here; case, spaces, punctuation and diacritics need no second entry
// ("Kund-ID" finds "KUNDID" too). A name stands in one line only, which a test holds.
func synonyms() []synonym {
	return []synonym{
		{field: fieldID, ids: true, instead: fieldCustomID, names: []string{
			"id", "uuid", "guid", "Organization ID (UUID)", "Pigello ID", "Pigello uuid", "object id", "objekt-id", "pk", "API-id", "record id",
			"internal id", "system id", "Internt id", "Unikt id", "Organisations-UUID",
		}},
		{field: fieldName, names: []string{
			"name", "company", "company name", "account name", "customer name", "legal name", "registered name", "entity name", "legal entity",
			"business name", "client name", "trading name", "tenant name", "landlord name", "owner name", "debtor name", "org name",
			"Namn", "Företag", "Företagsnamn", "Bolag", "Bolagsnamn", "Bolag namn", "Företag namn", "Organisation namn", "Firma", "Firmanamn", "Organisationsnamn", "Organisationens namn", "Kundnamn",
			"Kundens namn", "Föreningsnamn", "Föreningens namn", "Företagets namn", "Bolagets namn", "Bolagets firma", "Juridiskt namn",
			"Registrerat namn", "Hyresgästnamn", "Hyresgästens namn", "Hyresvärdens namn", "Fastighetsägarens namn", "Fastighetsägare namn",
			"Ägarnamn", "Ägarens namn", "Motpartsnamn", "Motpartens namn", "Avtalspartens namn", "Orgnamn", "Kund/Företag", "Företag/Namn",
		}, weak: []string{
			"customer", "client", "organisation", "organisation name", "landlord", "property owner", "tenant", "lessor", "lessee", "display name",
			"counterparty", "debtor", "association",
			"Kund", "Fastighetsägare", "Hyresvärd", "Hyresgäst", "Uthyrare", "Fastighetsbolag", "Motpart", "Avtalspart", "Uppdragsgivare",
			"Benämning", "Visningsnamn", "Förening", "Bostadsrättsförening", "Brf", "Debitor", "Kundbenämning", "Företagsbenämning", "Juridisk person",
		}},
		{field: fieldCustomID, names: []string{
			"custom id", "customer id", "customer number", "customer no", "customer nr", "customer code", "client id", "client number", "client no",
			"account number", "external id", "external ref", "external reference", "external number", "reference id", "company id", "company code",
			"own id", "tenant id", "tenant number", "landlord id", "owner id", "debtor number", "debtor no", "legacy id", "old id", "ERP id", "CRM id",
			"Kundnummer", "Kundnr", "Kund-ID", "Kundkod", "Kundens nummer", "Kundens nr", "Externt id", "Externt nummer", "Externt nr",
			"Extern referens", "Extern kod", "Externt kundnr", "Eget id", "Eget nummer", "Eget nr", "Företags-ID", "Företagskod", "Bolagsnummer",
			"Bolagsnr", "Bolags-ID", "Bolagskod", "Löpnummer", "Löpnr", "Referensnummer", "Referensnr", "Hyresgästnummer", "Hyresgästnr",
			"Hyresgäst-ID", "Hyresvärdsnummer", "Hyresvärdsnr", "Hyresvärds-ID", "Fastighetsägarnummer", "Fastighetsägarnr", "Fastighetsägar-ID",
			"Ägarnummer", "Ägarnr", "Ägar-ID", "Motpartsnummer", "Motpartsnr", "Motparts-ID", "Motpartskod", "Debitornummer", "Debitornr",
			"Reskontranummer", "Reskontranr", "Gammalt id", "Gammalt nummer", "Gammalt kundnr", "Gammalt kundnummer", "Medlemsnummer", "Medlemsnr",
		}},
		{field: fieldOrganization, names: []string{
			"parent", "parent company", "parent organization", "parent organisation", "parent account", "parent customer", "parent entity",
			"immediate parent", "direct parent", "belongs to", "mother company", "holding company",
			"Moderbolag", "Moderföretag", "Moder", "Moderorganisation", "Överordnad", "Överordnad organisation", "Överordnat bolag",
			"Överordnat företag", "Överordnad kund", "Överordnad enhet", "Koncernmoder", "Koncernmoderbolag", "Koncern", "Koncernens moderbolag",
			"Närmaste moderbolag", "Direkt moderbolag", "Tillhör", "Tillhör bolag", "Tillhör företag", "Tillhör koncern", "Förälder",
			"Föräldraorganisation", "Föräldrabolag", "Huvudbolag", "Huvudorganisation", "Huvudkund", "Holdingbolag",
		}, weak: []string{
			"owner company", "owned by", "corporate group", "Ägarbolag", "Ägande bolag", "Ägs av", "Koncernbolag", "Koncerntillhörighet", "Koncernnamn",
		}},
		{field: FieldOrganizationID, ids: true, instead: FieldOrganizationCustomID, names: []string{
			"organization id", "organisation id", "parent id", "parent uuid", "parent company id", "parent organization id", "parent account id",
			"Moderbolag ID", "Moderbolagets id", "Moderbolags-ID", "Överordnad organisation id", "Överordnad id", "Koncernmoder ID", "Koncern-ID",
			"Förälder-ID",
		}},
		{field: FieldOrganizationName, names: []string{
			"parent name", "parent company name", "parent organization name", "parent organisation name", "parent account name",
			"parent customer name", "Moderbolagets namn", "Moderbolag namn", "Moderbolagsnamn", "Överordnad organisation namn", "Koncernmoderns namn",
			"Koncernmoder namn", "Huvudkundens namn",
		}},
		{field: FieldOrganizationCustomID, names: []string{
			"organization custom id", "parent custom id", "parent customer number", "parent customer no", "parent number", "parent no", "parent code",
			"parent external id", "parent ref",
			"Moderbolagets kundnummer", "Moderbolagets kundnr", "Moderbolag kundnr", "Moderbolag kundnummer", "Moderbolagets nummer",
			"Moderbolagets nr", "Moderbolagsnummer", "Moderbolagsnr", "Moderbolag nr", "Överordnat kundnummer", "Överordnat kundnr",
			"Överordnad kundnr", "Koncernmoderns kundnr", "Koncernnummer", "Koncernnr", "Huvudkundnr", "Huvudkundnummer",
		}},
	}
}

// maybe is a header that may mean a field, which nobody should take for granted: it is suggested, with the reason.
type maybe struct {
	field      string
	confidence float64
	reason     string
	names      []string
}

// maybes is the table of headers that are only suggested.
func maybes() []maybe {
	return []maybe{
		{fieldCustomID, 0.6, wording.English.Columns.MaybeOrganisationNumber, []string{
			"Org.nr", "Orgnummer", "Organisationsnummer", "Organisationsnr", "Org.nr/Pers.nr", "Org/personnr", "Person-/organisationsnummer",
			"Organisationsnr/Personnr", "Företagsnummer", "Företagsnr", "organization number", "organisation number", "org no", "org number",
			"organisation no", "company number", "company no", "registration number", "registration no", "company registration number", "reg no",
			"Registreringsnummer", "Momsregistreringsnummer", "VAT number", "VAT no", "Moms.nr", "VAT",
		}},
		{fieldCustomID, 0.6, wording.English.Columns.MaybeOwnNumber, []string{
			"Nr", "Nummer", "No", "Number", "Kod", "Code", "Key", "Nyckel", "Ref", "Referens", "Reference", "Kortnamn", "short name", "Alias",
		}},
		{fieldOrganization, 0.5, wording.English.Columns.MaybeOwner, []string{
			"Ägare", "owner", "group", "Grupp", "company group", "ultimate parent", "Toppmoder", "Toppbolag", "Huvudkontor", "head office",
			"Huvudman", "Företagsgrupp", "Kundgrupp", "Bolagsgrupp",
		}},
		{FieldOrganizationCustomID, 0.5, wording.English.Columns.MaybeNumberOfParent, []string{
			"Moderbolagets orgnr", "Moderbolagets organisationsnummer", "Moderbolag orgnr", "Koncernmoderns orgnr", "parent company number",
			"parent registration number", "Koncernkod", "Ägarens orgnr",
		}},
	}
}

// others are headers that are known, and that no field takes: they help to see a header, and nothing is suggested for them.
func others() []string {
	return []string{
		"Adress", "Adress 1", "Adress 2", "Adressrad 1", "Adressrad 2", "c/o", "Gata", "Gatuadress", "Postadress", "Besöksadress", "Fakturaadress",
		"Leveransadress", "Postnr", "Postnummer", "Ort", "Postort", "Stad", "Kommun", "Län", "Land", "Landskod", "Region", "Telefon", "Telefonnummer",
		"Telefonnr", "Tel", "Tel.nr", "Mobil", "Mobilnummer", "Mobiltelefon", "E-post", "E-postadress", "E-mail", "Mejl", "Mail", "Fax", "Webb",
		"Webbplats", "Webbadress", "Hemsida", "Kontakt", "Kontaktperson", "Kontaktpersoner", "Referensperson", "Er referens", "Vår referens",
		"Ansvarig", "Handläggare", "Säljare", "Förvaltare", "Förnamn", "Efternamn", "Personnummer", "Personnr", "Datum", "Skapad", "Ändrad",
		"Uppdaterad", "Startdatum", "Slutdatum", "Från", "Till", "Inflyttning", "Utflyttning", "Registrerad", "Status", "Aktiv", "Typ", "Kategori",
		"Bransch", "SNI-kod", "Bolagsform", "Anteckning", "Anteckningar", "Kommentar", "Notering", "Noteringar", "Övrigt", "Beskrivning", "Belopp",
		"Saldo", "Summa", "Total", "Totalt", "Hyra", "Årshyra", "Omsättning", "Valuta", "Språk", "Bankgiro", "Plusgiro", "IBAN", "BIC", "Betalvillkor",
		"Betalningsvillkor", "Kreditgräns", "Fastighet", "Fastighetsbeteckning", "Objekt", "Objektsnummer", "Lägenhet", "Lokal", "Kontrakt",
		"Kontraktsnummer", "Avtal", "Antal", "Antal anställda", "Yta", "Area", "Kvm", "Taggar", "Tagg", "Etiketter", "Rad", "Radnr", "Sida",
		"address", "address line 1", "address line 2", "street", "street address", "city", "town", "state", "zip", "zip code", "postal code",
		"postcode", "country", "country code", "county", "phone", "phone number", "telephone", "mobile", "mobile phone", "email", "email address",
		"website", "web", "url", "contact", "contact person", "contact name", "first name", "last name", "created", "created at", "updated",
		"updated at", "modified", "date", "start date", "end date", "active", "type", "category", "industry", "note", "notes", "comment",
		"comments", "remark", "remarks", "description", "amount", "balance", "sum", "rent", "revenue", "currency", "language", "tags", "labels",
		"property", "unit", "employees", "row", "line", "page", "customer columns",
	}
}
