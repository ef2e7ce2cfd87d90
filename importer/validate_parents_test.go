package importer_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// TestValidateMissingParents: parents that are not in the file are listed with the names of it that are near, as a plan does.
func TestValidateMissingParents(t *testing.T) {
	const file = "name,custom_id,organization\nNorrgården Fastigheter AB,1,\nKvarnen Backan AB,2,\nKvarnen Backar AB,3,\n" +
		"A AB,4,Norrgården Fastigeter AB\nB AB,5,Kvarnen Backa AB\nC AB,6,Norrgården Fastigeter AB\nD AB,7,Norrgården Fastigheter 2 AB\nE AB,8,497f6eca-6276-4993-bfeb-53cbbbba6f08\n"
	sum, err := validate.Run(context.Background(), validate.Options{Inputs: []intake.Input{input("a.csv", file)}})
	if err != nil {
		t.Fatal(err)
	}
	want := []plan.MissingParent{
		{Name: "Norrgården Fastigeter AB", Rows: []int{5, 7}, Count: 2, Nearest: "Norrgården Fastigheter AB"},
		{Name: "Kvarnen Backa AB", Rows: []int{6}, Count: 1, AsNear: []string{"Kvarnen Backan AB", "Kvarnen Backar AB"}},
		{Name: "Norrgården Fastigheter 2 AB", Rows: []int{8}, Count: 1},
		{Name: "497f6eca-6276-4993-bfeb-53cbbbba6f08", Rows: []int{9}, Count: 1},
	}
	if !reflect.DeepEqual(sum.MissingParents, want) {
		t.Errorf("got %+v", sum.MissingParents)
	}
}

// TestValidateManyNames: of a file with more names than are kept none is called near, for one that isn't kept may be nearer.
func TestValidateManyNames(t *testing.T) {
	var b strings.Builder
	b.WriteString("name,organization\nExempelbacken Fastigheter AB,\nBarn AB,Exempelbacken Fastigeter AB\n")
	for i := range 30_000 {
		fmt.Fprintf(&b, "Provgatan Förvaltning %d AB,\n", i)
	}
	sum, err := validate.Run(context.Background(), validate.Options{Inputs: []intake.Input{input("a.csv", b.String())}})
	if err != nil {
		t.Fatal(err)
	}
	if len(sum.MissingParents) != 1 || sum.MissingParents[0].Nearest != "" {
		t.Errorf("got %+v", sum.MissingParents)
	}
}
