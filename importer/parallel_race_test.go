//go:build race

package importer

// stormsAtOnce is small where every step computes ten times as long.
const stormsAtOnce = "6"
