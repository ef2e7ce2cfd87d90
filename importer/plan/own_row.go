package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/letters"
	"github.com/orgbatch/orgbatch/importer/spoilt"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// A parent may be missing since its own row has no name, or a damaged one. Which row that is can only be guessed: by what is left of the name,
// by the rows beside it, or because there is no other.

// maxNameless is how many rows without a sound name are looked at. Where there are more, names are what is wrong with the file.
const maxNameless = 50

// namelessRow is a row without a sound name.
type namelessRow struct {
	row   int32
	name  string // what is left of it
	taken bool
}

// explainMissing says of each missing parent what it may be: a row whose name is damaged, or names that are near.
func (s *parentage) explainMissing() error {
	var missing []int32
	for at := range s.index.parents {
		if s.index.parents[at].resolved.code == codes.ParentMissing && s.index.parents[at].kind != check.ParentByID {
			missing = append(missing, int32(at))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	rows, err := s.namelessRows()
	if err != nil {
		return err
	}
	slices.SortStableFunc(missing, func(a, b int32) int { return cmp.Compare(s.index.parents[b].count, s.index.parents[a].count) })
	open := slices.DeleteFunc(slices.Clone(missing), func(at int32) bool { return s.live.names.To(at) != "" })
	for _, at := range missing {
		only := len(rows) == 1 && len(open) > 0 && at == open[0] && (len(open) == 1 || s.index.parents[at].count > s.index.parents[open[1]].count)
		n, err := s.ownRow(at, rows, only)
		if err != nil {
			return err
		}
		ref := &s.index.parents[at]
		if n >= 0 {
			rows[n].taken = true
			ref.perhaps = s.issues.where(rows[n].row) + ", whose name is empty"
			if rows[n].name != "" {
				ref.perhaps = fmt.Sprintf("%s, whose name %q is damaged", s.issues.where(rows[n].row), rows[n].name)
			}
		}
		ref.resolved.problem += s.adviceOn(at)
	}
	return nil
}

// adviceOn is the end of the sentence about a missing parent.
func (s *parentage) adviceOn(at int32) string {
	ref := &s.index.parents[at]
	near := s.live.names.AsNear(at)
	switch {
	case ref.perhaps != "" && ref.count > 1:
		return fmt.Sprintf("; %d rows wait for it: perhaps it is %s", ref.count, ref.perhaps)
	case ref.perhaps != "":
		return "; perhaps it is " + ref.perhaps
	case len(near) > 0:
		return "; as near: " + strings.Join(tabular.Quoted(near), ", ")
	case s.live.names.To(at) != "":
		return fmt.Sprintf("; the nearest name is %q", s.live.names.To(at))
	}
	return ""
}

// namelessRows gives the rows without a sound name, none where there are too many.
func (s *parentage) namelessRows() ([]namelessRow, error) {
	var rows []namelessRow
	for i := range s.index.rows {
		e := &s.index.rows[i]
		if e.is(hasName) && !e.is(doubtful|inError|held) || !e.is(hasName) && (e.live != none || e.is(hasID)) {
			continue
		}
		name := ""
		if e.is(hasName) {
			row, err := s.run.Row(i)
			if err != nil {
				return nil, err
			}
			if name = row.Values.Name; !isDamaged(name) {
				continue
			}
		}
		if rows = append(rows, namelessRow{row: int32(i), name: name}); len(rows) > maxNameless {
			return nil, nil
		}
	}
	return rows, nil
}

// ownRow finds the row that a missing parent may be, -1 for none. only says that there is but one row without a name and that this parent is
// the one that most wait for.
func (s *parentage) ownRow(at int32, rows []namelessRow, only bool) (int, error) {
	best, most, several := -1, 0, false
	for n := range rows {
		if rows[n].taken {
			continue
		}
		weight, err := s.speaksFor(at, &rows[n])
		switch {
		case err != nil:
			return -1, err
		case weight < most || weight == 0:
		case weight == most:
			several = true
		default:
			best, most, several = n, weight, false
		}
	}
	switch {
	case most == certain && !several:
		return best, nil
	case s.live.names.To(at) != "": // a slip of the pen explains it better
		return -1, nil
	case most > 0 && !several:
		return best, nil
	case only && !rows[0].taken && rows[0].name == "":
		return 0, nil
	}
	return -1, nil
}

// certain is what a name weighs of which enough is left.
const certain = 3

// speaksFor weighs what speaks for a row to be that parent.
func (s *parentage) speaksFor(at int32, r *namelessRow) (weight int, err error) {
	text := s.index.parents[at].text
	if r.name != "" && !spoilt.IsError(r.name) {
		if spoilt.Decoded(r.name) == text || spoilt.SameButLost(text, r.name) {
			return certain, nil
		}
		return 0, nil
	}
	for _, beside := range [...]int32{r.row - 1, r.row + 1} {
		if beside < 0 || int(beside) >= len(s.index.rows) || s.index.rows[beside].source != s.index.rows[r.row].source {
			continue
		}
		if s.index.rows[beside].parent == at {
			return 2, nil
		}
		row, err := s.run.Row(int(beside))
		if err != nil {
			return 0, err
		}
		if likeNamed(row.Values.Name, text) {
			weight = 1
		}
	}
	return weight, nil
}

// likeNamed says whether two names begin alike, as those of one group do.
func likeNamed(a, b string) bool {
	x, y := letters.Fold(a), letters.Fold(b)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	return same > 4 && 5*same >= 3*len(y) && utf8.RuneCountInString(b) > 4 && strings.ContainsFunc(b, unicode.IsLetter)
}
