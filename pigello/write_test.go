package pigello

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func TestAppendJSON(t *testing.T) {
	tests := []struct {
		name string
		w    Write
		want string
	}{
		{"name alone", Write{Name: "x"}, `{"name":"x"}`},
		{"nulls", Write{Name: "x", CustomID: Null[string](), Parent: Null[uuid.UUID]()}, `{"name":"x","custom_id":null,"organization":null}`},
		{"all", Write{ID: sampleID, Name: "x", CustomID: Some(""), Parent: Some(sampleID)},
			`{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","name":"x","custom_id":"","organization":{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08"}}`},
		{"escapes", Write{Name: "\"\\\b\f\n\r\t\x01å😀\u2028"}, `{"name":"\"\\\b\f\n\r\t\u0001å😀` + "\u2028" + `"}`},
		{"bad UTF-8", Write{Name: "a\xffb\xc3"}, `{"name":"a` + "\uFFFD" + `b` + "\uFFFD" + `"}`},
	}
	for _, tt := range tests {
		if got := string(tt.w.AppendJSON(nil)); got != tt.want {
			t.Errorf("%s: got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestAppendJSONIsTheDocumentedBody(t *testing.T) {
	v := jsontext.Value(sample(t, "sample_write.json"))
	if err := v.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	got := jsontext.Value(Write{Name: "string", CustomID: Some("string"), Parent: Some(sampleID)}.AppendJSON(nil))
	if err := got.Canonicalize(); err != nil || string(got) != string(v) {
		t.Errorf("got %s, want %s (%v)", got, v, err)
	}
}

func TestAppendJSONReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Write{Name: rapid.String().Draw(t, "name"), CustomID: Some(rapid.String().Draw(t, "custom_id"))}
		var back struct {
			Name     string `json:"name"`
			CustomID string `json:"custom_id"`
		}
		data := w.AppendJSON(nil)
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if custom, _ := w.CustomID.Get(); back.Name != w.Name || back.CustomID != custom {
			t.Fatalf("%s reads back as %q", data, back)
		}
	})
}

func BenchmarkAppendJSON(b *testing.B) {
	w := Write{Name: "Exempelbacken Fastigheter i Åmål AB", CustomID: Some("K-0012345"), Parent: Some(sampleID)}
	buf := make([]byte, 0, 512)
	for b.Loop() {
		buf = w.AppendJSON(buf[:0])
	}
}
