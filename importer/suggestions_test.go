package importer_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestWhatMissingParentsMayBe: what is said of a parent that is nowhere, by the names that are there and the rows of the file.
func TestWhatMissingParentsMayBe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, live, file string
		nearest, asNear  string
		perhaps          string
		column           string // organization where it is empty
	}{
		{name: "a slip of the pen", live: "Norrgården Fastigheter AB", file: "Alfa AB,1,Norrgården Fastigeter AB", nearest: "Norrgården Fastigheter AB"},
		{name: "a slip beside a digit", live: "Bilvård 1 AB", file: "Alfa AB,1,Bilvrd 1 AB", nearest: "Bilvård 1 AB"},
		{name: "another digit", live: "Bilvård 2 AB|Bilvård 12 AB", file: "Alfa AB,1,Bilvård 1 AB"},
		{name: "a digit more", live: "Kvarnen AB", file: "Alfa AB,1,Kvarnen 2 AB"},
		{name: "another number word", live: "Kvarteret Två AB|Kvarteret Tvåan AB", file: "Alfa AB,1,Kvarteret Tre AB"},
		{name: "an ordinal", live: "Andra Gatan AB|Tredje Gatan AB", file: "Alfa AB,1,Tedje Gatan AB"},
		{name: "first and third", live: "First Harbour AB", file: "Alfa AB,1,Fifth Harbour AB"},
		{name: "another Roman number", live: "Hamnen III AB|Hamnen IV AB", file: "Alfa AB,1,Hamnen II AB"},
		{name: "another letter at the end", live: "Hus A AB", file: "Alfa AB,1,Hus B AB"},
		{name: "equally near", live: "Kvarnen Backan AB|Kvarnen Backar AB", file: "Alfa AB,1,Kvarnen Backa AB", asNear: "Kvarnen Backan AB|Kvarnen Backar AB"},
		{name: "a nearer one than those", live: "Exempelbackarna AB|Exempelbacken AB", file: "Alfa AB,1,Exempelbackn AB", nearest: "Exempelbacken AB"},
		{name: "the only row without a name", file: ",1,\nAlfa AB,2,Granbacken AB\nBeta AB,3,Granbacken AB", perhaps: "row 2, whose name is empty"},
		{
			name: "of several rows without a name the one beside a row that waits",
			file: ",1,\nAlfa AB,2,\n,3,\nBeta AB,4,Granbacken AB\nGamma AB,5,\n,6,", perhaps: "row 4, whose name is empty",
		},
		{
			name: "of several, the one beside its like", live: "",
			file: ",1,\nAlfa AB,2,\n,3,\nGranbacken 2 AB,4,\nBeta AB,5,\nGamma AB,6,Granbacken 1 AB", perhaps: "row 4, whose name is empty",
		},
		{name: "several rows and nothing that speaks for one", file: ",1,\nAlfa AB,2,\n,3,\nBeta AB,4,\nGamma AB,5,Granbacken AB"},
		{name: "the only row without a name, elsewhere", file: ",1,\nAlfa AB,2,\nBeta AB,3,Granbacken AB", perhaps: "row 2, whose name is empty"},
		{name: "that, and a parent that is there", file: ",1,\nAlfa AB,2,\nBeta AB,3,Granbacken AB\nGamma AB,4,Alfa AB", perhaps: "row 2, whose name is empty"},
		{name: "of several, the one below a row that waits", file: "Beta AB,1,Granbacken AB\n,2,\nAlfa AB,3,\n,4,\nGamma AB,5,", perhaps: "row 3, whose name is empty"},
		{name: "two beside rows that wait", file: ",1,\nAlfa AB,2,Granbacken AB\nBeta AB,3,Granbacken AB\n,4,"},
		{
			name: "beside a row that waits, and beside its like",
			file: ",1,\nAlfa AB,2,Granbacken 1 AB\nGamma AB,3,\n,4,\nGranbacken 2 AB,5,", perhaps: "row 2, whose name is empty",
		},
		{name: "a row without a name that has an id", column: "organization,id", file: ",1,,497f6eca-6276-4993-bfeb-53cbbbba6f08\nAlfa AB,2,,\nBeta AB,3,Granbacken AB,"},
		{name: "fifty rows without a name", file: strings.Repeat(",1,\n", 49) + "Alfa AB,2,\n,3,\nBeta AB,4,Granbacken AB", perhaps: "row 52, whose name is empty"},
		{name: "more rows without a name", file: strings.Repeat(",1,\n", 50) + "Alfa AB,2,\n,3,\nBeta AB,4,Granbacken AB"},
		{name: "a slip within the file", file: "Norrgården Fastigheter AB,1,\nAlfa AB,2,Norrgården Fastigeter AB", nearest: "Norrgården Fastigheter AB"},
		{
			name: "a name that is in the file and there", live: "Norrgården Fastigheter AB",
			file: "Norrgården Fastigheter AB,1,\nAlfa AB,2,Norrgården Fastigeter AB", nearest: "Norrgården Fastigheter AB",
		},
		{name: "by the name alone", column: "organization_name", live: "Norrgården AB", file: "Alfa AB,1,Norrgårdn AB", nearest: "Norrgården AB"},
		{name: "by the custom_id alone", column: "organization_custom_id", live: "Norrgården AB", file: "Alfa AB,1,Norrgårdn AB"},
		{name: "letters that were lost", file: "Bj\ufffdrken AB,1,\nAlfa AB,2,Björken AB", perhaps: "row 2, whose name \"Bj\ufffdrken AB\" is damaged"},
		{name: "letters decoded wrongly", live: "Björkan AB", file: "BjÃ¶rken AB,1,\nAlfa AB,2,Björken AB", perhaps: `row 2, whose name "BjÃ¶rken AB" is damaged`},
		{name: "a slip of the pen is likelier than a row without a name", live: "Granbacken AB", file: ",1,\nAlfa AB,2,Granbaken AB", nearest: "Granbacken AB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			if c.live != "" {
				w.load(strings.Split(c.live, "|")...)
			}
			_, s := w.plan("name,custom_id," + cmp.Or(c.column, "organization") + "\n" + c.file + "\n")
			if len(s.MissingParents) != 1 {
				t.Fatalf("missing are %+v", s.MissingParents)
			}
			if m := s.MissingParents[0]; m.Nearest != c.nearest || strings.Join(m.AsNear, "|") != c.asNear || m.Perhaps != c.perhaps {
				t.Errorf("nearest %q, as near %q, perhaps %q", m.Nearest, m.AsNear, m.Perhaps)
			}
		})
	}
}

