package ui

import (
	"os"

	"golang.org/x/sys/windows"
)

// takesColours says whether a console understands colours, after asking it to.
func takesColours(f *os.File) bool {
	var mode uint32
	console := windows.Handle(f.Fd())
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
