package jsonrows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxAround is how much is kept of what follows a list of rows in its object.
const maxAround = 64 << 10

// around is what stands around the lists of rows in the objects that hold them: of the first such object and of the last, without the rows.
type around struct {
	first, last []byte
	pages       int // how many there are
	kept        int // bytes of what follows the last list
}

func (o *around) add(text []byte) {
	text = text[:min(len(text), maxAround-o.kept)]
	o.last, o.kept = append(o.last, text...), o.kept+len(text)
}

// Names that answers of APIs have for how much there is, without marks and capitals, as plainName gives them.
var (
	holders = nameSet("meta links paging pagination page pageinfo") // of the others
	totals  = nameSet("count total totalcount totalsize totalrecords totalresults totalrows totalitems totalelements totalhits")
	pageses = nameSet("pages pagecount totalpages lastpage")
	nexts   = nameSet("next nextlink nexturl nextpage nextpageurl nexttoken nextpagetoken nextcursor nextrecordsurl")
	befores = nameSet("previous prev previouspage prevpage prevpageurl")
	mores   = nameSet("more hasmore hasnext hasnextpage moreavailable truncated istruncated")
	ends    = nameSet("done last")
	asides  = nameSet("links columns fields errors warnings messages facets filters aggregations") // lists of something else than rows
)

func nameSet(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

func plainName(name string) string {
	return strings.TrimPrefix(strings.NewReplacer("_", "", "-", "", "@", "", "$", "").Replace(strings.ToLower(name)), "odata.")
}

// partial says why the rows that objects hold aren't all that there are, "" where nothing says so.
func (k Keys) partial(known func(string) bool) (problem, hint string) {
	first, last := membersOf(k.around.first), membersOf(k.around.last)
	for _, all := range [][]member{first, last} {
		if lists := listsOfRows(all, known); len(lists) > 1 {
			return fmt.Sprintf("it is one object with several lists that could be rows, %q and %q", lists[0], lists[1]),
				"write the objects of both into one list, or the list that is meant alone into a file"
		}
	}
	name, total := "", 0
	eachMember(last, func(m *member, pages bool) {
		plain, n := plainName(m.name), m.number()
		switch {
		case totals[plain] && n > max(k.Rows, total):
			name, total = m.name, n
		case name != "":
		case nexts[plain] && m.says(), mores[plain] && m.kind == 't', ends[plain] && m.kind == 'f', pageses[plain] && pages && n > k.around.pages:
			name = m.name
		}
	})
	if total > 0 {
		problem = fmt.Sprintf("by its %q there are %d rows, and it holds %d", name, total, k.Rows)
		return problem, "fetch it whole, all pages of it; if these rows are all that is meant, write their list alone into a file"
	}
	eachMember(first, func(m *member, _ bool) {
		if name == "" && befores[plainName(m.name)] && m.says() {
			name = m.name
		}
	})
	if name == "" {
		return "", ""
	}
	return fmt.Sprintf("it is one page of several: by its %q there are more", name),
		"fetch the other pages too and write the objects of all into one list; if these rows are all that is meant, write their list alone into a file"
}

// listsOfRows names the lists of an object that could be rows, first the one that is read.
func listsOfRows(all []member, known func(string) bool) []string {
	var names []string
	read := false
	for _, m := range all {
		switch {
		case m.kind == '[' && m.first == ']' && wrappers[m.name] && !read:
			read, names = true, slices.Insert(names, 0, m.name)
		case m.kind == '[' && m.first == '{' && !asides[plainName(m.name)] && (known == nil || slices.ContainsFunc(m.keys, known)):
			names = append(names, m.name)
		}
	}
	return names
}

// eachMember gives an object's members and those of the objects in it that say how much there is; pages says that a number of pages is meant
// by "pages", since the object says which page it is.
func eachMember(all []member, take func(m *member, pages bool)) {
	paged := slices.ContainsFunc(all, func(m member) bool { return strings.Contains(plainName(m.name), "page") && m.name != "pages" })
	for i := range all {
		take(&all[i], paged)
		if all[i].kind == '{' && holders[plainName(all[i].name)] {
			eachMember(membersOf([]byte(all[i].value)), take)
		}
	}
}

// says says whether a member's value is there and isn't empty, as the place of a page is.
func (m *member) says() bool {
	return m.kind != 'n' && m.kind != 'f' && !slices.Contains([]string{`""`, "0", "{}", "[]"}, m.value)
}

// number is a member's value as a whole number, also in quotes, 0 for something else.
func (m *member) number() int {
	if m.kind != '0' && m.kind != jsontext.KindString {
		return 0
	}
	n, _ := strconv.Atoi(strings.Trim(m.value, `"`))
	return n
}
