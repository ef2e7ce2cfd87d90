// Package history keeps the log of all writes to production: a file of JSON lines, each with the
// SHA-256 of the line before it, so that a line that is changed, put in or taken out breaks the
// chain where it stood.
//
//	{"time":…,"event":"begins",…,"previous":""}
//	{"time":…,"event":"ended",…,"previous":"3fa9…"}
//
// What is added is on disk before Append returns: a write is begun only when it stands there, and a
// process that dies leaves a begin without an end. A line that a crash left unfinished was never
// acknowledged: the next one takes its place, and says so. That the last lines were taken away, or
// all of them, nobody can tell from the file itself, but by whoever noted the checksum of the last
// one.
package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/run"
)

// What happened, as a Line says it.
const (
	Begins = "begins"
	Ended  = "ended"
)

// Line is one event of a write.
type Line struct {
	Time    time.Time  `json:"time"`
	Event   string     `json:"event"`
	Command string     `json:"command"`
	By      run.Person `json:"by"`
	Target  run.Target `json:"target"`
	// Run is the run's id, Code all of its plan's hash; of a write that has no run Organization is
	// what it is about.
	Run          string `json:"run,omitempty"`
	Code         string `json:"code,omitempty"`
	Organization string `json:"organization,omitempty"`
	// Approved says who approved it, "" for nobody known.
	Approved string `json:"approved,omitempty"`
	// Counts are the books: when it begins what is planned, when it has ended what became of it.
	Counts map[string]int `json:"counts,omitempty"`
	// Cut is how many bytes of an unfinished line stood in this one's place.
	Cut      int    `json:"cut,omitempty"`
	Previous string `json:"previous"`
}

// Append adds a line. On an error the file is as it was.
func Append(path string, l Line) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return sink.Explain("make", filepath.Dir(path), err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return sink.Explain("open", path, err)
	}
	if err = lock(f); err == nil {
		err = appendTo(f, l)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return sink.Explain("write", path, err)
	}
	return sink.SyncDir(filepath.Dir(path))
}

func appendTo(f *os.File, l Line) error {
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() { // a pipe would be waited for
		return errors.Join(err, errors.New("is not an ordinary file"))
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	l.Cut, l.Previous = len(data)-len(whole), ""
	if len(whole) > 0 {
		l.Previous = sumOf(whole[bytes.LastIndexByte(whole[:len(whole)-1], '\n')+1 : len(whole)-1])
	}
	line, err := json.Marshal(l)
	if err != nil {
		return err
	}
	at := int64(len(whole))
	end := at + int64(len(line))
	_, err = f.WriteAt(line, at)
	if err == nil {
		err = errors.Join(f.Truncate(end), f.Sync())
	}
	if err == nil { // its end follows when all of it is on disk: what ends is whole
		_, err = f.WriteAt([]byte("\n"), end)
	}
	if err != nil {
		return errors.Join(err, f.Truncate(at))
	}
	return f.Sync()
}

// sumOf is what the next line says of this one, which comes without its line end.
func sumOf(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// BrokenError says where a chain is broken.
type BrokenError struct {
	Path string
	Line int
	Why  string
}

// Error names the line.
func (e *BrokenError) Error() string {
	return fmt.Sprintf("the history is broken: %s, line %d %s", e.Path, e.Line, e.Why)
}

// History is the log as it was read.
type History struct {
	Lines []Line
	// Last is the checksum of the last line, "" for none. Cut is how many bytes of an unfinished
	// line stand behind it.
	Last string
	Cut  int
}

// Read reads the log and checks its chain; that there is none is no error. With a *BrokenError the
// History has all lines that can be read.
func Read(path string) (History, error) {
	data, err := sink.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return History{}, sink.Explain("read", path, err)
	}
	h := History{Cut: len(data) - bytes.LastIndexByte(data, '\n') - 1}
	var broken error
	n := 0
	for text := range bytes.Lines(data[:len(data)-h.Cut]) {
		n++
		text = text[:len(text)-1]
		why := h.add(text)
		if why != "" && broken == nil {
			broken = &BrokenError{Path: path, Line: n, Why: why}
		}
		h.Last = sumOf(text)
	}
	return h, broken
}

// add takes a line, and says why it isn't the one that was written behind those before it.
func (h *History) add(text []byte) string {
	var l Line
	if json.Unmarshal(text, &l) != nil || l.Time.IsZero() {
		return "isn't one that was written here"
	}
	h.Lines = append(h.Lines, l)
	switch {
	case l.Previous == h.Last:
		return ""
	case h.Last == "":
		return "isn't the first that was written: what stood before it is gone"
	}
	return "doesn't follow the line before it, which was changed, or lines between them were put in or taken out"
}

// Counts are books as a Line has them: what there is none of is left out.
func Counts(books any) map[string]int {
	var counts map[string]int
	if text, err := json.Marshal(books); err == nil {
		_ = json.Unmarshal(text, &counts) // books are numbers
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 0 })
	return counts
}
