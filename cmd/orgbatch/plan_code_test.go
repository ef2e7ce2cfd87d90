package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/importer/run"
)

// planned is a file and two ways to import it, in which one flag differs, with those that it needs.
type planned struct {
	file, text string
	one, other string
}

const plainRows = "Namn;Nr\nÅkern AB;1\nBacken AB;2\n"

// changesPlan are the flags of import that change what would be written, and how each does.
var changesPlan = map[string]planned{
	"map":         {"a.csv", plainRows, "--map custom_id=", "--map custom_id=Nr"},
	"mapping":     {"a.csv", plainRows, "--map custom_id=", "--mapping nr.toml"},
	"set":         {"a.csv", plainRows, "--set custom_id=G-1", "--set custom_id=FEL"},
	"clear-blank": {"a.csv", "name,custom_id\nÅkern AB,\n", "", "--clear-blank custom_id"},
	"fix":         {"a.csv", "name,custom_id\nÅkern  AB,1\n", "", "--fix"},
	"leave-out":   {"a.csv", plainRows, "", "--leave-out 3"},
	"format":      {"a.jsonl", `{"name":"Åkern AB"}` + "\n" + `{"name":"Backen AB"}` + "\n", "", "--format csv --delimiter ; --map name=1"},
	"delimiter":   {"a.csv", "Namn;Nr,Ort\nÅkern AB;1,Ås\nBacken AB;2,By\n", "--map name=1", "--map name=1 --delimiter ,"},
	"encoding":    {"a.csv", "Namn;Nr\n\xc5kern AB;1\nB\xe4cken AB;2\n", "", "--encoding cp1250"},
	"sheet":       {"a.xlsx", "", "--sheet Ett", "--sheet Två"},
	"table":       {"a.csv", "Namn;Nr\nÅkern AB;1\n\nNamn;Ort;Tel\nBacken AB;Ås;1\nCedern AB;By;2\n", "--table 1", "--table 2"},
	"allow-twins": {"a.csv", "name,custom_id\nTVILLINGEN AB,9\n", "", "--allow-twins"},
	"accept":      {"a.csv", "name,custom_id\nTVILLINGEN AB,9\n", "", "--accept possible-twin"},
	"mode":        {"a.csv", plainRows, "", "--mode update"},
	"escapes":     {"a.csv", "Namn\tNr\nÅkern\\tAB\t\\N\nBacken AB\t2\n", "--escapes no", "--escapes yes"},
	"schema":      {"a.csv", plainRows, "", "--schema schema.json"},
	"key":         {"a.csv", "name,custom_id\nBokhandeln AB,T-1\n", "--allow-twins", "--allow-twins --key custom_id"},
}

// keepsPlan are those that don't, or say only where: each as it is given here gives the code that it gives without.
var keepsPlan = map[string]string{
	"dry-run": "--dry-run", "yes": "", "open": "", "skip-invalid": "--skip-invalid", "save-mapping": "--save-mapping saved.toml", "max-rejects": "--max-rejects 3",
	"chunk-size": "--chunk-size 1", "concurrency": "--concurrency 1", "rate": "--rate 50/s", "runs": "--runs ./planned/",
	"approval": "", "approved-by": "", // of what is written alone
	"profile": "", "env": "", "url": "", "ca-file": "", "sandbox": "", "sandbox-db": "",
	"assume": "--assume list-cap=1000", "fault": "--fault server-error=1%", "fault-seed": "--fault-seed 7",
	"sha256": "", // of what is fetched or comes through a pipe, whose rows are in the code
	"json":   "--json", "log-format": "--log-format json", "quiet": "--quiet", "verbose": "--verbose", "help": "",
}

