package importer_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/validate"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestInputsAreChecked: what can't be read is refused before anything is, and no run is left; a Path alone opens nothing.
func TestInputsAreChecked(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	t.Chdir(t.TempDir())
	rows := input("rows.csv", "name\nExempel AB\n")
	bare := intake.Input{Name: "bare.csv", Path: "bare.csv"}
	for want, inputs := range map[string][]intake.Input{
		"no inputs: Inputs names what is read":                                                    nil,
		`input 1, "bare.csv", has no Open and no Stream: importer.File(path) makes one of a file`: {bare},
		`input 2, "bare.csv", has no Open`:                                                        {rows, bare},
	} {
		_, _, err := plan.Make(context.Background(), w.client, plan.Options{Inputs: inputs, RunsDir: "runs"})
		_, validating := validate.Run(context.Background(), validate.Options{Inputs: inputs})
		for _, err := range []error{err, validating} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
	}
	if _, _, err := plan.Make(context.Background(), w.client, plan.Options{Inputs: []intake.Input{rows}}); err == nil || !strings.Contains(err.Error(), "no RunsDir") {
		t.Errorf("without a folder: %v", err)
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestFile: the input of a path is found again from another folder.
func TestFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("rows.csv", []byte("name\nExempel AB\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := intake.File("rows.csv")
	if in.Name != "rows.csv" || !filepath.IsAbs(in.Path) || filepath.Base(in.Path) != "rows.csv" || in.Stream != nil {
		t.Errorf("%+v", in)
	}
	f, err := in.Open()
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(f); err != nil || string(text) != "name\nExempel AB\n" {
		t.Errorf("%q, %v", text, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if _, err := intake.File("missing.csv").Open(); !os.IsNotExist(err) {
		t.Errorf("a missing file: %v", err)
	}
	sum, err := validate.Run(context.Background(), validate.Options{Inputs: []intake.Input{in}})
	if err != nil || sum.Rows != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
}
