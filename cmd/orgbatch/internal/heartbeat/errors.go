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
	var (
		untrusted *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		name      *net.DNSError
		op        *net.OpError
		number    syscall.Errno
	)
	switch {
	case errors.Is(err, context.Canceled):
		return "there was no time left for it"
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return "no answer within " + patience.String()
	case errors.As(err, &untrusted):
		return "its certificate isn't trusted"
	case errors.As(err, &record):
		return "it doesn't speak TLS"
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "the proxy failed"
	case errors.As(err, &name):
		return "its host isn't found"
	case errors.As(err, &number):
		return number.Error()
	}
	return "the connection broke"
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}
