package main

// What orgbatch says to people, and how:
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
//     it can move the cursor: look.show does both, for all. A value from a file or
//     from the API goes through clean, so that a long one doesn't push the rest away.
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

// ui talks to the person. It is safe for concurrent use, but for questions.
type ui struct {
	mu    sync.Mutex
	out   io.Writer
	in    io.Reader
	lines *bufio.Reader
	quiet bool
	// verbose says of a fault of the program all that was under way.
	verbose bool
	log     *slog.Logger // takes what is said, as records; nil writes it as text
	look    look         // of out
	draws   bool         // out is a terminal that a bar can be drawn on
	asks    bool         // in and out are terminals: there is a person to ask
	clear   func()       // takes the progress bar off the screen; nil without one
}

// newUI talks on out, and hears answers on in; env says what a terminal can.
func newUI(in io.Reader, out io.Writer, env func(string) string) *ui {
	u := &ui{in: in, out: out, lines: bufio.NewReader(in), look: lookOf(out, env)}
	u.asks = isTerminal(out) && isTerminal(in)
	u.draws = isTerminal(out) && env("TERM") != "dumb"
	return u
}

// width is how wide the terminal is that it talks on, 0 for none.
func (u *ui) width() int { return widthOf(u.out) }

func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// widthOf is how wide a terminal is, 0 for what is none.
func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return width
		}
	}
	return 0
}

// Write passes on what others print, the log above all, around the bar.
func (u *ui) Write(p []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.clear != nil {
		u.clear()
	}
	return u.out.Write(p)
}

// say tells a person something; --quiet silences it.
func (u *ui) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	switch {
	case u.quiet || u.log != nil && text == "":
	case u.log != nil:
		u.log.Info(look{}.show(text))
	default:
		u.put(text)
	}
}

// put writes text on lines of its own.
func (u *ui) put(text string) { fmt.Fprintln(u, u.look.show(text)) }

// warn tells a person something that --quiet doesn't silence.
func (u *ui) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if u.log != nil {
		u.log.Warn(look{}.show(text))
		return
	}
	u.put("warning: " + text)
}

// fail says what went wrong, and the next step.
func (u *ui) fail(p *problem.Problem) {
	if u.log != nil {
		var stack []any
		if c := problem.Crashed(p.Err); c != nil {
			stack = []any{"stack", c.Stack}
		}
		u.log.Error(p.Msg, append(stack, "hint", p.Hint)...)
		return
	}
	u.put("orgbatch: " + p.Msg)
	if c := problem.Crashed(p.Err); c != nil && u.verbose {
		u.put("  " + strings.Join(c.Stack, "\n  "))
	}
	if p.Hint != "" {
		u.put("hint: " + p.Hint)
	}
}

// next says what to do now, as a command that works. It is one line however long it is: a broken one can't be pasted.
func (u *ui) next(command string) {
	switch {
	case u.quiet, command == "":
	case u.log != nil:
		u.log.Info("next: " + command)
	default:
		fmt.Fprintln(u, "next: "+clean(command, 0))
	}
}

// confirm asks a question that Enter answers with no.
func (u *ui) confirm(question string) (bool, error) {
	answer, err := u.ask(question + " [y/N] ")
	if err != nil {
		return false, err
	}
	switch strings.ToLower(answer) {
	case "y", "yes", "j", "ja":
		return true, nil
	}
	return false, nil
}

// ask prints a prompt and reads one line. The end of the input is an empty one.
func (u *ui) ask(prompt string) (string, error) {
	fmt.Fprint(u, u.look.show(prompt))
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

// askSecret reads a line without showing it; from anything but a terminal, the
// next line of the input.
func (u *ui) askSecret(prompt string) (string, error) {
	f, ok := u.in.(*os.File)
	if !ok || !u.asks {
		return u.ask(prompt)
	}
	fmt.Fprint(u, u.look.show(prompt))
	secret, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(u)
	if err != nil {
		return "", fmt.Errorf("read the secret: %w", err)
	}
	return strings.TrimSpace(string(secret)), nil
}
