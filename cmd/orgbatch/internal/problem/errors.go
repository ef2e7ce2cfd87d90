// Package problem is what went wrong as a person and a script are told of it: a sentence, the
// next step, and how the program ends. Errors of the libraries are classified here alone.
package problem

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// Problem is an error with its next step: what is wrong, what to do about it,
// and how the program ends. A zero code leaves that to the cause.
type Problem struct {
	Msg  string
	Hint string
	Code Code
	Err  error
}

// Error is what is wrong.
func (p *Problem) Error() string { return p.Msg }

// Unwrap is the cause.
func (p *Problem) Unwrap() error { return p.Err }

// Usagef is a mistake on the command line or in the configuration.
func Usagef(hint, format string, args ...any) error {
	return &Problem{Msg: fmt.Sprintf(format, args...), Hint: hint, Code: ExitUsage}
}

// Is says whether there is an error of that kind within err.
func Is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// AsUsage makes an error of the command-line library one of ours.
func AsUsage(err error) error {
	if Is[*Problem](err) {
		return err
	}
	// The library appends its suggestions to the message, as lines.
	msg, rest, _ := strings.Cut(err.Error(), "\n")
	hint := "orgbatch --help lists the commands, orgbatch COMMAND --help the flags"
	if _, near, ok := strings.Cut(rest, "Did you mean this?"); ok {
		hint = "did you mean: orgbatch " + strings.Join(strings.Fields(near), ", orgbatch ")
	}
	return &Problem{Msg: msg, Hint: hint, Code: ExitUsage, Err: err}
}

// The causes of a refusal that people meet, most frequent first.
const refusedHint = `the usual causes: the service was upgraded and its version id changed
      the secret was replaced; this address isn't allowed
      ` + RefusedCommands

// RefusedCommands are what to do about it, for the profile whose name hintFor puts in.
const RefusedCommands = TriesIt + "orgbatch config set NAME service_version_id corrects the id"

// TriesIt is the first of them.
const TriesIt = "orgbatch config test NAME tries it, "

// HintFor completes a hint, so that its commands can be copied: with the profile that is
// the target, or, where the credentials come from variables, their names.
func HintFor(profile, hint string) string {
	if profile == "" {
		return strings.Replace(hint, RefusedCommands, "orgbatch doctor looks at each value; "+config.KeyNamed("service_version_id").Variable+" holds that id", 1)
	}
	return strings.NewReplacer("config test NAME", "config test "+profile, "config set NAME", "config set "+profile, doctorHint, strings.Replace(doctorHint, "doctor", "doctor --profile "+profile, 1)).Replace(hint)
}

// Explain turns an error into what a person is told; nil says nothing, because
// there is nothing to say or it was said already.
func Explain(ctx context.Context, err error) *Problem {
	if err == nil || Is[Verdict](err) {
		return nil
	}
	if c := Crashed(err); c != nil {
		return &Problem{Msg: c.Error() + "; orgbatch " + build.Version(), Hint: crashHint, Err: err}
	}
	said := &Problem{Msg: err.Error(), Err: err, Hint: HintOf(err)}
	if s := Signalled(ctx); s != nil && errors.Is(err, context.Canceled) {
		return &Problem{Msg: s.Name, Hint: said.Hint, Err: err}
	}
	if list, ok := errors.AsType[*exporter.ListError](err); ok {
		said.Msg, said.Hint = strings.Replace(said.Msg, list.Error(), unread(list), 1), cmp.Or(said.Hint, doctorHint)
	}
	if proxy, ok := errors.AsType[*net.OpError](err); ok && proxy.Op == "proxyconnect" {
		said.Msg = "the proxy, not Pigello, failed: " + said.Msg
		said.Hint = "HTTPS_PROXY names the proxy, NO_PROXY the hosts that are reached without it"
		return said
	}
	if call, ok := errors.AsType[*url.Error](err); ok {
		said.Msg = strings.Replace(said.Msg, call.Error(), Unreached(call), 1)
		said.Hint = cmp.Or(said.Hint, doctorHint)
	}
	return said
}

// unread is a list that wasn't read to its end in a person's words: how far one came,
// and why no further.
func unread(list *exporter.ListError) string {
	why := strings.TrimPrefix(list.Err.Error(), "list organizations: ") // what was tried is said
	if list.Rows == 0 {
		return words.English.Failed.Unread(why)
	}
	return words.English.Failed.BrokeOff(list.Rows, why)
}

// doctorHint is the next step where the service wasn't reached.
const doctorHint = "orgbatch doctor says how far one comes on the way there"

// Unreached is a call that came to nothing in a person's words: whom it was for and why,
// without the request itself.
func Unreached(call *url.Error) string {
	host := call.URL
	if u, err := url.Parse(call.URL); err == nil && u.Host != "" {
		host = u.Host
	}
	unknown, ok := errors.AsType[*net.DNSError](call)
	switch {
	case ok && unknown.IsNotFound:
		return "there is no host " + unknown.Name
	case errors.Is(call, syscall.ECONNREFUSED):
		return host + " doesn't answer: connection refused"
	case call.Timeout():
		return host + " didn't answer in time"
	}
	return host + ": " + call.Err.Error()
}

// Crashed is the panic that an error came of, nil for none.
func Crashed(err error) *crash.Error {
	c, _ := errors.AsType[*crash.Error](err)
	return c
}

// LibraryCode classifies the errors of our packages that aren't the API's.
func LibraryCode(err error) Code {
	switch {
	case Is[*backup.DamageError](err), Is[*backup.NewestError](err):
		return ExitUntrusted
	case Is[*backup.NotFoundError](err), Is[*backup.KeyError](err), Is[*backup.NotSuspectError](err), Is[*exporter.ReplaceError](err), Is[*pigello.UsageError](err),
		Is[*columns.MappingError](err), Is[*columns.MappingFileError](err), Is[*run.NotFoundError](err):
		return ExitUsage
	case Is[*tabular.InputError](err), Is[*push.StopError](err), Is[*history.UnfinishedError](err), Is[*may.RefusedError](err),
		Is[*backup.SourceError](err), Is[*exporter.EmptyError](err), errors.Is(err, push.ErrBlocked):
		return ExitStopped
	case pigello.FateOf(err) == pigello.FateUnknown:
		return ExitUnknown
	}
	return ExitFailed
}

// InTheWay makes a mistake of the command line of what has a name and stays.
func InTheWay(err error) error {
	if code := LibraryCode(err); code == ExitUsage || errors.Is(err, sink.ErrInTheWay) {
		return &Problem{Msg: err.Error(), Hint: cmp.Or(HintOf(err), "choose another name, or remove it first"), Code: ExitUsage, Err: err}
	}
	return err
}
