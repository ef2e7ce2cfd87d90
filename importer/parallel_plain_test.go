//go:build !race

package importer

// stormsAtOnce is how many parallel tests run at the same time. What they do most of
// the time is wait, for an answer that a fault keeps back or for their next try.
const stormsAtOnce = "12"
