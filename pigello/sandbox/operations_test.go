package sandbox

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"
)

const one = "/sales/organization/"

func at(o object) string { return one + o.ID + "/" }

func TestLifeOfAnOrganization(t *testing.T) {
	s := open(t, Options{})
	parent := s.create(t, `{"name":"Exempelbacken Fastigheter AB"}`)
	o := s.create(t, `{"name":" Provviken Åkeri HB\u2003","custom_id":"\n007 ","organization":{"id":%q}}`, parent.ID)
	if o.Name != "Provviken Åkeri HB" || *o.CustomID != "007" || o.parent() != parent.ID {
		t.Errorf("created %+v", o)
	}
	created := o.CreatedAt
	s.call("GET", at(o), "").want(t, 200, s.call("GET", at(o), "").body)

	// Absent fields are left alone, null clears; what is read-only is passed over.
	o = s.call("PATCH", at(o), `{"name":"Provviken Åkeri AB","tags":[1],"created_at":"x","id":"7"}`).want(t, 200).object(t)
	if o.Name != "Provviken Åkeri AB" || o.CustomID == nil || o.parent() != parent.ID || o.CreatedAt != created {
		t.Errorf("updated %+v", o)
	}
	o = s.call("PATCH", at(o), `{"name":"Provviken Åkeri AB","custom_id":null,"organization":null}`).want(t, 200).object(t)
	if o.CustomID != nil || o.parent() != "" {
		t.Errorf("cleared %+v", o)
	}
	s.call("GET", at(o), "").want(t, 200, s.call("PATCH", at(o), `{"name":"Provviken Åkeri AB"}`).want(t, 200).body)

	s.call("DELETE", at(o), "").want(t, 204, "")
	s.call("DELETE", at(o), "").want(t, 404)
	s.call("GET", at(o), "").want(t, 404)
	again := s.create(t, `{"name":"Provviken Åkeri AB"}`)
	if again.ID == o.ID {
		t.Error("an id was given twice")
	}
}

func TestTextsSurvive(t *testing.T) {
	s := open(t, Options{})
	for _, name := range []string{`"quoted"`, "line\nfeed", "carriage\r\nreturn", "tab\there", "\x01\x1f control", "åäö", "e\u0301", "😀😀", "שלום", "a\u2028\u2029b", "\\u0041", "<b>&amp;</b>", strings.Repeat("😀", 255)} {
		quoted := string(appendString(nil, name))
		o := s.create(t, `{"name":%s,"custom_id":%s}`, quoted, string(appendString(nil, string([]rune(name)[:min(128, utf8.RuneCountInString(name))]))))
		if o.Name != name || s.call("GET", at(o), "").object(t).Name != name {
			t.Errorf("%q came back as %q", name, o.Name)
		}
		s.call("POST", one, `{"name":`+quoted+`}`).want(t, 400, `{"name":["This field must be unique."]}`)
	}
	for number, want := range map[string]string{
		"12.50": "12.5", "7": "7", "-0": "0", "0.0": "0.0", "1e3": "1000.0", "1E-5": "1e-05", "123456789012345678901": "123456789012345678901",
		"1e16": "1e+16", "-1.5e400": "-inf", "9999999999999998.0": "9999999999999998.0",
	} {
		if o := s.create(t, `{"name":"%s","custom_id":%s}`, number, number); *o.CustomID != want {
			t.Errorf("%s is stored as %q, want %q", number, *o.CustomID, want)
		}
	}
	if o := s.create(t, `{"name":"first","name":"last"}`); o.Name != "last" {
		t.Errorf("of double names counted %q", o.Name)
	}
}

func TestRingsAreRefused(t *testing.T) {
	s := open(t, Options{})
	a := s.create(t, `{"name":"a"}`)
	b := s.create(t, `{"name":"b","organization":{"id":%q}}`, a.ID)
	c := s.create(t, `{"name":"c","organization":{"id":%q}}`, b.ID)
	for _, below := range []object{a, b, c} {
		s.call("PATCH", at(a), fmt.Sprintf(`{"name":"a","organization":{"id":%q}}`, below.ID)).want(t, 400, `{"organization":["An organization cannot be below itself."]}`)
	}
	s.call("PATCH", at(c), fmt.Sprintf(`{"name":"c","organization":{"id":%q}}`, a.ID)).want(t, 200)
	// A ring that was loaded neither hangs nor hinders.
	ring := []string{strings.Replace(sampleID, "4", "5", 1), strings.Replace(sampleID, "4", "6", 1)}
	for i, id := range ring {
		load(t, s, fmt.Sprintf(`{"id":%q,"name":"ring %d","created_at":"2020-01-01T00:00:00Z","organization":{"id":%q}}`, id, i, ring[1-i]))
	}
	s.call("PATCH", at(a), fmt.Sprintf(`{"name":"a","organization":{"id":%q}}`, ring[0])).want(t, 200)
}

