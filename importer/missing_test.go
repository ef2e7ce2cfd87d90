package importer_test

import (
	"reflect"
	"testing"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestMissingParents: each parent found nowhere, the rows that need it and the nearest name, be it in the API or in the file itself.
func TestMissingParents(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("Exempelbacken Fastigheter AB")
	_, s := w.plan("name,organization\nA,Exempelbaken Fastigheter AB\nProvgatan Holding AB,\nB,Provgatan Holdning AB\nC,Provgatan Holdning AB\nD,Okända Bolaget AB\nE,Exempelbacken Fastigheter AB\n")
	want := []plan.MissingParent{
		{Name: "Exempelbaken Fastigheter AB", Rows: []int{2}, Count: 1, Nearest: "Exempelbacken Fastigheter AB"},
		{Name: "Provgatan Holdning AB", Rows: []int{4, 5}, Count: 2, Nearest: "Provgatan Holding AB"},
		{Name: "Okända Bolaget AB", Rows: []int{6}, Count: 1},
	}
	if !reflect.DeepEqual(s.MissingParents, want) {
		t.Errorf("got %+v", s.MissingParents)
	}
}
