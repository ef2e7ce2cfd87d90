//go:build !race

package main

import "github.com/orgbatch/orgbatch/importer/run"

// fixtureKind is one run of an archive: how it is made, and what must come of it.
type fixtureKind struct {
	name   string
	since  int    // the first version that has it; 0 is the first of all
	text   string // of the file
	make   []fixtureStep
	files  []string // that its reports must have
	finish []fixtureStep
	end    run.State // when it is finished
	want   []string  // what the sandbox holds then
}

// fixtureStep is a command line, and how it ends.
type fixtureStep struct {
	load      string // into the sandbox before it, JSON lines
	command   string
	at        int  // the request at which the process is killed, counted from 1; 0 is never
	interrupt bool // interrupted twice instead
	exit      int
	says      string
}

// fixtureThere is what the sandbox holds before the import of fixtureRows.
const fixtureThere = `{"id":"f1c71700-0000-4000-8000-000000000001","name":"Exempelbacken Förvaltning AB","custom_id":"F-1","organization":null,"created_at":"2026-01-02T03:04:05Z"}
{"id":"f1c71700-0000-4000-8000-000000000002","name":"Påhittade Torget AB","custom_id":"T-0","organization":null,"created_at":"2026-01-02T03:04:06Z"}
{"id":"f1c71700-0000-4000-8000-000000000003","name":"Fiktiva Höjden AB","custom_id":"H-1","organization":null,"created_at":"2026-01-02T03:04:07Z"}
{"id":"f1c71700-0000-4000-8000-000000000004","name":"Ödebygd Drift AB","custom_id":"O-1","organization":null,"created_at":"2026-01-02T03:04:08Z"}
{"id":"f1c71700-0000-4000-8000-000000000005","name":"Luftslottet AB","custom_id":"L-0","organization":null,"created_at":"2026-01-02T03:04:09Z"}
`

// fixtureChanged is what somebody does there between plan and apply.
const fixtureChanged = `{"id":"f1c71700-0000-4000-8000-000000000005","name":"Luftslottet AB","custom_id":"L-9","organization":null,"created_at":"2026-01-02T03:04:09Z"}
`

// fixtureRows are rows of every fate: created, updated, unchanged, the same twice, and one like another that is there.
const fixtureRows = `name;custom_id;organization
Exempelbacken Ett AB;E-1;Exempelbacken Förvaltning AB
Exempelbacken Två AB;E-2;Exempelbacken Ett AB
Exempelbacken Två AB;E-2;Exempelbacken Ett AB
Påhittade Torget AB;T-1;
Fiktiva Höjden AB;H-1;
Ödebygd Drift Aktiebolag;O-2;
Luftslottet AB;L-1;
`

// fixtureErrors are rows with errors.
const fixtureErrors = `Exempelbacken Tre AB;E-3;Finns Ingenstans AB
;E-4;
`

var fixtureWant = []string{
	"Exempelbacken Ett AB|E-1|Exempelbacken Förvaltning AB", "Exempelbacken Förvaltning AB|F-1|", "Exempelbacken Två AB|E-2|Exempelbacken Ett AB",
	"Fiktiva Höjden AB|H-1|", "Luftslottet AB|L-1|", "Påhittade Torget AB|T-1|", "Ödebygd Drift AB|O-1|",
}

var fixtureFamily, fixtureFamilyWant = family(24)

var fixtureReports = []string{"report.html", "result.html", "results.csv", "rejects.csv", "rejects.xlsx"}

