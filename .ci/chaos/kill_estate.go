package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// estate is what the API holds, a file to import into it, and what must be
// there in the end.
type estate struct {
	kind   string
	live   []holding // before the import; those without a row stay as they are
	rows   []string  // of the file, in its order
	want   []holding
	books  string // the line that the tool must print in the end
	writes int    // rows that have to be written
}

// holding is an organization as the request log, the file and the sandbox are
// compared by. ID is empty for one that the import makes.
type holding struct{ id, name, custom, parent string }

const estateHeader = "id,name,custom_id,organization\n"

func (e *estate) file() string { return estateHeader + strings.Join(e.rows, "") }

// estateKinds are the kinds of files, each with what draws it.
var estateKinds = []struct {
	name string
	draw func(*estateDrawer)
}{
	{"creates", func(d *estateDrawer) { d.flat(d.n) }},
	{"levels", func(d *estateDrawer) { d.levels(d.n) }},
	{"chain", func(d *estateDrawer) { d.chain(9); d.flat(d.n - 9) }},
	{"updates", func(d *estateDrawer) { d.updates(d.n); d.bystanders(5) }},
	{"renames", func(d *estateDrawer) { d.renames(d.n * 2 / 3); d.updates(d.n / 3); d.bystanders(5) }},
	{"mixed", func(d *estateDrawer) {
		d.bystanders(5)
		d.levels(d.n / 4)
		d.chain(5)
		d.underLive(d.n / 8)
		d.updates(d.n / 4)
		d.renames(d.n / 8)
		d.unchanged(4)
		d.twice(3)
	}},
}

// estateDrawer draws an estate.
type estateDrawer struct {
	*rand.Rand
	e       estate
	n       int // rows, about
	numbers int // of names
	creates []string
	created, updated, same,
	read int
}

// newEstate draws the estate of a kind. The same seed gives the same one.
func newEstate(kind int, seed uint64) *estate {
	rng := rand.New(rand.NewPCG(seed, 0x657374617465))
	d := &estateDrawer{Rand: rng, e: estate{kind: estateKinds[kind].name}, n: 24 + rng.IntN(24)}
	estateKinds[kind].draw(d)
	d.Shuffle(len(d.e.rows), func(i, j int) { d.e.rows[i], d.e.rows[j] = d.e.rows[j], d.e.rows[i] })
	d.e.books = sentence(d.read, d.created, d.updated, d.same)
	d.e.writes = d.created + d.updated
	slices.SortFunc(d.e.want, byName)
	return &d.e
}

func byName(a, b holding) int { return strings.Compare(a.name, b.name) }

// name makes a new name. Every seventh has a comma, which a look-up can't put
// beside others.
func (d *estateDrawer) name() string {
	d.numbers++
	if d.numbers%7 == 0 {
		return fmt.Sprintf("Exempelbacken, hus %d AB", d.numbers)
	}
	return fmt.Sprintf("Exempelbacken %d AB", d.numbers)
}

func (d *estateDrawer) custom() string { return fmt.Sprintf("K-%d", d.numbers) }

// row adds a line to the file.
func (d *estateDrawer) row(h holding) {
	d.read++
	d.e.rows = append(d.e.rows, fmt.Sprintf("%s,%q,%s,%q\n", h.id, h.name, h.custom, h.parent))
}

// create adds a row that makes an organization.
func (d *estateDrawer) create(parent string) string {
	h := holding{name: d.name(), parent: parent}
	h.custom = d.custom()
	d.row(h)
	d.created++
	d.creates = append(d.creates, d.e.rows[len(d.e.rows)-1])
	d.e.want = append(d.e.want, h)
	return h.name
}

// own puts an organization into the API. What becomes of it is the caller's to
// say.
func (d *estateDrawer) own(parent string) holding {
	h := holding{name: d.name(), parent: parent}
	h.custom = d.custom()
	h.id = fmt.Sprintf("%08x-0000-4000-8000-%012x", d.Uint32(), d.numbers)
	d.e.live = append(d.e.live, h)
	return h
}

func (d *estateDrawer) flat(n int) {
	for range n {
		d.create("")
	}
}

// levels adds a tree.
func (d *estateDrawer) levels(n int) {
	var names []string
	for i := range n {
		parent := ""
		if i > 0 {
			parent = names[(i-1)/2]
		}
		names = append(names, d.create(parent))
	}
}

// chain adds rows that each need the one before.
func (d *estateDrawer) chain(n int) {
	parent := ""
	for range n {
		parent = d.create(parent)
	}
}

// underLive adds rows below organizations that are there.
func (d *estateDrawer) underLive(n int) {
	for range n {
		parent := d.own("")
		d.e.want = append(d.e.want, parent)
		d.create(parent.name)
	}
}

// bystanders are in the API and not in the file.
func (d *estateDrawer) bystanders(n int) {
	for range n {
		d.e.want = append(d.e.want, d.own(""))
	}
}

// unchanged rows say what is there already.
func (d *estateDrawer) unchanged(n int) {
	for range n {
		h := d.own("")
		d.row(h)
		d.same++
		d.e.want = append(d.e.want, h)
	}
}

// updates change the custom id or the parent of what is there.
func (d *estateDrawer) updates(n int) {
	above := d.own("")
	d.e.want = append(d.e.want, above)
	for i := range n {
		h := d.own("")
		if i%2 == 0 {
			h.custom = fmt.Sprintf("N-%d", d.numbers)
		} else {
			h.parent = above.name
		}
		d.row(h)
		d.updated++
		d.e.want = append(d.e.want, h)
	}
}

// renames give organizations new names, three in a row the name of the next.
func (d *estateDrawer) renames(n int) {
	for n > 0 {
		group := make([]holding, min(n, 3))
		for i := range group {
			group[i] = d.own("")
		}
		for i, h := range group {
			if i+1 < len(group) {
				h.name = group[i+1].name
			} else {
				h.name = d.name()
			}
			d.row(h)
			d.updated++
			d.e.want = append(d.e.want, h)
		}
		n -= len(group)
	}
}

// twice repeats rows that make organizations, word for word.
func (d *estateDrawer) twice(n int) {
	for _, i := range d.Perm(len(d.creates))[:n] {
		d.e.rows = append(d.e.rows, d.creates[i])
		d.read++
		d.same++
	}
}
