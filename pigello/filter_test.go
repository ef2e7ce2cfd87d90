package pigello

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestParseFilter(t *testing.T) {
	id := sampleID.String()
	tests := []struct {
		in   string
		want Filter
	}{
		{"name=Foo", Filter{Field: "name", Value: "Foo"}},
		{"name!=Foo", Filter{Field: "name", Negate: true, Value: "Foo"}},
		{"name__exact=Foo", Filter{Field: "name", Value: "Foo"}},
		{"name__icontains!=foo", Filter{Field: "name", Op: OpIContains, Negate: true, Value: "foo"}},
		{"name__istartswith=å", Filter{Field: "name", Op: OpIStartsWith, Value: "å"}},
		{"name=a=b, c ", Filter{Field: "name", Value: "a=b, c "}},
		{"id__in!=" + id + "," + id, Filter{Field: "id", Op: OpIn, Negate: true, Value: id + "," + id}},
		{"organization__isnull=True", Filter{Field: "organization", Op: OpIsNull, Value: "true"}},
		{"created_at__gte=2024-01-15", Filter{Field: "created_at", Op: OpGte, Value: "2024-01-15"}},
		{"created_at__lt=2024-01-15T08:30:00.25+01:00", Filter{Field: "created_at", Op: OpLt, Value: "2024-01-15T08:30:00.25+01:00"}},
	}
	for _, tt := range tests {
		got, err := ParseFilter(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("ParseFilter(%q) = %+v, %v; want %+v", tt.in, got, err, tt.want)
		}
	}
}

func TestParseFilterRefuses(t *testing.T) {
	tests := []struct{ in, nearest, says string }{
		{"name", "", "needs a ="},
		{"nam=x", "name", "no filter by"},
		{"nmae__icontains=x", "name", "no filter by"},
		{"customid=x", "custom_id", "no filter by"},
		{"tags=x", "", "no filter by"},
		{"name__icontain=x", "name__icontains", "no operator"},
		{"name__gte=x", "", "no operator"},
		{"created_at__get=2024-01-01", "created_at__gt", "no operator"},
		{"id__contains=x", "", "no operator"},
		{"name=", "", "empty"},
		{"name__in=a,,b", "", "empty"},
		{"id=497f6eca62764993bfeb53cbbbba6f08", "", "36 characters"},
		{"id__in=" + sampleID.String() + ",x", "", "36 characters"},
		{"organization=x", "", "36 characters"},
		{"created_at__gte=2024-02-30", "", "no date"},
		{"created_at__gte=15/1 2024", "", "no date"},
		{"name__isnull=perhaps", "", "true or false"},
	}
	for _, tt := range tests {
		_, err := ParseFilter(tt.in)
		var usage *UsageError
		if !errors.As(err, &usage) {
			t.Errorf("ParseFilter(%q): %v", tt.in, err)
			continue
		}
		if tt.nearest != "" && usage.Nearest != tt.nearest || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("ParseFilter(%q): %v (nearest %q, want %q)", tt.in, err, usage.Nearest, tt.nearest)
		}
	}
}

func TestEveryFieldTakesItsOperators(t *testing.T) {
	value := map[FieldType]string{TypeUUID: sampleID.String(), TypeReference: sampleID.String(), TypeText: "x", TypeTime: "2024-01-15"}
	for _, f := range Fields() {
		for _, op := range append([]Operator{OpExact}, f.Operators...) {
			for _, negate := range []bool{false, true} {
				v := value[f.Type]
				if op == OpIsNull {
					v = "true"
				}
				want := Filter{Field: f.Name, Op: op, Negate: negate, Value: v}
				got, err := ParseFilter(want.String())
				if !f.Filterable {
					if err == nil {
						t.Errorf("%s: a filter by it is accepted", f.Name)
					}
					continue
				}
				if err != nil || got != want {
					t.Errorf("%s: %+v, %v", want, got, err)
				}
			}
		}
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{"name=x", "name__icontains!=å", "id__in=" + sampleID.String(), "created_at__gte=2024-01-15", "=", "!=", "__in=", "name__!=", "name__isnull=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		filter, err := ParseFilter(s)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		again, err := ParseFilter(filter.String())
		if err != nil || again != filter {
			t.Fatalf("%q: %+v reads back as %+v, %v", s, filter, again, err)
		}
		q := Query{Filters: []Filter{filter}}
		if err := q.Validate(); err != nil {
			t.Fatalf("%q: accepted, then refused: %v", s, err)
		}
		back, err := url.ParseQuery(q.Encode())
		if err != nil || back.Get(filter.Param()) != filter.Value {
			t.Fatalf("%q: sent as %s, read as %v, %v", s, q.Encode(), back, err)
		}
	})
}

func TestParseOrder(t *testing.T) {
	got, err := ParseOrder("-created_at, name")
	if err != nil || !slices.Equal(got, []Order{{"created_at", true}, {"name", false}}) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"", "nam", "name,-name", "name,", "--name", "tags"} {
		if got, err := ParseOrder(bad); err == nil {
			t.Errorf("ParseOrder(%q) = %v", bad, got)
		}
	}
}

