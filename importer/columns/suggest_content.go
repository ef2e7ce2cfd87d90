package columns

import "github.com/orgbatch/orgbatch/importer/wording"

// byContent goes by what a column holds. names is the column that holds the names, -1 for none.
func (m *mapper) byContent(column, names int) evidence {
	if m.index.other[foldHeader(m.heads.header[column])] {
		return evidence{}
	}
	c := m.values.contentOf(column)
	var best, name evidence
	if column == names {
		name = c.asName()
	}
	for _, e := range []evidence{m.asID(c), m.asParent(column, names), name, c.asCustomID()} {
		if e.confidence > best.confidence {
			best = e
		}
	}
	best.how = "content"
	if best.field == "" {
		return evidence{}
	}
	if len(m.values.sample) == SampleRows {
		best.reason = wording.English.Columns.InFirstThousands(best.reason, SampleRows/1000)
	}
	return best
}

// asID: UUIDs that differ are the rows' ids, those that repeat the parents'. Without their dashes they may as well be sums of something.
func (m *mapper) asID(c content) evidence {
	if c.values == 0 || 10*(c.ids-c.bareIDs) < 9*c.values {
		return evidence{}
	}
	reason := wording.English.Columns.IDs(c.ids, c.values)
	if len(m.byField[fieldID]) > 0 || !c.unique() && c.values > 1 {
		return evidence{field: FieldOrganizationID, reason: reason, confidence: 0.75}
	}
	return evidence{field: fieldID, reason: wording.English.Columns.AllDiffer(reason), confidence: 0.9}
}

// asParent: values that stand as names, or as custom_ids, in other rows.
func (m *mapper) asParent(column, names int) evidence {
	best := evidence{}
	offer := func(of int, said func(hits, values int, column string) string, most float64) {
		hits, values := m.values.hits(column, of)
		if hits < 2 || 2*hits < values {
			return
		}
		if confidence := most * (0.5 + 0.5*float64(hits)/float64(values)); confidence > best.confidence {
			reason := said(hits, values, m.heads.nameOf(of))
			best = evidence{field: fieldOrganization, reason: reason, confidence: confidence}
		}
	}
	if names >= 0 && names != column {
		offer(names, wording.English.Columns.NamesOfOthers, 0.95)
	}
	for _, c := range m.byField[fieldCustomID] {
		offer(c.Column, wording.English.Columns.CustomIDsOfOthers, 0.85)
	}
	return best
}

// hits counts the values of a column that stand in another column of other rows. A copy of that column has none.
func (v *values) hits(column, of int) (hits, values int) {
	there := map[string]bool{}
	for _, cells := range v.sample {
		if text := valueOf(cells, of); text != "" {
			there[text] = true
		}
	}
	for _, cells := range v.sample {
		text := valueOf(cells, column)
		if text == "" {
			continue
		}
		if values++; there[text] && text != valueOf(cells, of) {
			hits++
		}
	}
	return hits, values
}

// asName: texts that look like names of organizations and differ in every row. best says that no other column looks more like it.
func (c content) asName() evidence {
	if c.nameScore() == 0 {
		return evidence{}
	}
	reason := wording.English.Columns.Names(c.names, c.values)
	if c.legal > 0 {
		reason = wording.English.Columns.LegalForms(reason, c.legal)
	}
	return evidence{field: fieldName, reason: reason, confidence: c.nameScore()}
}

// nameScore says how much a column looks like the names of organizations, between 0 and 1.
func (c content) nameScore() float64 {
	if c.values == 0 || c.share(c.names) < 0.8 || c.values > 1 && c.share(c.distinct) < 0.95 || 10*c.values < 8*c.rows {
		return 0
	}
	length := min(1, float64(c.runes)/float64(c.values)/20)
	return 0.4 + 0.15*length + 0.4*min(1, 2*c.share(c.legal))
}

// likelyNames is the column that holds the names: the mapped one, else the one that looks most like it, -1 for none.
func (m *mapper) likelyNames(columns []int) int {
	for _, c := range m.byField[fieldName] {
		return c.Column
	}
	best, most := -1, 0.0
	for _, i := range columns {
		if m.index.other[foldHeader(m.heads.header[i])] {
			continue
		}
		if score := m.values.contentOf(i).nameScore(); score > most {
			best, most = i, score
		}
	}
	return best
}

// asCustomID: short codes that differ in every row. Row numbers do, too, and say little.
func (c content) asCustomID() evidence {
	if !c.unique() || c.values < 3 || 10*c.values < 8*c.rows {
		return evidence{}
	}
	switch {
	case c.share(c.orgs) > 0.9:
		return evidence{field: fieldCustomID, reason: wording.English.Columns.OrganisationNumbers(c.orgs, c.values), confidence: 0.55}
	case c.share(c.codes+c.orgs) < 0.9:
		return evidence{}
	case 10*c.running > 9*c.values:
		return evidence{field: fieldCustomID, reason: wording.English.Columns.RowNumber, confidence: 0.3}
	}
	confidence := 0.55 + 0.15*min(1, float64(c.values)/50)
	return evidence{field: fieldCustomID, reason: wording.English.Columns.ShortCodes(c.values), confidence: confidence}
}
