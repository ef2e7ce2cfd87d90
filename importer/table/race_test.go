//go:build race

package table_test

// raceEnabled says that the race detector is at work, which takes several times the memory.
const raceEnabled = true
