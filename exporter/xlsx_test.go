package exporter

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/pigello"
)

func workbook(t interface{ Fatal(...any) }, names, codes []string) []byte {
	var b bytes.Buffer
	e := newBookEncoder(&b, xlsxForm{}, []string{"name", "custom_id", "tags"}, nil, time.Now())
	for i := range names {
		org := pigello.Organization{Name: names[i], CustomID: pigello.Some(codes[i])}
		if err := e.encode(&org); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.end(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever text goes into a workbook is what our reader finds, and what another
// library does: as text, below a header that names a column without any value.
func TestWorkbookComesBack(t *testing.T) {
	part := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"_x000D_", "_x0041", "\r\n", "\r", "\n", "\t", "\x01", "\x1f", "&<>\"'", "=1+1", "00123", "2024-01-15", "1E5", "\uFFFE", "\uFFFF", " ", "å", "🏠", "_"}))
	text := rapid.Custom(func(t *rapid.T) string {
		s := "x" + strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "parts"), "") + "y"
		return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?") // which the API doesn't have
	})
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.SliceOfN(text, 3, 6).Draw(rt, "names")
		codes := rapid.SliceOfN(text, len(names), len(names)).Draw(rt, "codes")
		file := workbook(rt, names, codes)
		tab, err := table.Open(bytes.NewReader(file), "a.xlsx", table.Options{KnownHeader: func(s string) bool { return s == "name" || s == "custom_id" }})
		if err != nil {
			rt.Fatal(err)
		}
		if want := []string{"name", "custom_id", "tags"}; !slices.Equal(tab.Header(), want) {
			rt.Fatalf("header %q", tab.Header())
		}
		n := 0
		for row, err := range tab.Rows() {
			if err != nil || n == len(names) || row.Cells[0].Text != names[n] || row.Cells[1].Text != codes[n] {
				rt.Fatalf("row %d: %+v, %v, want %q %q", n, row.Cells, err, names[n], codes[n])
			}
			n++
		}
		if n != len(names) {
			rt.Fatalf("%d rows of %d", n, len(names))
		}
	})
}

// Another library finds the same, and a header that stays in sight.
func TestWorkbookIsOne(t *testing.T) {
	names, codes := []string{"Åkerö & Söner <AB>", "=1+1", "00123"}, []string{"1E5", "_x0041_", " två  blanka "}
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t, names, codes)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("organizations")
	if err != nil || len(rows) != 4 || !slices.Equal(rows[0], []string{"name", "custom_id", "tags"}) {
		t.Fatalf("%q, %v", rows, err)
	}
	for i := range names {
		if rows[i+1][0] != names[i] || rows[i+1][1] != codes[i] {
			t.Errorf("row %d is %q, want %q %q", i, rows[i+1], names[i], codes[i])
		}
		if kind, err := f.GetCellType("organizations", "A"+string(rune('2'+i))); err != nil || kind != excelize.CellTypeInlineString {
			t.Errorf("row %d has a cell of kind %v, %v", i, kind, err)
		}
	}
	if panes, err := f.GetPanes("organizations"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
}

// What doesn't fit is an error that names it, and nothing is cut.
func TestWorkbookLimits(t *testing.T) {
	e := newBookEncoder(io.Discard, xlsxForm{}, []string{"name", "id"}, nil, time.Now())
	fits, tooLong := sampleOrganization(1), sampleOrganization(2)
	fits.Name, tooLong.Name = strings.Repeat("🏠", maxCellUnits/2), strings.Repeat("🏠", maxCellUnits/2+1)
	if err := e.encode(&fits); err != nil {
		t.Error(err)
	}
	var limit *SheetError
	if err := e.encode(&tooLong); !errors.As(err, &limit) || !strings.Contains(err.Error(), tooLong.ID.String()+", column name") || limit.Hint() == "" {
		t.Errorf("a text that is too long: %v", err)
	}
	e.rows = maxSheetRows - 1
	if err := e.encode(&fits); err != nil {
		t.Errorf("the last row: %v", err)
	}
	if err := e.encode(&fits); !errors.As(err, &limit) {
		t.Errorf("a row too many: %v", err)
	}
	if err := e.end(); !errors.As(err, &limit) {
		t.Errorf("the end of what didn't fit: %v", err)
	}
}
