package columns

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

const (
	someID = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
	bareID = "497f6eca62764993bfeb53cbbbba6f09"
)

// sampleOf makes a sample of one row a string, cells split at |.
func sampleOf(rows ...string) [][]tabular.Cell {
	var sample [][]tabular.Cell
	for _, row := range rows {
		var cells []tabular.Cell
		for text := range strings.SplitSeq(row, "|") {
			cells = append(cells, tabular.Cell{Text: text})
		}
		sample = append(sample, cells)
	}
	return sample
}

// shown writes a mapping as field=column:how, the rest by their columns.
func shown(m Mapping) string {
	var parts []string
	for _, c := range m.Columns {
		parts = append(parts, fmt.Sprintf("%s=%d:%s", c.Field, c.Column, c.How))
	}
	if len(m.Unmapped) > 0 {
		parts = append(parts, fmt.Sprintf("unmapped%v", m.Unmapped))
	}
	if len(m.Expected) > 0 {
		parts = append(parts, fmt.Sprintf("expected%v", m.Expected))
	}
	for _, s := range m.Suggestions {
		parts = append(parts, fmt.Sprintf("(%s: %s)", s.Flag, s.How))
	}
	return strings.Join(parts, " ")
}

func TestMapColumns(t *testing.T) {
	for _, c := range []struct {
		header string
		sample []string
		with   map[string]string
		want   string
	}{
		{header: "name", want: "name=0:exact"},
		{header: "name|custom_id|organization", want: "name=0:exact custom_id=1:exact organization=2:exact"},
		{header: "Namn|Kundnr|Moderbolag|Ort", want: "name=0:synonym custom_id=1:synonym organization=2:synonym unmapped[3]"},
		{header: "FÖRETAGS-NAMN|kund id|Overordnad  Organisation", want: "name=0:normalised custom_id=1:normalised organization=2:normalised"},
		{header: " Name |NAME2", want: "name=0:synonym unmapped[1]"},
		{header: "Parent company|Company", want: "name=1:synonym organization=0:synonym"},
		// Our own export and what comes of it.
		{header: "id|name|custom_id|organization|created_at|tags|customer_columns", sample: []string{someID + "|A||||||"},
			want: "id=0:exact name=1:exact custom_id=2:exact organization=3:exact expected[4 5 6]"},
		{header: "id|name|custom_id|organization|organization_name|organization_custom_id|created_at", sample: []string{someID + "|A"},
			want: "id=0:exact name=1:exact custom_id=2:exact organization=3:exact expected[4 5 6]"},
		{header: "name|orgbatch_row|orgbatch_action|orgbatch_id|orgbatch_status|orgbatch_error", sample: []string{"A|k7f3:2||" + someID},
			want: "name=0:exact orgbatch_row=1:exact expected[2 3 4 5]"},
		// What a column called ID is, its values tell.
		{header: "ID|Namn", sample: []string{"17|A", "18|B"}, want: "name=1:synonym custom_id=0:content"},
		{header: "ID|Namn", sample: []string{someID + "|A", "|B"}, want: "id=0:synonym name=1:synonym"},
		{header: "id|name", want: "id=0:exact name=1:exact"},
		{header: "id|name", sample: []string{someID + "|A", someID + "|B", "497f6eca-6276-4993-bfeb-53cb|C"}, want: "id=0:exact name=1:exact"},
		{header: "id|name", sample: []string{bareID + "|A", "{" + someID + "}|B", "|C"}, want: "id=0:exact name=1:exact"},
		{header: "id|name", sample: []string{"497f6eca-6276-4993-bfeb-53cb|A"}, want: "name=1:exact custom_id=0:content"},
		{header: "GUID|name", sample: []string{bareID + "|A", someID + "|B", "497f6eca-6276-4993-bfeb-53cb|C"}, want: "id=0:synonym name=1:exact"},
		{header: "name|parent_id", sample: []string{"A|urn:uuid:" + someID}, want: "name=0:exact organization_id=1:normalised"},
		{header: "name|parent_id", sample: []string{"A|17"}, want: "name=0:exact organization_custom_id=1:content"},
		{header: "name|parent_id", sample: []string{"A|" + someID}, want: "name=0:exact organization_id=1:normalised"},
		{header: "name|organization_id", sample: []string{"A|17"}, want: "name=0:exact organization_id=1:exact"},
		{header: "id|custom_id", sample: []string{someID + "|1"}, want: "id=0:exact custom_id=1:exact"},
		// Overrides: by header, number and letter.
		{header: "a|b|c", with: map[string]string{"name": "b", "custom_id": "3", "organization_name": "A"},
			want: "name=1:--map custom_id=2:--map organization_name=0:--map"},
		{header: "Namn|Företag", with: map[string]string{"name": "Företag"}, want: "name=1:--map unmapped[0]"},
		{header: "name|organization", with: map[string]string{"organization": ""}, want: "name=0:exact unmapped[1]"},
		{header: "name|organization|Moder", with: map[string]string{"organization_name": "moder"}, want: "name=0:exact organization_name=2:--map unmapped[1]"},
		{header: "a|b", with: map[string]string{"name": "1"}, want: "name=0:--map unmapped[1]"},
		{header: "2|1", with: map[string]string{"name": "1"}, want: "name=1:--map unmapped[0]"},
		{header: "name|name", with: map[string]string{"name": "B"}, want: "name=1:--map unmapped[0]"},
		// Only suggested.
		{header: "name|Kundnumer|ref", sample: []string{"A|1|" + someID}, want: "name=0:exact unmapped[1 2] (--map id=ref: content) (--map custom_id=Kundnumer: spelling)"},
		{header: "name|Ort||Ort", want: "name=0:exact unmapped[1 3] expected[2]"},
	} {
		m, err := Map(strings.Split(c.header, "|"), sampleOf(c.sample...), c.with)
		if err != nil {
			t.Errorf("%s: %v", c.header, err)
		} else if got := shown(m); got != c.want {
			t.Errorf("%s %v:\n got %s\nwant %s", c.header, c.with, got, c.want)
		}
	}
}

