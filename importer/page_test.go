package importer_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestPage takes a program's whole way through the importer: check a file, plan, apply, audit, resume, undo, and resume that.
func TestPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	path := filepath.Join(t.TempDir(), "rows.csv")
	if err := os.WriteFile(path, []byte("Namn;Moderbolag\nDotterbacken AB;Moderbacken AB\nModerbacken AB;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	inputs := []importer.Input{importer.File(path)}
	checked, err := importer.Validate(t.Context(), importer.ValidateOptions{Inputs: inputs})
	if err != nil || checked.Rows != 2 || checked.Errors != 0 {
		t.Fatalf("%+v, %v", checked, err)
	}
	r, summary, err := importer.Plan(t.Context(), w.client, importer.PlanOptions{Inputs: inputs, RunsDir: w.runs, Target: run.Target{Name: "sandbox", URL: w.url}})
	if err != nil || summary.Books.Created != 2 {
		t.Fatalf("%v, %v", summary.Books, err)
	}
	defer r.Close()
	if kept, err := importer.SummaryOf(r.Meta()); err != nil || kept.Code != summary.Code {
		t.Errorf("the run keeps %q, %v; planned was %q", kept.Code, err, summary.Code)
	}
	if books, err := importer.Apply(t.Context(), w.client, r, importer.ApplyOptions{}); err != nil || books.Created != 2 {
		t.Fatalf("apply: %v, %v", books, err)
	}
	if books, err := importer.Resume(t.Context(), w.client, r, importer.ApplyOptions{}); err != nil || books.Created != 2 {
		t.Errorf("resume: %v, %v", books, err)
	}
	if audited, err := importer.Audit(t.Context(), w.client, r, importer.AuditOptions{}); err != nil || audited.Hold != 2 {
		t.Errorf("audit: %+v, %v", audited, err)
	}
	plan, err := importer.PlanUndo(t.Context(), w.client, r, importer.UndoOptions{})
	if err != nil || plan.Deletes != 2 {
		t.Fatalf("plan the undo: %+v, %v", plan, err)
	}
	if books, err := importer.Undo(t.Context(), w.client, r, plan, importer.UndoOptions{}); err != nil || books.Reversed != 2 {
		t.Errorf("undo: %v, %v", books, err)
	}
	if books, err := importer.ResumeUndo(t.Context(), w.client, r, importer.UndoOptions{}); err != nil || books.Reversed != 2 {
		t.Errorf("resume the undo: %v, %v", books, err)
	}
}
