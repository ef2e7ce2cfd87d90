package push

import (
	"container/heap"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/order"
	"github.com/orgbatch/orgbatch/importer/run"
)

// The first write of a run is one row, read back and compared; the next is
// firstChunk rows; then full chunks follow.
const firstChunk = 10

// rampSteps is how many jobs of a kind go alone before it goes full width.
const rampSteps = 2

// load reads the plan and lines up the rows that wait for nothing.
func (p *push) load() error {
	var err error
	if p.status, p.ids, err = p.engine.Run.States(); err != nil {
		return err
	}
	for row := range p.sentBefore {
		p.status[row] = run.NotReached // to be sent again
	}
	rows := len(p.status)
	p.actions, p.proven, p.waiting = make([]run.Action, rows), make([]bool, rows), order.New(rows)
	i := int32(0)
	for d, err := range p.engine.Run.Decisions(0) {
		if err != nil {
			return err
		}
		p.actions[i] = d.Action
		if p.pending(i) {
			p.total++
			p.waitFor(i, d.ParentRow)
			p.waitFor(i, d.NameAfter)
			p.waitFor(i, d.MoveAfter-1)
		}
		i++
	}
	for i := range p.actions {
		if p.pending(int32(i)) && p.waiting.Left(int32(i)) == 0 {
			p.enqueue(int32(i))
		}
	}
	return nil
}

func (p *push) pending(i int32) bool {
	return (p.actions[i] == run.ActionCreate || p.actions[i] == run.ActionUpdate) && p.status[i] == run.NotReached
}

func (p *push) waitFor(i, before int32) {
	if before == run.NoRow {
		return
	}
	if !p.status[before].IsWritten() {
		p.waiting.Add(i, before)
	}
}

func (p *push) enqueue(i int32) {
	k := creating
	if p.actions[i] == run.ActionUpdate {
		k = updating
	}
	heap.Push(&p.queues[k], i)
}

// Next makes the next job, if one may start now. A chunk that isn't half full
// waits as long as jobs under way may still release rows for it.
func (p *push) Next(underWay int) (*worker, bool) {
	for _, k := range [...]kind{creating, updating} {
		queue, size := &p.queues[k], p.size(k)
		if queue.Len() == 0 || underWay > 0 && (p.ramp[k] < rampSteps || queue.Len() < max(1, size/2)) {
			continue
		}
		rows := make([]int32, 0, min(size, queue.Len()))
		for len(rows) < size && queue.Len() > 0 {
			rows = append(rows, heap.Pop(queue).(int32))
		}
		first := len(rows) > 1 && !p.several[k]
		p.several[k] = p.several[k] || first
		return &worker{push: p, kind: k, rows: rows, first: first}, true
	}
	return nil, false
}

// size is how many rows the next job of a kind takes.
func (p *push) size(k kind) int {
	bulk := read(&p.learnt, &p.learnt.bulkUpdates)
	switch {
	case p.ramp[k] == 0, k == updating && bulk == unasked:
		return 1
	case p.ramp[k] == 1:
		return min(firstChunk, p.learnt.chunks.size())
	case k == updating && bulk == no:
		// One request a row, and one to read a job's rows again: share them out
		// evenly, in jobs that are worth their reading.
		return max(firstChunk, min(live.MaxLookup, p.queues[updating].Len()/p.engine.Options.Concurrency))
	}
	return p.learnt.chunks.size()
}

// rowHeap gives rows in file order, so that blocks are read as they lie.
type rowHeap []int32

func (h rowHeap) Len() int           { return len(h) }
func (h rowHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h rowHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *rowHeap) Push(x any)        { *h = append(*h, x.(int32)) }
func (h *rowHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
