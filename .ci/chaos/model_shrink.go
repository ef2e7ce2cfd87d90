package main

import (
	"maps"
	"slices"
)

// shrink makes a failing scenario smaller as long as it still fails: whole parts first, then single rows and organizations.
func shrink(s scenario, fails func(scenario) bool) scenario {
	for again := true; again; {
		again = false
		for _, smaller := range s.smaller() {
			if fails(smaller) {
				s, again = smaller, true
				break
			}
		}
	}
	return s
}

// smaller lists scenarios with one thing less, the boldest first.
func (s scenario) smaller() (list []scenario) {
	with := func(change func(*scenario)) {
		c := s.clone()
		change(&c)
		list = append(list, c)
	}
	for _, half := range []int{2, 4} {
		if n := len(s.Rows) / half; n > 0 {
			for at := 0; at+n <= len(s.Rows); at += n {
				with(func(c *scenario) { c.Rows = slices.Delete(c.Rows, at, at+n) })
			}
		}
	}
	if len(s.Faults) > 0 {
		with(func(c *scenario) { c.Faults = nil })
	}
	if len(s.Answers) > 0 {
		with(func(c *scenario) { c.Answers = nil })
	}
	if len(s.Cuts) > 0 {
		with(func(c *scenario) { c.Cuts = nil })
	}
	if s.Undo {
		with(func(c *scenario) { c.Undo, c.Since, c.UndoCut = false, nil, nil })
	}
	if len(s.Since) > 0 {
		with(func(c *scenario) { c.Since = nil })
	}
	if len(s.UndoCut) > 0 {
		with(func(c *scenario) { c.UndoCut = nil })
	}
	if len(s.Others) > 0 {
		with(func(c *scenario) { c.Others = nil })
	}
	if s.Late != (late{}) {
		with(func(c *scenario) { c.Late = late{} })
	}
	if s.Skew != 0 {
		with(func(c *scenario) { c.Skew = 0 })
	}
	return append(list, s.details()...)
}

// details lists scenarios with one small thing less.
func (s scenario) details() (list []scenario) {
	with := func(change func(*scenario)) {
		c := s.clone()
		change(&c)
		list = append(list, c)
	}
	for i := range s.Rows {
		with(func(c *scenario) { c.Rows = slices.Delete(c.Rows, i, i+1) })
	}
	for _, name := range sortedKeys(s.Faults) {
		with(func(c *scenario) { delete(c.Faults, name) })
	}
	for _, name := range sortedKeys(s.Answers) {
		with(func(c *scenario) { delete(c.Answers, name) })
	}
	for i := range s.Cuts {
		with(func(c *scenario) { c.Cuts = slices.Delete(c.Cuts, i, i+1) })
	}
	for i := range s.UndoCut {
		with(func(c *scenario) { c.UndoCut = slices.Delete(c.UndoCut, i, i+1) })
	}
	for i := range s.Since {
		with(func(c *scenario) { c.Since = slices.Delete(c.Since, i, i+1) })
	}
	for i := range s.Others {
		with(func(c *scenario) { c.Others = slices.Delete(c.Others, i, i+1) })
	}
	for at := range s.Live {
		if !s.refers(at + 1) {
			with(func(c *scenario) { c.dropLive(at + 1) })
		}
	}
	for i, r := range s.Rows {
		if r.Custom != "" {
			with(func(c *scenario) { c.Rows[i].Custom = "" })
		}
		if r.Parent != "" {
			with(func(c *scenario) { c.Rows[i].Parent = "" })
		}
	}
	for i, o := range s.Live {
		if o.Custom != "" {
			with(func(c *scenario) { c.Live[i].Custom = "" })
		}
		if o.Parent != 0 {
			with(func(c *scenario) { c.Live[i].Parent = 0 })
		}
	}
	for _, o := range s.Options.smaller() {
		with(func(c *scenario) { c.Options = o })
	}
	return list
}

func (o options) smaller() (list []options) {
	for _, simpler := range []options{
		{Mode: "", Key: o.Key, AllowTwins: o.AllowTwins, SkipInvalid: o.SkipInvalid, Chunk: o.Chunk, Concurrency: o.Concurrency, MaxRejects: o.MaxRejects},
		{Mode: o.Mode, Key: o.Key, AllowTwins: o.AllowTwins, SkipInvalid: o.SkipInvalid, Chunk: o.Chunk, Concurrency: o.Concurrency},
		{Mode: o.Mode, Key: o.Key, AllowTwins: o.AllowTwins, SkipInvalid: o.SkipInvalid, Chunk: o.Chunk, Concurrency: 1, MaxRejects: o.MaxRejects},
		{Mode: o.Mode, Key: o.Key, SkipInvalid: o.SkipInvalid, Chunk: o.Chunk, Concurrency: o.Concurrency, MaxRejects: o.MaxRejects},
		{Mode: o.Mode, Key: o.Key, AllowTwins: o.AllowTwins, SkipInvalid: o.SkipInvalid, Concurrency: o.Concurrency, MaxRejects: o.MaxRejects},
	} {
		if simpler != o {
			list = append(list, simpler)
		}
	}
	return list
}

// refers tells whether something speaks of the live organization at a place.
func (s *scenario) refers(place int) bool {
	id := liveID(place)
	return slices.ContainsFunc(s.Others, func(c change) bool { return c.Live == place }) ||
		slices.ContainsFunc(s.Rows, func(r row) bool { return r.ID == id || r.Parent == id })
}

// dropLive takes a live organization away; those behind it move up.
func (s *scenario) dropLive(place int) {
	s.Live = slices.Delete(s.Live, place-1, place)
	for i, o := range s.Live {
		if o.Parent == place {
			s.Live[i].Parent = 0
		} else if o.Parent > place {
			s.Live[i].Parent--
		}
	}
	for old := place + 1; old <= len(s.Live)+1; old++ {
		for i := range s.Rows {
			for _, cell := range []*string{&s.Rows[i].ID, &s.Rows[i].Parent} {
				if *cell == liveID(old) {
					*cell = liveID(old - 1)
				}
			}
		}
	}
	for i := range s.Others {
		if s.Others[i].Live > place {
			s.Others[i].Live--
		}
	}
}

func (s scenario) clone() scenario {
	s.Live, s.Rows, s.Others, s.Cuts = slices.Clone(s.Live), slices.Clone(s.Rows), slices.Clone(s.Others), slices.Clone(s.Cuts)
	s.Since, s.UndoCut = slices.Clone(s.Since), slices.Clone(s.UndoCut)
	s.Answers, s.Faults = maps.Clone(s.Answers), maps.Clone(s.Faults)
	return s
}
