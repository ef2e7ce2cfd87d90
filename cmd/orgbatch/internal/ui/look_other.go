//go:build !windows

package ui

import "os"

// takesColours says whether a terminal understands colours: all do here.
func takesColours(*os.File) bool { return true }
