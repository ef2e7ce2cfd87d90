package report

import (
	"testing"

	"github.com/chromedp/cdproto/page"
)

// customersReport is the path of a report of everything.
func customersReport(t *testing.T) string {
	t.Helper()
	r, p := customersRun(t)
	files, err := WriteHTML(r, p)
	must(t, err)
	return files[0].Path
}

// TestBrowserLooks opens the report in light, dark, on a narrow screen and on paper, and keeps pictures for people to look at.
func TestBrowserLooks(t *testing.T) {
	v := newTab(t)
	v.scheme("light")
	v.open(customersReport(t))
	v.keep("report-light.png", v.picture)
	v.keep("report.pdf", func() []byte {
		return call(v, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69}).Data
	})
	v.scheme("dark")
	v.keep("report-dark.png", v.picture)
	v.scheme("light")
	v.size(400, 800)
	v.is(`document.documentElement.scrollWidth <= 400`, "true") // nothing stands out at the side
	v.keep("report-narrow.png", v.picture)
	v.quiet()
}
