//go:build !race

// What is started here are other programs.

package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

var smoke = scene{"smoke", conf{}, 150, []act{
	{"import", 0.1, (*stage).imports, "POST 200"},
	{"again", 0.03, (*stage).again, ""},
	{"update", 0.2, (*stage).updates, ""},
	{"audit", 0.04, (*stage).audits, ""},
	{"undo of that", 1.2, (*stage).undoesUpdates, ""},
	{"export", 0.05, (*stage).exports, ""},
	{"backup", 0.04, (*stage).backsUp, ""},
	{"restore", 0.6, (*stage).restores, ""},
}}

// bad are acts that must not be let pass.
var bad = []struct {
	act  act
	says string
}{
	{act{"again", 0.01, (*stage).again, ""}, "3 requests for 150 rows are more than 0.01 a row"},
	{act{"again", 0.03, (*stage).again, "429"}, "nothing was answered by 429"},
	{act{"another file", 1, func(st *stage) (int, error) {
		return 1, st.must(0, books(0, 1, 0), "import", "rows.csv", "--yes")
	}, ""}, "doesn't say"},
	{act{"somebody else", 1, func(st *stage) (int, error) {
		return 1, st.exec("UPDATE organization SET custom_id = 'Låtsas' WHERE organization_id IS NULL")
	}, ""}, "1 organizations are wrong"},
}

// What nothing disturbs comes right on a real server, and what must not be is noticed.
func TestSmoke(t *testing.T) {
	t.Parallel()
	if missing := absent(); missing != "" {
		t.Skip(missing + " isn't installed")
	}
	s, err := newServer(t.Context())
	if err == nil {
		err = s.smoke(t)
	}
	if err := s.close(err); err != nil {
		t.Error(err)
	}
}

func (s *server) smoke(t *testing.T) error {
	d, err := newDesk(t.Context(), s.dir, s.target())
	if err != nil {
		return err
	}
	if err := s.play(t.Context(), d, []scene{smoke}, regexp.MustCompile(""), t.Output()); err != nil {
		return err
	}
	st := &stage{server: s, desk: d, ctx: t.Context(), rows: smoke.rows, want: drawFirms(smoke.rows)}
	for _, one := range bad {
		if got := st.act("bad", one.act, t.Output()); got == nil || !strings.Contains(got.Error(), one.says) {
			err = errors.Join(err, fmt.Errorf("%s isn't said of %s: %w", one.says, one.act.name, got))
		}
	}
	return err
}
