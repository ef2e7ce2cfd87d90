//go:build !race

// One goroutine reads here, of which the race detector has nothing to say; time and memory are what is looked at.

package table_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// hard are units that, repeated, are hard to read: each makes a reader look ahead for something that doesn't come, or look again.
var hard = map[string]string{
	"quotes": `"`, "pairs": `""`, "opened": ",\"x\n", "opened and closed": "\"a\n\",", "triples": "\"\"\"\n,", "fives": ",\"\"\"\"\"x\n", "odd": "\"\"\"x,\"y\"\"\n",
	"closed by others": "\"a\",\"b;\n", "spaced quotes": "\"a\" , \"b\" ,", "opened rows": "\"a,1\n", "two kinds": "\"a','b\n", "quoted lines": "\"\n\",\"\n\"\n", "single": "'a,\n",
	"escapes": `\`, "escaped quotes": `\"`, "escaped ends": "\"a\\\",1\n", "carets": "^\"^", "quotes in words": "a\"b,c\n",
	"crs": "\r", "cr text": "x\r\r\r\r\r\r\r\r", "crlfs": "\r\n", "lfs": "\n", "blank rows": " ,\t,\n", "records": "a\x1e", "nuls": "\x00", "spaces": " ", "words": "a b  c   d\n",
	"delims": ",", "all delims": ",;|\t:", "long delims": ";;||, ", "turns": "a,b\na;b\na|b\n", "widths": "1\n1,2\n1,2,3\n", "headers": "name,x\n1,2\n", "tables": "1,2\n\nb,c,d\n", "one line": "abc def,",
	"comments": "# no\n", "totals": "\nSumma,1\n", "wrong bytes": "\xe5,\xe4\n", "half letters": "\xc3", "letters": "åäö,\n", "marks": "\ufeff",
	"elements": "{\"a\":1,},\n", "open elements": "{\"a\":[\n", "half elements": " {\"a\":\"x\n",
	"braces": "{", "objects": "{\"a\":", "arrays": "[[[[[[[[", "markup": "<td>",
}

// TestLinear reads files made to be hard: eight times the input takes about eight times as long; squared it would be 64 times.
func TestLinear(t *testing.T) {
	const size = 24 << 10
	for name, unit := range hard {
		for _, prefix := range []string{"", "name,x\n", "\"name\",x\n\"", "name;x\r\n1;'2\r\n", "{\"a\":1}\n"} {
			linear(t, fmt.Sprintf("%s after %q", name, prefix), func(times int) string { return prefix + strings.Repeat(unit, times*size/len(unit)) })
		}
	}
}

// TestLinearArrays does so within a JSON array.
func TestLinearArrays(t *testing.T) {
	const size = 24 << 10
	for name, unit := range hard {
		linear(t, name, func(times int) string { return "[{\"a\":1},\n" + strings.Repeat(unit, times*size/len(unit)) })
	}
}

// TestLinearBeyondTheSample does so with files of which detection sees only the beginning.
func TestLinearBeyondTheSample(t *testing.T) {
	const size = 1 << 20
	head := "name,x\n" + strings.Repeat("Almen AB,1\n", size/11)
	for _, name := range []string{"opened", "opened rows", "pairs", "odd", "escaped ends", "widths", "tables"} {
		unit := hard[name]
		linear(t, name, func(times int) string { return head + strings.Repeat(unit, times*size/2/len(unit)) })
	}
}

// TestLinearLongLines: a few long lines cost what many short ones do.
func TestLinearLongLines(t *testing.T) {
	const size = 24 << 10
	for name, unit := range map[string]string{"text": "Almen AB ", "cells": "1,", "quoted": `"a b",`, "doubled": `"a""b",`, "spaces": "a  ", "semicolons": ";;"} {
		linear(t, name, func(times int) string {
			line := strings.Repeat(unit, times*size/len(unit)) + "\n"
			return line + line
		})
	}
}

// TestLinearEncodings: what must be decoded takes no more than a multiple either.
func TestLinearEncodings(t *testing.T) {
	const size = 24 << 10
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		for _, mark := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
			for _, unit := range []string{"Åkern;1\r\n", "\"", "\n", "\"a\n", "\x00"} {
				linear(t, fmt.Sprintf("utf-16 %v %v %q", order, mark, unit), func(times int) string {
					text, err := unicode.UTF16(order, mark).NewEncoder().String("namn;nr\r\n" + strings.Repeat(unit, times*size/len(unit)))
					if err != nil {
						t.Fatal(err)
					}
					return text
				})
			}
		}
	}
}

// linear compares the time that one file takes with that of one eight times as long, both measured in this run. A machine that is busy is
// given several chances; a reader that isn't linear uses none of them.
func linear(t *testing.T, name string, file func(times int) string) {
	t.Helper()
	one, eight := file(1), file(8)
	var least float64
	for try := range 4 {
		once := max(readAll(one), 4*time.Millisecond)
		ratio := float64(readAll(eight)) / float64(once)
		if try == 0 || ratio < least {
			least = ratio
		}
		if least <= 24 {
			return
		}
	}
	t.Errorf("%s: eight times the input took %.0f times as long", name, least)
}

