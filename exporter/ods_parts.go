package exporter

const (
	odsType = "application/vnd.oasis.opendocument.spreadsheet"
	odsName = "urn:oasis:names:tc:opendocument:xmlns:"
)

// odsParts are the parts of a workbook that are the same for all: what is in it, and
// that the first row stays in sight.
var odsParts = []bookPart{
	{"META-INF/manifest.xml", xmlStart + `<manifest:manifest xmlns:manifest="` + odsName + `manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + odsType + `"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
		`<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
	{"settings.xml", xmlStart + `<office:document-settings xmlns:office="` + odsName + `office:1.0" xmlns:config="` + odsName + `config:1.0"` +
		` xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3"><office:settings>` +
		`<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>` +
		`<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>` +
		`<config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name="` + sheetName + `">` +
		`<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>` +
		`<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>` +
		`<config:config-item config:name="ActiveSplitRange" config:type="short">2</config:config-item>` +
		`<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>` +
		`</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>` +
		`</config:config-item-set></office:settings></office:document-settings>`},
}

// contentStart is what precedes the styles of a sheet's columns: those of text and of the
// header, which are text whatever is typed over them.
const contentStart = xmlStart + `<office:document-content xmlns:office="` + odsName + `office:1.0" xmlns:table="` + odsName + `table:1.0"` +
	` xmlns:text="` + odsName + `text:1.0" xmlns:style="` + odsName + `style:1.0" xmlns:number="` + odsName + `datastyle:1.0"` +
	` xmlns:fo="` + odsName + `xsl-fo-compatible:1.0" office:version="1.3"><office:automatic-styles>` +
	`<number:text-style style:name="asText"><number:text-content/></number:text-style>` +
	`<style:style style:name="text" style:family="table-cell" style:data-style-name="asText"/>` +
	`<style:style style:name="header" style:family="table-cell" style:data-style-name="asText">` +
	`<style:table-cell-properties fo:background-color="#e7e6e6"/><style:text-properties fo:font-weight="bold"/></style:style>`

// tableStart begins the table, after those styles.
const tableStart = `</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="` + sheetName + `">`
