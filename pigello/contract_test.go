package pigello_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// dial serves a sandbox and gives a client of it.
func dial(t testing.TB, o sandbox.Options) (*pigello.Client, *sandbox.Sandbox) {
	t.Helper()
	s, err := sandbox.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	h := sandbox.DefaultCredentials()
	c, err := pigello.New(pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(h)})
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

// TestEveryAnswer runs every operation against every value of every question
// that the API's documentation leaves open: what is written and what is read
// must be the same under all of them.
func TestEveryAnswer(t *testing.T) {
	for _, question := range sandbox.Switches() {
		for _, value := range question.Values {
			t.Run(question.Name+"="+value, func(t *testing.T) {
				t.Parallel()
				var o sandbox.Options
				if err := o.Assume.Set(question.Name, value); err != nil {
					t.Fatal(err)
				}
				c, s := dial(t, o)
				operations(t, c)
				if err := s.Seed(context.Background(), 2345, 1); err != nil {
					t.Fatal(err)
				}
				listWhole(t, c, s, question.Name == "list-cap" && value != "0")
			})
		}
	}
}

func operations(t *testing.T, c *pigello.Client) {
	t.Helper()
	ctx := context.Background()
	mother := must(c.Create(ctx, pigello.Write{Name: "Moderbacken AB", CustomID: pigello.Some("M-1")}))(t)
	child := must(c.Create(ctx, pigello.Write{Name: "Dotterbacken, Åre AB", Parent: pigello.Some(mother.ID)}))(t)
	if got := must(c.Get(ctx, child.ID))(t); got.Name != child.Name || !got.CustomID.IsNull() || parentOf(got) != mother.ID {
		t.Errorf("got %+v", got)
	}
	changed := must(c.Update(ctx, child.ID, pigello.Write{Name: child.Name, CustomID: pigello.Some("D-1"), Parent: pigello.Null[uuid.UUID]()}))(t)
	if code, _ := changed.CustomID.Get(); code != "D-1" || parentOf(changed) != (uuid.UUID{}) {
		t.Errorf("updated %+v", changed)
	}
	answer, err := c.BulkWrite(ctx, []pigello.Write{{Name: "Ettan AB"}, {Name: "Tvåan AB", Parent: pigello.Some(mother.ID)}})
	if err != nil || len(answer.Organizations) != 2 || len(answer.Refused) != 0 {
		t.Fatalf("bulk write: %+v, %v", answer, err)
	}
	filter, err := pigello.FieldName.In("Ettan AB", "Tvåan AB", "Ingen AB")
	if err != nil {
		t.Fatal(err)
	}
	if got := names(t, c, filter); !slices.Equal(got, []string{"Ettan AB", "Tvåan AB"}) {
		t.Errorf("found %q", got)
	}
	if got := names(t, c, pigello.FieldName.Is("Dotterbacken, Åre AB")); len(got) != 1 {
		t.Errorf("the name with a comma: %q", got)
	}
	if _, err := c.BulkWrite(ctx, []pigello.Write{{Name: "Trean AB"}, {Name: "Ettan AB"}}); err == nil {
		if left := names(t, c, pigello.FieldName.Is("Ettan AB")); len(left) != 1 {
			t.Errorf("a twin was written: %q", left)
		}
	} else if !pigello.IsBadRequest(err) || pigello.CanRepeat(err) {
		t.Errorf("a bulk write of a name that is taken: %v", err)
	}
	if err := c.Delete(ctx, child.ID); err != nil {
		t.Error(err)
	}
	if _, err := c.Get(ctx, child.ID); !pigello.IsNotFound(err) {
		t.Errorf("after deleting: %v", err)
	}
}

func listWhole(t *testing.T, c *pigello.Client, s *sandbox.Sandbox, capped bool) {
	t.Helper()
	want, err := s.Count(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []pigello.Query{{}, {OrderBy: []pigello.Order{{Field: "name", Descending: true}}}} {
		seen := map[uuid.UUID]bool{}
		var anew *pigello.RestartError
		for org, err := range c.ListAll(context.Background(), q, nil) {
			if errors.As(err, &anew) {
				clear(seen)
				continue
			}
			if err != nil && capped && q.OrderBy != nil {
				return // a capped list can't be had in that order: an error, never a short list
			}
			if err != nil {
				t.Fatalf("%d of %d rows, then: %v", len(seen), want, err)
			}
			if seen[org.ID] {
				t.Fatalf("%s came twice", org.ID)
			}
			seen[org.ID] = true
		}
		if len(seen) != want {
			t.Errorf("%d rows of %d, without an error", len(seen), want)
		}
	}
}

func must(org pigello.Organization, err error) func(*testing.T) pigello.Organization {
	return func(t *testing.T) pigello.Organization {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return org
	}
}

func parentOf(org pigello.Organization) uuid.UUID { id, _ := org.Parent.Get(); return id }

func names(t *testing.T, c *pigello.Client, filters ...pigello.Filter) (found []string) {
	t.Helper()
	for org, err := range c.ListAll(context.Background(), pigello.Query{Filters: filters}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, org.Name)
	}
	slices.Sort(found)
	return found
}

// A list is read row by row, in constant memory, and is whole or an error.
// TestPage: a page is that page, whatever _jsonl does to paging, and in whatever form the list is.
func TestPage(t *testing.T) {
	for _, assume := range []sandbox.Assumptions{{}, {JSONLPaging: "honoured"}, {ListEnvelope: "results"}, {JSONLForm: "array"}} {
		c, s := dial(t, sandbox.Options{Assume: assume})
		if err := s.Seed(context.Background(), 2345, 1); err != nil {
			t.Fatal(err)
		}
		byName := []pigello.Order{{Field: pigello.NameName}}
		var all, paged []string
		for org, err := range c.List(context.Background(), pigello.Query{OrderBy: byName}) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, org.Name)
		}
		for page := 1; len(paged) < len(all); page++ {
			before := len(paged)
			for org, err := range c.List(context.Background(), pigello.Query{Page: page, PageSize: 1000, OrderBy: byName}) {
				if err != nil {
					t.Fatal(err)
				}
				paged = append(paged, org.Name)
			}
			if n := len(paged) - before; n != min(1000, len(all)-before) {
				t.Fatalf("%+v: page %d has %d rows", assume, page, n)
			}
		}
		if !slices.Equal(all, paged) {
			t.Errorf("%+v: the pages aren't the list", assume)
		}
	}
}

func ExampleClient_ListAll() {
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
	for _, name := range []string{"Åbacken Exempel AB", "Bergsbacken Exempel AB"} {
		if _, err := client.Create(context.Background(), pigello.Write{Name: name}); err != nil {
			fmt.Println(err)
			return
		}
	}
	query := pigello.Query{Filters: []pigello.Filter{pigello.FieldName.IStartsWith("å")}}
	for org, err := range client.ListAll(context.Background(), query, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(org.Name)
	}
	// Output: Åbacken Exempel AB
}

// What the command line takes as a filter, with the nearest valid field named
// for one that doesn't exist.
func ExampleParseFilter() {
	f, _ := pigello.ParseFilter("name__icontains!=berg")
	fmt.Println(f.Field, f.Op, f.Negate, f.Value)
	_, err := pigello.ParseFilter("nmae=berg")
	fmt.Println(err)
	// Output:
	// name icontains true berg
	// "nmae": there is no filter by "nmae", only by id, name, custom_id, organization, created_at; did you mean name?
}
