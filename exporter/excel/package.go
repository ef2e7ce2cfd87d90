package excel

import (
	"archive/zip"
	"io"
	"time"
)

// Part begins a part of a workbook's archive. It is dated, since the date that Go leaves blank is no day at all, of which some readers warn.
func Part(z *zip.Writer, name string, at time.Time) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC()})
}

// Unwritable says that XML has no way to write a character, not even by a reference.
func Unwritable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// Properties is the part docProps/core.xml of a workbook with this title, in the prefixes that Excel writes: there are readers that know no
// others. The title is written as it is.
func Properties(title string, at time.Time) string {
	when := ` xsi:type="dcterms:W3CDTF">` + at.UTC().Format(time.RFC3339)
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + title + `</dc:title><dc:creator>orgbatch</dc:creator><cp:lastModifiedBy>orgbatch</cp:lastModifiedBy>` +
		`<dcterms:created` + when + `</dcterms:created><dcterms:modified` + when + `</dcterms:modified></cp:coreProperties>`
}
