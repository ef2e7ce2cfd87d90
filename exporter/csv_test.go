package exporter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/gocarina/gocsv"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/pigello"
)

// Every column of the API's field table is a column of the file, in its order.
func TestColumnsAreTheFields(t *testing.T) {
	var fields []string
	for _, f := range pigello.Fields() {
		fields = append(fields, f.Name)
	}
	if got := DefaultColumns(); !slices.Equal(got, fields) {
		t.Errorf("columns %q, fields %q", got, fields)
	}
	if got, want := AllColumns(), append(fields, columnParentName, columnParentCustomID); !slices.Equal(got, want) {
		t.Errorf("all columns %q, want %q", got, want)
	}
}

// readCSV reads a file as RFC 4180 has it and nothing else: values as they
// stand, an error for whatever the standard doesn't know.
func readCSV(s string) (rows [][]string, err error) {
	var row []string
	for len(s) > 0 {
		var cell string
		if strings.HasPrefix(s, `"`) {
			var b strings.Builder
			for s = s[1:]; ; {
				i := strings.IndexByte(s, '"')
				if i < 0 {
					return nil, errors.New("a quoted cell doesn't end")
				}
				b.WriteString(s[:i])
				s = s[i+1:]
				if !strings.HasPrefix(s, `"`) {
					break
				}
				b.WriteByte('"')
				s = s[1:]
			}
			cell = b.String()
		} else {
			i := strings.IndexAny(s, "\n,")
			if i < 0 {
				return nil, errors.New("the last row doesn't end")
			}
			cell, s = s[:i], s[i:]
			if strings.ContainsAny(cell, "\"\r") {
				return nil, fmt.Errorf("a bare cell holds a quote or CR: %q", cell)
			}
		}
		row = append(row, cell)
		switch {
		case strings.HasPrefix(s, ","):
			s = s[1:]
			if s == "" || s[0] == '\n' {
				row = append(row, "")
				if s == "" {
					return nil, errors.New("the last row doesn't end")
				}
				rows, row, s = append(rows, row), nil, s[1:]
			}
		case strings.HasPrefix(s, "\n"):
			rows, row, s = append(rows, row), nil, s[1:]
		default:
			return nil, fmt.Errorf("after a cell stands %q", s)
		}
	}
	return rows, nil
}

