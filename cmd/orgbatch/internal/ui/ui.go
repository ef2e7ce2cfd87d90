// Package ui is what orgbatch says to people on a terminal, draws there and asks:
//
//   - Everything for people goes to standard error. Standard output carries
//     data alone: rows, or events with --json.
//   - A message is a sentence without a full stop. An error starts with
//     "orgbatch: ", a warning with "warning: "; a next step follows on a line
//     of its own that starts with "hint: ".
//   - --quiet silences everything but warnings, errors and questions.
//   - A question is asked on a terminal only, says what will happen and where,
//     and takes Enter for no. Nobody is asked twice.
//   - What is said is broken between words where the terminal ends, and nothing in
//     it can move the cursor: Look.Show does both, for all. A value from a file or
//     from the API goes through Clean, so that a long one doesn't push the rest away.
//   - A table has the width of the terminal. In a file or a pipe each row is one line
//     and nothing is cut, for whoever searches it; what may be long stands last there,
//     so that it widens no other row.
//   - Numbers have thousands separators, but for those of rows, which spreadsheets
//     show without; times are local.
//   - Long output ends with what to do next, as a command that works.
//   - With --log-format json all of that is records of the log, for machines
//     that read every line of standard error: sentences as info, warnings and
//     errors as what they are.
//   - A progress bar lives on a terminal, below everything else: a message
//     clears it, and it draws itself again. Frames are never wider than the
//     terminal: the note gives way first, then the bar, then the rates.
package ui

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// UI talks to the person. It is safe for concurrent use, but for questions.
type UI struct {
	mu    sync.Mutex
	out   io.Writer
	in    io.Reader
	lines *bufio.Reader
	Quiet bool
	// verbose says of a fault of the program all that was under way.
	Verbose bool
	Log     *slog.Logger // takes what is said, as records; nil writes it as text
	look    Look         // of out
	draws   bool         // out is a terminal that a bar can be drawn on
	Asks    bool         // in and out are terminals: there is a person to ask
	clear   func()       // takes the progress bar off the screen; nil without one
}

// New talks on out, and hears answers on in; env says what a terminal can.
func New(in io.Reader, out io.Writer, env func(string) string) *UI {
	u := &UI{in: in, out: out, lines: bufio.NewReader(in), look: LookOf(out, env)}
	u.Asks = isTerminal(out) && isTerminal(in)
	u.draws = isTerminal(out) && env("TERM") != "dumb"
	return u
}

// Width is how wide the terminal is that it talks on, 0 for none.
func (u *UI) Width() int { return WidthOf(u.out) }

func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// WidthOf is how wide a terminal is, 0 for what is none.
func WidthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return width
		}
	}
	return 0
}

// Write passes on what others print, the log above all, around the bar.
func (u *UI) Write(p []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.clear != nil {
		u.clear()
	}
	return u.out.Write(p)
}

// Say tells a person something; --quiet silences it.
func (u *UI) Say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	switch {
	case u.Quiet || u.Log != nil && text == "":
	case u.Log != nil:
		u.Log.Info(Look{}.Show(text))
	default:
		u.Put(text)
	}
}

// Put writes text on lines of its own.
func (u *UI) Put(text string) { fmt.Fprintln(u, u.look.Show(text)) }

// Warn tells a person something that --quiet doesn't silence.
func (u *UI) Warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if u.Log != nil {
		u.Log.Warn(Look{}.Show(text))
		return
	}
	u.Put("warning: " + text)
}

// Fail says what went wrong, and the next step.
func (u *UI) Fail(p *problem.Problem) {
	if u.Log != nil {
		var stack []any
		if c := problem.Crashed(p.Err); c != nil {
			stack = []any{"stack", c.Stack}
		}
		u.Log.Error(p.Msg, append(stack, "hint", p.Hint)...)
		return
	}
	u.Put("orgbatch: " + p.Msg)
	if c := problem.Crashed(p.Err); c != nil && u.Verbose {
		u.Put("  " + strings.Join(c.Stack, "\n  "))
	}
	if p.Hint != "" {
		u.Put("hint: " + p.Hint)
	}
}

// Next says what to do now, as a command that works. It is one line however long it is: a broken
// one can't be pasted.
func (u *UI) Next(command string) {
	switch {
	case u.Quiet, command == "":
	case u.Log != nil:
		u.Log.Info("next: " + command)
	default:
		fmt.Fprintln(u, "next: "+Clean(command, 0))
	}
}

// Confirm asks a question that Enter answers with no.
func (u *UI) Confirm(question string) (bool, error) {
	answer, err := u.Ask(question + " [y/N] ")
	if err != nil {
		return false, err
	}
	switch strings.ToLower(answer) {
	case "y", "yes", "j", "ja":
		return true, nil
	}
	return false, nil
}

// Ask prints a prompt and reads one line. The end of the input is an empty one.
func (u *UI) Ask(prompt string) (string, error) {
	fmt.Fprint(u, u.look.Show(prompt))
	line, err := u.lines.ReadString('\n')
	if err == io.EOF {
		err = nil
		if !strings.HasSuffix(line, "\n") {
			fmt.Fprintln(u)
		}
	}
	if err != nil {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	return strings.TrimSpace(line), nil
}

// AskSecret reads a line without showing it; from anything but a terminal, the
// next line of the input.
func (u *UI) AskSecret(prompt string) (string, error) {
	f, ok := u.in.(*os.File)
	if !ok || !u.Asks {
		return u.Ask(prompt)
	}
	fmt.Fprint(u, u.look.Show(prompt))
	secret, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(u)
	if err != nil {
		return "", fmt.Errorf("read the secret: %w", err)
	}
	return strings.TrimSpace(string(secret)), nil
}