// TestEveryFlagIsJudged: whoever gives import a flag says here whether it changes what would be written.
func TestEveryFlagIsJudged(t *testing.T) {
	var command *cobra.Command
	everyCommand(func(c *cobra.Command) {
		if c.CommandPath() == "orgbatch import" {
			command = c
		}
	})
	command.InitDefaultHelpFlag()
	there := map[string]bool{}
	judge := func(f *pflag.Flag) {
		_, changes := changesPlan[f.Name]
		_, keeps := keepsPlan[f.Name]
		if there[f.Name] = true; changes == keeps {
			t.Errorf("--%s stands in %v of the lists", f.Name, map[bool]string{true: "both", false: "none"}[changes])
		}
	}
	command.LocalFlags().VisitAll(judge)
	command.InheritedFlags().VisitAll(judge)
	for name := range changesPlan {
		if !there[name] {
			t.Errorf("there is no --%s", name)
		}
	}
	for name := range keepsPlan {
		if !there[name] {
			t.Errorf("there is no --%s", name)
		}
	}
}

// planHash plans an import and gives what its code is the beginning of.
func planHash(t *testing.T, file, flags string) string {
	t.Helper()
	const dir = "planned"
	args := append([]string{"import", file, "--sandbox", "--dry-run"}, strings.Fields(flags)...)
	if !strings.Contains(flags, "--runs") {
		args = append(args, "--runs", dir)
	}
	code, _, said := runHere(t, args...)
	if code != 0 && code != 3 && code != 5 { // held rows and rows in error make a plan too
		t.Fatalf("import %s %s ends in %d\n%s", file, flags, code, said)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "*", "run.db"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("import %s %s leaves %d runs, %v", file, flags, len(kept), err)
	}
	r, err := run.OpenReadOnly(filepath.Dir(kept[0]))
	if err != nil {
		t.Fatal(err)
	}
	m := r.Meta()
	if err := errors.Join(r.Close(), os.RemoveAll(dir)); err != nil {
		t.Fatal(err)
	}
	if m.PlanHash == "" || m.PlanForm != 1 {
		t.Errorf("import %s %s: %q in form %d", file, flags, m.PlanHash, m.PlanForm)
	}
	return m.PlanHash
}

// TestPlanCode: the code of a plan covers what would be written and nothing else.
func TestPlanCode(t *testing.T) {
	home := t.TempDir()
	t.Chdir(home)
	say := sayIn(t, home)
	put := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("live.csv", "name,custom_id\nTvillingen AB,T-1\n")
	say(0, "import", "live.csv", "--sandbox", "--yes")
	put("schema.json", `{"fields": [{"name": "Nr", "constraints": {"pattern": "[1]"}}]}`)
	put("a.csv", plainRows)
	say(0, "import", "a.csv", "--sandbox", "--dry-run", "--map", "custom_id=Nr", "--save-mapping", "nr.toml")
	for flag, p := range changesPlan {
		if p.text == "" {
			p.twoSheets(t)
		} else {
			put(p.file, p.text)
		}
		one, again, other := planHash(t, p.file, p.one), planHash(t, p.file, p.one), planHash(t, p.file, p.other)
		if one != again {
			t.Errorf("--%s: two plans of %q have the codes %.8s and %.8s", flag, p.one, one, again)
		}
		if one == other {
			t.Errorf("--%s: %q and %q have one code", flag, p.one, p.other)
		}
	}
	p := planned{file: "a.csv", text: plainRows}
	put(p.file, p.text)
	want := planHash(t, p.file, "")
	for flag, flags := range keepsPlan {
		if got := planHash(t, p.file, flags); got != want {
			t.Errorf("--%s: the code is %.8s, and %.8s without", flag, got, want)
		}
	}
}

// twoSheets writes a workbook of two lists.
func (p planned) twoSheets(t *testing.T) {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for _, name := range []string{"Ett", "Två"} {
		_, err := f.NewSheet(name)
		if err := errors.Join(err, fillSheet(f, name, "Namn,Nr\nÅkern AB,K"+name+"\nBacken AB,L\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(p.file); err != nil {
		t.Fatal(err)
	}
}
