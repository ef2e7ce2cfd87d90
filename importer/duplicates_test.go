package importer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestDuplicates: which rows of a file speak of one organization, and what is said of them.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	there := w.load("Moder AB|M-1", "Alfa AB|A-1", "Beta AB|B-1")
	ids := strings.NewReplacer("MODER", there["Moder AB"].ID.String(), "ALFA", there["Alfa AB"].ID.String(), "BETA", there["Beta AB"].ID.String(),
		"NOBODY", "497f6eca-6276-4993-bfeb-53cbbbba6f08")
	const header = "id,name,custom_id,organization\n"
	for _, c := range []struct {
		name, rows string
		want       []string
		says       string
	}{
		{"the same", ",Eken AB,1,\n,Eken AB,1,\n,Eken AB,1,\n", []string{"3 warning duplicate-row", "4 warning duplicate-row"}, "this row says the same as row 2"},
		{"another custom_id", ",Eken AB,1,\n,Eken AB,2,\n", []string{"2 error contradicting-rows custom_id", "3 error contradicting-rows custom_id"},
			`rows 2 and 3 have the name "Eken AB" but the custom_ids "1" and "2"; delete one, or change its name`},
		{"a custom_id and none", ",Eken AB,1,\n,Eken AB,,\n", []string{"2 error contradicting-rows custom_id", "3 error contradicting-rows custom_id"}, `the custom_ids "1" and none`},
		{"one parent, by its name and its id", ",Eken AB,1,Moder AB\n,Eken AB,1,MODER\n", []string{"3 warning duplicate-row"}, ""},
		{"one parent in the file, by its name and its custom_id", ",Nya Moder AB,N-1,\n,Eken AB,1,Nya Moder AB\n,Eken AB,1,N-1\n", []string{"4 warning duplicate-row"}, ""},
		{"two parents", ",Eken AB,1,Moder AB\n,Eken AB,1,Alfa AB\n", []string{"2 error contradicting-rows organization", "3 error contradicting-rows organization"}, `the parents "Moder AB" and "Alfa AB"`},
		{"one parent that is nowhere", ",Eken AB,1,Saknas AB\n,Eken AB,1,Saknas AB\n", []string{"2 error parent-missing organization", "3 error parent-missing organization", "3 warning duplicate-row"}, ""},
		{"two parents that are nowhere", ",Eken AB,1,Saknas AB\n,Eken AB,1,Borta AB\n",
			[]string{"2 error contradicting-rows organization", "2 error parent-missing organization", "3 error contradicting-rows organization", "3 error parent-missing organization"}, ""},
		{"two names of one id", "ALFA,Eken AB,1,\nALFA,Linden AB,1,\n", []string{"2 error contradicting-rows name", "3 error contradicting-rows name"},
			`rows 2 and 3 mean the same organization but have the names "Eken AB" and "Linden AB"; delete the one that is wrong`},
		{"a name with an id that is nobody's", ",Eken AB,1,\nNOBODY,Eken AB,1,\n", []string{"3 error unknown-id id"}, ""},
		{"one name for two", "ALFA,Eken AB,1,\nBETA,Eken AB,2,\n", []string{"2 error name-twice name", "3 error name-twice name"}, "2 the name is unique, but row 3 would get it too → \n3 the name is unique, but row 2 would get it too → \n"},
		{"one name for one that is there and a new one", "ALFA,Eken AB,1,\n,Eken AB,2,\n", []string{"2 error name-twice name", "3 error name-twice name"}, "2 the name is unique, but row 3 would get it too → \n3 the name is unique, but row 2 would get it too → \n"},
	} {
		r, _ := w.plan(header + ids.Replace(c.rows))
		got := said(t, r)
		slices.Sort(got)
		if !slices.Equal(got, c.want) || !strings.Contains(issueTexts(t, r), c.says) {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.want, issueTexts(t, r))
		}
		done(t, r)
	}
}
