package report

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

const swedish = "\ufeffNamn;Kundnr;Koncern;Anm\r\n" +
	"Exempelbacken Fastigheter AB;K1;;\r\n" + // 2 created
	"\"Exempel \"\"Ö\"\" AB\";K2;Exempelbacken Fastigheter AB;a,b\r\n" + // 3 updated
	";K3;;\r\n" + // 4 rejected: no name
	"Exempelvik AB;K4\r\n" + // 5 short, rejected
	"\"Två\r\nrader AB\";K5;Finns Inte AB;x\r\n" + // 6 rejected by the push
	"Exempelö AB;K6;;\r\n" + // 7 held
	"Exempelö AB;K6;;\r\n" + // 8 follows 7
	"Exempellund AB;K7;;;;\r\n" + // 9 rejected, blank cells too many
	"Exempelberg AB;K8;;\r\n" // 10 unknown

// swedishRun is a run in which every status is met.
func swedishRun(t *testing.T) *run.Run {
	t.Helper()
	r := newRun(t, t.TempDir(), "kunder.csv", swedish)
	change := none(run.ActionUpdate)
	change.ID, change.SetName, change.SetCustomID, change.SetParent, change.ParentRow = id(3), true, true, true, 0
	change.Before = run.Snapshot{Name: "Exempel Ö AB", CustomID: run.Text{Text: "00002", Kind: run.Value}, Parent: run.Text{Text: id(99).String(), Kind: run.Value}}
	change.After = run.Snapshot{Name: "Exempel \"Ö\" AB", CustomID: run.Text{Text: "K2", Kind: run.Value}}
	decide(t, r, none(run.ActionCreate), change, none(run.ActionReject), none(run.ActionReject), none(run.ActionCreate),
		none(run.ActionHold), follows(5), none(run.ActionReject), none(run.ActionCreate))
	for _, issue := range []run.Issue{
		{Row: 7, Number: 9, Line: 10, Column: 2, ColumnName: "Koncern", Code: "missing-parent", Severity: run.Error,
			Message: "no organization has this name", Value: "Exmpel; AB", Suggestion: "Exempel AB"},
		{Row: 2, Number: 4, Line: 4, Column: 0, ColumnName: "Namn", Code: "name-missing", Severity: run.Error, Message: "a new organization needs a name; fill it in"},
		{Row: 2, Number: 4, Line: 4, Column: 1, ColumnName: "Kundnr", Code: "trimmed", Severity: run.Warning, Message: "white space at its ends was taken away"},
		{Row: 3, Number: 5, Line: 5, Column: -1, Code: "short-row", Severity: run.Error, Message: "the row has 2 cells, the header 4"},
		{Row: 5, Number: 7, Line: 8, Column: 0, ColumnName: "Namn", Code: "possible-twin", Message: "resembles \"EXEMPELÖ AB\""},
		{Row: -1, Column: 3, ColumnName: "Anm", Code: "empty-header", Message: "a column of the whole file"},
	} {
		must(t, r.AppendIssue(issue))
	}
	push(t, r)
	return r
}

func push(t *testing.T, r *run.Run) {
	t.Helper()
	ctx := t.Context()
	chunk, err := r.Journal().Intend(ctx, run.ChunkCreate, []int32{0, 4}, time.Unix(1, 0))
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []run.Outcome{
		{Row: 0, Status: run.Created, ID: id(1)}, {Row: 4, Status: run.Rejected, Message: "name: Ensure this field has no line breaks."}}))
	chunk, err = r.Journal().Intend(ctx, run.ChunkPatch, []int32{1}, time.Unix(2, 0))
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []run.Outcome{{Row: 1, Status: run.Updated, ID: id(3)}}))
	_, err = r.Journal().Intend(ctx, run.ChunkCreate, []int32{8}, time.Unix(3, 0))
	must(t, err)
}

func TestGolden(t *testing.T) {
	r := swedishRun(t)
	missing := []run.MissingParent{
		{Name: "Finns Inte AB", Rows: []int{6}, Count: 1}, {Name: "Exmpel; AB", Rows: []int{9, 12}, Count: 31, Nearest: "Exempel AB"}}
	for _, test := range []struct {
		name  string
		write func(*run.Run) ([]File, error)
		rows  int
	}{
		{"issues.csv", WriteIssues, 6},
		{"changes.csv", WriteChanges, 3},
		{"results.csv", WriteResults, 9},
		{"rejects.csv", WriteRejects, 6},
		{"missing-parents.csv", func(r *run.Run) ([]File, error) { return WriteMissingParents(r, missing) }, 2},
	} {
		files, err := test.write(r)
		must(t, err)
		if want := map[string]int{test.name: test.rows}; !maps.Equal(rowsOf(files), want) {
			t.Errorf("%v were written, not %v", rowsOf(files), want)
		}
		golden(t, r, test.name, "swedish-"+test.name)
		info, err := os.Stat(files[0].Path)
		must(t, err)
		if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
			t.Errorf("%s is %v", test.name, info.Mode())
		}
	}
}