// drawCell draws what the API can carry and what readers stumble over.
func drawCell() *rapid.Generator[string] {
	hard := rapid.SampledFrom([]string{"", " ", `"`, `""`, ",", ";", "\t", "\r\n", "\n", "\r", "\r\r\n", "a,b", `a"b`,
		`\`, `\.`, "'", "=1+1", "\ufeff", "#x", " a ", "å", "🏠", "\u202eabc", "\u2028", "null", "{}", strings.Repeat("🏠", 255)})
	part := rapid.OneOf(hard, rapid.String())
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "parts"), "")
	})
}

// What goes into the file comes back out, by the standard and by the reader
// that an import uses, whatever the columns.
func TestCellsComeBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := []string{"id", "name", "custom_id", "organization"}
		columns := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, 4, rapid.ID[string]).Draw(rt, "columns")
		rows := rapid.SliceOfN(rapid.SliceOfN(drawCell(), 4, 4), 1, 8).Draw(rt, "rows")
		var buf bytes.Buffer
		w := newCSVWriter(&buf, project(columns, all))
		want := [][]string{columns}
		if err := w.Write(all); err != nil {
			rt.Fatal(err)
		}
		for _, row := range rows {
			if err := w.Write(row); err != nil {
				rt.Fatal(err)
			}
			var cells []string
			for _, place := range project(columns, all) {
				cells = append(cells, row[place])
			}
			want = append(want, cells)
		}
		w.Flush()
		got, err := readCSV(buf.String())
		if err != nil {
			rt.Fatalf("%v in %q", err, buf.String())
		}
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			rt.Fatalf("read %q, wrote %q", got, want)
		}
		checkTable(rt, buf.Bytes(), want)
	})
}

// checkTable reads the file as an import does. NUL is left out: the API has
// none, and the reader refuses it.
func checkTable(t *rapid.T, file []byte, want [][]string) {
	if bytes.IndexByte(file, 0) >= 0 {
		return
	}
	tab, err := table.Open(bytes.NewReader(file), "export.csv", table.Options{})
	if err != nil {
		t.Fatalf("open %q: %v", file, err)
	}
	if !slices.Equal(tab.Header(), want[0]) {
		t.Fatalf("header %q of %q", tab.Header(), file)
	}
	i := 1
	for row, err := range tab.Rows() {
		if err != nil || row.Unreadable || i >= len(want) {
			t.Fatalf("row %d of %q: %v %+v", i, file, err, row)
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		if !slices.Equal(cells, want[i]) {
			t.Fatalf("row %d read %q, wrote %q", i, cells, want[i])
		}
		i++
	}
	if i != len(want) {
		t.Fatalf("%d rows of %d in %q", i-1, len(want)-1, file)
	}
}

func TestCells(t *testing.T) {
	id := uuid.MustParse("497f6eca-6276-4993-bfeb-53cbbbba6f08")
	for _, c := range []struct {
		name string
		org  pigello.Organization
		want []string
	}{
		{"all", pigello.Organization{
			ID: id, Name: "A", CustomID: pigello.Some("c"), Parent: pigello.Some(id), CreatedAt: "2019-08-24T14:15:22Z",
			Tags: jsontext.Value(`[ {"a": 1.0} ]`), CustomerColumns: jsontext.Value(`{"x":"a b"}`),
		}, []string{id.String(), "A", "c", id.String(), "2019-08-24T14:15:22Z", `[{"a":1.0}]`, `{"x":"a b"}`, "", ""}},
		{"null", pigello.Organization{
			ID: id, Name: "A", CustomID: pigello.Null[string](), Parent: pigello.Null[uuid.UUID](), Tags: jsontext.Value("null"),
		}, []string{id.String(), "A", "", "", "", "", "", "", ""}},
		{"absent", pigello.Organization{ID: id, Name: "A"}, []string{id.String(), "A", "", "", "", "", "", "", ""}},
		{"no parent", pigello.Organization{ID: id, Name: "A", Parent: pigello.Some(uuid.Nil)},
			[]string{id.String(), "A", "", "", "", "", "", "", ""}},
		{"odd JSON", pigello.Organization{ID: id, CustomerColumns: jsontext.Value("{ not json")},
			[]string{id.String(), "", "", "", "", "", "{ not json", "", ""}},
	} {
		if got := newCells(nil).of(&c.org); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// An error of the file is told by the row that meets it, or by the end.
func TestEncodersTellErrors(t *testing.T) {
	full := errors.New("disk full")
	org := sampleOrganization(0)
	for name, e := range map[string]encoder{
		"csv":   newCSVEncoder(failing{full}, &plan{columns: DefaultColumns()}),
		"jsonl": &jsonlEncoder{w: gathering(failing{full})},
		"xlsx":  newBookEncoder(failing{full}, xlsxForm{}, DefaultColumns(), nil, time.Now()),
		"ods":   newBookEncoder(failing{full}, odsForm{new(int)}, DefaultColumns(), nil, time.Now()),
	} {
		var err error
		for i := 0; i < 2000 && err == nil; i++ {
			err = e.encode(&org)
		}
		if !errors.Is(err, full) {
			t.Errorf("%s: rows end with %v", name, err)
		}
	}
	e := newCSVEncoder(failing{full}, &plan{columns: DefaultColumns()})
	if err := errors.Join(e.encode(&org), e.end()); !errors.Is(err, full) {
		t.Errorf("end: %v", err)
	}
}

// A file of no rows still has its header.
func TestNoRows(t *testing.T) {
	var buf bytes.Buffer
	if err := newCSVEncoder(&buf, &plan{columns: []string{"name", "id"}}).end(); err != nil || buf.String() != "name,id\n" {
		t.Errorf("%q, %v", buf.String(), err)
	}
}

func sampleOrganization(i int) pigello.Organization {
	id := uuid.NewSHA1(uuid.Nil, fmt.Append(nil, i))
	org := pigello.Organization{
		ID: id, Name: fmt.Sprintf("Exempelbacken Fastigheter %d AB", i), CustomID: pigello.Some(fmt.Sprint("K-", i)),
		Parent: pigello.Some(uuid.NewSHA1(uuid.Nil, fmt.Append(nil, i/10))), CreatedAt: "2026-11-23T20:35:29.123456Z",
		Tags: jsontext.Value("null"), CustomerColumns: jsontext.Value("null"),
	}
	org.Raw = fmt.Appendf(nil, `{"id":"%s","name":"%s","custom_id":"K-%d","organization":{"id":"%s"},"created_at":"%s","tags":null,"customer_columns":null}`,
		id, org.Name, i, uuid.NewSHA1(uuid.Nil, fmt.Append(nil, i/10)), org.CreatedAt)
	return org
}

func BenchmarkEncode(b *testing.B) {
	org := sampleOrganization(7)
	for _, c := range []struct {
		name string
		e    encoder
	}{
		{"csv", newCSVEncoder(io.Discard, &plan{columns: DefaultColumns()})},
		{"jsonl", &jsonlEncoder{w: gathering(io.Discard)}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.e.encode(&org); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("gocsv alone", func(b *testing.B) {
		e := newCSVEncoder(io.Discard, &plan{columns: DefaultColumns()})
		for b.Loop() {
			if err := gocsv.MarshalCSVWithoutHeaders(e.rows.Interface(), e.w); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestOneColumnOfSigns: a column alone keeps cells that are nothing but signs, which others' files have between rows.
func TestOneColumnOfSigns(t *testing.T) {
	var buf bytes.Buffer
	w := newCSVWriter(&buf, []int{0})
	want := [][]string{{"custom_id"}, {"__"}, {"---"}, {"$A$$"}, {""}, {"K-1"}}
	for _, row := range want {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	tab, err := table.Open(bytes.NewReader(buf.Bytes()), "export.csv", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	i := 1
	for row, err := range tab.Rows() {
		if err != nil || i == len(want) || row.Cells[0].Text != want[i][0] {
			t.Fatalf("row %d of %q is %+v, %v", i, buf.String(), row.Cells, err)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d rows of %q, want %d", i, buf.String(), len(want))
	}
}
