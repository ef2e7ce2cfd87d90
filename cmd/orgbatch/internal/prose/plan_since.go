package prose

import (
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/report/page"
)

// describeSince says what changed since the last plan of files of these names: "37 → 4 rejected: 33 corrected, 0 new".
func describeSince(c *history.Comparison) string {
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

// sinceOnPage is the same for the plan's page.
func sinceOnPage(c *history.Comparison) page.Since {
	if c == nil {
		return page.Since{}
	}
	return page.Since{Run: c.Run, Text: describeSince(c), IsNew: c.IsNew}
}
