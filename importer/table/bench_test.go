package table_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/table"
)

// sampleCSV is like what people import: Swedish names, a number, a parent, free text in quotes here and there.
func sampleCSV(n int) []byte {
	var b bytes.Buffer
	b.WriteString("name,custom_id,organization,note,created_at\n")
	for i := range n {
		fmt.Fprintf(&b, "Exempelbacken Fastigheter nr %d AB,K-%06d,Exempelkoncernen %d AB,", i, i, i/50)
		if i%4 == 0 {
			b.WriteString(`"Övertagen, se ""avtal"""`)
		}
		b.WriteString(",2026-01-15T10:00:00Z\n")
	}
	return b.Bytes()
}

func readOurs(tb testing.TB, data []byte) (cells int) {
	t, err := table.Open(bytes.NewReader(data), "sample.csv", table.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	for row, err := range t.Rows() {
		if err != nil {
			tb.Fatal(err)
		}
		cells += len(row.Cells)
	}
	return cells
}

func readBare(tb testing.TB, data []byte) (cells int) {
	r := csv.NewReader(bytes.NewReader(data))
	r.ReuseRecord = true
	for {
		record, err := r.Read()
		if err == io.EOF {
			return cells
		}
		if err != nil {
			tb.Fatal(err)
		}
		cells += len(record)
	}
}

func BenchmarkRows(b *testing.B) {
	data := sampleCSV(100_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		readOurs(b, data)
	}
}

// BenchmarkRatio reports how long ours takes as a share of a bare encoding/csv that reuses its record and checks nothing.
func BenchmarkRatio(b *testing.B) {
	data := sampleCSV(100_000)
	var ours, bare time.Duration
	for b.Loop() {
		start := time.Now()
		readBare(b, data)
		bare += time.Since(start)
		start = time.Now()
		readOurs(b, data)
		ours += time.Since(start)
	}
	b.ReportMetric(float64(ours)/float64(bare), "x-of-encoding/csv")
}

func BenchmarkJSONL(b *testing.B) {
	data := []byte(strings.Repeat(`{"name":"Exempelbacken Fastigheter AB","custom_id":"K-1","organization":{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08"},"tags":null}`+"\n", 50_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		t, err := table.Open(bytes.NewReader(data), "sample.jsonl", table.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range t.Rows() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
