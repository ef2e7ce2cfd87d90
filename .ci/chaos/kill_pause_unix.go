//go:build unix

package main

import (
	"os"
	"syscall"
)

// Signals that stop a process as a closed laptop does, and let it go on.
var (
	pauseSignal    os.Signal = syscall.SIGSTOP
	continueSignal os.Signal = syscall.SIGCONT
)
