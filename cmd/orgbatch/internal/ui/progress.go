package ui

import (
	"io"
	"math"
	"strings"
	"time"

	"github.com/rivo/uniseg"
	"github.com/schollz/progressbar/v3"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/importer/run"
)

// How often a frame, a plain line and an event tell how far the work has come.
const (
	frameEvery = 100 * time.Millisecond
	lineEvery  = 5 * time.Second
	eventEvery = time.Second
)

// Progress shows how far a stage has come: a bar on a terminal, a line now and
// then elsewhere, events with --json. One goroutine at a time uses it.
type Progress struct {
	ui      *UI
	now     func() time.Time
	Tell    func(Step) // tells a script, at most once a second; nil for none
	stage   string
	started time.Time
	pace    pace
	bar     *progressbar.ProgressBar
	muted   bool      // what the bar draws is dropped
	frame   frame     // of the bar
	drawn   time.Time // when the bar was last moved
	line    time.Time // of the last line
	event   time.Time // of the last event
}

// NewProgress shows on a ui how far the work has come.
func NewProgress(u *UI, now func() time.Time) *Progress { return &Progress{ui: u, now: now} }

// Step is one report of how far a stage has come, whose name is one of stageNames.
type Step run.Progress

// stageNames are what a person reads.
var stageNames = map[string]string{
	"read": "reading", "match": "matching", "plan": "planning", "push": "writing", "settle": "looking up",
	"look": "looking at what is there", "undo": "undoing", "delete": "deleting", "audit": "auditing",
	"export": "exporting", "compare": "comparing", "verify": "verifying", "copy": "copying", "seed": "seeding",
}

// Importing is the importer's callback.
func (p *Progress) Importing(i run.Progress) {
	p.Show(Step(i))
}

// Exporting is the exporter's callback.
func (p *Progress) Exporting(e exporter.Progress) {
	p.Show(Step{Stage: "export", Rows: e.Rows, Bytes: e.Bytes})
}

// Comparing is the callback of a comparison.
func (p *Progress) Comparing(rows int) { p.Show(Step{Stage: "compare", Rows: rows}) }

// Verifying is the callback of a verification.
func (p *Progress) Verifying(rows int) { p.Show(Step{Stage: "verify", Rows: rows}) }

// Show reports a step in whatever way suits where the output goes.
func (p *Progress) Show(s Step) {
	now := p.now()
	if s.Stage != p.stage {
		p.Stop()
		p.stage, p.started, p.line, p.event, p.drawn, p.pace = s.Stage, now, now, time.Time{}, time.Time{}, nil
	}
	done, _ := s.measure()
	rate := p.pace.of(now, done)
	if p.Tell != nil && now.Sub(p.event) >= eventEvery {
		p.event = now
		p.Tell(s)
	}
	switch {
	case p.ui.Quiet:
	case p.ui.draws && now.Sub(p.drawn) >= frameEvery:
		p.drawn = now
		p.draw(s, rate, now.Sub(p.started))
	case p.ui.draws:
	case now.Sub(p.line) >= lineEvery:
		p.line = now
		p.ui.Say("%s", s.sentence(rate))
	}
}

// draw moves the bar, which is touched under the ui's lock alone: a message may
// clear it at any time. Its own figures aren't shown: they begin anew with each
// bar, and a bar is made anew whenever the room for it changes.
func (p *Progress) draw(s Step, rate float64, passed time.Duration) {
	p.ui.mu.Lock()
	defer p.ui.mu.Unlock()
	done, all := s.measure()
	f := s.frame(p.ui.Width())
	if p.bar == nil || f.bar != p.frame.bar || f.rates != p.frame.rates {
		first := p.bar == nil
		if !first {
			_ = p.bar.Clear()
		}
		p.bar = p.newBar(s, f)
		p.ui.clear = func() { _ = p.bar.Clear() }
		if first { // a stage may be over with its first step
			_ = p.bar.RenderBlank()
		}
	}
	p.frame = f
	p.muted = all == 0 || done < all // one frame tells of it all; a bar that is full goes
	if all > 0 && p.bar.GetMax64() != all {
		p.bar.ChangeMax64(all)
	}
	_ = p.bar.Set64(done) // an error of a bar is no error of the work
	p.muted = false
	p.bar.Describe(f.title + " " + s.figures(f, rate, passed))
}

func (p *Progress) newBar(s Step, f frame) *progressbar.ProgressBar {
	theme := progressbar.Theme{}
	if f.bar > 0 {
		theme = progressbar.ThemeDefault
	}
	options := []progressbar.Option{
		progressbar.OptionSetTheme(theme),
		progressbar.OptionSetWriter(barWriter{p}),
		progressbar.OptionSetWidth(f.bar),
		progressbar.OptionSetDescription(f.title),
		progressbar.OptionShowDescriptionAtLineEnd(),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSpinnerType(14),
		progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine of its own
	}
	all := max(int64(s.Total), s.TotalBytes)
	if all == 0 { // a wheel turns instead, whose bar must have a width
		all, options = -1, append(options, progressbar.OptionSetWidth(widestBar))
	}
	return progressbar.NewOptions64(all, options...)
}

// frame is what a line of the terminal has room for.
type frame struct {
	title string
	bar   int  // cells of the bar; 0 for none
	rates bool // rows a second, and the time that is left
}

