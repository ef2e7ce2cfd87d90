package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// daemon is a server's process. It never outlives this one.
type daemon struct {
	name  string
	quit  syscall.Signal // what ends it and its children quickly and well
	cmd   *exec.Cmd
	ended chan struct{}
}

// command prepares a program of the server's: it runs under the server's account, in its folder, and
// knows nothing of the environment but what it is told.
func (s *server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=" + s.dir, "TMPDIR=" + s.dir,
		"PGHOST=" + s.dir, "PGUSER=orgbatch", "PGDATABASE=postgres"}
	return cmd
}

// run runs a program to its end.
func (s *server) run(cmd *exec.Cmd) error {
	s.confine(cmd, syscall.SIGKILL)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd.Path, err, out)
	}
	return nil
}

// start starts a daemon, whose output goes to a file.
func (s *server) start(name string, quit syscall.Signal, cmd *exec.Cmd) (*daemon, error) {
	log, err := os.OpenFile(filepath.Join(s.dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = log, log
	s.confine(cmd, quit)
	d := &daemon{name: name, quit: quit, cmd: cmd, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		// The system ends the daemon with the thread that started it.
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // a daemon that ended too early is noticed by what it doesn't answer
		}
		close(d.ended)
	}()
	return d, errors.Join(<-started, log.Close())
}

// stop ends a daemon and waits until it has ended.
func (d *daemon) stop() error {
	if d == nil || d.cmd.Process == nil {
		return nil
	}
	_ = d.cmd.Process.Signal(d.quit) // it may have ended by itself
	select {
	case <-d.ended:
		return nil
	case <-time.After(20 * time.Second):
	}
	killGroup(d.cmd.Process)
	<-d.ended
	return fmt.Errorf("%s didn't end by itself", d.name)
}

// until waits until something is so.
func (d *daemon) until(is func() bool) error {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		select {
		case <-d.ended:
			return fmt.Errorf("%s ended at once: see %s.log", d.name, d.name)
		default:
		}
		if is() {
			return nil
		}
	}
	return fmt.Errorf("%s doesn't answer: see %s.log", d.name, d.name)
}
