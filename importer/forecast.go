package importer

import (
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// forecaster adds up what applying a plan would send.
type forecaster struct {
	creates, updates int
	bytes            int64
}

// bodyOverhead is what a write's body has beside its texts: keys, quotes, the
// parent's id.
const bodyOverhead = 100

func (f *forecaster) create(v run.Values) {
	f.creates++
	f.bytes += bodyOverhead + int64(len(v.Name)+len(v.CustomID.Text))
}

func (f *forecaster) update(d run.Decision) {
	f.updates++
	f.bytes += bodyOverhead + int64(len(d.After.Name)+len(d.After.CustomID.Text))
}

// result counts requests as the push makes them: the first row alone with its
// re-reading, then ten with theirs, then full chunks, whose ids are proven in the end; updates re-read 80 at a time and, at
// worst, written one by one.
func (f *forecaster) result(o *PlanOptions, live int) Forecast {
	requests := 0
	if f.creates > 0 {
		rest := max(0, f.creates-1-min(firstChunk, o.ChunkSize))
		requests += 2 + 2*min(1, f.creates-1) + (rest+o.ChunkSize-1)/o.ChunkSize + min(proveAtOnce/maxLookup, (rest+maxLookup-1)/maxLookup)
	}
	if f.updates > 0 {
		requests += f.updates + (f.updates+maxLookup-1)/maxLookup
	}
	out := Forecast{Requests: requests, Bytes: f.bytes}
	if o.Rate > 0 {
		out.Duration = time.Duration(float64(requests) / o.Rate * float64(time.Second))
	}
	return out
}
