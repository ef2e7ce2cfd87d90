package exporter

const xmlStart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const (
	officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageTypes    = "http://schemas.openxmlformats.org/package/2006/content-types"
	packageLinks    = "http://schemas.openxmlformats.org/package/2006/relationships"
	spreadsheet     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	sheetTypes      = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// xlsxParts are the parts of a workbook that say what is in it; the same for all.
// The styles are: what nobody asked for, text, and the header's bold text on grey.
// ECMA-376 has the names.
var xlsxParts = []bookPart{
	{"[Content_Types].xml", xmlStart + `<Types xmlns="` + packageTypes + `">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + sheetTypes + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + sheetTypes + `styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + sheetTypes + `worksheet+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
	{"_rels/.rels", xmlStart + `<Relationships xmlns="` + packageLinks + `">` +
		`<Relationship Id="rId1" Type="` + officeRelations + `/officeDocument" Target="xl/workbook.xml"/>` +
		`<Relationship Id="rId2" Type="` + packageLinks + `/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
	{"xl/workbook.xml", xmlStart + `<workbook xmlns="` + spreadsheet + `" xmlns:r="` + officeRelations + `">` +
		`<sheets><sheet name="` + sheetName + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", xmlStart + `<Relationships xmlns="` + packageLinks + `">` +
		`<Relationship Id="rId1" Type="` + officeRelations + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + officeRelations + `/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", xmlStart + `<styleSheet xmlns="` + spreadsheet + `">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/></patternFill></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
		`<cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
}

// sheetStart is what precedes a sheet's columns: its first row stays in sight.
const sheetStart = xmlStart + `<worksheet xmlns="` + spreadsheet + `"><sheetViews><sheetView workbookViewId="0">` +
	`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`
