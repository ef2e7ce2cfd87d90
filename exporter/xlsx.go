package exporter

import (
	"archive/zip"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/exporter/excel"
)

// xlsxForm is the form of Excel, ECMA-376. The sheet has no dimension: how many rows
// it has is known at its end alone, and one that is wrong is believed.
type xlsxForm struct{}

func (xlsxForm) begin(z *zip.Writer, columns []string, at time.Time) (io.Writer, string, error) {
	core := bookPart{"docProps/core.xml", excel.Properties("Organizations", at)}
	for _, part := range append(xlsxParts, core) {
		if err := part.write(z, at); err != nil {
			return nil, "", err
		}
	}
	sheet, err := excel.Part(z, "xl/worksheets/sheet1.xml", at)
	var head strings.Builder
	head.WriteString(sheetStart)
	for i, name := range columns {
		fmt.Fprintf(&head, `<col min="%[1]d" max="%[1]d" width="%[2]d" style="1" customWidth="1"/>`,
			i+1, columnWidth(name))
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
		// Excel would trim the cell. openxlsx of R reads the attribute as text, so only these have it.
		if strings.TrimSpace(cell) != cell {
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

// appendXLSXText appends a text as XML. A carriage return, which XML would turn into
// another line end, is a reference: more readers know those than know _x000D_, in
// which form workbooks write what XML has no way to. So is the first character of what
// only looks like that.
func appendXLSXText(dst []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '\r':
			dst = append(dst, "&#13;"...)
		case excel.Unwritable(r), r == '_' && looksEscaped(s[i:]):
			dst = fmt.Appendf(dst, "_x%04X_", r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

var escapeStart = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}(?s:.)`)

// looksEscaped says whether a text begins as _x000D_ does, or will: its last character
// may be that with which the next escape begins.
func looksEscaped(s string) bool {
	if !escapeStart.MatchString(s) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[6:])
	return next == '_' || excel.Unwritable(next)
}

// utf16Length is how long a spreadsheet program takes a text for.
func utf16Length(s string) (n int) {
	if len(s) <= maxCellUnits {
		return len(s) // at most
	}
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
