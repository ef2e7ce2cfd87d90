package columns

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// fed says which column feeds each field.
func fed(m Mapping) map[string]int {
	columns := map[string]int{}
	for _, c := range m.Columns {
		if c.Field != FieldIdentity {
			columns[c.Field] = c.Column
		}
	}
	return columns
}

// TestMappingFileRoundTrip: a mapping that is saved and used again is the same, whatever the header looks like, and its file is stable.
func TestMappingFileRoundTrip(t *testing.T) {
	words := rapid.OneOf(rapid.SampledFrom([]string{
		"", " ", "Namn", "namn", "Kundnr", "Moderbolag", "parent id", "id", "organization", "A", "B", "2", "3", `"`, `\`, "å\u0308", "a\nb", "\xff", "orgbatch_row", "=", "#",
	}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(words, 1, 5).Draw(t, "header")
		r := Reading{
			Map:       map[string]string{fieldName: tabular.ColumnLetters(rapid.IntRange(0, len(header)-1).Draw(t, "name"))},
			Delimiter: rapid.SampledFrom([]string{"", ";", "tab", `"`}).Draw(t, "delimiter"), Table: rapid.IntRange(0, 3).Draw(t, "table"),
		}
		if rapid.Bool().Draw(t, "set") {
			r.Set = map[string]string{fieldCustomID: rapid.StringMatching(`[^\s]{1,3}`).Draw(t, "value")}
		}
		m, err := r.mapColumns(header, 0, nil, doubt{})
		if err != nil {
			t.Skip(err)
		}
		text := encodeMapping(m, r)
		read, err := ReadMapping(strings.NewReader(text), "m.toml")
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		again, err := read.mapColumns(header, 0, nil, doubt{})
		if ambiguous(header) {
			return // letters and numbers are headers of other columns: nothing singles a column out
		}
		if err != nil || !maps.Equal(fed(m), fed(again)) || !slices.Equal(m.Constants, again.Constants) {
			t.Fatalf("%v: got %v %v, want %v %v\n%s", err, fed(again), again.Constants, fed(m), m.Constants, text)
		}
		if read.Delimiter != r.Delimiter || read.Table != r.Table {
			t.Fatalf("got %+v, want %+v", read, r)
		}
		if second := encodeMapping(again, read); second != text {
			t.Fatalf("got\n%s\nwant\n%s", second, text)
		}
	})
}

// ambiguous says whether the letters or the number of a column are the header of another.
func ambiguous(header []string) bool {
	h := newHeadings(header, 0)
	h.strict = true
	for i := range header {
		if at, err := h.columnNamed(h.reference(i)); err != nil || at != i {
			return true
		}
	}
	return false
}

func TestMappingFileWith(t *testing.T) {
	saved := Reading{
		Saved: map[string]string{"name": "Namn", "organization": "Moder", "custom_id": ""}, SavedIn: "m.toml", Set: map[string]string{"custom_id": "7"},
		ClearBlank: []string{"Kundnr"}, Delimiter: ";", Encoding: "utf-8", Table: 2,
	}
	r := saved.With(Reading{Map: map[string]string{"organization_name": "Koncern", "custom_id": "Nr"}, Delimiter: "tab"})
	if want := map[string]string{"name": "Namn"}; !maps.Equal(r.Saved, want) {
		t.Errorf("saved: got %v, want %v", r.Saved, want)
	}
	if len(r.Set) != 0 || r.Delimiter != "tab" || r.Encoding != "utf-8" || r.Table != 2 || !slices.Equal(r.ClearBlank, saved.ClearBlank) {
		t.Errorf("got %+v", r)
	}
	if len(saved.Saved) != 3 || len(saved.Set) != 1 {
		t.Error("the mapping file itself was changed")
	}
	if r := saved.With(Reading{Set: map[string]string{"organization": "A AB"}}); len(r.Saved) != 2 || r.Set["organization"] != "A AB" || r.Set["custom_id"] != "7" {
		t.Errorf("got %+v", r)
	}
}

func TestMappingFileRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"[columns]\nname = 3\n":    "m.toml:2:8: ",
		"[columns]\n[columns]\n":   "m.toml:2:2: ",
		"\n colour = 1\n":          `m.toml:2:2: unknown key "colour"`,
		"[reading]\nquote = 'x'\n": `m.toml:2:1: unknown key "reading.quote"`,
		"[columns]\norganization_name = 'a'\n\n created_at = 'x'\n":                           `m.toml:4:2: the field "created_at" is read-only`,
		"[columns]\norganization_name = 'a'\norganization = 'b'\n":                            "m.toml:2:1: a second column for the parent",
		"[set]\ncolour = 'red'\n":                                                             `m.toml:2:1: there is no field "colour"`,
		"[set]\ncolours = 'a'\ncolour = 'b'\n":                                                `m.toml:3:1: there is no field "colour"`,
		"[columns]\nname = 'x'\n[reading]\ntable = 'first'\n":                                 "m.toml:4:9: ",
		"[columns]\nname = \"\xff\"\n":                                                        "m.toml:2:9: ",
		"[[check]]\ncolumn = 'a'\nuniqe = true\n":                                             `m.toml:3:1: unknown key "check.uniqe" (below [[check]] there are column, columns, required, `,
		"[[transform]]\ncolum = 'a'\n":                                                        `m.toml:2:1: unknown key "transform.colum" (below [[transform]] there are column, trim_prefix, `,
		"[check.Ort]\nunique = true\n":                                                        `m.toml:1:2: unknown key "check.Ort" (below [[check]] there are column, `,
		"check = 3\n":                                                                         "m.toml:1:9: write [[check]] above each check, and its column below: column = \"the column's header\"",
		"[[check]]\ncolumn = 'a'\nunique = 'yes'\n":                                           "m.toml:3:10: unique is true or false, without quotes",
		"[[check]]\ncolumn = 'a'\none_of = 'yes'\n":                                           "m.toml:3:10: one_of is a list of texts",
		"[[transform]]\ncolumn = 'a'\npad = '5'\n":                                            "m.toml:3:7: pad is a whole number, without quotes",
		"[[transform]]\ncolumn = 3\npad = 5\n":                                                "m.toml:2:10: column is a text in quotes",
		"[[check]]\ncolumn = 'a'\npattern = \"\\d\"\n":                                        `m.toml:3:12: invalid escape character U+0064 'd'; write a text with \ in it between single quotes`,
		"[[check]]\ncolumn = 'a'\nunique = true\n\n[[check]]\ncolumn = 'a'\n pattern = '('\n": "m.toml:7:2: [[check]] 2: the pattern can't be read",
		"[[transform]]\npad = 3\n":                                                            "m.toml:1:1: [[transform]] 1: it names no column",
	} {
		_, err := ReadMapping(strings.NewReader(text), "m.toml")
		var e *MappingFileError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// A column that letters or a number would find must be meant: in another file they may be a header that is missing.
func TestMappingFileLetters(t *testing.T) {
	for _, c := range []struct{ header, name, want string }{
		{"x|y|z", "B", "takes the name"}, {"x||z", "B", ""}, {"x|x|z", "B", ""}, {"x|x|z", "A", ""}, {"x|x|z", "2", ""}, {"x|y|z", "2", "takes the name"}, {"x|y|B", "b", ""},
	} {
		r := Reading{Saved: map[string]string{"name": c.name}, SavedIn: "m.toml"}
		_, err := r.mapColumns(strings.Split(c.header, "|"), 0, nil, doubt{})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %s: %v", c.header, c.name, err)
		}
	}
}

func TestSaveMapping(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.toml")
	m, err := Map([]string{"Namn", "Kundnr"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a mapping may be replaced
		if err := SaveMapping(path, m, Reading{}); err != nil {
			t.Fatal(err)
		}
	}
	for text, replaced := range map[string]bool{
		"": true, "[columns]\nname = 'A'\n": true, "[set]\ncustom_id = '7'\n": true, "clear_blank = ['Ort']\n": true,
		"[[check]]\ncolumn = 'A'\nunique = true\n": true, "name;custom_id\n": false, "# a note\n": false, "[reading]\nsheet = 'Blad1'\n": false, "\n": false,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := SaveMapping(path, m, Reading{}); (err == nil) != replaced || err != nil && !strings.Contains(err.Error(), "is no mapping") {
			t.Errorf("a file of %q: %v", text, err)
		}
	}
}

// TestEncodeMapping: what stands in a mapping file, and what only where there is something to say.
func TestEncodeMapping(t *testing.T) {
	const first = "# Which column feeds which field, as it was accepted. Use it again with --mapping; --map, --set and the like win over it.\n"
	columns := func(name, custom string) string {
		return "\n# field = \"the column's header\", its letters or its number where the header is blank or stands twice; \"\" is no column.\n[columns]\nid = \"\"\nname = " + name +
			"\ncustom_id = " + custom + "\norganization = \"\"\norganization_id = \"\"\norganization_custom_id = \"\"\norganization_name = \"\"\n"
	}
	for _, c := range []struct {
		header  string
		reading Reading
		want    string
	}{
		{"Namn|Kundnr", Reading{}, first + columns(`"Namn"`, `"Kundnr"`)},
		{"Namn på \"bolag\"|a\\b\x7f\t", Reading{Map: map[string]string{"name": "A", "custom_id": "B"}}, first + columns(`"Namn på \"bolag\""`, `"a\\b\u007F\u0009"`)},
		{
			"Namn|Ort", Reading{ClearBlank: []string{"Kundnr", "Ort nr"}, Set: map[string]string{"custom_id": "K 7"}, Delimiter: ";", Sheet: "Blad 1", Table: 2},
			first + "\n# Blank cells of these columns empty the field.\nclear_blank = [\"Kundnr\", \"Ort nr\"]\n" + columns(`"Namn"`, `""`) +
				"\n# What every row gets in a field without a column.\n[set]\ncustom_id = \"K 7\"\n" +
				"\n# How the file is read, where that was not left to detection.\n[reading]\ndelimiter = \";\"\nsheet = \"Blad 1\"\ntable = 2\n",
		},
	} {
		m, err := c.reading.mapColumns(strings.Split(c.header, "|"), 0, nil, doubt{})
		if err != nil {
			t.Fatal(err)
		}
		if got := encodeMapping(m, c.reading); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.header, got, c.want)
		}
	}
}

