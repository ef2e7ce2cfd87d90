package heartbeat

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"
)

// Error says that a signal wasn't taken. It holds nothing of the URL and
// nothing that the server said.
type Error struct {
	Signal string // start, success or failure
	Status int    // of the answer; 0: there was none
	cause  string // what happened, where the status doesn't say it
}

// Error names the signal and what became of it.
func (e *Error) Error() string {
	return fmt.Sprintf("tell the heartbeat of the %s: %s", e.Signal, e.why())
}

// Hint is the next step.
func (e *Error) Hint() string {
	switch {
	case e.Status >= 300 && e.Status < 400:
		return "give the heartbeat the URL that this one leads to"
	case e.Status >= 400 && e.Status < 500, e.cause == unknownCheck:
		return "is it still the URL of a check? copy it again"
	}
	return ""
}

func (e *Error) why() string {
	switch {
	case e.cause != "":
		return e.cause
	case e.Status >= 300 && e.Status < 400:
		return "it answered with a redirect (" + strconv.Itoa(e.Status) + "), which isn't followed"
	}
	return "it answered " + strconv.Itoa(e.Status) + " " + http.StatusText(e.Status)
}

// again says whether the same may go better in a moment.
func (e *Error) again() bool {
	return e.Status == 0 || e.Status == http.StatusTooManyRequests || e.Status >= 500
}

// causeOf describes a failed request by its kind: the text of net/http's errors
// has the URL in it, and that of what they wrap its host.
func causeOf(err error) string {
	timeout, _ := errors.AsType[net.Error](err)
	op, _ := errors.AsType[*net.OpError](err)
	number, failed := errors.AsType[syscall.Errno](err)
	switch {
	case errors.Is(err, context.Canceled):
		return "there was no time left for it"
	case errors.Is(err, context.DeadlineExceeded), timeout != nil && timeout.Timeout():
		return "no answer within " + patience.String()
	case is[*tls.CertificateVerificationError](err):
		return "its certificate isn't trusted"
	case is[tls.RecordHeaderError](err):
		return "it doesn't speak TLS"
	case op != nil && op.Op == "proxyconnect":
		return "the proxy failed"
	case is[*net.DNSError](err):
		return "its host isn't found"
	case failed:
		return number.Error()
	}
	return "the connection broke"
}

// is says whether there is an error of that kind within err.
func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
