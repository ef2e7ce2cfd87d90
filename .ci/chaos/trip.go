package main

import (
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// tripCommand backs an estate up, loses all of it, restores it, and compares.
func tripCommand(args []string) int {
	o := tripOptions{out: os.Stdout}
	flags := flag.NewFlagSet("trip", flag.ExitOnError)
	flags.IntVar(&o.rows, "rows", 100_000, "how many organizations there are")
	flags.IntVar(&o.depth, "depth", 50, "how many levels their tree has")
	flags.Uint64Var(&o.seed, "seed", 1, "what the tree is drawn from")
	_ = flags.Parse(args) // it exits
	return inWorkshop("trip", func(p *program, dir string) error { return trip(p, dir, o) })
}

// inWorkshop builds the program in a folder and works there. The folder stays if
// that fails.
func inWorkshop(name string, work func(p *program, dir string) error) int {
	dir, err := os.MkdirTemp("", "orgbatch-"+name+"-")
	if err == nil {
		var p *program
		if p, err = buildProgram(dir); err == nil {
			err = work(p, dir)
		}
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%v\nwhat was left is in %s\n", err, dir)
		return 1
	}
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

type tripOptions struct {
	rows, depth int
	seed        uint64
	out         io.Writer
}

// trip: what is restored is what was there, but for the ids, and results.csv says
// which new id each old one has.
func trip(p *program, dir string, o tripOptions) error {
	t := &tripping{dir: dir, program: p, out: o.out}
	before := drawTree(o)
	if err := t.load(before); err != nil {
		return err
	}
	for _, step := range [][]string{
		{"backup", "create", "backups", "--sandbox", "--quiet"},
		{"sandbox", "reset", "--db", "orgbatch-sandbox.db", "--quiet"},
		{"backup", "restore", "backups", "--sandbox", "--yes", "--quiet"},
	} {
		if err := t.run(step...); err != nil {
			return err
		}
	}
	ids, err := t.mapping()
	if err != nil {
		return err
	}
	after, err := t.read()
	if err != nil {
		return err
	}
	if err := sameTree(before, after, ids); err != nil {
		return err
	}
	fmt.Fprintf(o.out, "%d organizations in %d levels came back, each under the id that results.csv names, with its name, custom_id and parent\n", len(before), o.depth)
	return t.run("backup", "verify", "backups", "--restore", "--quiet")
}

// drawTree draws a tree that has so many levels; children may have been created
// before their parents.
func drawTree(o tripOptions) map[string]firm {
	rng := rand.New(rand.NewPCG(o.seed, 11))
	items := map[string]firm{}
	levels := make([][]string, o.depth)
	for i := range o.rows {
		level := i // one of each level first
		if i >= o.depth {
			level = rng.IntN(o.depth)
		}
		it := firm{id: fmt.Sprintf("%08x-0000-4000-8000-%012x", rng.Uint32(), i), name: fmt.Sprintf("Exempelbacken %d Ö & \"%c\" AB", i, 'a'+rune(i%26))}
		if i%3 > 0 {
			it.custom = fmt.Sprintf("00%d", i)
		}
		if level > 0 {
			it.parent = levels[level-1][rng.IntN(len(levels[level-1]))]
		}
		levels[level] = append(levels[level], it.id)
		items[it.id] = it
	}
	return items
}

// sameTree compares by the mapping of ids.
func sameTree(before, after map[string]firm, ids map[string]string) error {
	if len(after) != len(before) || len(ids) != len(before) {
		return fmt.Errorf("%d organizations were there, %d are, and results.csv names %d", len(before), len(after), len(ids))
	}
	for id, was := range before {
		is, there := after[ids[id]]
		want := firm{id: ids[id], name: was.name, custom: was.custom, parent: ids[was.parent]}
		if !there || is != want {
			return fmt.Errorf("%+v came back as %+v, want %+v", was, is, want)
		}
	}
	return nil
}

// tripping runs the program in a folder.
type tripping struct {
	dir     string
	program *program
	out     io.Writer
}

func (t *tripping) run(args ...string) error {
	begun := time.Now()
	c := exec.Command(t.program.path, args...)
	c.Dir = t.dir
	c.Env = append(os.Environ(), "ORGBATCH_PROFILE=", "XDG_CONFIG_HOME="+t.dir)
	said, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("orgbatch %v: %w\n%s", args, err, said)
	}
	fmt.Fprintf(t.out, "%-16s %5.1f s\n", args[0]+" "+args[1], time.Since(begun).Seconds())
	return nil
}

func (t *tripping) sandbox(do func(*sandbox.Sandbox) error) error {
	sb, err := sandbox.Open(sandbox.Options{DB: filepath.Join(t.dir, "orgbatch-sandbox.db")})
	if err != nil {
		return err
	}
	return errors.Join(do(sb), sb.Close())
}

// load puts the estate there, in no order.
func (t *tripping) load(items map[string]firm) error {
	return t.sandbox(func(sb *sandbox.Sandbox) error {
		n := 0
		_, err := sb.Load(context.Background(), func(yield func([]byte, error) bool) {
			for it := range maps.Values(items) {
				n++
				if !yield(rawOf(it, n), nil) {
					return
				}
			}
		})
		return err
	})
}

// mapping reads old and new ids from the results of the only run.
func (t *tripping) mapping() (map[string]string, error) {
	found, err := filepath.Glob(filepath.Join(t.dir, "orgbatch-runs", "*", "results.csv"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("results.csv: found %q, %v", found, err)
	}
	f, err := os.Open(found[0])
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, name := range header {
		at[name] = i
	}
	at["id"] += at["\ufeffid"] // where the mark of the encoding stands before it
	ids := map[string]string{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return ids, nil
		}
		if err != nil {
			return nil, err
		}
		ids[row[at["id"]]] = row[at["orgbatch_id"]]
	}
}
