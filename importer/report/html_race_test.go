//go:build race

package report

const largeRows = 30_000 // the race detector makes a million take minutes
