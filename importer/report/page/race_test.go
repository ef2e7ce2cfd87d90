//go:build race

package page

const largeRows = 30_000 // the race detector makes a million take minutes
