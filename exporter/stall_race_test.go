//go:build race

package exporter_test

import "time"

// stall is longer where every step computes ten times as long.
const stall = time.Second