// readAll reads a text to its end or its first error and says how long it took.
func readAll(text string) time.Duration {
	start := time.Now()
	tb, err := table.Open(strings.NewReader(text), "x", table.Options{})
	if err != nil {
		return time.Since(start)
	}
	for _, err := range tb.Rows() {
		if err != nil {
			break
		}
	}
	return time.Since(start)
}

// longFile is a file of a head and a unit that is repeated up to a size, made as it is read.
type longFile struct {
	head, unit string
	size, at   int64
}

func (f *longFile) Read(p []byte) (int, error) {
	if f.at >= f.size {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && f.at < f.size {
		part := f.head
		at := f.at
		if at >= int64(len(f.head)) {
			part = f.unit
			at = (at - int64(len(f.head))) % int64(len(f.unit))
		}
		m := copy(p[n:min(int64(len(p)), int64(n)+f.size-f.at)], part[at:])
		n += m
		f.at += int64(m)
	}
	return n, nil
}

func (f *longFile) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart {
		return 0, fmt.Errorf("seek from %d", whence)
	}
	f.at = offset
	return offset, nil
}

// TestMemory reads files of 16 MiB: whatever is in them, what is held at a time stays below a bound that has nothing to do with their size.
func TestMemory(t *testing.T) {
	const size, bound = 16 << 20, 96 << 20
	lots := strings.Repeat("Almen AB,1\n", 1000)
	for name, unit := range map[string]string{
		"rows": lots, "unclosed": "1,\"2\n" + lots, "quotes": strings.Repeat(`"`, 4096), "one line": strings.Repeat("x", 4096), "cells": strings.Repeat(",", 4096),
		"tables": lots + "\n\nOrt;Antal;Kod\n", "wrong bytes": strings.Repeat("\xe5,\xe4\n", 1000), "crs": strings.Repeat("\r", 4096),
		"words": strings.Repeat("a b  c\n", 1000),
	} {
		peak := peakOf(&longFile{head: "namn,nr\n", unit: unit, size: size})
		t.Logf("%s: at most %d MiB are held", name, peak>>20)
		if peak > bound {
			t.Errorf("%s: %d MiB are held", name, peak>>20)
		}
	}
}

// peakOf reads a file to its end or its first error and gives the most memory that was in use meanwhile, beyond what was before. Garbage
// counts: it is collected when there is a third as much of it as of what is held.
func peakOf(f io.ReadSeeker) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(33))
	runtime.GC()
	before := heapInUse()
	var peak atomic.Uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			peak.Store(max(peak.Load(), heapInUse()))
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	if tb, err := table.Open(f, "x", table.Options{}); err == nil {
		for _, err := range tb.Rows() {
			if err != nil {
				break
			}
		}
	}
	close(done)
	<-stopped
	return peak.Load() - min(before, peak.Load())
}

func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// TestLargeRows: a cell beyond the bound costs its row; a row beyond it ends the reading; memory stays small.
func TestLargeRows(t *testing.T) {
	big := strings.Repeat("x", tabular.MaxCell+1)
	got := rows(t, open(t, "a.csv", "a,b\n1,"+big+"\n2,\""+big+"\"\n3,4\n", table.Options{}))
	if len(got) != 3 || got[0].Problems[0].Code != tabular.CodeLargeCell || got[1].Problems[0].Code != tabular.CodeLargeCell || got[2].Problems != nil {
		t.Errorf("%d rows", len(got))
	}
	// A quote that nothing closes within a row's bound is text, and costs no other row.
	const count = 16 << 20 / 64
	lines := strings.Repeat("1,"+strings.Repeat("Almen AB ", 7)[:61]+"\n", count)
	n, bad := 0, 0
	for row, err := range open(t, "a.csv", "a,b\n1,\"2\n"+lines, table.Options{}).Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; row.Unreadable {
			bad++
		}
	}
	if n != count+1 || bad != 0 {
		t.Errorf("%d rows, %d unreadable", n, bad)
	}
	for _, name := range []string{"a.csv", "a.jsonl"} {
		src := &endless{head: strings.NewReader("name,x\n{\"a\":1}\n")}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		tb, err := table.Open(src, name, table.Options{})
		if err == nil {
			for _, e := range tb.Rows() {
				err = e
			}
		}
		runtime.ReadMemStats(&after)
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), "8 MiB") {
			t.Errorf("%s: %v", name, err)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 200<<20 {
			t.Errorf("%s: %d MiB for a row without end", name, grown>>20)
		}
	}
}

// endless is a head, then a line that never ends.
type endless struct {
	head *strings.Reader
}

func (e *endless) Read(p []byte) (int, error) {
	if n, err := e.head.Read(p); err == nil {
		return n, nil
	}
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func (e *endless) Seek(offset int64, whence int) (int64, error) { return e.head.Seek(offset, whence) }
