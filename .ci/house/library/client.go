package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// connect names every option of a client and of its limiter.
func connect(ctx context.Context, address string) (*pigello.Client, error) {
	h := sandbox.DefaultCredentials()
	credentials := pigello.Credentials{
		CustomerID: h["X-PIGELLO-CUSTOMER-ID"], ApplicationID: h["X-PIGELLO-APPLICATION-ID"],
		ServiceID: h["X-PIGELLO-SERVICE-ID"], ServiceVersionID: h["X-PIGELLO-SERVICE-VERSION-ID"],
		ClientCT: h["X-PIGELLO-CLIENT-CT"], ClientEntity: h["X-PIGELLO-CLIENT-ENTITY"],
		ClientSecret: h["X-PIGELLO-CLIENT-SECRET"],
	}
	if credentials != pigello.CredentialsFrom(h) {
		return nil, errors.New("the credentials differ")
	}
	for _, state := range credentials.Examine() {
		if state.Name == "" || state.Missing || state.Unsendable || state.UUID && state.Secret || state.Problem != "" {
			return nil, fmt.Errorf("a header is odd: %+v", state)
		}
	}
	shown, err := json.Marshal(credentials)
	if err != nil || credentials.String() == "" || credentials.GoString() == "" || credentials.LogValue().Kind() != slog.KindGroup {
		return nil, fmt.Errorf("%s, %v, %v, %#v: %w", shown, credentials, pigello.Redacted, credentials, err)
	}
	limiter := pigello.NewLimiter(pigello.LimiterOptions{Rate: 500, Concurrency: 8})
	state := limiter.State()
	_ = fmt.Sprint(state, state.Rate, state.Used, state.Paced, state.Concurrency, state.Bound, state.PausedUntil, state.Reason)
	o := pigello.Options{
		BaseURL: address, Credentials: credentials, HTTPClient: nil,
		Proxy:   func(*http.Request) (*url.URL, error) { return nil, nil },
		RootCAs: x509.NewCertPool(), Logger: slog.New(slog.DiscardHandler), Limiter: limiter,
		Timeouts:  pigello.Timeouts{Connect: time.Second, Stall: time.Minute, Bulk: time.Minute, Total: time.Minute},
		Retry:     pigello.Retry{MaxTries: 3, BaseDelay: time.Millisecond, MaxDelay: time.Second},
		UserAgent: "library",
	}
	reached, err := pigello.Reach(ctx, o)
	if err != nil || reached.Status == 0 || reached.TLS != nil || !reached.Dated || reached.Ahead > time.Minute || reached.FromProxy {
		return nil, fmt.Errorf("%+v: %w", reached, err)
	}
	return pigello.New(o)
}

// calls makes each call of a client, and asks errors what they are.
func calls(ctx context.Context, c *pigello.Client, _ string) error {
	if c.BaseURL() == pigello.ProductionURL || c.BaseURL() == pigello.DevelopmentURL || !c.Loopback() || c.Limiter() == nil {
		return errors.New("that is another API")
	}
	o, err := c.Create(ctx, pigello.Write{Name: "Exempelbacken AB", CustomID: pigello.Some("A-17")})
	if err != nil {
		return err
	}
	made, err := o.CreatedTime()
	if err != nil || !c.KnowsServerNow() || c.ServerNow().Before(made) {
		return fmt.Errorf("made at %v of %s, now is %v: %w", made, o.CreatedAt, c.ServerNow(), err)
	}
	w := pigello.Write{ID: o.ID, Name: o.Name, CustomID: pigello.Null[string](), Parent: pigello.Null[uuid.UUID]()}
	if len(w.AppendJSON(nil)) == 0 {
		return errors.New("a write is nothing")
	}
	if _, err := c.Update(ctx, o.ID, w); err != nil {
		return err
	}
	if _, err := c.UpdateOnce(ctx, o.ID, w); err != nil {
		return err
	}
	got, err := c.Get(ctx, o.ID)
	if err != nil || !got.CustomID.IsNull() || got.Parent.IsAbsent() || got.Parent.IsValue() {
		return fmt.Errorf("got %+v: %w", got, err)
	}
	parsed, err := pigello.ParseOrganization(got.Raw)
	if err != nil || parsed.ID != got.ID || string(parsed.Tags) != string(got.Tags) || string(parsed.CustomerColumns) != string(got.CustomerColumns) {
		return fmt.Errorf("parsed %+v: %w", parsed, err)
	}
	answer, err := c.BulkWrite(ctx, []pigello.Write{{Name: "Provdalen AB"}, {Name: "Låtsasön AB", Parent: pigello.Some(o.ID)}})
	if err != nil || answer.Status != http.StatusOK || len(answer.Organizations) != 2 || len(answer.Refused) != 0 {
		return fmt.Errorf("written %+v: %w", answer, err)
	}
	if _, err := c.Statistics(ctx, pigello.Query{}); err != nil {
		return err
	}
	if err := refusals(ctx, c); err != nil {
		return err
	}
	if err := c.Delete(ctx, answer.Organizations[0].ID); err != nil {
		return err
	}
	return c.DeleteOnce(ctx, answer.Organizations[1].ID)
}

// refusals asks an error everything that it can be asked.
func refusals(ctx context.Context, c *pigello.Client) error {
	_, err := c.Create(ctx, pigello.Write{Name: "Exempelbacken AB"})
	if !pigello.IsBadRequest(err) || pigello.FateOf(err) != pigello.NotWritten || pigello.CanRepeat(err) ||
		pigello.IsAuth(err) || pigello.IsTooLarge(err) || pigello.IsFailure(err) || pigello.IsNotFound(err) {
		return fmt.Errorf("no refusal: %w", err)
	}
	var e *pigello.Error
	if !errors.As(err, &e) || e.Status != http.StatusBadRequest || e.Op == "" || e.Method == "" || e.Path == "" || e.Err != nil {
		return fmt.Errorf("no error of a call: %w", err)
	}
	_ = fmt.Sprint(e.Detail, e.Hint, e.RetryAfter, e.Fate.String(), errors.Unwrap(e), pigello.FateNone, pigello.FateUnknown)
	for _, field := range e.Fields {
		_ = fmt.Sprint(field.Field, field.Messages, field)
	}
	for _, row := range e.Rows {
		_ = fmt.Sprint(row.Index, row.Fields, row)
	}
	for _, target := range []any{
		new(*pigello.UsageError), new(*pigello.TimeoutError), new(*pigello.ProxyError), new(*pigello.IncompleteError), new(*pigello.RestartError),
	} {
		if errors.As(err, target) {
			return fmt.Errorf("it is a %T: %w", target, err)
		}
	}
	for _, reason := range []error{pigello.ErrCapped, pigello.ErrChanging, pigello.ErrNoCreatedAt, pigello.ErrOutOfOrder} {
		if errors.Is(err, reason) {
			return fmt.Errorf("it is %w: %w", reason, err)
		}
	}
	usage := pigello.UsageError{Subject: "a", Problem: "b", Nearest: "c", Hint: "d"}
	timeout := pigello.TimeoutError{Phase: "e", After: time.Second}
	proxy := pigello.ProxyError{Host: "f", Status: 407}
	incomplete := pigello.IncompleteError{Reason: pigello.ErrCapped, Detail: "g", Hint: "h"}
	restart := pigello.RestartError{Reason: "i"}
	_ = fmt.Sprint(usage.Error(), timeout.Error(), timeout.Timeout(), proxy.Error(), incomplete.Error(), incomplete.Unwrap(), restart.Error())
	return nil
}
