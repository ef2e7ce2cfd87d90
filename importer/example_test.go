package importer_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// An import is planned, looked at, and applied.
func Example() {
	if err := example(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// would create 2, nothing is written yet
	// 2 read = 2 created + 0 updated + 0 unchanged + 0 rejected + 0 held + 0 unknown + 0 not reached
}

func example() error {
	s, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	server := httptest.NewServer(s)
	defer server.Close()
	h := sandbox.DefaultCredentials()
	client, err := pigello.New(pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(h)})
	if err != nil {
		return err
	}
	runs, err := os.MkdirTemp("", "runs-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(runs)

	file := input("rows.csv", "Namn;Moderbolag\nDotterbacken AB;Moderbacken AB\nModerbacken AB;\n")
	plan, summary, err := importer.Plan(context.Background(), client, importer.PlanOptions{
		Inputs: []importer.Input{file}, RunsDir: runs, Target: run.Target{Name: "sandbox", URL: server.URL},
	})
	if err != nil {
		return err
	}
	defer plan.Close()
	fmt.Printf("would create %d, nothing is written yet\n", summary.Books.Created)
	books, err := importer.Apply(context.Background(), client, plan, push.Options{})
	fmt.Println(books)
	return err
}
