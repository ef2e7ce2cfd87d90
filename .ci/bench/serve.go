package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// served is a sandbox in a process of its own.
type served struct {
	cmd *exec.Cmd
	url string
	env []string // the PIGELLO_ variables that reach it
}

// serve seeds a sandbox and serves it until stop.
func (b *bench) serve(name string, rows int) (*served, error) {
	db := filepath.Join(b.dir, name+".db")
	if rows > 0 {
		if err := b.do(b.program, "sandbox", "seed", strconv.Itoa(rows), "--db", db); err != nil {
			return nil, err
		}
	}
	s := &served{cmd: exec.Command(b.program, "sandbox", "serve", "--quiet", "--db", db, "--addr", "127.0.0.1:0")}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		variable, ok := strings.CutPrefix(lines.Text(), "export ")
		if !ok {
			continue
		}
		variable = strings.ReplaceAll(variable, "'", "")
		s.env = append(s.env, variable)
		if url, ok := strings.CutPrefix(variable, "PIGELLO_URL="); ok {
			s.url = url
		}
		if len(s.env) == 8 {
			return s, nil
		}
	}
	s.stop()
	return nil, fmt.Errorf("the sandbox didn't say where it is: %w", lines.Err())
}

func (s *served) stop() {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		_ = s.cmd.Process.Kill()
	}
	_ = s.cmd.Wait() // its exit code says that it was interrupted
}
