package pigello_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// Filters are built by field, so that only operators that the field has compile. They are plain values.
func ExampleFilter() {
	chosen, err := pigello.FieldCustomID.In("A-17", "A-18")
	if err != nil { // a comma within a value can't be sent
		fmt.Println(err)
		return
	}
	query := pigello.Query{
		Filters: []pigello.Filter{
			pigello.FieldName.IContains("berg"),
			chosen.Not(),
			pigello.FieldOrganization.IsNull(true),
			pigello.FieldCreatedAt.Gte(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)),
		},
		OrderBy: []pigello.Order{{Field: pigello.NameCreatedAt, Descending: true}},
	}
	for _, f := range query.Filters {
		fmt.Println(f)
	}
	fmt.Println(query.Validate())
	// Output:
	// name__icontains=berg
	// custom_id__in!=A-17,A-18
	// organization__isnull=true
	// created_at__gte=2026-11-01
	// <nil>
}

// Absent leaves a field alone, null empties it, a value sets it.
func ExampleOptional() {
	var alone pigello.Optional[string]
	parent := uuid.MustParse("497f6eca-6276-4993-bfeb-53cbbbba6f08")
	for _, w := range []pigello.Write{
		{Name: "Exempelbacken AB", CustomID: alone},
		{Name: "Exempelbacken AB", CustomID: pigello.Null[string](), Parent: pigello.Some(parent)},
	} {
		fmt.Println(w.CustomID, w.Parent, string(w.AppendJSON(nil)))
	}
	if id, ok := pigello.Some("A-17").Get(); ok {
		fmt.Println(id)
	}
	// Output:
	// absent absent {"name":"Exempelbacken AB"}
	// null 497f6eca-6276-4993-bfeb-53cbbbba6f08 {"name":"Exempelbacken AB","custom_id":null,"organization":{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08"}}
	// A-17
}

// Errors are asked what they are, not read. Of a write, what matters is its fate: one that is unknown is looked up before it is sent again.
func ExampleError() {
	s, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	server := httptest.NewServer(s)
	defer server.Close()
	h := sandbox.DefaultCredentials()
	client, err := pigello.New(pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(h)})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	body := pigello.Write{Name: "Exempelbacken AB"}
	_, first := client.Create(ctx, body)
	_, again := client.Create(ctx, body)
	fmt.Println(first, pigello.IsBadRequest(again), pigello.FateOf(again), pigello.CanRepeat(again))

	var e *pigello.Error
	if errors.As(again, &e) {
		fmt.Println(e.Status, e.Fields)
	}
	_, missing := client.Get(ctx, uuid.New())
	fmt.Println(pigello.IsNotFound(missing), pigello.IsAuth(missing))
	// Output:
	// <nil> true not written false
	// 400 [name: This field must be unique.]
	// true false
}
