package validate

import (
	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
)

// findNumbers warns of the same.
func (v *validator) findNumbers() {
	s := &v.store
	s.group(orgKey, func(i, first int) {
		b, k := s.at(i)
		f, j := s.at(first)
		if _, how := v.clashOf(i); b.org[k] == f.org[j] || how == sameAgain || b.marks[k]&storedBad != 0 {
			return
		}
		v.noteAt(i, v.numbers[v.sourceOf(i)], run.Warning, codes.NumberTwice, check.NumberTwice(v.where(first)), b.org[k].String())
	})
}

// findShared does the same without the API.
func (v *validator) findShared() {
	for _, twin := range v.uniques.Twins() {
		m := &v.sum.Mappings[v.sourceOf(twin.Row)]
		f := m.Rules().Twins(twin.N, twin.Value, v.where(twin.Other), m.NameOf)
		severity := run.Error
		if f.Warning {
			severity = run.Warning
		}
		v.noteAt(twin.Row, f.Column, severity, codes.OwnCheck, f.Message, f.Value)
	}
}