// TestReadOnly guards that a closed run tells the same.
func TestReadOnly(t *testing.T) {
	r := swedishRun(t)
	before := writeAll(t, r)
	must(t, r.Close())
	ro, err := run.OpenReadOnly(r.Dir())
	must(t, err)
	defer func() { must(t, ro.Close()) }()
	if after := writeAll(t, ro); !maps.Equal(after, before) {
		t.Errorf("read only: %v, before %v", after, before)
	}
}

// writeAll writes everything and gives the contents by name.
func writeAll(t *testing.T, r *run.Run) map[string]string {
	t.Helper()
	contents := map[string]string{}
	for _, write := range []func(*run.Run) ([]File, error){WriteIssues, WriteChanges, WriteResults, WriteRejects} {
		files, err := write(r)
		must(t, err)
		for _, f := range files {
			contents[filepath.Base(f.Path)] = content(t, r, filepath.Base(f.Path))
		}
	}
	entries, err := os.ReadDir(r.Dir())
	must(t, err)
	for _, entry := range entries {
		if strings.Contains(entry.Name(), "partial") {
			t.Errorf("%s is left", entry.Name())
		}
	}
	return contents
}

func TestEmptyFilesGo(t *testing.T) {
	r := newRun(t, t.TempDir(), "a.csv", "name\nExempel AB\n")
	decide(t, r, none(run.ActionCreate))
	names := []string{"issues.csv", "changes.csv", "rejects.csv", "missing-parents.csv"}
	for _, name := range names {
		must(t, os.WriteFile(filepath.Join(r.Dir(), name), []byte("old"), 0o600))
	}
	for _, write := range []func(*run.Run) ([]File, error){
		WriteIssues, WriteChanges, WriteRejects, func(r *run.Run) ([]File, error) { return WriteMissingParents(r, nil) },
	} {
		files, err := write(r)
		must(t, err)
		if len(files) > 0 {
			t.Errorf("%v were written", files)
		}
	}
	for _, name := range names {
		if content(t, r, name) != "" {
			t.Errorf("an old %s is left", name)
		}
	}
}

// TestMended guards identities: what is imported a second time keeps its name, and our columns don't come twice.
func TestMended(t *testing.T) {
	for name, test := range map[string]struct{ in, rejects, results string }{
		"at the end": {
			"\ufeffname;custom_id;orgbatch_row;orgbatch_error\nA AB;1;qqqq:17;\"old; reason\"\n\"B \"\"x\"\" AB\";2;;\nC AB;3;qqqq:19;old\n",
			"\ufeffname;custom_id;orgbatch_row;orgbatch_error\nA AB;1;qqqq:17;new\n\"B \"\"x\"\" AB\";2;\"SHORT:3\";\"\"\n",
			"name;custom_id;orgbatch_row;orgbatch_action;orgbatch_id;orgbatch_status;orgbatch_format;orgbatch_message\nA AB;1;qqqq:17;reject;;rejected;;new\n" +
				"\"B \"\"x\"\" AB\";2;SHORT:3;reject;;rejected;;\nC AB;3;qqqq:19;create;;not reached;;\n",
		},
		"in the middle": {
			"orgbatch_row;name;orgbatch_error;custom_id\nqqqq:17;A AB;old;1\n;B AB;;2\nqqqq:19;C AB;old;3\n",
			"\ufeffname;custom_id;orgbatch_row;orgbatch_error\nA AB;1;qqqq:17;new\nB AB;2;SHORT:3;\n",
			"name;custom_id;orgbatch_row;orgbatch_action;orgbatch_id;orgbatch_status;orgbatch_format;orgbatch_message\nA AB;1;qqqq:17;reject;;rejected;;new\n" +
				"B AB;2;SHORT:3;reject;;rejected;;\nC AB;3;qqqq:19;create;;not reached;;\n",
		},
		"json": {
			"{\"orgbatch_row\":\"qqqq:17\",\"name\":\"A AB\",\"orgbatch_error\":\"old\",\"x\":[1, 2]}\n{\"name\":\"B AB\"}\n{\"name\":\"C AB\"}\n",
			"{\"name\":\"A AB\",\"x\":[1, 2],\"orgbatch_row\":\"qqqq:17\",\"orgbatch_error\":\"new\"}\n" +
				"{\"name\":\"B AB\",\"orgbatch_row\":\"SHORT:2\",\"orgbatch_error\":\"\"}\n",
			"name,x,orgbatch_row,orgbatch_action,orgbatch_id,orgbatch_status,orgbatch_format,orgbatch_message\nA AB,\"[1,2]\",qqqq:17,reject,,rejected,,new\n" +
				"B AB,,SHORT:2,reject,,rejected,,\nC AB,,SHORT:3,create,,not reached,,\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t, t.TempDir(), "a", test.in)
			decide(t, r, none(run.ActionReject), none(run.ActionReject), none(run.ActionCreate))
			must(t, r.AppendIssue(run.Issue{Row: 0, Severity: run.Error, Message: "new"}))
			got := writeAll(t, r)
			rejects := got["rejects.csv"] + got["rejects.jsonl"]
			if want := strings.ReplaceAll(test.rejects, "SHORT", r.Meta().Short); rejects != want {
				t.Errorf("rejects are\n%s\nnot\n%s", rejects, want)
			}
			if want := "\ufeff" + strings.ReplaceAll(test.results, "SHORT", r.Meta().Short); got["results.csv"] != want {
				t.Errorf("results are\n%s\nnot\n%s", got["results.csv"], want)
			}
		})
	}
}

