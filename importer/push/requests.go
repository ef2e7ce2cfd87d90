package push

import (
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
)

// Tier counts the rows that can be written once as many others were, one after another.
type Tier struct {
	Creates int
	Parents int // of the creates: others wait for them, so that their ids are read again
	Updates int
	Alone   int // of the updates: those that an API that updates by bulk gets one by one all the same
}

// Requests counts what applying a plan takes when nothing goes wrong and the API does as the hints say.
// leading is how many of the first updates can't show whether it updates by bulk.
func (h Hints) Requests(tiers []Tier, leading, chunkSize int) int {
	chunk := h.chunkSize(chunkSize)
	return createRequests(tiers, chunk) + h.updateRequests(tiers, chunk, leading)
}

// jobs cuts rows as the push does: each kind begins with small jobs, and one that isn't full goes only when nothing is under way
// that may release more.
func jobs(tiers []Tier, rows func(Tier) int, size func(nth, queue int) int, job func(tier, rows, queue int)) {
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
func createRequests(tiers []Tier, chunk int) (requests int) {
	passed, parents, unproven := -1, 0, 0
	jobs(tiers, func(t Tier) int { return t.Creates }, func(nth, _ int) int { return [...]int{1, min(firstChunk, chunk), chunk}[min(nth, rampSteps)] }, func(at, rows, queue int) {
		for ; passed < at; passed++ {
			parents += tiers[passed+1].Parents
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
func (h Hints) updateRequests(tiers []Tier, chunk, leading int) (requests int) {
	left, alone := 0, 0
	for _, t := range tiers {
		left, alone = left+t.Updates, alone+t.Alone
	}
	probes := leading
	single := h.NoBulkUpdates || leading >= maxProbes || left == 1
	if single {
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
			return max(firstChunk, min(live.MaxLookup, queue/engine.DefaultConcurrency))
		case nth < rampSteps:
			return min(firstChunk, chunk)
		}
		return chunk
	}
	jobs(tiers, func(t Tier) int { return t.Updates }, size, func(_, rows, _ int) {
		requests += lookUps(rows) + 1
		if single {
			requests += rows - 1
		}
	})
	return requests + alone
}

// lookUps is how many requests read so many organizations.
func lookUps(rows int) int { return (rows + live.MaxLookup - 1) / live.MaxLookup }
