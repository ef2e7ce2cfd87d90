package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// runLine is where an import names its run.
var runLine = regexp.MustCompile(`(?m)^next: orgbatch runs ([a-z0-9]+)$`)

// imports draws a file and imports it.
func (st *stage) imports() (int, error) { return importsWith()(st) }

// importsWith does that with some flags.
func importsWith(flags ...string) func(*stage) (int, error) {
	return func(st *stage) (int, error) {
		if err := st.draw(); err != nil {
			return 0, err
		}
		s, err := st.do(st.ctx, append([]string{"import", "rows.csv", "--yes"}, flags...)...)
		if match := runLine.FindStringSubmatch(s.errors); match != nil {
			st.made = match[1]
		}
		return st.rows, errors.Join(err, s.is(0, books(st.rows, 0, 0)))
	}
}

// again imports the same file: nothing is sent.
func (st *stage) again() (int, error) {
	return st.rows, st.must(0, books(0, 0, st.rows), "import", "rows.csv", "--yes")
}

// updates changes all rows but one by their ids.
func (st *stage) updates() (int, error) {
	_, ids, err := st.there()
	if err != nil {
		return 0, err
	}
	rows, after := st.want.change()
	if err := st.put("changes.csv", rows, ids); err != nil {
		return 0, err
	}
	st.before, st.want = st.want, after
	if err := st.must(0, books(0, len(rows), 0), "import", "changes.csv", "--yes"); err != nil {
		return 0, err
	}
	_, now, err := st.there()
	for name, row := range rows {
		if now[row.name] != ids[name] {
			err = errors.Join(err, fmt.Errorf("%s isn't the same organization as before", row.name))
		}
	}
	return len(rows), err
}

// undoesUpdates takes the last run back, which only changed rows.
func (st *stage) undoesUpdates() (int, error) {
	n := len(st.want) - 1
	st.want = st.before
	return n, st.must(0, undone(n, 0), "undo", "latest", "--yes")
}

// undoes takes the import back, by which all is gone.
func (st *stage) undoes() (int, error) {
	n := len(st.want)
	st.want = firms{}
	return n, st.must(0, undone(n, 0), "undo", st.made, "--yes", "--delete", fmt.Sprint(n))
}

// undoesAround takes the import back after somebody put something below one row and changed another:
// both stay, with all above them, and are named.
func (st *stage) undoesAround() (int, error) {
	n := len(st.want)
	const outside, changed = "Låtsasviken Drift AB", "Exempelbacken 12 Å&Ö AB"
	err := st.exec(`INSERT INTO organization (id, name, organization_id, created_at)
		SELECT '00000000-0000-4000-8000-00000000000a', '` + outside + `', id, now() FROM organization WHERE name = '` + firmOf(70) + `';
		UPDATE organization SET custom_id = 'changed' WHERE name = '` + changed + `'`)
	if err != nil {
		return 0, err
	}
	left := firms{outside: {outside, "", firmOf(70)}}
	for _, name := range []string{firmOf(70), changed} {
		for at := name; at != ""; at = st.want[at].parent {
			left[at] = st.want[at]
		}
	}
	left[changed] = firm{changed, "changed", left[changed].parent}
	st.want = left
	kept := len(left) - 1
	return n, st.must(3, undone(n-kept, kept), "undo", st.made, "--yes", "--delete", fmt.Sprint(n-kept))
}

// deletes deletes the topmost as a single one, and says what has become of those below it.
func deletes(onDelete string) func(*stage) (int, error) {
	return func(st *stage) (int, error) {
		_, ids, err := st.there()
		if err != nil {
			return 0, err
		}
		switch onDelete {
		case "CASCADE":
			st.want = firms{}
		case "SET_NULL":
			delete(st.want, top)
			for name, f := range st.want {
				if f.parent == top {
					st.want[name] = firm{f.name, f.custom, ""}
				}
			}
		default:
			return 1, st.must(1, "", "delete", ids[top], "--yes")
		}
		return 1, st.must(0, "deleted ", "delete", ids[top], "--yes")
	}
}

