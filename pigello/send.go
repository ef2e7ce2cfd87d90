package pigello

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// answer is a success, by its status, and its body read whole unless the
// call streams.
type answer struct {
	status int
	body   []byte
	stream *stream
}

// try sends a call once. The error is always an *Error.
func (c *caller) try(ctx context.Context, k call) (*answer, *Error) {
	if err := c.checkLine(k); err != nil {
		return nil, err
	}
	if err := c.enter(ctx, k); err != nil {
		return nil, err
	}
	defer c.limiter.leave()
	s, err := c.exchange(ctx, k)
	if err != nil {
		return nil, err
	}
	return c.receive(k, s)
}

// enter waits until the limiter lets a call go, no longer than a call may take: a
// list that streams has no other bound. Without an error, leave ends it.
func (c *caller) enter(ctx context.Context, k call) *Error {
	if k.until.IsZero() {
		k.until = time.Now().Add(c.timeouts.Total)
	}
	ctx, cancel := context.WithDeadlineCause(ctx, k.until, &TimeoutError{Phase: "the call was not let go", After: c.timeouts.Total})
	defer cancel()
	err := c.limiter.acquire(ctx)
	if err == nil {
		return nil
	}
	e := k.failure(err, unsent)
	e.repeat = false
	return e
}

// exchange sends a call once and hands out any answer, whatever its status.
func (c *caller) exchange(ctx context.Context, k call) (*stream, *Error) {
	began := time.Now()
	var wire wire
	tryCtx, cancel := context.WithCancelCause(ctx)
	watch := newWatchdog(cancel, c.patience(k))
	req, err := c.request(wire.trace(tryCtx), k)
	if err != nil {
		cancel(nil)
		return nil, k.failure(err, unsent)
	}
	watch.arm(0)
	resp, err := c.http.Do(req)
	watch.disarm()
	if err != nil {
		err = because(tryCtx, err)
		cancel(nil)
		c.trace(ctx, k, began, 0, err)
		return nil, k.failure(err, wire.departure())
	}
	if c.clock.observe(resp.Header) {
		c.log.Warn("the server's clock is more than 24 hours off and isn't believed: times are this computer's", "date", resp.Header.Get("Date"))
	}
	s := &stream{resp: resp, watch: watch, ctx: tryCtx, cancel: cancel}
	c.limiter.observe(began, resp.StatusCode, retryAfter(resp.Header, c.clock.now()))
	c.trace(ctx, k, began, resp.StatusCode, nil)
	return s, nil
}

// receive turns what came into an answer or a refusal.
func (c *caller) receive(k call, s *stream) (*answer, *Error) {
	status := s.resp.StatusCode
	if !k.done(status) {
		body, _ := readBody(s, maxErrorBody) // half a message is still one
		s.close()
		if status < 300 || status == http.StatusNotModified {
			return nil, c.notTheAPI(k, status, body)
		}
		return nil, c.refusal(k, s.resp, body)
	}
	if k.stream {
		return &answer{status: status, stream: s}, nil
	}
	body, err := readBody(s, maxAnswer)
	s.close()
	if err != nil {
		e := k.failure(err, sent)
		e.Status = status
		return nil, e
	}
	return &answer{status: status, body: body}, nil
}

// patience is how long a call waits for its answer.
func (c *caller) patience(k call) time.Duration {
	if k.kind == kindBulk {
		return c.timeouts.Bulk
	}
	return c.timeouts.Stall
}

// request builds the request with its headers.
func (c *caller) request(ctx context.Context, k call) (*http.Request, error) {
	var body io.Reader
	if k.body != nil {
		body = bytes.NewReader(k.body)
	}
	req, err := http.NewRequestWithContext(ctx, k.method, c.url(k), body)
	if err != nil {
		return nil, err
	}
	c.sign(req.Header)
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("Accept", "application/json")
	if k.stream && !k.array {
		req.Header.Set("Accept", "application/x-ndjson, application/json;q=0.9")
	}
	if k.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name := range k.header {
		req.Header.Set(name, k.header.Get(name))
	}
	return req, nil
}

// trace logs a request at debug level: never a header, so never a credential.
func (c *caller) trace(ctx context.Context, k call, began time.Time, status int, err error) {
	if !c.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{slog.String("method", k.method), slog.String("path", k.path), slog.String("query", k.query),
		slog.Int("sent_bytes", len(k.body)), slog.Duration("took", time.Since(began))}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	} else {
		attrs = append(attrs, slog.Int("status", status))
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "request", attrs...)
}

// wire knows whether a request may have left. Only a transport that tells can
// say no: one that reports nothing is thought to have sent it.
type wire struct{ asked, connected atomic.Bool }

func (w *wire) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { w.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.connected.Store(true) },
	})
}

func (w *wire) departure() departure {
	if w.asked.Load() && !w.connected.Load() {
		return unsent
	}
	return sent
}

// watchdog ends a request when nothing arrives for a while. It counts only
// the time between arm and disarm, never that of a slow consumer.
type watchdog struct {
	timer *time.Timer
	after time.Duration
}

func newWatchdog(cancel context.CancelCauseFunc, after time.Duration) *watchdog {
	w := &watchdog{after: after}
	w.timer = time.AfterFunc(after, func() { cancel(&TimeoutError{Phase: "nothing came", After: after}) })
	w.timer.Stop()
	return w
}

func (w *watchdog) arm(waited time.Duration) { w.timer.Reset(w.after - waited) }
func (w *watchdog) disarm()                  { w.timer.Stop() }

// because prefers the reason for which a context ended to the transport's
// echo of it.
func because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// stream is the body of an answer, watched while it is read.
type stream struct {
	resp   *http.Response
	watch  *watchdog
	ctx    context.Context
	cancel context.CancelCauseFunc
	ended  bool // read to its end

	idle  time.Duration // waited since something came that isn't white space
	blank int           // bytes of it since then
}

// Read reads the body; each wait for bytes is bounded. White space is nothing: a body
// of it alone never ends.
func (s *stream) Read(p []byte) (int, error) {
	s.watch.arm(s.idle)
	began := time.Now()
	n, err := s.resp.Body.Read(p)
	s.watch.disarm()
	s.idle, s.blank = s.idle+time.Since(began), s.blank+n
	if len(bytes.TrimLeft(p[:n], " \t\r\n")) > 0 {
		s.idle, s.blank = 0, 0
	} else if s.blank > maxLine && err == nil {
		err = &TimeoutError{Phase: "nothing but white space came", After: s.idle.Round(time.Millisecond)}
	}
	if err == io.EOF {
		s.ended = true
	} else if err != nil {
		err = because(s.ctx, err)
	}
	return n, err
}

// framed reports whether the end of the body is told by the protocol, so that
// a cut is seen. A body that ends where the connection does tells nothing.
func (s *stream) framed() bool {
	r := s.resp
	return r.ProtoMajor >= 2 || r.ContentLength >= 0 || len(r.TransferEncoding) > 0 || r.Uncompressed
}

// close gives the connection back when the body was read, else cuts it.
func (s *stream) close() {
	s.watch.disarm()
	if !s.ended {
		s.cancel(nil)
	}
	_ = s.resp.Body.Close()
	s.cancel(nil)
}