func TestBulkSeesItsOwnRows(t *testing.T) {
	s := open(t, Options{})
	a := s.create(t, `{"name":"a"}`)
	// The name that an earlier element frees can be taken by a later one.
	list := s.call("POST", one+"list/", fmt.Sprintf(`[{"id":%q,"name":"b"},{"name":"a","organization":{"id":%q}}]`, a.ID, a.ID)).want(t, 200).objects(t)
	if list[0].ID != a.ID || list[0].Name != "b" || list[1].parent() != a.ID {
		t.Errorf("got %+v", list)
	}
	s.call("POST", one+"list/", `[]`).want(t, 200, `[]`)
	// A bad row undoes the good ones before it.
	s.call("POST", one+"list/", fmt.Sprintf(`[{"id":%q,"name":"c"},{"name":"d"},{"name":""}]`, a.ID)).want(t, 400, `[{},{},{"name":["This field may not be blank."]}]`)
	if got := s.names(t); len(got) != 2 || got[0] != "b" {
		t.Errorf("after a refused array there are %q", got)
	}
}

func TestMissingSlash(t *testing.T) {
	s := open(t, Options{})
	for from, to := range map[string]string{
		"/sales/organization":                     "/sales/organization/",
		"/sales/organization/list?name!=a%20b&x=": "/sales/organization/list/?name!=a%20b&x=",
		"/sales/organization/" + sampleID:         "/sales/organization/" + sampleID + "/",
	} {
		for _, method := range []string{"GET", "POST", "PATCH", "DELETE"} {
			if got := s.call(method, from, "").want(t, 301).header.Get("Location"); got != to {
				t.Errorf("%s %s leads to %s", method, from, got)
			}
		}
	}
	s.call("GET", "/sales/organisation", "").want(t, 404)
}

func TestCredentials(t *testing.T) {
	s := open(t, Options{})
	send := func(change func(http.Header)) answer {
		r := httptest.NewRequest("GET", one+"list/", nil)
		for header, value := range DefaultCredentials() {
			r.Header.Set(header, value)
		}
		change(r.Header)
		return s.serve(r)
	}
	send(func(http.Header) {}).want(t, 200)
	if n := len(DefaultCredentials()); n != 7 {
		t.Errorf("%d headers", n)
	}
	for header := range DefaultCredentials() {
		send(func(h http.Header) { h.Del(header) }).want(t, 403, `{"detail":"Authentication credentials were not provided."}`)
		send(func(h http.Header) { h.Set(header, h.Get(header)+"x") }).want(t, 403, `{"detail":"Invalid credentials."}`)
		send(func(h http.Header) { h.Set(header, "") }).want(t, 403)
	}
	// Own credentials instead of the default ones.
	s = open(t, Options{Credentials: map[string]string{"X-Pigello-Client-Secret": "hemlig"}})
	r := httptest.NewRequest("GET", one+"list/", nil)
	r.Header.Set("X-PIGELLO-CLIENT-SECRET", "hemlig")
	s.serve(r).want(t, 200)
	s.call("GET", one+"list/", "").want(t, 403)
	// Who is refused has changed nothing.
	s.call("POST", one, `{"name":"a"}`).want(t, 403)
	if n, _ := s.Count(t.Context()); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestHeadAndAllow(t *testing.T) {
	s := open(t, Options{})
	s.create(t, `{"name":"a"}`)
	srv := httptest.NewServer(s)
	defer srv.Close()
	resp := request(t, "HEAD", srv.URL+one+"list/", nil)
	if resp.Body.Close(); resp.StatusCode != 200 {
		t.Error(resp.Status)
	}
	if got := s.call("DELETE", one+"list/", "").want(t, 405).header.Get("Allow"); got != "GET, POST, HEAD" {
		t.Errorf("Allow: %s", got)
	}
}

func TestOtherMediaType(t *testing.T) {
	s := open(t, Options{})
	for kind, want := range map[string]int{"text/plain": 415, "application/json": 201, "application/json; charset=utf-8": 201, "": 415} {
		r := httptest.NewRequest("POST", one, strings.NewReader(`{"name":"`+kind+` x"}`))
		for header, value := range DefaultCredentials() {
			r.Header.Set(header, value)
		}
		r.Header.Set("Content-Type", kind)
		s.serve(r).want(t, want)
	}
}

func TestRequestLog(t *testing.T) {
	s := open(t, Options{})
	s.create(t, `{"name":"a"}`)
	s.call("POST", one+"list/", `[{"name":"b"},{"name":"c"}]`)
	s.call("GET", one+"list/?_slim=true", "")
	s.call("GET", one+"x/", "")
	log := s.Requests()
	if len(log) != 4 {
		t.Fatalf("%d requests", len(log))
	}
	for i, want := range []Request{
		{Method: "POST", Path: one, Body: 12, Rows: 1, Status: 201},
		{Method: "POST", Path: one + "list/", Body: 27, Rows: 2, Status: 200},
		{Method: "GET", Path: one + "list/", Query: "_slim=true", Rows: 3, Status: 200},
		{Method: "GET", Path: one + "x/", Status: 404},
	} {
		got := log[i]
		if got.Time.IsZero() {
			t.Error("no time")
		}
		got.Time, got.Took = want.Time, want.Took
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	// The log is bounded and keeps the newest.
	for i := range keptRequests + 5 {
		s.requests.add(&call{s: s, r: httptest.NewRequest("GET", fmt.Sprint("/", i), nil), draw: &draw{}})
	}
	if log = s.Requests(); len(log) != keptRequests || log[0].Path != "/5" || log[len(log)-1].Path != fmt.Sprint("/", keptRequests+4) {
		t.Errorf("%d requests from %s to %s", len(log), log[0].Path, log[len(log)-1].Path)
	}
}