// endsProperly finds that a list which broke after so many rows looks whole: without an error, and
// with its last line.
func endsProperly(rows int) func(*stage) (int, error) {
	return func(st *stage) (int, error) {
		body, err := st.list()
		if n := strings.Count(body, "\n"); n != rows || !strings.HasSuffix(body, "\n") {
			err = errors.Join(err, fmt.Errorf("a list of %d rows broke after %d", len(st.want), n))
		}
		return rows, err
	}
}

// audits finds that the books of the last run hold.
func (st *stage) audits() (int, error) {
	return len(st.want), st.must(0, "wrote is still there, unchanged", "audit", "latest")
}

// auditsChange finds what somebody else has changed, which is put back then.
func (st *stage) auditsChange() (int, error) {
	const name = "Exempelbacken 9 Å&Ö AB"
	if err := st.exec(`UPDATE organization SET custom_id = 'Låtsas' WHERE name = '` + name + `'`); err != nil {
		return 0, err
	}
	err := st.must(5, fmt.Sprintf(`custom_id was %q, is "Låtsas"`, st.want[name].custom), "audit", "latest")
	return len(st.want), errors.Join(err, st.exec(`UPDATE organization SET custom_id = '`+st.want[name].custom+`' WHERE name = '`+name+`'`))
}

// exports compares the rows of an export with what PostgreSQL has.
func (st *stage) exports() (int, error) {
	if err := st.must(0, "", "export", "out.csv", "--overwrite", "--columns", "id,name,custom_id,organization_name"); err != nil {
		return 0, err
	}
	_, ids, err := st.there()
	if err != nil {
		return 0, err
	}
	text, err := os.ReadFile(filepath.Join(st.desk.dir, "out.csv"))
	if err != nil {
		return 0, err
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		return 0, err
	}
	exported := firms{}
	for _, row := range rows[1:] {
		exported[row[1]] = firm{row[1], row[2], row[3]}
		if ids[row[1]] != row[0] {
			err = errors.Join(err, fmt.Errorf("%s has the id %s, exported is %s", row[1], ids[row[1]], row[0]))
		}
	}
	return len(ids), errors.Join(err, exported.compare(st.want))
}

// backsUp makes a snapshot and proves it.
func (st *stage) backsUp() (int, error) {
	return len(st.want), errors.Join(
		st.must(0, "", "backup", "create", "backups", "--verify", "restore"),
		st.must(0, "", "backup", "verify", "backups", "--restore"))
}

// restores brings back what somebody has lost: a branch of the tree, and what was below the rest of it.
func (st *stage) restores() (int, error) {
	err := st.exec(`WITH RECURSIVE lost AS (SELECT id FROM organization WHERE name = '` + firmOf(2) + `'
			UNION SELECT o.id FROM organization o JOIN lost ON o.organization_id = lost.id)
		DELETE FROM organization WHERE id IN (SELECT id FROM lost)`)
	if err != nil {
		return 0, err
	}
	n, err := st.count()
	if err != nil {
		return 0, err
	}
	lost := len(st.want) - n
	return lost, st.must(0, fmt.Sprintf("%s created", number(lost)), "backup", "restore", "backups", "--yes")
}

// probes asks the API what its documentation leaves open, and expects some answers. Its rows are the
// questions.
func probes(want map[string]string) func(*stage) (int, error) {
	return func(st *stage) (int, error) {
		s, err := st.do(st.ctx, "doctor", "--probe", "--json")
		if err != nil {
			return 0, err
		}
		got, asked, err := answersOf(s.out)
		for question, answer := range want {
			if got[question] != answer {
				err = errors.Join(err, fmt.Errorf("the probe answers %s by %q, not %q", question, got[question], answer))
			}
		}
		return asked, errors.Join(err, s.is(0, "removed again: "))
	}
}

// answersOf reads the events of a probe.
func answersOf(events string) (answers map[string]string, asked int, err error) {
	answers = map[string]string{}
	for line := range strings.Lines(events) {
		var e struct{ Type, Question, Answer, Verdict string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			return nil, 0, err
		}
		if e.Type == "answer" && e.Verdict != "not_asked" {
			answers[e.Question] = e.Answer
			asked++
		}
	}
	return answers, asked, nil
}
