//go:build race

package main

// Under the race detector, which takes some ten times as long, a part of the files shows what readings share.
const thin = 40
