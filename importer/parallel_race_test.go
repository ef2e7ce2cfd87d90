//go:build race

package importer

// stormsAtOnce is small where every step computes ten times as long: a client that
// waits for nobody gives a server up that is only slow.
const stormsAtOnce = "2"
