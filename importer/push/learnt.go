package push

import (
	"sync"
	"sync/atomic"

	"github.com/orgbatch/orgbatch/pigello"
)

// learnt is what this run has seen the API do where its documentation is silent. It is safe for
// concurrent use.
type learnt struct {
	chunks   *chunks
	shuffles atomic.Bool // answers are out of order
	idsLie   atomic.Bool // an answer told an id that the row hasn't

	mu           sync.Mutex
	refusesWhole bool   // a bulk write with a bad row writes nothing
	writesPart   bool   // it writes the good rows
	namesRows    answer // a refusal that names rows names the bad ones
	bulkUpdates  answer
	probes       int
	failing      int // writes in a row, of whatever size, that came to nothing
}

// answer is what a question to the API came to.
type answer uint8

const (
	unasked answer = iota
	yes
	no
)

// read gives what is known now.
func read[T any](l *learnt, what *T) T {
	l.mu.Lock()
	defer l.mu.Unlock()
	return *what
}

// refusal learns from an array that was refused: whether some of its good rows were written.
func (l *learnt) refusal(written, good int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writesPart = l.writesPart || written > 0
	l.refusesWhole = l.refusesWhole || good > 0 && written == 0
}

func (l *learnt) wholeArraysAlone() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refusesWhole && !l.writesPart
}

// named learns from the answer to rows that an answer had named as bad: whether all of them are.
func (l *learnt) named(b batch, bad int) {
	if !b.named {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case bad < len(b.pieces):
		l.namesRows = no
	case l.namesRows == unasked:
		l.namesRows = yes
	}
}

// bulkUpdate learns from a row that may have shown whether ids in bulk writes are heeded.
func (l *learnt) bulkUpdate(a answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.probes++
	if l.bulkUpdates != unasked {
		return
	}
	l.bulkUpdates = a
	if a == unasked && l.probes >= maxProbes {
		l.bulkUpdates = no
	}
}

// size learns the size of an array from its answer. A refusal that names no row may be one of the
// size.
func (l *learnt) size(b batch, err error) {
	switch rows := len(b.pieces); {
	case pigello.IsTooLarge(err):
		l.chunks.tooLarge(rows)
	case pigello.IsFailure(err):
		l.chunks.tooSlow(rows)
	case err == nil || pigello.IsBadRequest(err) && (rows == 1 || len(namedRows(err, rows)) > 0):
		l.chunks.taken(rows)
	}
}

// limit learns from an array that was taken: were all rows of a larger one, of which nothing was
// written, taken in smaller ones, that was too large.
func (l *learnt) limit(b batch) {
	if b.of == nil {
		return
	}
	b.of.left -= len(b.pieces)
	if b.of.left == 0 {
		l.chunks.tooLarge(b.of.rows)
	}
}

// manyFail is how many writes in a row must have come to nothing, the smallest
// among them, until size isn't what is thought to be wrong.
const manyFail = 3

// allFail tells whether writes fail whatever their size.
func (l *learnt) allFail() bool { return read(l, &l.failing) >= manyFail }

// failed learns from a write that is given up. When all fail, size isn't what is wrong.
func (l *learnt) failed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failing++
	if l.failing >= manyFail {
		l.chunks.restore()
	}
}

// worked learns that not all writes fail.
func (l *learnt) worked() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failing = 0
}
