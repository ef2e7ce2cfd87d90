package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// scriptTyping runs a command on a terminal of 100 cells, types the file's
// content, and checks its exit code: typing FILE CODE COMMAND…. What the
// terminal shows lands in the file screen. A line of the file is typed at each
// question; one with \n in it is a paste of several.
func scriptTyping(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	path, err := exec.LookPath(args[2])
	ts.Check(err)
	cmd := exec.Command(path, args[3:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), environ(ts)
	screen, err := onTerminal(cmd, 100, slices.Collect(strings.Lines(strings.ReplaceAll(ts.ReadFile(args[0]), `\n`, "\x00"))))
	screen = bytes.ReplaceAll(screen, []byte("\r\n"), []byte("\n"))
	ts.Check(os.WriteFile(ts.MkAbs("screen"), screen, 0o600))
	if got := exitCodeOf(err); got != want {
		ts.Fatalf("exit code %d, want %d\n%s", got, want, screen)
	}
}

// onTerminal runs a command with a made-up terminal of so many columns as its standard streams.
func onTerminal(cmd *exec.Cmd, columns uint16, typed []string) ([]byte, error) {
	primary, replica, err := openTerminal(columns)
	if err != nil {
		return nil, err
	}
	defer primary.Close()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = replica, replica, replica
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = cmd.Start()
	replica.Close()
	if err != nil {
		return nil, err
	}
	screen, err := converse(primary, typed)
	if err != nil {
		return nil, err
	}
	return screen, cmd.Wait()
}

// converse types the next line whenever a question waits for one; after the
// last, the end of the input.
func converse(terminal *os.File, lines []string) ([]byte, error) {
	var screen bytes.Buffer
	chunk := make([]byte, 4096)
	for {
		n, err := terminal.Read(chunk)
		screen.Write(chunk[:n])
		if errors.Is(err, syscall.EIO) || err == io.EOF {
			return screen.Bytes(), nil // its last user left
		}
		if err != nil {
			return nil, err
		}
		if shown := screen.Bytes(); bytes.HasSuffix(shown, []byte(": ")) || bytes.HasSuffix(shown, []byte("[y/N] ")) || bytes.HasSuffix(shown, []byte("[Y/n] ")) {
			time.Sleep(30 * time.Millisecond) // the echo of a secret is turned off after its question
			line := "\x04"
			if len(lines) > 0 {
				line, lines = lines[0], lines[1:]
			}
			if _, err := terminal.WriteString(strings.ReplaceAll(line, "\x00", "\n")); err != nil {
				return nil, err
			}
		}
	}
}

func openTerminal(columns uint16) (primary, replica *os.File, err error) {
	primary, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(primary.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	}
	if err == nil {
		replica, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		return nil, nil, errors.Join(err, primary.Close())
	}
	return primary, replica, nil
}
