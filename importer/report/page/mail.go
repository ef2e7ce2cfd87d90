package page

import (
	"net/url"
	"strings"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
)

// approvalMail is a letter that approves what stands on a page. It names target, file and counts,
// and no organization: what a link holds is kept in many places.
func approvalMail(what, heading string, target run.Target, v verdict) string {
	if at, err := url.Parse(target.URL); err == nil && at.Host != "" {
		heading += " (" + at.Host + ")"
	}
	body := "I have looked through the report and approve exactly " + what + ".\r\n\r\n" + heading + "\r\n" + v.Sentence
	escape := func(s string) string {
		return strings.NewReplacer("&", "%26", "+", "%2B").Replace(url.PathEscape(orgnumber.Mask(s)))
	}
	return "mailto:?subject=" + escape("Approved: "+what) + "&body=" + escape(body)
}
