package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// rawOf is an organization as the API gives it; nth says when it was made.
func rawOf(f firm, nth int) []byte {
	o := map[string]any{"id": f.id, "name": f.name, "custom_id": nil, "organization": nil,
		"created_at": time.Date(2020, 1, 1, 0, 0, 0, nth*1000, time.UTC).Format(time.RFC3339Nano)}
	if f.custom != "" {
		o["custom_id"] = f.custom
	}
	if f.parent != "" {
		o["organization"] = map[string]string{"id": f.parent}
	}
	b, err := json.Marshal(o)
	if err != nil {
		panic(err) // it has nothing that could fail
	}
	return b
}

// read gives what is there now, past the program.
func (t *tripping) read() (map[string]firm, error) {
	var firms map[string]firm
	err := t.sandbox(func(sb *sandbox.Sandbox) error {
		r := httptest.NewRequest(http.MethodGet, "/sales/organization/list/", nil)
		for name, value := range sandbox.DefaultCredentials() {
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		sb.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			return fmt.Errorf("read the sandbox: %d", w.Code)
		}
		firms = firmsOf(objects(w.Body.Bytes()))
		return nil
	})
	return firms, err
}
