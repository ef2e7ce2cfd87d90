//go:build !windows

package main

import "os"

// takesColours says whether a terminal understands colours: all do here.
func takesColours(*os.File) bool { return true }
