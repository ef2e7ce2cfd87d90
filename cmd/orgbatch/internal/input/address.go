package input

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Bounds of what is fetched: its size, how long nothing may come, and how many redirects are
// followed.
const (
	maxFetched   = 1 << 30
	maxSilence   = time.Minute
	maxRedirects = 5
)

// published is a file that lies on the web, fetched when it is first read.
func (o Opener) published(ctx context.Context, address string) (intake.Input, error) {
	in := intake.Input{Name: cmdline.WithoutQuery(address)}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "":
		return in, problem.Usagef("", "%s", o.Words.Input.NoAddress)
	case u.Scheme != "https":
		return in, problem.Usagef(o.Words.Input.UseHTTPS, "%s", o.Words.Input.Insecure(in.Name))
	case u.User != nil:
		return in, problem.Usagef(o.Words.Input.FetchItself, "%s", o.Words.Input.Login(in.Name))
	}
	if err := target.CheckProxies(address); err != nil {
		return in, err
	}
	in.Stream = &once{open: func() (io.ReadCloser, error) { return o.fetch(ctx, u, in.Name) }}
	return in, nil
}

var (
	errSilence  = errors.New("nothing came for a minute")
	errInsecure = errors.New("it leads to an address that isn't https://")
)

// onward follows redirects, without telling where they came from, for that address may hold a key,
// and as nobody.
func onward(r *http.Request, before []*http.Request) error {
	r.Header.Del("Referer")
	r.URL.User = nil
	switch {
	case r.URL.Scheme != "https":
		return errInsecure
	case len(before) > maxRedirects:
		return http.ErrUseLastResponse
	}
	return nil
}

// fetch asks for what lies at an address as anybody would: no cookies, no credentials.
func (o Opener) fetch(ctx context.Context, u *url.URL, name string) (io.ReadCloser, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	f := &fetching{words: o.Words, name: name, ctx: ctx, left: maxFetched, silence: time.AfterFunc(maxSilence, func() { cancel(errSilence) })}
	f.end = func() { f.silence.Stop(); cancel(nil) }
	request := (&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{"User-Agent": {"orgbatch/" + build.Version()}}}).WithContext(ctx)
	// The checksum is that of the file as it lies there: nothing is unpacked on the way.
	client := &http.Client{CheckRedirect: onward, Transport: &http.Transport{Proxy: target.ProxyOf, ForceAttemptHTTP2: true, DisableKeepAlives: true, DisableCompression: true}}
	answer, err := client.Do(request)
	if err != nil {
		f.end()
		return nil, f.failed(err)
	}
	f.body = answer.Body
	if answer.StatusCode != http.StatusOK {
		_ = f.Close() // what is wrong is told
		return nil, &tabular.InputError{Name: name, Problem: o.Words.Input.Answered(answer.Status), Hint: o.Words.Input.AsAnybody}
	}
	return f, nil
}

// fetching is an answer that is being read.
type fetching struct {
	words   *words.Edition
	name    string
	ctx     context.Context
	body    io.ReadCloser
	left    int64
	silence *time.Timer
	end     func()
}

func (f *fetching) Read(p []byte) (int, error) {
	n, err := f.body.Read(p)
	f.silence.Reset(maxSilence)
	if f.left -= int64(n); f.left < 0 {
		return 0, &tabular.InputError{Name: f.name, Problem: f.words.Input.TooLarge(maxFetched), Hint: f.words.Input.FetchItself}
	}
	if err != nil && err != io.EOF {
		err = f.failed(err)
	}
	return n, err
}

// Close ends the request.
func (f *fetching) Close() error {
	f.end()
	return f.body.Close()
}

// failed says that nothing, or not all, was fetched, without the address that the library puts in.
func (f *fetching) failed(err error) error {
	call, ok := errors.AsType[*url.Error](err)
	switch {
	case errors.Is(context.Cause(f.ctx), errSilence):
		err = errSilence
	case ok && (errors.Is(err, errInsecure) || errors.Is(err, context.Canceled)):
		err = call.Err
	case ok:
		err = errors.New(problem.Unreached(call))
	}
	return &tabular.InputError{Name: f.name, Problem: f.words.Input.Unfetched, Err: err}
}
