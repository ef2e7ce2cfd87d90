package exporter

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/exporter/excel"
)

// xlsxForm is the form of Excel, ECMA-376. The sheet has no dimension: how many rows
// it has is known at its end alone, and one that is wrong is believed.
type xlsxForm struct{}

func (xlsxForm) begin(z *zip.Writer, columns []string, at time.Time) (io.Writer, string, error) {
	for _, part := range append(xlsxParts, bookPart{"docProps/core.xml", excel.Properties("Organizations", at)}) {
		if err := part.write(z, at); err != nil {
			return nil, "", err
		}
	}
	sheet, err := excel.Part(z, "xl/worksheets/sheet1.xml", at)
	var head strings.Builder
	head.WriteString(sheetStart)
	for i, name := range columns {
		fmt.Fprintf(&head, `<col min="%d" max="%d" width="%d" style="1" customWidth="1"/>`, i+1, i+1, columnWidth(name))
	}
	head.WriteString(`</cols><sheetData>`)
	return sheet, head.String(), err
}

func (xlsxForm) takes(text string) bool { return utf16Length(text) <= maxCellUnits }

// row appends a row. The styles of its cells are in xl/styles.xml: 1 is text, 2 the header.
func (xlsxForm) row(dst []byte, n int, cells []string) []byte {
	style := "1"
	if n == 1 {
		style = "2"
	}
	dst = append(dst, `<row r="`...)
	dst = strconv.AppendInt(dst, int64(n), 10)
	dst = append(dst, `">`...)
	for i, cell := range cells {
		dst = append(dst, `<c r="`...)
		dst = append(dst, 'A'+byte(i)) // there are fewer columns than letters
		dst = strconv.AppendInt(dst, int64(n), 10)
		dst = append(dst, `" s="`+style+`" t="inlineStr"><is><t`...)
		if strings.TrimSpace(cell) != cell { // which Excel would do; openxlsx of R takes the attribute for text, so that only these have it
			dst = append(dst, ` xml:space="preserve"`...)
		}
		dst = append(dst, '>')
		dst = append(appendXLSXText(dst, cell), `</t></is></c>`...)
	}
	return append(dst, `</row>`...)
}

func (xlsxForm) end(columns, rows int) string {
	return fmt.Sprintf(`</sheetData><autoFilter ref="A1:%c%d"/></worksheet>`, 'A'+columns-1, rows)
}
