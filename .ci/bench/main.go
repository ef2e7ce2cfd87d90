// Command bench prints how fast and how small orgbatch is, as ratios to
// something measured in the same run:
//
//	go run ./.ci/bench [-rows 200000] [-large 1000000]
//	go run ./.ci/bench -against COMMIT [-rows 200000] [-pairs 9]
//
// The second compares this program with that of a commit, which it builds too.
// It builds the program, serves sandboxes on the loopback address and stops
// them again.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

func main() {
	log.SetFlags(0)
	rows := flag.Int("rows", 200_000, "organizations to export and import")
	large := flag.Int("large", 1_000_000, "organizations for the memory comparison")
	tries := flag.Int("tries", 3, "how often each is measured; the best counts")
	commit := flag.String("against", "", "compare with the program of this `commit` instead")
	pairs := flag.Int("pairs", 9, "how often each program does what it is compared by")
	flag.Parse()
	dir, err := os.MkdirTemp("", "orgbatch-bench-")
	if err != nil {
		log.Fatal(err)
	}
	b := &bench{dir: dir, program: filepath.Join(dir, "orgbatch"), tries: *tries}
	err = b.do("go", "build", "-o", b.program, "./cmd/orgbatch")
	switch {
	case err != nil:
	case *commit != "":
		err = b.against(*commit, *rows, *pairs)
	default:
		err = b.all(*rows, *large)
	}
	if rerr := os.RemoveAll(dir); err == nil {
		err = rerr
	}
	if err != nil {
		log.Fatal(err)
	}
}

// bench holds where things are; it measures one thing after the other.
type bench struct {
	dir, program string
	tries        int
}

// all measures everything that has something to be measured by.
func (b *bench) all(rows, large int) error {
	if err := b.exports(rows); err != nil {
		return err
	}
	if err := b.memory(10_000, large); err != nil {
		return err
	}
	if err := b.imports(rows); err != nil {
		return err
	}
	if err := b.corpus(); err != nil {
		return err
	}
	fmt.Println("\nchecking a file against reading it with encoding/csv:")
	if err := benchmark("Check$|Ratio", "2s", "./importer", "./importer/table"); err != nil {
		return err
	}
	fmt.Println("\nthe journal's share of an import at 10,000 rows a second, and of one as fast as a sandbox takes it:")
	return benchmark("JournalShare", "3x", "./importer")
}

// benchmark runs benchmarks of packages.
func benchmark(names, long string, packages ...string) error {
	test := exec.Command("go", append([]string{"test", "-run", "^$", "-bench", names, "-benchtime", long}, packages...)...)
	test.Stdout, test.Stderr = os.Stdout, os.Stderr
	return test.Run()
}

// corpus prints how much of oddly written and damaged files is read right.
func (b *bench) corpus() error {
	fmt.Println("\nreading damaged files (all of it: go run ./.ci/corpus):")
	cmd := exec.Command("go", "run", "./.ci/corpus", "-totals")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

func (b *bench) do(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %v: %w\n%s", name, args, err, out)
	}
	return nil
}

// best runs f several times and gives the shortest time.
func (b *bench) best(f func() (time.Duration, error)) (time.Duration, error) {
	var least time.Duration
	for range b.tries {
		d, err := f()
		if err != nil {
			return 0, err
		}
		if least == 0 || d < least {
			least = d
		}
	}
	return least, nil
}

func timed(cmd *exec.Cmd) (time.Duration, error) {
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", cmd.Path, err, out)
	}
	return time.Since(start), nil
}
