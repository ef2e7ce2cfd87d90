package pigello

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

var sampleID = uuid.MustParse("497f6eca-6276-4993-bfeb-53cbbbba6f08")

func TestDecodeDocumentedObject(t *testing.T) {
	raw := sample(t, "sample_object.json")
	got, err := decodeOrganization(raw)
	if err != nil {
		t.Fatal(err)
	}
	want := Organization{ID: sampleID, Name: "string", CustomID: Some("string"), Parent: Some(sampleID), CreatedAt: "2019-08-24T14:15:22Z",
		Tags: jsontext.Value("null"), CustomerColumns: jsontext.Value("null"), Raw: raw}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	at, err := got.CreatedTime()
	if err != nil || at.Year() != 2019 || at.Second() != 22 {
		t.Errorf("CreatedTime() = %v, %v", at, err)
	}
	if _, ok := decodeFast(bytes.Clone(raw)); !ok {
		t.Error("the documented sample is not read by the fast path")
	}
}

func TestDecodeStates(t *testing.T) {
	id := `"id":"` + sampleID.String() + `"`
	tests := []struct {
		name, data string
		want       Organization
	}{
		{"slim", `{` + id + `}`, Organization{}},
		{"nulls", `{` + id + `,"name":"å","custom_id":null,"organization":null,"tags":[1, 2]}`,
			Organization{Name: "å", CustomID: Null[string](), Parent: Null[uuid.UUID](), Tags: jsontext.Value("[1, 2]")}},
		{"parent untold", `{"organization":{},` + id + `}`, Organization{}},
		{"parent null id", `{"organization":{"id":null},` + id + `}`, Organization{}},
		{"parent with more", `{"organization":{"name":"x","id":"` + sampleID.String() + `"},` + id + `}`, Organization{Parent: Some(sampleID)}},
		{"parent bare", `{"organization":"` + sampleID.String() + `",` + id + `}`, Organization{Parent: Some(sampleID)}},
		{"escapes", `{` + id + `,"name":"a\"\\\u00e5\n😀","custom_id":""}`, Organization{Name: "a\"\\å\n😀", CustomID: Some("")}},
		{"unknown fields", `{"x":{"y":[true,"}"]},` + id + `,"z":1.5e3}`, Organization{}},
		{"spaces", "{ \"id\" :\t\"" + strings.ToUpper(sampleID.String()) + "\" , \"name\" : \"x\" }", Organization{Name: "x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodeOrganization([]byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			tt.want.ID, tt.want.Raw = sampleID, jsontext.Value(tt.data)
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	id := `"id":"` + sampleID.String() + `"`
	for _, data := range []string{
		``, `{`, `null`, `[]`, `"x"`, `{}`, `{"name":"x"}`, `{"id":null}`, `{"id":5}`, `{"id":"x"}`,
		`{"id":"497f6eca62764993bfeb53cbbbba6f08"}`, `{"id":"{97f6eca-6276-4993-bfeb-53cbbbba6f0}"}`,
		`{` + id + `,` + id + `}`, `{` + id + `,"x":1,"x":2}`, `{` + id + `} x`, `{` + id + `,}`, `{` + id + `,"name":5}`,
		`{` + id + `,"custom_id":{}}`, `{` + id + `,"organization":[]}`, `{` + id + `,"organization":{"id":"x"}}`,
		`{` + id + `,"tags":{"a":1,"a":2}}`, "{" + id + ",\"name\":\"\xff\"}", "{" + id + ",\"name\":\"a\nb\"}", `{` + id + `,"tags":}`, `{` + id + `,"tags":nul}`,
	} {
		if o, err := decodeOrganization([]byte(data)); err == nil {
			t.Errorf("%s: decoded as %+v", data, o)
		}
	}
}

// FuzzDecode: what the fast path reads, the library reads the same.
func FuzzDecode(f *testing.F) {
	f.Add(sample(f, "sample_object.json"))
	f.Add([]byte(`{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","tags":[{"a":"\u00e5"}],"x":"}","organization":{}}`))
	f.Add([]byte(`{"organization":{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","x":1},"id":"497F6ECA-6276-4993-bfeb-53cbbbba6f08","custom_id":null,"name":"Åsa"}`))
	f.Add([]byte(`{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08" , "created_at":"2019","customer_columns":{"a":1}} `))
	f.Fuzz(func(t *testing.T, data []byte) {
		fast, ok := decodeFast(bytes.Clone(data))
		if !ok {
			return
		}
		plain, err := decodePlain(bytes.Clone(data))
		if err != nil {
			t.Fatalf("%q: the fast path reads what the library refuses: %v", data, err)
		}
		if !reflect.DeepEqual(fast, plain) {
			t.Fatalf("%q:\nfast  %+v\nplain %+v", data, fast, plain)
		}
	})
}

// benchRow is a row as the API sends it.
func benchRow(i int) []byte {
	return fmt.Appendf(nil, `{"organization":{"id":"497f6eca-6276-4993-bfeb-%012x"},"customer_columns":null,"created_at":"2024-03-24T14:15:22.%06dZ","custom_id":"K-%07d","tags":null,"id":"597f6eca-6276-4993-bfeb-%012x","name":"Exempelbacken Fastigheter i Åmål AB %d"}`, i/10, i%1000000, i, i, i)
}

func BenchmarkDecode(b *testing.B) {
	row := benchRow(12345)
	for _, bb := range []struct {
		name   string
		decode func([]byte) error
	}{
		{"fast", func(d []byte) error { _, err := decodeOrganization(d); return err }},
		{"library", func(d []byte) error { _, err := decodePlain(bytes.Clone(d)); return err }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(row)))
			b.ReportAllocs()
			for b.Loop() {
				if err := bb.decode(row); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkReadRows(b *testing.B) {
	var body []byte
	const n = 10000
	for i := range n {
		body = append(append(body, benchRow(i)...), '\n')
	}
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		rows := 0
		if err := readRows(bytes.NewReader(body), func(Organization, error) bool { rows++; return true }); err != nil || rows != n {
			b.Fatal(rows, err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "rows/s")
}
