//go:build !race

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// A tracer runs the program and sees every system call of it that changes what is on disk below one folder. It can fail them as a full disk
// does, and it can cut the power: the program is killed, and of what it wrote only that stays which it had synced. No part of the program
// knows of it.
//
//	orgbatch-tracer MODE N SEED FOLDER LOG PROGRAM ARGUMENT…
//
// MODE is count (the operations, written to LOG), order (those and the requests that change what the API holds), power (cut before operation N; of what wasn't synced nothing stays, or with a SEED other
// than 0 some sectors and names of it), kill (before operation N; all that was written stays) or full (operation N and all later ones that need room fail). It ends with the program's exit code,
// or with 128 + 9 when the power was cut, or it was killed.
func tracerMain() {
	code, err := traceProgram(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "tracer:", err)
		code = 99
	}
	os.Exit(code)
}

func init() { programs["orgbatch-tracer"] = tracerMain }

// tracer follows the threads of one program.
type tracer struct {
	mode    string
	at      int
	disk    *shadow
	threads map[int]*call // by id: the system call that each is in, nil outside
	ops     []string
	cut     bool
}

// call is a system call that was entered.
type call struct {
	op   operation
	fail syscall.Errno
}

func traceProgram(args []string) (int, error) {
	at, err := strconv.Atoi(args[1])
	if err != nil {
		return 0, err
	}
	seed, err := strconv.Atoi(args[2])
	if err != nil {
		return 0, err
	}
	folder, err := filepath.EvalSymlinks(args[3])
	if err != nil {
		return 0, err
	}
	t := &tracer{mode: args[0], at: at, threads: map[int]*call{}}
	if t.disk, err = newShadow(folder); err != nil {
		return 0, err
	}
	code, err := t.run(args[5:])
	if err == nil && t.cut {
		code = 128 + 9
	}
	if err == nil && t.cut && t.mode == "power" {
		err = t.disk.loseUnsynced(uint64(seed))
	}
	return code, errors.Join(err, os.WriteFile(args[4], []byte(strings.Join(t.ops, "\n")), 0o600))
}

// Options of ptrace that package syscall doesn't name: all threads, and none of them outlives the tracer.
const traceOptions = syscall.PTRACE_O_TRACESYSGOOD | syscall.PTRACE_O_TRACECLONE | 0x00100000

// run runs a program to its end. The system asks for all of ptrace to come from one thread.
func (t *tracer) run(command []string) (int, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	pid := cmd.Process.Pid
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &ws, 0, nil); err != nil {
		return 0, err
	}
	if err := syscall.PtraceSetOptions(pid, traceOptions); err != nil {
		return 0, err
	}
	if err := syscall.PtraceSyscall(pid, 0); err != nil {
		return 0, err
	}
	for {
		tid, err := syscall.Wait4(-1, &ws, syscall.WALL, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return 0, err
		case ws.Exited() && tid == pid:
			return ws.ExitStatus(), nil
		case ws.Signaled() && tid == pid:
			return 128 + int(ws.Signal()), nil
		case ws.Stopped():
			if err := t.stopped(pid, tid, ws); err != nil {
				return 0, err
			}
		}
	}
}

// stopped lets a thread go on that has stopped at a system call or with a signal.
func (t *tracer) stopped(pid, tid int, ws syscall.WaitStatus) error {
	signal := 0
	switch s := ws.StopSignal(); {
	case s == syscall.SIGTRAP|0x80:
		if err := t.atCall(tid); err != nil {
			return err
		}
		if t.cut {
			return syscall.Kill(pid, syscall.SIGKILL)
		}
	case s == syscall.SIGTRAP, s == syscall.SIGSTOP: // a thread was made, or begins
	default:
		signal = int(s)
	}
	if err := syscall.PtraceSyscall(tid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}

// atCall looks at a system call that a thread enters or leaves.
func (t *tracer) atCall(tid int) error {
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &regs); err != nil {
		if errors.Is(err, syscall.ESRCH) { // it was killed meanwhile
			return nil
		}
		return err
	}
	c, inside := t.threads[tid]
	if !inside {
		return t.enter(tid, &regs)
	}
	delete(t.threads, tid)
	if c == nil {
		return nil
	}
	if c.fail != 0 {
		regs.Rax = uint64(-int64(c.fail))
		return syscall.PtraceSetRegs(tid, &regs)
	}
	if result := int64(regs.Rax); result >= 0 {
		t.disk.done(&c.op, result)
	}
	return nil
}

// enter decides what becomes of a system call.
func (t *tracer) enter(tid int, regs *syscall.PtraceRegs) error {
	t.threads[tid] = nil
	op, ok := t.disk.operationOf(tid, regs)
	if !ok {
		if t.mode == "order" {
			t.noteRequest(tid, regs)
		}
		return nil
	}
	c := &call{op: op}
	t.threads[tid] = c
	if t.mode == "full" && !op.needsRoom() {
		return nil
	}
	t.ops = append(t.ops, op.String())
	switch n := len(t.ops); {
	case (t.mode == "power" || t.mode == "kill") && n == t.at:
		t.cut = true
	case t.mode == "full" && n >= t.at:
		c.fail = syscall.ENOSPC
		regs.Orig_rax = ^uint64(0) // no call at all
		return syscall.PtraceSetRegs(tid, regs)
	}
	return nil
}
