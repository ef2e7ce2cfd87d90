package plan

import (
	"time"

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
	levels, waitedFor := t.levels()
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
			if waitedFor[i] {
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
// others; and the rows that some row waits for.
func (t *tree) levels() (levels []int32, waitedFor []bool) {
	levels, waitedFor = make([]int32, len(t.index.rows)), make([]bool, len(t.index.rows))
	writes := func(i int32) bool {
		return t.index.rows[i].action() == run.ActionCreate || t.index.rows[i].action() == run.ActionUpdate
	}
	var path []int32
	for i := range t.index.rows {
		for path = append(path, int32(i)); len(path) > 0; {
			at := path[len(path)-1]
			level, known := int32(1), true
			if !writes(at) || levels[at] > 0 {
				path = path[:len(path)-1]
				continue
			}
			for _, before := range t.befores(at) {
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