func TestMapColumnsRefuses(t *testing.T) {
	for _, c := range []struct {
		header string
		sample []string
		with   map[string]string
		want   string
	}{
		{header: "id|name", sample: []string{someID + "|A", bareID + "|B", "oops|C"}, want: "map columns: the column \"id\" holds ids (UUIDs) in 2 of 3 rows and " +
			"something else, as \"oops\", in the others, so it may be the id or the custom_id; use one of\n  --map id=id  (ids in 2 of 3 rows; the others would be errors)" +
			"\n  --map custom_id=id  (no ids in 1 of 3 rows; the others' ids would become custom_ids)"},
		{header: "GUID|name", sample: []string{bareID + "|A", "17|B", "18|C"}, want: "map columns: the column \"GUID\" holds ids (UUIDs) in 1 of 3 rows and " +
			"something else, as \"17\", in the others, so it may be the id or the custom_id; use one of\n  --map id=GUID  (ids in 1 of 3 rows; the others would be errors)" +
			"\n  --map custom_id=GUID  (no ids in 2 of 3 rows; the others' ids would become custom_ids)"},
		{header: " Id |name|nr", sample: []string{someID + "|A|1", "17|B|2"}, with: map[string]string{"custom_id": "nr"}, want: "map columns: the column \" Id \" holds ids (UUIDs) in 1 of 2 rows and " +
			"something else, as \"17\", in the others, so it may be the id or the custom_id; use one of\n  --map id=' Id '  (ids in 1 of 2 rows; the others would be errors)" +
			"\n  --map id=  (the column isn't sent)"},
		{header: "Namn|Företag", want: "map columns: 2 columns could be the name; use --map name=Namn or --map name=Företag"},
		{header: "name|name", want: "map columns: 2 columns could be the name; use --map name=A or --map name=B"},
		{header: "name|Moderbolagets namn|Moderbolagets kundnr",
			want: "map columns: 2 columns could name the parent; use --map organization_custom_id='Moderbolagets kundnr' or --map organization_name='Moderbolagets namn'"},
		{header: "Naamn|Ort", want: "map columns: no column holds the name; use one of\n  --map name=Naamn  (the header is spelt nearly like \"Namn\")"},
		{header: "Namn;Kundnummer;Ort", sample: []string{"A AB;1;x"}, want: `each row stands in one cell ("Namn;Kundnummer;Ort"); part the cells`},
		{header: "\"Kundnr\",\"Namn\"", want: "each row stands in one cell"},
		{header: "Namnet, ort", want: "map columns: no column holds the name (the columns are \"Namnet, ort\"); use one of\n  --map name='Namnet, ort'"},
		{header: "Ort|Gata", want: `map columns: no column holds the name (the columns are "Ort", "Gata"); use one of
  --map name=Ort
  --map name=Gata`},
		{header: "a|b", with: map[string]string{"nmae": "a"}, want: "; use --map name=…"},
		{header: "a|b", with: map[string]string{"created_at": "a"}, want: `map columns: the field "created_at" is read-only`},
		{header: "Bolaget|b", with: map[string]string{"name": "bolagett"}, want: `map columns: there is no column "bolagett"; the nearest is "Bolaget"`},
		{header: "a|b", with: map[string]string{"name": "C"}, want: `map columns: there is no column "C" (the columns are "a", "b")`},
		{header: "x|y|x", with: map[string]string{"name": "x"}, want: `columns A and C both have the header "x"`},
		{header: "a|b", with: map[string]string{"name": "0"}, want: `there is no column "0"`},
		{header: "a|b|c|d|e|f|g|h|i|j|k|l", with: map[string]string{"name": "åå"}, want: `"k", "l")`},
		{header: "a|b|c|d|e|f|g|h|i|j|k|l|m", with: map[string]string{"name": "åå"}, want: `"k", "l", and 1 more)`},
		{header: "x|x", with: map[string]string{"name": "x"}, want: `columns A and B both have the header "x"; give the letter`},
		{header: "name|p|q", with: map[string]string{"organization_id": "p", "organization_name": "q"}, want: "a row has one parent"},
	} {
		_, err := Map(strings.Split(c.header, "|"), sampleOf(c.sample...), c.with)
		var e *MappingError
		if !errors.As(err, &e) {
			t.Errorf("%s %v: %v is no *MappingError", c.header, c.with, err)
		} else if !strings.Contains(e.Error(), c.want) {
			t.Errorf("%s %v:\n got %s\nwant %s", c.header, c.with, e, c.want)
		}
	}
}

