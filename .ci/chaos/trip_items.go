package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// tripObject is an organization as the API gives it.
type tripObject struct {
	ID           uuid.UUID `json:"id"`
	Name         string    `json:"name"`
	CustomID     *string   `json:"custom_id"`
	Organization *struct {
		ID uuid.UUID `json:"id"`
	} `json:"organization"`
	CreatedAt string `json:"created_at"`
}

// json is the item as the API gives it; nth says when it was made.
func (it item) json(nth int) []byte {
	o := tripObject{ID: it.id, Name: it.name, CreatedAt: time.Date(2020, 1, 1, 0, 0, 0, nth*1000, time.UTC).Format(time.RFC3339Nano)}
	if it.custom != "" {
		o.CustomID = &it.custom
	}
	if it.parent != uuid.Nil {
		o.Organization = &struct {
			ID uuid.UUID `json:"id"`
		}{it.parent}
	}
	b, err := json.Marshal(o)
	if err != nil {
		panic(err) // it has nothing that could fail
	}
	return b
}

// read gives what is there now, past the program.
func (t *tripping) read() (map[uuid.UUID]item, error) {
	items := map[uuid.UUID]item{}
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
		var objects []tripObject
		if err := json.Unmarshal(w.Body.Bytes(), &objects); err != nil {
			return err
		}
		for _, o := range objects {
			it := item{id: o.ID, name: o.Name}
			if o.CustomID != nil {
				it.custom = *o.CustomID
			}
			if o.Organization != nil {
				it.parent = o.Organization.ID
			}
			items[o.ID] = it
		}
		return nil
	})
	return items, err
}
