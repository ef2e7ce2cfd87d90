package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// exports compares an export with what curl takes to write the same list to a
// file.
func (b *bench) exports(rows int) error {
	s, err := b.serve("exports", rows)
	if err != nil {
		return err
	}
	defer s.stop()
	curl, err := b.best(func() (time.Duration, error) {
		args := []string{"-sSf", "-o", filepath.Join(b.dir, "curl.jsonl")}
		for name, value := range s.headers() {
			args = append(args, "-H", name+": "+value)
		}
		return timed(exec.Command("curl", append(args, s.url+"/sales/organization/list/?_jsonl=true&_order_by=created_at,id")...))
	})
	if err != nil {
		return err
	}
	fmt.Printf("export of %d rows; curl of the same list: %.2f s\n", rows, curl.Seconds())
	for _, e := range []struct {
		name  string
		bound float64
	}{{"out.jsonl", 1.1}, {"out.csv", 1.3}} {
		took, err := b.best(func() (time.Duration, error) { return timed(b.export(b.program, s, e.name)) })
		if err != nil {
			return err
		}
		fmt.Printf("  %-10s %.2f s, %.2f × curl (aim: at most %.1f)\n", e.name, took.Seconds(), took.Seconds()/curl.Seconds(), e.bound)
	}
	return nil
}

func (b *bench) export(program string, s *served, name string) *exec.Cmd {
	cmd := exec.Command(program, "export", filepath.Join(b.dir, name), "--overwrite", "--quiet")
	cmd.Env = append(os.Environ(), s.env...)
	return cmd
}

// memory compares the peak memory of exporting few rows and many.
func (b *bench) memory(few, many int) error {
	fmt.Println("\npeak memory of an export:")
	names := []string{"memory.jsonl", "memory.xlsx", "memory.ods"}
	peaks := map[string][]float64{}
	for n, rows := range []int{few, many} {
		s, err := b.serve(fmt.Sprintf("memory%d", n), rows)
		if err != nil {
			return err
		}
		for _, name := range names {
			cmd := b.export(b.program, s, name)
			if _, err = timed(cmd); err != nil {
				break
			}
			peak := peakMiB(cmd.ProcessState)
			if peak == 0 {
				err = errors.New("this system doesn't tell a process's peak memory")
				break
			}
			peaks[name] = append(peaks[name], peak)
			fmt.Printf("  %-12s %9d rows: %.1f MiB\n", name, rows, peak)
		}
		s.stop()
		if err != nil {
			return err
		}
	}
	for _, name := range names {
		fmt.Printf("  %-12s %.2f × (aim: 1, the same)\n", name, peaks[name][1]/peaks[name][0])
	}
	return nil
}