// TestSynonyms holds the table to its word: no name in two lines, and no name of a read-only field.
func TestSynonyms(t *testing.T) {
	seen := map[string]string{}
	for _, s := range synonyms() {
		for _, name := range slices.Concat([]string{s.field}, s.names, s.weak) {
			folded := foldHeader(name)
			if _, twice := seen[folded]; twice && name != s.field && slices.Contains(s.weak, name) {
				t.Errorf("%q stands twice", name)
			}
			if other, ok := seen[folded]; ok && other != s.field {
				t.Errorf("%q is a name of both %s and %s", name, other, s.field)
			}
			seen[folded] = s.field
			if f, ok := pigello.FieldByName(name); ok && f.Name != s.field {
				t.Errorf("%q is a field, and not %s", name, s.field)
			}
		}
	}
	for _, s := range maybes() {
		for _, name := range s.names {
			if other, ok := seen[foldHeader(name)]; ok {
				t.Errorf("%q is suggested for %s, and is %s", name, s.field, other)
			}
			seen[foldHeader(name)] = s.field
		}
	}
	for _, name := range others() {
		if field, ok := seen[foldHeader(name)]; ok {
			t.Errorf("%q is said to be no field, and is %s", name, field)
		}
	}
	for _, f := range pigello.Fields() {
		if _, ok := seen[foldHeader(f.Name)]; !ok && !f.ReadOnly {
			t.Errorf("the field %s can't be mapped", f.Name)
		}
	}
}

// Every suggested flag must be understood.
func TestFlagsWork(t *testing.T) {
	header := []string{"Namn", "Företag", "Bolagets namn", "Kundens namn"}
	_, err := Map(header, nil, nil)
	var e *MappingError
	if !errors.As(err, &e) || len(e.Flags) != len(header) {
		t.Fatal(err)
	}
	for _, flag := range e.Flags {
		field, column, _ := strings.Cut(strings.TrimPrefix(flag, "--map "), "=")
		if _, err := Map(header, nil, map[string]string{field: strings.Trim(column, "'")}); err != nil {
			t.Errorf("%s: %v", flag, err)
		}
	}
}

