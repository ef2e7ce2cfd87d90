package table

import (
	"github.com/orgbatch/orgbatch/importer/table/archive"
)

// refuseForeign names an archive that is no workbook by the parts it has.
func refuseForeign(a *archive.Archive) error {
	for _, kind := range []struct{ folder, problem string }{
		{"word/", "it is a Word document (docx)"}, {"ppt/", "it is a presentation (pptx)"},
	} {
		if a.HasFolder(kind.folder) {
			return a.Fail(kind.problem, "ask for the table as an Excel workbook or as CSV")
		}
	}
	switch {
	case a.HasFolder("index/"):
		return a.Fail("it is a Numbers document of Apple's", "open it in Numbers and export it to Excel or CSV")
	case a.Has("META-INF/manifest.xml") && a.Has("content.xml"):
		return a.Fail("it is an OpenDocument file, but not a spreadsheet", "ask for the table as an Excel workbook or as CSV")
	}
	return a.Fail("it is a zip archive but not a workbook", "unpack it and give the file that is in it")
}
