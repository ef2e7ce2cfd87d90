package importer

import (
	"time"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
)

// bodyOverhead is what a write's body has beside its texts: keys, quotes, the
// parent's id.
const bodyOverhead = 100

// weigh adds what a write weighs to the plan's forecast.
func (p *planner) weigh(name string, customID run.Text) {
	p.sum.Forecast.Bytes += bodyOverhead + int64(len(name)+len(customID.Text))
}

// forecastOf counts the requests that the push makes when nothing goes wrong and the API does as it is thought to.
func (p *planner) forecastOf(o *PlanOptions) Forecast {
	tiers, leading := p.tiers()
	requests := createRequests(tiers, o.Hints.chunkSize(o.ChunkSize)) + updateRequests(tiers, o.Hints.chunkSize(o.ChunkSize), leading, o.Hints.NoBulkUpdates)
	out := Forecast{Requests: requests, Bytes: p.sum.Forecast.Bytes}
	if o.Rate > 0 {
		out.Duration = time.Duration(float64(requests) / o.Rate * float64(time.Second))
	}
	return out
}

// tier counts the rows that can be written once as many others were, one after another.
type tier struct {
	creates int
	parents int // of the creates: others wait for them, so that their ids are read again
	updates int
	alone   int // of the updates: those that an API that updates by bulk gets one by one all the same
}

// tiers gives the rows to be written by tier, and how many of the first updates can't show whether the API updates by bulk.
func (p *planner) tiers() (tiers []tier, leading int) {
	levels, waitedFor := p.levels()
	shown := false
	for i, level := range levels {
		if level == 0 {
			continue
		}
		for len(tiers) < int(level) {
			tiers = append(tiers, tier{})
		}
		t, e := &tiers[level-1], &p.index.rows[i]
		if e.live == none {
			t.creates++
			if waitedFor[i] {
				t.parents++
			}
			continue
		}
		t.updates++
		untold := p.live.rows[e.live].parent.IsAbsent() || p.live.rows[e.live].custom.Kind == run.Absent
		if untold {
			t.alone++
		}
		if shown = shown || !untold && !e.is(renames); !shown {
			leading++
		}
	}
	return tiers, leading
}

// levels gives for each row that is written one more than how many must be written before it, one after another, and 0 for
// others; and the rows that some row waits for.
func (p *planner) levels() (levels []int32, waitedFor []bool) {
	levels, waitedFor = make([]int32, len(p.index.rows)), make([]bool, len(p.index.rows))
	writes := func(i int32) bool {
		return p.index.rows[i].action() == run.ActionCreate || p.index.rows[i].action() == run.ActionUpdate
	}
	var path []int32
	for i := range p.index.rows {
		for path = append(path, int32(i)); len(path) > 0; {
			at := path[len(path)-1]
			level, known := int32(1), true
			if !writes(at) || levels[at] > 0 {
				path = path[:len(path)-1]
				continue
			}
			for _, before := range p.befores(at) {
				if !writes(before) {
					continue
				}
				if waitedFor[before] = true; levels[before] == 0 {
					path, known = append(path, before), false
				}
				level = max(level, levels[before]+1)
			}
			if known {
				levels[at], path = level, path[:len(path)-1]
			}
		}
	}
	return levels, waitedFor
}

// jobs cuts rows as the push does: each kind begins with small jobs, and one that isn't full goes only when nothing is under way
// that may release more.
func jobs(tiers []tier, rows func(tier) int, size func(nth, queue int) int, job func(tier, rows, queue int)) {
	nth, queue := 0, 0
	for at, t := range tiers {
		queue += rows(t)
		for begun := false; queue > 0; begun = true {
			most := size(nth, queue)
			n := min(queue, most)
			if begun && nth >= rampSteps && at < len(tiers)-1 && n < max(1, most/2) {
				break
			}
			job(at, n, queue)
			queue -= n
			nth++
		}
	}
}

// createRequests counts a job's write, and the reading of what others are to be written with, of the first rows, and of all others
// in the end.
func createRequests(tiers []tier, chunk int) (requests int) {
	passed, parents, unproven := -1, 0, 0
	jobs(tiers, func(t tier) int { return t.creates }, func(nth, _ int) int { return [...]int{1, min(firstChunk, chunk), chunk}[min(nth, rampSteps)] }, func(at, rows, queue int) {
		for ; passed < at; passed++ {
			parents += tiers[passed+1].parents
		}
		read := (parents*rows + queue - 1) / queue
		parents -= read
		if requests == 0 || requests == 2 && rows > 1 {
			read = rows
		}
		unproven += rows - read
		requests += 1 + lookUps(read)
	})
	return requests + min(lookUps(unproven), lookUps(proveAtOnce))
}

// updateRequests counts a job's reading before it, its write, and of the row that shows whether the API updates by bulk its
// reading after it. Without that, and in the place of it, each row has a write of its own.
func updateRequests(tiers []tier, chunk, leading int, single bool) (requests int) {
	left, alone := 0, 0
	for _, t := range tiers {
		left, alone = left+t.updates, alone+t.alone
	}
	probes := leading
	if single = single || leading >= maxProbes || left == 1; single {
		probes, alone = min(leading, maxProbes), 0
	} else if left > 0 {
		probes++
		requests++
	}
	size := func(nth, queue int) int {
		switch {
		case nth < max(1, probes):
			return 1
		case single:
			return max(firstChunk, min(live.MaxLookup, queue/DefaultConcurrency))
		case nth < rampSteps:
			return min(firstChunk, chunk)
		}
		return chunk
	}
	jobs(tiers, func(t tier) int { return t.updates }, size, func(_, rows, _ int) {
		requests += lookUps(rows) + 1
		if single {
			requests += rows - 1
		}
	})
	return requests + alone
}

// lookUps is how many requests read so many organizations.
func lookUps(rows int) int { return (rows + live.MaxLookup - 1) / live.MaxLookup }
