package plan

import (
	"time"

	"github.com/orgbatch/orgbatch/importer/order"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
)

// bodyOverhead is what a write's body has beside its texts: keys, quotes, the
// parent's id.
const bodyOverhead = 100

// weigh adds what a write weighs to the plan's forecast.
func (w *writing) weigh(name string, customID run.Text) {
	w.sum.Forecast.Bytes += bodyOverhead + int64(len(name)+len(customID.Text))
}

// forecastOf counts the requests that the push makes when nothing goes wrong and the API does as it is
// thought to, and the bytes that it sends.
func forecastOf(t *tree, o *Options, bytes int64) Forecast {
	tiers, leading := t.tiers()
	f := Forecast{Requests: o.Hints.Requests(tiers, leading, o.ChunkSize), Bytes: bytes}
	if o.Rate > 0 {
		f.Duration = time.Duration(float64(f.Requests) / o.Rate * float64(time.Second))
	}
	return f
}

// tiers gives the rows to be written by tier, and how many of the first updates can't show whether the API updates by bulk.
func (t *tree) tiers() (tiers []push.Tier, leading int) {
	levels, waiting := t.levels()
	shown := false
	for i, level := range levels {
		if level == 0 {
			continue
		}
		for len(tiers) < int(level) {
			tiers = append(tiers, push.Tier{})
		}
		tier, e := &tiers[level-1], &t.index.rows[i]
		if e.live == none {
			tier.Creates++
			if waiting.Awaited(int32(i)) {
				tier.Parents++
			}
			continue
		}
		tier.Updates++
		untold := t.live.rows[e.live].parent.IsAbsent() || t.live.rows[e.live].custom.Kind == run.Absent
		if untold {
			tier.Alone++
		}
		if shown = shown || !untold && !e.is(renames); !shown {
			leading++
		}
	}
	return tiers, leading
}

// levels gives for each row that is written one more than how many must be written before it, one after another, and 0 for
// others; and which rows wait for which.
func (t *tree) levels() ([]int32, *order.Waiting) {
	levels, waiting := make([]int32, len(t.index.rows)), order.New(len(t.index.rows))
	writes := func(i int32) bool {
		return t.index.rows[i].action() == run.ActionCreate || t.index.rows[i].action() == run.ActionUpdate
	}
	var ready []int32
	for i := range int32(len(levels)) {
		if !writes(i) {
			continue
		}
		for _, before := range t.befores(i) {
			if writes(before) {
				waiting.Add(i, before)
			}
		}
		if waiting.Left(i) == 0 {
			ready, levels[i] = append(ready, i), 1
		}
	}
	for n := 0; n < len(ready); n++ { // level by level, so that the last one that a row waits for is the highest
		waiting.Pass(ready[n], func(i int32) { ready, levels[i] = append(ready, i), levels[ready[n]]+1 })
	}
	return levels, waiting
}
