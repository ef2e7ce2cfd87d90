package prose

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Run writes what there is to know of a run; mending is the lines about
// its rejected rows.
func Run(w *words.Edition, info run.Info, mending string) string {
	m := info.Meta
	var b strings.Builder
	fmt.Fprintf(&b, "run %s · %s · %s\n", m.Short, ui.Clean(m.Target.Name, 0), event.StateOf(info))
	fmt.Fprintf(&b, "  planned  %s by %s\n", m.Created.Local().Format("2006-01-02 15:04:05"), by(m.PlannedBy, "orgbatch "+m.Version))
	fmt.Fprintf(&b, "  target   %s\n", ui.Clean(m.Target.URL, 0))
	for _, s := range m.Sources {
		fmt.Fprintf(&b, "  source   %s, %s, %s, SHA-256 %s…\n", ui.Clean(s.Name, 0), words.Counted(s.Rows, "row"), words.Size(s.Bytes), s.SHA256[:min(12, len(s.SHA256))])
	}
	if m.PlanHash != "" {
		fmt.Fprintf(&b, "  plan     %s\n", run.CodeOf(m.PlanHash))
		if text := m.Uncovered(); text != "" {
			fmt.Fprintf(&b, "           %s\n", text)
		}
	}
	if m.Approved != nil {
		fmt.Fprintf(&b, "  approved %s by %s\n", m.Approved.At.Local().Format("2006-01-02 15:04:05"), ui.Clean(m.Approved.String(), 0))
	}
	for _, w := range m.Writes {
		fmt.Fprintf(&b, "  wrote    %s by %s\n", w.At.Local().Format("2006-01-02 15:04:05"), by(w.By, w.Command))
	}
	if !m.Deletes {
		fmt.Fprintf(&b, "  books    %s\n", info.Books)
	}
	for _, line := range Beside(w, info.Beside) {
		fmt.Fprintf(&b, "           %s\n", line)
	}
	switch {
	case info.Undo == (run.UndoBooks{}):
	case m.Deletes:
		fmt.Fprintf(&b, "  books    %s\n", Undo(w, &w.Delete, info.Undo, info.Gone))
	default:
		fmt.Fprintf(&b, "  undo     %s\n", info.Undo)
	}
	if m.Audited != nil {
		fmt.Fprintf(&b, "  audit    %s: %s\n", m.Audited.At.Local().Format("2006-01-02 15:04:05"), m.Audited)
	}
	b.WriteString(mending)
	for _, f := range filesOf(info.Path) {
		fmt.Fprintf(&b, "  file     %s, %s\n", f.path, words.Size(f.bytes))
	}
	return b.String()
}

// by is who did something, where anybody is known, and with what.
func by(p run.Person, what string) string {
	return strings.TrimPrefix(ui.Clean(p.String(), 0)+", "+what, ", ")
}

type runFile struct {
	path  string
	bytes int64
}

// filesOf lists the files of a run that are for people.
func filesOf(path string) []runFile {
	var files []runFile
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || ext != ".csv" && ext != ".html" && ext != ".xlsx" {
			continue
		}
		files = append(files, runFile{filepath.Join(path, e.Name()), info.Size()})
	}
	return files
}

// reasonsShown is how many reasons are named on the terminal; results.csv has all.
const reasonsShown = 5

// Beside says why rows are unknown, and of which of the others no answer said
// that they were written.
func Beside(w *words.Edition, b run.Beside) (lines []string) {
	for _, found := range [...]Count{{b.FoundThere, w.Result.FoundThere}, {b.FoundCreated, w.Result.FoundCreated}, {b.FoundUpdated, w.Result.FoundUpdated}} {
		if found.Rows > 0 {
			lines = append(lines, found.Say(found.Rows))
		}
	}
	for n, r := range b.WhyUnknown {
		if n == reasonsShown {
			return append(lines, w.Result.MoreReasons(len(b.WhyUnknown)-n))
		}
		lines = append(lines, w.Result.Unknown(r.Rows, ui.Clean(w.Result.Why(r.Rows, r.Message), 300)))
	}
	return lines
}
