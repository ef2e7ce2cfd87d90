package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// bornLong is when the organizations were made that are there before an import.
const bornLong = "2024-03-01T08:00:00.123456Z"

// load puts into the sandbox what is there before an import.
func (f *front) load(e *estate) error {
	ids := map[string]string{}
	for _, h := range e.live {
		ids[h.name] = h.id
		f.known[h.id] = true
	}
	_, err := f.sandbox.Load(context.Background(), func(yield func([]byte, error) bool) {
		for _, h := range e.live {
			o := map[string]any{"id": h.id, "name": h.name, "custom_id": h.custom, "created_at": bornLong, "organization": nil}
			if id := ids[h.parent]; id != "" {
				o["organization"] = map[string]string{"id": id}
			}
			if !yield(json.Marshal(o)) {
				return
			}
		}
	})
	return err
}

// holdings reads what the sandbox holds, past the network and the log.
func (f *front) holdings(e *estate) (all []holding, ids map[string]string, err error) {
	r := httptest.NewRequest(http.MethodGet, "/sales/organization/list/", nil)
	for name, value := range sandbox.DefaultCredentials() {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	f.sandbox.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		return nil, nil, fmt.Errorf("read the sandbox: %d %s", w.Code, w.Body)
	}
	before, names := map[string]bool{}, map[string]string{}
	for _, h := range e.live {
		before[h.id] = true
	}
	list := objects(w.Body.Bytes())
	ids = map[string]string{}
	for _, o := range list {
		names[o.ID], ids[o.Name] = o.Name, o.ID
	}
	for _, o := range list {
		h := holding{name: o.Name}
		if before[o.ID] {
			h.id = o.ID
		}
		if o.CustomID != nil {
			h.custom = *o.CustomID
		}
		if o.Organization != nil {
			h.parent = names[o.Organization.ID]
		}
		all = append(all, h)
	}
	slices.SortFunc(all, byName)
	return all, ids, nil
}