func TestBuilders(t *testing.T) {
	at := time.Date(2024, 1, 15, 8, 30, 0, 500_000_000, time.FixedZone("", 3600))
	day := time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC)
	in, err := FieldName.In("a", "b c")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		f    Filter
		want string
	}{
		{FieldName.Is("x"), "name=x"}, {FieldName.Contains("x").Not(), "name__contains!=x"}, {FieldName.IContains("x"), "name__icontains=x"},
		{FieldName.StartsWith("x"), "name__startswith=x"}, {FieldName.IStartsWith("x"), "name__istartswith=x"}, {FieldName.EndsWith("x"), "name__endswith=x"},
		{FieldName.IEndsWith("x"), "name__iendswith=x"}, {FieldName.IExact("x"), "name__iexact=x"}, {FieldCustomID.IsNull(true), "custom_id__isnull=true"},
		{in, "name__in=a,b c"}, {FieldID.Is(sampleID), "id=" + sampleID.String()}, {FieldOrganization.IsNull(false), "organization__isnull=false"},
		{FieldID.In(sampleID, sampleID).Not(), "id__in!=" + sampleID.String() + "," + sampleID.String()},
		{FieldCreatedAt.Gte(at), "created_at__gte=2024-01-15T07:30:00.5Z"}, {FieldCreatedAt.Gt(day), "created_at__gt=2024-01-15"},
		{FieldCreatedAt.Lt(day), "created_at__lt=2024-01-15"}, {FieldCreatedAt.Lte(day), "created_at__lte=2024-01-15"},
		{FieldCreatedAt.Is(day), "created_at=2024-01-15"}, {FieldCreatedAt.In(day, at), "created_at__in=2024-01-15,2024-01-15T07:30:00.5Z"},
		{FieldCreatedAt.IsNull(false).Not().Not(), "created_at__isnull=false"},
	} {
		if got := tt.f.String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
		if err := tt.f.check(); err != nil {
			t.Errorf("%s: %v", tt.want, err)
		}
	}
	if _, err := FieldName.In("a,b"); err == nil {
		t.Error("a comma in a list is accepted")
	}
	if _, err := FieldName.In(); err == nil {
		t.Error("an empty list is accepted")
	}
}

func TestInEachFitsTheRequestLine(t *testing.T) {
	ids := make([]uuid.UUID, 205)
	for i := range ids {
		ids[i] = uuid.New()
	}
	c := mustClient(t, Options{BaseURL: "http://localhost:1"})
	total := 0
	for _, f := range FieldID.InEach(ids...) {
		total += strings.Count(f.Value, ",") + 1
		q := Query{Filters: []Filter{f.Not()}, OrderBy: []Order{{"created_at", true}, {"id", true}}, Search: strings.Repeat("x", 200)}
		if err := c.caller.checkLine(listing{params: q.params(), array: q.Array}.call()); err != nil {
			t.Error(err)
		}
	}
	if total != len(ids) {
		t.Errorf("%d of %d ids", total, len(ids))
	}
	q := Query{Filters: []Filter{FieldID.In(ids[:120]...)}}
	for _, err := range c.List(t.Context(), q) {
		var usage *UsageError
		if !errors.As(err, &usage) || FateOf(err) != FateNone {
			t.Errorf("a request line that is too long: %v", err)
		}
	}
}

func TestQueryEncode(t *testing.T) {
	q := Query{
		Filters: []Filter{FieldName.IContains("å & b").Not(), FieldCreatedAt.Gte(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)), FieldCreatedAt.Gte(time.Date(2024, 1, 2, 0, 0, 1, 0, time.UTC))},
		Search:  "x", OrderBy: []Order{{"created_at", false}, {"name", true}}, Page: 2, PageSize: 500, Slim: true,
		Tags: []string{"a", "b"}, GlobalSegments: []string{"c"}, GlobalRealestates: []string{"d"}, CustomerColumns: []string{"e"},
	}
	if err := q.Validate(); err != nil {
		t.Fatal(err)
	}
	want := "name__icontains!=%C3%A5+%26+b&created_at__gte=2024-01-02T00:00:01Z&_search=x&_order_by=created_at,-name&_page=2&_page_size=500&_slim=true&tags=a,b&global_segments=c&global_realestates=d&customer_columns=e"
	if got := q.Encode(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	parsed, err := url.ParseQuery(q.Encode())
	if err != nil || parsed.Encode() != q.Values().Encode() {
		t.Errorf("Values() = %v, Encode() reads as %v (%v)", q.Values(), parsed, err)
	}
}

func TestQueryValidate(t *testing.T) {
	for name, q := range map[string]Query{
		"half a paging":  {Page: 1},
		"negative page":  {Page: -1, PageSize: 5},
		"contradiction":  {Filters: []Filter{FieldName.Is("a"), FieldName.Is("b")}},
		"unknown field":  {Filters: []Filter{{Field: "x", Value: "y"}}},
		"unknown order":  {OrderBy: []Order{{Field: "x"}}},
		"comma in an id": {Tags: []string{"a,b"}},
	} {
		var usage *UsageError
		if err := q.Validate(); !errors.As(err, &usage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same := Query{Filters: []Filter{FieldName.Is("a"), FieldName.Is("a")}}
	if err := same.Validate(); err != nil || strings.Count(same.Encode(), "name=") != 1 {
		t.Errorf("the same filter twice: %v, %s", err, same.Encode())
	}
}
