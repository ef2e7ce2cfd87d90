//go:build !unix

package main

import "os"

// No process can be stopped here: the scene that does so passes at once.
var pauseSignal, continueSignal os.Signal
