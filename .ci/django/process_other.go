//go:build !linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// Debian's packages are where Linux is; absent says so.

func own(...string) error { return nil }

func (s *server) confine(*exec.Cmd, syscall.Signal) {}

func killGroup(p *os.Process) { _ = p.Kill() } // it may have ended by itself

func children(*os.Process) ([]int, error) { return nil, errors.ErrUnsupported }