// TestMappedPlaces: letters and numbers mean the same columns of the author's wherever those of ours stand, and none of ours.
func TestMappedPlaces(t *testing.T) {
	theirs := []string{"Företag", "", "Nr", "Nr"}
	for _, header := range [][]string{
		theirs, slices.Concat(theirs, []string{"orgbatch_row", "orgbatch_error", "orgbatch_suggestion"}), // as in workbooks of earlier versions
		slices.Concat([]string{"orgbatch_error", "orgbatch_suggestion"}, theirs, []string{"orgbatch_row"}),
	} {
		m, err := Map(header, nil, map[string]string{"name": "A", "custom_id": "d", "organization": "2"})
		start := slices.Index(header, "Företag")
		if got := fed(m); err != nil || got["name"] != start || got["organization"] != start+1 || got["custom_id"] != start+3 {
			t.Errorf("%q: %v, %v", header, got, err)
		}
		for _, beyond := range []string{"E", "5"} {
			m, err := Map(header, nil, map[string]string{"name": beyond})
			switch at := slices.Index(header, "orgbatch_row"); {
			case at == len(theirs): // as they were always counted
				if err != nil || fed(m)["name"] != at {
					t.Errorf("%q: %s is %v, %v", header, beyond, fed(m), err)
				}
			case err == nil || !strings.Contains(err.Error(), "there is no column \""+beyond):
				t.Errorf("%q: %s is %v", header, beyond, err)
			}
		}
		_, err = Map(header, nil, map[string]string{"name": "A", "custom_id": "Nr"})
		counted := start > 0
		if err == nil || !strings.Contains(err.Error(), "columns C and D both") || strings.Contains(err.Error(), "letters count your own columns") != counted {
			t.Errorf("%q: two of a name are %v", header, err)
		}
	}
	m, err := Map([]string{"orgbatch_id", "orgbatch_error", "x"}, nil, map[string]string{"id": "orgbatch_id", "name": "x"})
	if got := fed(m); err != nil || got["id"] != 0 {
		t.Errorf("a column of ours by its name: %v, %v", got, err)
	}
	if _, err = Map([]string{"orgbatch_error", "x", "y"}, nil, nil); err == nil || strings.Contains(err.Error(), "=orgbatch_error") || !strings.Contains(err.Error(), "name=x") {
		t.Errorf("offered are %v", err)
	}
}

// TestReferences: a column goes by its header, else by its letters, else by its number, whichever finds it.
func TestReferences(t *testing.T) {
	h := newHeadings([]string{"x", "x", "A", "Kund nr", ""}, 0)
	for column, want := range []string{"1", "B", "A", "Kund nr", "E"} {
		got := h.reference(column)
		if at, err := h.columnNamed(got); got != want || at != column || err != nil {
			t.Errorf("column %d goes by %q, which finds %d, %v; want %q", column, got, at, err, want)
		}
	}
	h = newHeadings([]string{"orgbatch_error", "x", "", "orgbatch_row", "x", "orgbatch_row"}, 0)
	for column, want := range []string{"orgbatch_error", "A", "B", "E", "C", "F"} {
		got := h.reference(column)
		if at, err := h.columnNamed(got); got != want || at != column || err != nil {
			t.Errorf("with columns of ours, column %d goes by %q, which finds %d, %v; want %q", column, got, at, err, want)
		}
	}
	if name := (Mapping{Header: h.header}).NameOf(2); name != "B" {
		t.Errorf("with columns of ours, the third one is called %q", name)
	}
	if name := (Mapping{Header: []string{"x"}}).NameOf(1); name != "B" {
		t.Errorf("a column beyond the header is called %q", name)
	}
	if fields := (Mapping{Columns: []MappedColumn{{Field: fieldName}, {Field: fieldID, Column: 1}}}).FieldsOf(1); !slices.Equal(fields, []string{fieldName}) {
		t.Errorf("one column feeds %q", fields)
	}
}

func FuzzMapColumns(f *testing.F) {
	f.Add("name,custom_id", "A,1", "name", "B")
	f.Add("ID;Namn", "x", "", "1")
	f.Fuzz(func(t *testing.T, header, sample, field, column string) {
		names := strings.Split(header, ",")
		overrides := map[string]string{}
		if field != "" {
			overrides[field] = column
		}
		m, err := Map(names, sampleOf(strings.ReplaceAll(sample, ",", "|")), overrides)
		if err != nil {
			var e *MappingError
			if !errors.As(err, &e) {
				t.Fatalf("%v is no *MappingError", err)
			}
			return
		}
		used := len(m.Unmapped) + len(m.Expected)
		for i, f := range m.FieldsOf(len(names)) {
			if f != "" {
				used++
			}
			_ = i
		}
		if used != len(names) {
			t.Fatalf("%d of %d columns are accounted for: %+v", used, len(names), m)
		}
	})
}
