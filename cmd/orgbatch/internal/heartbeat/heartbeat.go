package heartbeat

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgbatch/orgbatch/exporter/crash"
)

// How long a signal may take: each try has its patience, and between two there
// is a wait.
const patience = 10 * time.Second

// waits are those between the tries of a signal.
var waits = []time.Duration{time.Second, 4 * time.Second}

// Outcome is how a job ended.
type Outcome struct {
	OK bool
	// Summary is one line without secrets and without what customers call theirs.
	// Longer ones are cut.
	Summary string
}

// Watcher is where the signals of one job go. It may be used concurrently. The
// zero Watcher hears nothing.
type Watcher struct {
	url    *url.URL
	client *http.Client
	agent  string
}

// New makes a Watcher. An empty URL is the zero one. The transport carries the
// requests, nil is [http.DefaultTransport]; agent is the User-Agent.
func New(url string, transport http.RoundTripper, agent string) (Watcher, error) {
	if url == "" {
		return Watcher{}, nil
	}
	u, err := parse(url)
	if err != nil {
		return Watcher{}, err
	}
	// A redirect isn't followed: whoever stands there would be handed the URL.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return Watcher{url: u, client: &http.Client{Transport: transport, CheckRedirect: stay}, agent: agent}, nil
}

// During does the job between the signals of its start and of its end. The
// start is told beside the job, which doesn't wait for it; the end is told after
// the start was. The errors are of the signals alone: of type *[Error], unless telling
// panicked.
//
// ctx is the signals': the job has its own, and its end is told when that one
// was cancelled, too.
func (w Watcher) During(ctx context.Context, job func() Outcome) []error {
	if w.url == nil {
		job()
		return nil
	}
	var start errgroup.Group
	start.Go(func() error {
		return crash.Do("telling a heartbeat", func() error { return w.tell(ctx, started, "") })
	})
	outcome := job()
	end := failed
	if outcome.OK {
		end = succeeded
	}
	errs := []error{start.Wait(), w.tell(ctx, end, outcome.Summary)}
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

// tell sends a signal, and again where that may help.
func (w Watcher) tell(ctx context.Context, s signal, summary string) error {
	for try := 0; ; try++ {
		problem := w.send(ctx, s, summary)
		if problem == nil {
			return nil
		}
		if try == len(waits) || !problem.again() {
			return problem
		}
		select {
		case <-ctx.Done():
			return problem
		case <-time.After(waits[try]):
		}
	}
}

func (w Watcher) send(ctx context.Context, s signal, summary string) *Error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := w.request(ctx, s, summary)
	if err != nil {
		return &Error{Signal: s.name, cause: "the request can't be made"}
	}
	answer, err := w.client.Do(request)
	if err != nil {
		return &Error{Signal: s.name, cause: causeOf(err)}
	}
	// Read, so that the connection ends in order. What it says is nobody's business, but for the
	// two texts of unheard.
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	_ = answer.Body.Close()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return &Error{Signal: s.name, Status: answer.StatusCode}
	}
	if cause, lost := unheard[strings.ToLower(strings.TrimSpace(string(said)))]; lost {
		return &Error{Signal: s.name, Status: answer.StatusCode, cause: cause}
	}
	return nil
}

// unheard are the answers with 200 by which healthchecks.io says that nobody was told.
var unheard = map[string]string{
	"ok (not found)":    unknownCheck,
	"ok (rate limited)": "it hears too many signals of this check and left this one out",
}

const unknownCheck = "it knows no such check"

func (w Watcher) request(ctx context.Context, s signal, summary string) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if s != started {
		method, body = http.MethodPost, strings.NewReader(cut(summary))
	}
	request, err := http.NewRequestWithContext(ctx, method, s.at(w.url), body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", w.agent)
	if body != nil {
		request.Header.Set("Content-Type", "text/plain; charset=utf-8")
	}
	return request, nil
}

// maxSummary is how many letters of a summary are sent.
const maxSummary = 500

// cut makes one line of a text, and a short one.
func cut(s string) string {
	letters := []rune(strings.Join(strings.Fields(s), " "))
	if len(letters) > maxSummary {
		letters = append(letters[:maxSummary-1], '…')
	}
	return string(letters)
}

// String says that there is one, and never where.
func (w Watcher) String() string {
	if w.url == nil {
		return "no heartbeat"
	}
	return "a heartbeat"
}

// Format is String for every verb, so that none shows the URL.
func (w Watcher) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, w.String()) }
