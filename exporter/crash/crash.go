// Package crash makes an error of a panic, so that a fault of the program ends like any other failure: with a sentence, with locks given
// back and files whole or absent.
//
// The value of a panic may hold what a customer's file says. None of it gets into the error: of runtime errors, whose words are the Go
// runtime's, the text, of all others the type.
package crash

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Error is a panic that was caught.
type Error struct {
	// Doing is what the program was doing: "reading customers.csv".
	Doing string
	// Cause is what can be said of it without showing data.
	Cause string
	// Place is the innermost function of ours that was under way, with file and line; "" for none.
	Place string
	// Stack is all that was under way, the innermost first, as Place: names and lines, no arguments.
	Stack []string
}

// Error says what was being done, why it failed and where in the program.
func (e *Error) Error() string {
	text := "a fault in orgbatch itself while " + e.Doing + ": " + e.Cause
	if e.Place != "" {
		text += ", in " + e.Place
	}
	return text
}

// Inject is for tests, and nil otherwise: Do calls it first, so that it may panic there.
var Inject func(doing string)

// Do does something, and gives a panic of it as an *[Error]. Whoever starts a goroutine puts its work into a Do: a panic that nobody
// recovers in its own goroutine ends the process.
func Do(doing string, work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			e := &Error{Doing: doing, Cause: causeOf(value)}
			e.locate()
			err = e
		}
	}()
	if Inject != nil {
		Inject(doing)
	}
	return work()
}

func causeOf(value any) string {
	if err, ok := value.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("panic of type %T", value)
}

// module is what the names of our functions begin with, but for those of the command, which is main.
const module = "github.com/orgbatch/orgbatch/"

// maxFrames is how deep a stack is told.
const maxFrames = 64

// locate fills in where the panic that is being recovered was.
func (e *Error) locate() {
	pcs := make([]uintptr, maxFrames)
	stack := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	for more := true; more; {
		var f runtime.Frame
		f, more = stack.Next()
		name, ours := strings.CutPrefix(f.Function, module)
		switch frame := fmt.Sprintf("%s (%s:%d)", name, path.Base(f.File), f.Line); {
		case name == "runtime.gopanic": // what was so far is of the recovery, and of deferred functions
			e.Stack, e.Place = nil, ""
		case len(e.Stack) == 0 && strings.HasPrefix(name, "runtime."): // how the runtime came to panic
		default:
			e.Stack = append(e.Stack, frame)
			if e.Place == "" && (ours || strings.HasPrefix(name, "main.")) {
				e.Place = frame
			}
		}
	}
}
