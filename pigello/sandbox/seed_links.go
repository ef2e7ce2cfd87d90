package sandbox

import "fmt"

// linked is a tag, customer column, segment or real estate that made-up organizations have.
type linked struct {
	id   string
	json text // as it stands in the organization, where it does
}

// linkedTo makes the nth of a kind; their ids are the same in every sandbox.
func linkedTo(kind, n int, name string) linked {
	id := fmt.Sprintf("00000000-0000-4000-800%d-%012d", kind, n)
	return linked{id, text(fmt.Sprintf(`{"id":%q,"label":%q}`, id, name))}
}

// What made-up organizations are linked to. Segments and real estates aren't told in an
// organization: only the filters show them.
var (
	seedTags     = [...]linked{linkedTo(1, 1, "Prioriterad"), linkedTo(1, 2, "Extern förvaltning")}
	seedColumns  = [...]linked{linkedTo(2, 1, "Norr"), linkedTo(2, 2, "Söder")}
	seedEstates  = [...]linked{linkedTo(3, 1, ""), linkedTo(3, 2, "")}
	seedSegments = [...]linked{linkedTo(4, 1, ""), linkedTo(4, 2, "")}
)

// link makes what the nth organization of a sandbox is linked to: most to nothing of a kind, some
// to one, a few to both.
func (sd *seeder) link(r *record) error {
	r.tags, r.cols = chosen(seedTags, r.n, 8), chosen(seedColumns, r.n, 6)
	for kind, of := range map[string][2]linked{"global_realestates": seedEstates, "global_segments": seedSegments} {
		for i, one := range of {
			if r.n%int64(7+i) != 0 {
				continue
			}
			if err := sd.tx.conn.exec("INSERT INTO link (kind, id, n) VALUES (?, ?, ?)", kind, one.id, r.n); err != nil {
				return err
			}
		}
	}
	return nil
}

// chosen gives a list of none, one or both: every so many organizations have the first, every so
// many and one more the second.
func chosen(of [2]linked, n, every int64) text {
	var list text
	for i, one := range of {
		switch {
		case n%(every+int64(i)) != 0:
		case list == nil:
			list = append(text("["), one.json...)
		default:
			list = append(append(list, ','), one.json...)
		}
	}
	if list != nil {
		list = append(list, ']')
	}
	return list
}
