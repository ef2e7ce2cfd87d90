package push

import (
	"time"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// adoptFound settles the rows whose name was found, as adopt does. It gives back
// the rest, with the reasons renumbered, and how many rows this very request has
// made: it didn't refuse them, they aren't older, and none before it sent them.
func adoptFound(b batch, found map[string]pigello.Organization, reasons map[int]string, sent time.Time) (outcomes []run.Outcome, open batch, left map[int]string, made int) {
	open, left = batch{tries: b.tries, busy: b.busy}, map[int]string{}
	for n, p := range b.pieces {
		reason, refused := reasons[n]
		org, ok := found[p.write.Name]
		if !ok {
			if refused {
				left[len(open.pieces)] = reason
			}
			open.pieces = append(open.pieces, p)
			continue
		}
		at, err := org.CreatedTime()
		own := !refused && p.sent.IsZero() && err == nil && !at.Before(sent.Truncate(time.Second).Add(-live.DateSlack))
		if own {
			made++
		}
		status := run.Unchanged
		if own && b.said {
			status = run.Created
		}
		outcomes = append(outcomes, adopt(p, org, status))
	}
	return outcomes, open, left, made
}

// adopt enters an organization that was found for a row as what is true: created
// if an answer said so, else found there.
func adopt(p piece, org pigello.Organization, status run.Status) run.Outcome {
	if !live.Agrees(org, p.write) {
		o := heldFor(p, org, func(values string) string {
			return wording.English.Outcome.OtherThere(org.ID.String(), values)
		})
		o.Adopted = true
		return o
	}
	message := wording.English.Outcome.FoundThere
	if status == run.Created {
		message = wording.English.Outcome.FoundAsMeant
	}
	return run.Outcome{Row: p.row, ID: org.ID, Adopted: true, Status: status, Message: message}
}