// TestMappingFileBesideFlags: --map wins over the file in its own field, and for the parent in all of its fields.
func TestMappingFileBesideFlags(t *testing.T) {
	for _, c := range []struct {
		flags, saved map[string]string
		want         string
	}{
		{map[string]string{"name": "B"}, map[string]string{"name": "A", "custom_id": "C"}, "name=1:--map custom_id=2:--mapping unmapped[0 3]"},
		{map[string]string{"organization_name": "D"}, map[string]string{"name": "A", "organization": "C"}, "name=0:--mapping organization_name=3:--map unmapped[1 2]"},
		{map[string]string{"organization_name": ""}, map[string]string{"name": "A", "organization": "C"}, "name=0:--mapping organization=2:--mapping unmapped[1 3]"},
	} {
		r := Reading{Map: c.flags, Saved: c.saved, SavedIn: "m.toml"}
		m, err := r.mapColumns([]string{"", "", "", ""}, 0, sampleOf("a|b|c|d"), doubt{})
		if err != nil {
			t.Error(err)
		} else if got := shown(m); got != c.want {
			t.Errorf("%v over %v: %s, want %s", c.flags, c.saved, got, c.want)
		}
	}
}

func FuzzReadMapping(f *testing.F) {
	f.Add("clear_blank = [\"a\"]\n[columns]\nname = \"Namn\"\n[set]\norganization = \"A\"\n[reading]\ndelimiter = \";\"\n")
	f.Add("\ufeff[columns]\nname=''")
	f.Add("[[transform]]\ncolumn = \"B\"\nreplace = \"-\"\nwith = \"\"\n[[check]]\ncolumns = [\"Namn\", \"B\"]\nunique = true\nmessage = 'x'\n")
	f.Add("[[transform]]\ncolumn = \"Namn\"\ndate = \"D/M/YYYY\"\nto = \"YYYY-MM-DD\"\n[[check]]\ncolumn = \"Namn\"\npattern = '\\d'\none_of = [\"a\"]\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadMapping(strings.NewReader(text), "m.toml")
		var e *MappingFileError
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%v is no *MappingFileError", err)
		}
		if err == nil {
			_, _ = r.mapColumns([]string{"Namn", "", "B"}, 0, nil, doubt{})
			text := encodeOwnRules(r.Rules)
			again, err := ReadMapping(strings.NewReader(text), "m.toml")
			if err != nil || encodeOwnRules(again.Rules) != text {
				t.Fatalf("%v: the rules are saved as\n%s", err, text)
			}
		}
	})
}

// TestSaveRules: what is saved of a mapping has its transforms and checks, those of a schema apart, and finds their files from where it lies.
func TestSaveRules(t *testing.T) {
	const text = "\n[[transform]]\ncolumn = \"Ort\"\nlookup = \"orter.csv\"\nfrom = \"kod\"\nto = \"ort\"\n" +
		"\n[[transform]]\ncolumn = \"Ort\"\nreplace = \"-\"\nwith = \"\"\n" +
		"\n[[check]]\ncolumns = [\"Namn\", \"Ort\"]\nunique = true\nmessage = \"once \\\"each\\\"\"\n" +
		"\n[[check]]\ncolumn = \"Ort\"\nmin_length = 2\npattern = \"\\\\w+\"\nin_file = \"/orter.csv\"\nin_column = \"ort\"\nseverity = \"warning\"\n"
	dir := t.TempDir()
	r, err := ReadMapping(strings.NewReader(text), filepath.Join(dir, "a", "m.toml"))
	if err == nil {
		err = r.AddSchema(strings.NewReader(`{"properties":{"Ort":{"minLength":1}}}`), "s.json")
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := encodeOwnRules(r.Rules); got != text {
		t.Errorf("got %s", got)
	}
	if got, ok := strings.CutPrefix(EncodeRules(&r.Rules), text); !ok || got != "\n[[check]]\ncolumn = \"Ort\"\nmin_length = 1\n" {
		t.Errorf("got %s", got)
	}
	m, err := Map([]string{"Namn", "Ort"}, nil, nil)
	if err == nil {
		err = SaveMapping(filepath.Join(dir, "m.toml"), m, r)
	}
	saved, readErr := os.ReadFile(filepath.Join(dir, "m.toml"))
	if err != nil || readErr != nil || !strings.HasSuffix(string(saved), strings.Replace(text, `"orter.csv"`, `"a/orter.csv"`, 1)) {
		t.Errorf("%v, %v: got %s", err, readErr, saved)
	}
}