// TestSeveralMissingParents: the only row without a name is taken for the parent that most rows wait for, and each issue ends with the advice.
func TestSeveralMissingParents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file string
		want []string
	}{
		{"Alfa AB,2,Tallmon AB\nBeta AB,3,Granbacken AB\nGamma AB,4,Granbacken AB\nDelta AB,5,\n,6,\n", []string{
			`the parent "Granbacken AB" is not in the file and not in Pigello; 2 rows wait for it: perhaps it is row 6, whose name is empty`,
			`the parent "Tallmon AB" is not in the file and not in Pigello`,
		}},
		{"Alfa AB,2,Tallmon AB\nBeta AB,3,Granbacken AB\nDelta AB,5,\n,6,\n", []string{
			`the parent "Granbacken AB" is not in the file and not in Pigello`,
			`the parent "Tallmon AB" is not in the file and not in Pigello`,
		}},
		{"Alfa AB,2,Norrgårdn AB\nBeta AB,3,Norrgårdn AB\nGamma AB,4,Granbacken AB\nDelta AB,5,\n,6,\n", []string{
			`the parent "Granbacken AB" is not in the file and not in Pigello; perhaps it is row 6, whose name is empty`,
			`the parent "Norrgårdn AB" is not in the file and not in Pigello; the nearest name is "Norrgården AB"`,
		}},
		{"Alfa AB,2,Kvarnen Backa AB\n", []string{`the parent "Kvarnen Backa AB" is not in the file and not in Pigello; as near: "Kvarnen Backan AB", "Kvarnen Backar AB"`}},
	} {
		w := newWorld(t, sandbox.Options{})
		w.load("Norrgården AB", "Kvarnen Backan AB", "Kvarnen Backar AB")
		r, _ := w.plan("name,custom_id,organization\n" + c.file)
		var got []string
		for i, err := range r.Issues() {
			if err != nil {
				t.Fatal(err)
			}
			if i.Code == "parent-missing" && !slices.Contains(got, i.Message) {
				got = append(got, i.Message)
			}
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%q:\n got %q\nwant %q", c.file, got, c.want)
		}
	}
}
