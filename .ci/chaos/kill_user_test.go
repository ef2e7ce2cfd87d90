package main

import (
	"slices"
	"testing"
)

// TestNext guards that the user does what the program says, and gives up where
// it says nothing.
func TestNext(t *testing.T) {
	resume := []string{"resume", "k7f3", "--yes"}
	for name, test := range map[string]struct {
		last said
		line []string // that a look showed
		want []string
	}{
		"killed, mentioned":   {said{exit: exitKilled}, resume, resume},
		"killed, unmentioned": {said{exit: exitKilled}, nil, []string{"resume", "latest", "--yes"}},
		"unknown rows":        {said{exit: 6, errors: "x\nnext: orgbatch resume k7f3\n"}, nil, resume},
		"not applied yet":     {said{exit: 5, errors: "hint: apply it with: orgbatch apply k7f3 --yes\n"}, nil, []string{"apply", "k7f3", "--yes"}},
		"never planned":       {said{exit: 1, errors: "hint: import the file again\n"}, nil, importing},
		"no run":              {said{exit: 2, errors: "orgbatch: there is no such run\n"}, nil, importing},
		"nothing said":        {said{exit: 1, errors: "orgbatch: it failed\n"}, nil, nil},
		"rows rejected":       {said{exit: 3, errors: "next: orgbatch import rejects.csv\n"}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			u := &user{last: test.last, looked: true, line: test.line}
			if got, err := u.next(); !slices.Equal(got, test.want) || (err == nil) != (test.want != nil) {
				t.Errorf("it types %q, %v", got, err)
			}
		})
	}
}