// The cells that the parts of a frame take at most, beside the title and the digits of its count.
const (
	widestBar   = 24
	leastBar    = 6
	percentage  = len(" 100% || ")
	ratesOfRows = len(", 999,999 rows/min [59m59s:59m59s]")
	sizes       = len("(999.9 MB/999.9 MB, 999.9 MB/s) ") // of bytes
	times       = len("[59m59s:59m59s]")
)

// frame gives up the note first, then the bar, then the rates, so that a frame never is wider than
// the terminal.
func (s Step) frame(width int) frame {
	f := frame{title: stageNames[s.Stage], bar: widestBar, rates: true}
	stats := sizes + times
	if s.TotalBytes == 0 {
		stats = len("(/) ") + len(words.Number(s.Rows)) + len(words.Number(s.Total)) + ratesOfRows
	}
	room := width - 1 - uniseg.StringWidth(f.title) - percentage - stats
	switch title := s.title(); {
	case width == 0 || room-f.bar >= uniseg.StringWidth(title)-uniseg.StringWidth(f.title):
		f.title = title
	case room >= leastBar:
		f.bar = min(f.bar, room)
	case room >= 0:
		f.bar = 0
	default:
		f.bar, f.rates = 0, false
	}
	return f
}

// Stop takes the bar away; the next step starts a new one.
func (p *Progress) Stop() {
	p.ui.mu.Lock()
	defer p.ui.mu.Unlock()
	if p.bar != nil {
		p.ui.clear = nil
		_ = p.bar.Clear()
		_ = p.bar.Exit()
		p.bar = nil
	}
	p.stage = ""
}

func (s Step) title() string {
	title := stageNames[s.Stage]
	if s.Note != "" {
		title += " (" + s.Note + ")"
	}
	return title
}

// sentence is the plain line: writing: 1,500 of 2,000 rows, 480 rows/s, 1 s left.
func (s Step) sentence(rate float64) string {
	text := s.title() + ": " + words.Counted(s.Rows, "row")
	if s.Total > 0 {
		text = s.title() + ": " + words.Number(s.Rows) + " of " + words.Counted(s.Total, "row")
	}
	if rate < 1 {
		return text
	}
	text += ", " + words.English.RowsPerSecond(int(rate))
	if s.Total > s.Rows {
		text += ", " + words.Span(timeFor(int64(s.Total-s.Rows), rate)) + " left"
	}
	return text
}

// barWriter draws the bar: it writes past the clearing that it would itself
// set off, and past the lock that who moves the bar holds. What is wider than
// the terminal all the same is cut: a frame that wraps scrolls.
type barWriter struct{ p *Progress }

func (w barWriter) Write(p []byte) (int, error) {
	if w.p.muted {
		return len(p), nil
	}
	text := string(p)
	if width := w.p.ui.Width(); width > 0 {
		body := strings.Trim(text, "\r")
		text = strings.Replace(text, body, cut(body, width-1), 1)
	}
	_, err := io.WriteString(w.p.ui.out, text)
	return len(p), err
}

// paceOver is how far back a rate looks: what a slow start or a pause of long ago
// did to it says nothing of the time that is left.
const paceOver = 10 * time.Second

// pace knows the rate of a stage, from how far it had come every second.
type pace []struct {
	at   time.Time
	done int64
}

// of is the rate in units a second, 0 before there is a second to tell it from.
// A stage that goes through its rows once more is measured anew.
func (p *pace) of(now time.Time, done int64) float64 {
	marks := *p
	if n := len(marks); n == 0 || done < marks[n-1].done {
		marks = pace{{now, done}}
	} else if now.Sub(marks[n-1].at) >= time.Second {
		marks = append(marks, pace{{now, done}}...)
	}
	for len(marks) > 2 && now.Sub(marks[1].at) >= paceOver {
		marks = marks[1:]
	}
	*p = marks
	if passed := now.Sub(marks[0].at); passed >= time.Second {
		return float64(done-marks[0].done) / passed.Seconds()
	}
	return 0
}

// timeFor is how long what is left takes, to the second above and four days at most.
func timeFor(left int64, rate float64) time.Duration {
	return time.Duration(math.Ceil(min(float64(left)/rate, 359999))) * time.Second
}

// measure is how much is done of how much, 0 if that isn't known. Reading is measured
// in bytes, for the rows of a file are known only at its end; everything else in rows.
func (s Step) measure() (done, all int64) {
	if s.TotalBytes > 0 {
		return s.Bytes, s.TotalBytes
	}
	return int64(s.Rows), int64(s.Total)
}

// figures are what stands beside the bar: (80/3,000, 160 rows/s) [4s:18s].
func (s Step) figures(f frame, rate float64, passed time.Duration) string {
	done, all := s.measure()
	unit, perSecond := words.Number[int64], words.English.RowsPerSecond(int(rate))
	if s.TotalBytes > 0 {
		unit, perSecond = words.Size, words.Size(int64(rate))+"/s"
	}
	text := "(" + unit(done)
	if all > 0 {
		text += "/" + unit(all)
	}
	switch {
	case !f.rates:
		return text + ")"
	case rate >= 1:
		text += ", " + perSecond
	case rate*60 >= 1:
		text += ", " + words.English.RowsPerMinute(int(rate*60))
	}
	text += ") [" + passed.Truncate(time.Second).String()
	if rate*60 >= 1 && all > done {
		text += ":" + timeFor(all-done, rate).String()
	}
	return text + "]"
}
