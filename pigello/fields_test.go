package pigello

import (
	"net/http"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

func TestFields(t *testing.T) {
	o := Organization{ID: sampleID, Name: "x", CustomID: Null[string](), CreatedAt: "2024", Tags: jsontext.Value("null"), CustomerColumns: jsontext.Value(`{ "a" : 1 }`)}
	want := map[string]Optional[string]{NameID: Some(sampleID.String()), NameName: Some("x"), NameCustomID: Null[string](), NameOrganization: {},
		NameCreatedAt: Some("2024"), NameTags: Null[string](), NameCustomerColumns: Some(`{"a":1}`)}
	names := ""
	for _, f := range Fields() {
		names += f.Name + ","
		if got := f.Get(&o); got != want[f.Name] {
			t.Errorf("%s: %+v", f.Name, got)
		}
		again, ok := FieldByName(f.Name)
		if !ok || again.Name != f.Name || f.Doc == "" || f.Type.String() == "" {
			t.Errorf("%s: %+v", f.Name, again)
		}
	}
	if names != "id,name,custom_id,organization,created_at,tags,customer_columns," {
		t.Error(names)
	}
	if _, ok := FieldByName("Name"); ok {
		t.Error("names are exact")
	}
	o.Parent, o.CreatedAt, o.Tags = Some(sampleID), "", nil
	for name, want := range map[string]Optional[string]{NameOrganization: Some(sampleID.String()), NameCreatedAt: {}, NameTags: {}} {
		if f, _ := FieldByName(name); f.Get(&o) != want {
			t.Errorf("%s: %+v", name, f.Get(&o))
		}
	}
	o.Parent = Null[uuid.UUID]()
	if got := getParent(&o); !got.IsNull() || got.IsAbsent() || got.IsValue() {
		t.Errorf("%+v", got)
	}
	if string(o.CustomerColumns) != `{ "a" : 1 }` {
		t.Error("compacting changed the row")
	}
}

func TestRetryAfterForms(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for v, want := range map[string]time.Duration{"": 0, "5": 5 * time.Second, " 0.5": 500 * time.Millisecond, "-3": 0, "x": 0, "1e30": 0, "NaN": 0,
		now.Add(time.Minute).Format(http.TimeFormat): time.Minute, now.Add(-time.Minute).Format(http.TimeFormat): 0} {
		if got := retryAfter(http.Header{"Retry-After": {v}}, now); got != want {
			t.Errorf("%q: %v, want %v", v, got, want)
		}
	}
	skewed := http.Header{"Retry-After": {now.Format(http.TimeFormat)}, "Date": {now.Add(-9 * time.Second).Format(http.TimeFormat)}}
	if got := retryAfter(skewed, now.Add(time.Hour)); got != 9*time.Second {
		t.Errorf("clocks that differ: %v", got)
	}
}

// TestReceived reads fields that have no place of their own in an Organization.
func TestReceived(t *testing.T) {
	o := Organization{Raw: []byte(`{"phone":"08-12 \u00e5","fax":null,"more":{ "a": [1] }}`)}
	for name, want := range map[string]Optional[string]{
		"phone": Some("08-12 å"), "fax": Null[string](), "more": Some(`{"a":[1]}`), "none": {},
	} {
		if got := received(name)(&o); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}