func TestSeveralSources(t *testing.T) {
	one, other := "name,custom_id\nA AB,1\nB AB,2\n", "Namn;Kundnr\nC AB;3\n"
	issues := func(r *run.Run) {
		must(t, r.AppendIssue(run.Issue{Row: 1, Number: 3, Line: 3, Severity: run.Error, Message: "no"}))
		must(t, r.AppendIssue(run.Issue{Row: 2, Number: 2, Line: 2, Severity: run.Error, Message: "no, too"}))
	}
	decisions := []run.Decision{none(run.ActionCreate), none(run.ActionReject), none(run.ActionReject)}

	alike := newRun(t, t.TempDir(), "a.csv", one, "b.csv", "name,custom_id\nC AB,3\n")
	decide(t, alike, decisions...)
	issues(alike)
	got := writeAll(t, alike)
	if len(got) != 3 || strings.Count(got["results.csv"], "\n") != 4 || strings.Count(got["rejects.csv"], "\n") != 3 {
		t.Errorf("of sources alike come %q", got)
	}
	if want := "C AB,3," + alike.Meta().Short + ":2:2,\"no, too\"\n"; !strings.HasSuffix(got["rejects.csv"], want) {
		t.Errorf("the rejects are %q", got["rejects.csv"])
	}
	if !strings.Contains(got["issues.csv"], ",suggestion,file\n") || !strings.HasSuffix(got["issues.csv"], "\"no, too\",,,b.csv\n") {
		t.Errorf("the issues are %q", got["issues.csv"])
	}

	unlike := newRun(t, t.TempDir(), "a.csv", one, "b.csv", other)
	decide(t, unlike, decisions...)
	issues(unlike)
	got = writeAll(t, unlike)
	for name, rows := range map[string]int{"results.csv": 2, "results-2.csv": 1, "rejects.csv": 1, "rejects-2.csv": 1, "issues.csv": 2} {
		if strings.Count(got[name], "\n") != rows+1 {
			t.Errorf("%s is %q", name, got[name])
		}
	}
	if !strings.HasPrefix(got["rejects-2.csv"], "\ufeffNamn;Kundnr;orgbatch_row;orgbatch_error\nC AB;3;") {
		t.Errorf("the second rejects are %q", got["rejects-2.csv"])
	}
}

// TestPlanningUnfinished guards a run whose planning was killed: rows without decisions.
func TestPlanningUnfinished(t *testing.T) {
	r := newRun(t, t.TempDir(), "a.csv", "name\nA AB\n")
	if got := writeAll(t, r)["results.csv"]; !strings.HasSuffix(got, ":2,none,,not reached,,\n") {
		t.Errorf("results are %q", got)
	}
}

// A folder of the rejects' name stands in their way, for root too.
func TestUnwritable(t *testing.T) {
	r := newRun(t, t.TempDir(), "a.csv", "name\nA AB\n")
	decide(t, r, none(run.ActionReject))
	must(t, os.Mkdir(filepath.Join(r.Dir(), "rejects.csv"), 0o700))
	if _, err := WriteRejects(r); err == nil {
		t.Error("no error")
	}
}
