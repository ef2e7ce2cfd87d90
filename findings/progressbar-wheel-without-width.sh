#!/usr/bin/env bash
# github.com/schollz/progressbar/v3 v3.19.1: a bar without a known end that is made
# without a width (OptionSetWidth(0), because the terminal is narrow) never shows
# anything, and each Set64 and Add64 is an error.
#
# With an end of -1 the bar is a turning wheel with a count, in which no bar is
# drawn at all, so that its width should not matter. But the width is taken for the
# end that isn't known, an end of 0 is refused, and who passes over the errors of a
# bar, as its examples do, sees an empty line. With any other width the wheel turns.
#
# Seen: "10: <nil>, drawn true" and "0: max must be greater than 0, drawn false".
# This script fails when that changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"

	"github.com/schollz/progressbar/v3"
)

func main() {
	for _, width := range []int{10, 0} {
		var out bytes.Buffer
		bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(&out), progressbar.OptionSetWidth(width),
			progressbar.OptionSetDescription("exporting"), progressbar.OptionShowCount(), progressbar.OptionSetSpinnerChangeInterval(0))
		err := bar.Set64(7)
		fmt.Printf("%d: %v, drawn %t\n", width, err, bytes.Contains(out.Bytes(), []byte("exporting")))
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/schollz/progressbar/v3@v3.19.1 >/dev/null 2>&1
seen=$(go run .)
echo "$seen"
[ "$seen" = $'10: <nil>, drawn true\n0: max must be greater than 0, drawn false' ]
