package main

import (
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/report/page"
)

// planSince is a plan beside the last one of files of the same names.
type planSince struct {
	Run         string    `json:"run" doc:"the short id of the run that was planned before"`
	Created     time.Time `json:"created" doc:"when it was planned"`
	WasRejected int       `json:"was_rejected" doc:"rows that it would have rejected"`
	Rejected    int       `json:"rejected" doc:"rows that this plan would reject"`
	WasHeld     int       `json:"was_held" doc:"rows that it would have held"`
	Held        int       `json:"held" doc:"rows that this plan would hold"`
	Mended      int       `json:"mended" doc:"of those rejected or held then, how many are there and are neither any more"`
	New         int       `json:"new" doc:"of those rejected or held now, how many weren't then, or weren't there"`
	Gone        int       `json:"gone" doc:"of those rejected or held then, how many the files don't have any more"`
	TooMany     bool      `json:"too_many,omitempty" doc:"there were more than are compared one by one, so mended, new and gone aren't known"`
}

// describeSince says what changed since the last plan of files of these names: "37 → 4 rejected: 33 corrected, 0 new".
func describeSince(c *importer.Comparison) string {
	var counts []string
	if c.WasRejected+c.Rejected > 0 {
		counts = append(counts, words.English.Since.Rejected(c.WasRejected, c.Rejected))
	}
	if c.WasHeld+c.Held > 0 {
		counts = append(counts, words.English.Since.OnHold(c.WasHeld, c.Held))
	}
	text := strings.Join(counts, ", ")
	if !c.TooMany {
		text = words.English.Since.Corrected(text, c.Mended, c.New)
	}
	if c.Gone > 0 {
		text = words.English.Since.Gone(text, c.Gone)
	}
	return words.English.Since.Run(text, c.Run, c.Created.Local())
}

// sinceEvent is the same for a script.
func sinceEvent(c *importer.Comparison) *planSince {
	if c == nil {
		return nil
	}
	return &planSince{
		Run: c.Run, Created: c.Created.UTC(), WasRejected: c.WasRejected, Rejected: c.Rejected, WasHeld: c.WasHeld, Held: c.Held,
		Mended: c.Mended, New: c.New, Gone: c.Gone, TooMany: c.TooMany,
	}
}

// sinceOnPage is the same for the plan's page.
func sinceOnPage(c *importer.Comparison) page.Since {
	if c == nil {
		return page.Since{}
	}
	return page.Since{Run: c.Run, Text: describeSince(c), IsNew: c.IsNew}
}
