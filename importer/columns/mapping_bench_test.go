package columns

import (
	"fmt"
	"testing"
)

// BenchmarkMapColumns maps a sheet of many columns that nobody knows: guessing must stay bounded.
func BenchmarkMapColumns(b *testing.B) {
	header := []string{"Namn"}
	for i := range 1000 {
		header = append(header, fmt.Sprintf("Kolumnrubrik %d", i))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Map(header, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}
