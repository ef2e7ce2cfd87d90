package sandbox_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// A program that speaks to the API is tested against a sandbox in memory.
func Example() {
	api, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(api)
	defer func() { server.Close(); _ = api.Close() }()

	send := func(method, path, body string) *http.Response {
		r, _ := http.NewRequest(method, server.URL+path, strings.NewReader(body))
		for header, value := range sandbox.DefaultCredentials() {
			r.Header.Set(header, value)
		}
		r.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			panic(err)
		}
		return response
	}
	created := send("POST", "/sales/organization/list/", `[{"name": "Exempelbacken Fastigheter AB"}, {"name": "Provviken Åkeri HB"}]`)
	_ = created.Body.Close()
	fmt.Println(created.Status)

	statistics := send("GET", "/sales/organization/list/?name__icontains=%C3%85KERI&_statistics=true", "")
	body, _ := io.ReadAll(statistics.Body)
	_ = statistics.Body.Close()
	fmt.Println(string(body))

	for _, request := range api.Requests() {
		fmt.Println(request.Method, request.Path, request.Rows, request.Status)
	}
	// Output:
	// 200 OK
	// {"count":1}
	// POST /sales/organization/list/ 2 200
	// GET /sales/organization/list/ 0 200
}

// An open question about the API is answered otherwise, and one answer in ten gets lost on its way.
func ExampleAssumptions() {
	var o sandbox.Options
	if err := o.Assume.Set("bulk-id", "ignored"); err != nil {
		fmt.Println(err)
	}
	if err := o.Faults.Set("drop-after", "10%"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(o.Assume.BulkID, o.Faults.DropAfter.Percent)
	fmt.Println(o.Assume.Set("bulk-id", "perhaps"))
	// Output:
	// ignored 10
	// set assumption bulk-id="perhaps": the value is one of update, ignored
}