var fixtureKinds = []fixtureKind{
	{
		name: "done", text: fixtureRows + fixtureErrors,
		make: []fixtureStep{
			{load: fixtureThere, command: "import - --dry-run", exit: 3},
			{load: fixtureChanged, command: "apply latest --skip-invalid", exit: 3},
		},
		files:  fixtureReports,
		finish: []fixtureStep{{command: "resume latest", says: "is finished"}},
		end:    run.Done, want: changedWant(),
	},
	{
		name: "ready", text: fixtureRows,
		make:   []fixtureStep{{load: fixtureThere, command: "import - --dry-run", exit: 3}},
		files:  fixtureReports,
		finish: []fixtureStep{{command: "apply latest", exit: 3, says: "1 on hold"}},
		end:    run.Done, want: fixtureWant,
	},
	{
		name: "blocked", text: fixtureRows + fixtureErrors,
		make:  []fixtureStep{{load: fixtureThere, command: "import -", exit: 5}},
		files: fixtureReports,
		finish: []fixtureStep{
			{command: "apply latest", exit: 5, says: "correct 2 rows in the file and import it again"},
			{command: "apply latest --skip-invalid", exit: 3, says: "2 rejected · 1 on hold"},
		},
		end: run.Done, want: fixtureWant,
	},
	{
		name: "interrupted", text: fixtureFamily,
		make:   []fixtureStep{{command: "import - --chunk-size 5", at: 7, interrupt: true, exit: 130}},
		files:  []string{"results.csv"},
		finish: []fixtureStep{{command: "resume latest", says: "of the unchanged, found there"}},
		end:    run.Done, want: fixtureFamilyWant,
	},
	{
		name: "killed", text: fixtureFamily,
		make:   []fixtureStep{{command: "import - --chunk-size 5", at: 7, exit: -1}},
		files:  []string{"results.csv"},
		finish: []fixtureStep{{command: "resume latest", says: "of the unchanged, found there"}},
		end:    run.Done, want: fixtureFamilyWant,
	},
	{
		name: "cut short", text: fixtureFamily,
		make:   []fixtureStep{{command: "import -", at: 1, exit: -1}},
		finish: []fixtureStep{{command: "resume latest", exit: 5, says: "was cut short"}},
		end:    run.Planning, want: nil,
	},
	{
		name: "undoing", since: 2, text: fixtureFamily,
		make:   []fixtureStep{{command: "import -"}, {command: "undo latest --delete 24", at: 20, exit: -1}},
		files:  []string{"results.csv", "undo.csv"},
		finish: []fixtureStep{{command: "apply latest", exit: 5, says: "was begun before"}, {command: "resume latest", says: "24 reversed (of 24 rows written; "}},
		end:    run.Undone, want: nil,
	},
	{
		name: "undone", since: 2, text: fixtureRows,
		make: []fixtureStep{
			{load: fixtureThere, command: "import -", exit: 3},
			{load: fixtureChanged, command: "undo latest --delete 2", exit: 3, says: "1 kept"},
		},
		files:  []string{"results.csv", "undo.csv"},
		finish: []fixtureStep{{command: "resume latest", exit: 5, says: "is undone"}},
		end:    run.Undone, want: undoneWant,
	},
	{
		name: "to delete", since: 5, text: fixtureList,
		make:   []fixtureStep{{load: fixtureThere, command: "delete --ids - --dry-run"}},
		finish: []fixtureStep{{command: "apply latest --delete 3", says: "3 deleted (of 3 organizations; "}},
		end:    run.Undone, want: listedWant,
	},
	{
		name: "deleting", since: 5, text: fixtureList,
		make:   []fixtureStep{{load: fixtureThere, command: "delete --ids - --delete 3 --concurrency 1", at: 7, exit: -1}},
		files:  []string{"undo.csv"},
		finish: []fixtureStep{{command: "undo latest", exit: 5, says: "was begun before"}, {command: "resume latest", says: "3 deleted (of 3 organizations; "}},
		end:    run.Undone, want: listedWant,
	},
	{
		name: "deleted", since: 5, text: fixtureList,
		make:   []fixtureStep{{load: fixtureThere, command: "delete --ids - --delete 3"}},
		files:  []string{"undo.csv"},
		finish: []fixtureStep{{command: "resume latest", exit: 5, says: "has deleted what its list names"}},
		end:    run.Undone, want: listedWant,
	},
}

// fixtureList is a list of what is to be deleted.
const fixtureList = `id
f1c71700-0000-4000-8000-000000000001
f1c71700-0000-4000-8000-000000000003
f1c71700-0000-4000-8000-000000000005
`

var listedWant = []string{"Påhittade Torget AB|T-0|", "Ödebygd Drift AB|O-1|"}

// undoneWant is fixtureThere with the row that somebody changed since.
var undoneWant = []string{
	"Exempelbacken Förvaltning AB|F-1|", "Fiktiva Höjden AB|H-1|", "Luftslottet AB|L-9|", "Påhittade Torget AB|T-0|", "Ödebygd Drift AB|O-1|",
}

// changedWant is fixtureWant with the row that somebody changed, which is held.
func changedWant() []string {
	want := append([]string(nil), fixtureWant...)
	want[4] = "Luftslottet AB|L-9|"
	return want
}
