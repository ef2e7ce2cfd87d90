package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// problem is an error with its next step: what is wrong, what to do about it,
// and how the program ends. A zero code leaves that to the cause.
type problem struct {
	msg  string
	hint string
	code exitCode
	err  error
}

func (p *problem) Error() string { return p.msg }
func (p *problem) Unwrap() error { return p.err }

// usagef is a mistake on the command line or in the configuration.
func usagef(hint, format string, args ...any) error {
	return &problem{msg: fmt.Sprintf(format, args...), hint: hint, code: exitUsage}
}

// is says whether there is an error of that kind within err.
func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// asUsage makes an error of the command-line library one of ours.
func asUsage(err error) error {
	if is[*problem](err) {
		return err
	}
	// The library appends its suggestions to the message, as lines.
	msg, rest, _ := strings.Cut(err.Error(), "\n")
	hint := "orgbatch --help lists the commands, orgbatch COMMAND --help the flags"
	if _, near, ok := strings.Cut(rest, "Did you mean this?"); ok {
		hint = "did you mean: orgbatch " + strings.Join(strings.Fields(near), ", orgbatch ")
	}
	return &problem{msg: msg, hint: hint, code: exitUsage, err: err}
}

// The causes of a refusal that people meet, most frequent first.
const refusedHint = `the usual causes: the service was upgraded and its version id changed
      the secret was replaced; this address isn't allowed
      ` + refusedCommands

// refusedCommands are what to do about it, for the profile whose name hintFor puts in.
const refusedCommands = triesIt + "orgbatch config set NAME service_version_id corrects the id"

const triesIt = "orgbatch config test NAME tries it, "

// hintFor completes a hint, so that its commands can be copied: with the profile that is
// the target, or, where the credentials come from variables, their names.
func hintFor(profile, hint string) string {
	if profile == "" {
		return strings.Replace(hint, refusedCommands, "orgbatch doctor looks at each value; "+config.KeyNamed("service_version_id").Variable+" holds that id", 1)
	}
	return strings.NewReplacer("config test NAME", "config test "+profile, "config set NAME", "config set "+profile, doctorHint, strings.Replace(doctorHint, "doctor", "doctor --profile "+profile, 1)).Replace(hint)
}

// explain turns an error into what a person is told; nil says nothing, because
// there is nothing to say or it was said already.
func explain(ctx context.Context, err error) *problem {
	if err == nil || is[verdict](err) {
		return nil
	}
	if c := crashed(err); c != nil {
		return &problem{msg: c.Error() + "; orgbatch " + versionText(), hint: crashHint, err: err}
	}
	said := &problem{msg: err.Error(), err: err, hint: hintOf(err)}
	if s := signalled(ctx); s != nil && errors.Is(err, context.Canceled) {
		return &problem{msg: s.name, hint: said.hint, err: err}
	}
	if list, ok := errors.AsType[*exporter.ListError](err); ok {
		said.msg, said.hint = strings.Replace(said.msg, list.Error(), unread(list), 1), cmp.Or(said.hint, doctorHint)
	}
	if proxy, ok := errors.AsType[*net.OpError](err); ok && proxy.Op == "proxyconnect" {
		said.msg = "the proxy, not Pigello, failed: " + said.msg
		said.hint = "HTTPS_PROXY names the proxy, NO_PROXY the hosts that are reached without it"
		return said
	}
	if call, ok := errors.AsType[*url.Error](err); ok {
		said.msg = strings.Replace(said.msg, call.Error(), unreached(call), 1)
		said.hint = cmp.Or(said.hint, doctorHint)
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

// unreached is a call that came to nothing in a person's words: whom it was for and why,
// without the request itself.
func unreached(call *url.Error) string {
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

// crashed is the panic that an error came of, nil for none.
func crashed(err error) *crash.Error {
	c, _ := errors.AsType[*crash.Error](err)
	return c
}

// libraryCode classifies the errors of our packages that aren't the API's.
func libraryCode(err error) exitCode {
	switch {
	case is[*backup.DamageError](err), is[*backup.NewestError](err):
		return exitUntrusted
	case is[*backup.NotFoundError](err), is[*backup.KeyError](err), is[*backup.NotSuspectError](err), is[*exporter.ReplaceError](err), is[*pigello.UsageError](err),
		is[*columns.MappingError](err), is[*columns.MappingFileError](err), is[*run.NotFoundError](err):
		return exitUsage
	case is[*tabular.InputError](err), is[*importer.StopError](err), is[*importer.UnfinishedError](err), is[*may.RefusedError](err),
		is[*backup.SourceError](err), is[*exporter.EmptyError](err), errors.Is(err, importer.ErrBlocked):
		return exitStopped
	case pigello.FateOf(err) == pigello.FateUnknown:
		return exitUnknown
	}
	return exitFailed
}

// inTheWay makes a mistake of the command line of what has a name and stays.
func inTheWay(err error) error {
	if code := libraryCode(err); code == exitUsage || errors.Is(err, sink.ErrInTheWay) {
		return &problem{msg: err.Error(), hint: cmp.Or(hintOf(err), "choose another name, or remove it first"), code: exitUsage, err: err}
	}
	return err
}
