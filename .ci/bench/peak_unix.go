//go:build !windows

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMiB is the most memory that a process that has ended had at once; 0 where the system doesn't tell.
func peakMiB(state *os.ProcessState) float64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	peak := float64(usage.Maxrss) / 1024
	if runtime.GOOS == "darwin" { // which counts bytes, where others count KiB
		peak /= 1024
	}
	return peak
}
