package push

import "sync/atomic"

// learnt is what this run has seen the API do where its documentation is silent.
// The push guards what isn't atomic.
type learnt struct {
	refusesWhole bool   // a bulk write with a bad row writes nothing
	writesPart   bool   // it writes the good rows
	namesRows    answer // a refusal that names rows names the bad ones
	bulkUpdates  answer
	probes       int

	shuffles atomic.Bool // answers are out of order
	idsLie   atomic.Bool // an answer told an id that the row hasn't
}

// answer is what a question to the API came to.
type answer uint8

const (
	unasked answer = iota
	yes
	no
)

func (w *worker) knowsRefusesWhole() bool {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	return w.push.learnt.refusesWhole && !w.push.learnt.writesPart
}

func (w *worker) learnRefusal(foundSome, someWereGood bool) {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	w.push.learnt.writesPart = w.push.learnt.writesPart || foundSome
	w.push.learnt.refusesWhole = w.push.learnt.refusesWhole || someWereGood && !foundSome
}

func (w *worker) namesRows() answer {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	return w.push.learnt.namesRows
}

// learnNames learns from the answer to rows that an answer had named as bad:
// whether all of them are.
func (w *worker) learnNames(b batch, allBad bool) {
	if !b.named {
		return
	}
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	switch {
	case !allBad:
		w.push.learnt.namesRows = no
	case w.push.learnt.namesRows == unasked:
		w.push.learnt.namesRows = yes
	}
}

// learnLimit learns from an array that was taken: were all rows of a larger one,
// of which nothing was written, taken in smaller ones, that was too large.
func (w *worker) learnLimit(b batch) {
	if b.of == nil {
		return
	}
	if b.of.left -= len(b.pieces); b.of.left == 0 {
		w.push.chunks.tooLarge(b.of.rows)
	}
}

// manyFail is how many writes in a row must have come to nothing, the smallest
// among them, until size isn't what is thought to be wrong.
const manyFail = 3

// allFail tells whether writes fail whatever their size.
func (w *worker) allFail() bool {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	return w.push.failing >= manyFail
}

// learnFailing learns from a write that is given up. When all fail, size isn't
// what is wrong.
func (w *worker) learnFailing() {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	if w.push.failing++; w.push.failing >= manyFail {
		w.push.chunks.restore()
	}
}
