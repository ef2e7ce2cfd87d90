package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// openSandbox names every option of a sandbox, answers every question of its switches, and
// fills it.
func openSandbox(ctx context.Context) (*sandbox.Sandbox, error) {
	s, err := sandbox.Open(sandbox.Options{
		DB: "", Assume: sandbox.Assumptions{ListCap: "1000"}, Faults: sandbox.Faults{Latency: sandbox.Fault{Percent: 1, For: time.Millisecond}},
		FaultSeed: 1, IDSeed: 2, Credentials: sandbox.DefaultCredentials(), Logger: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	var a sandbox.Assumptions
	for _, one := range sandbox.Switches() {
		if err := a.Set(one.Name, one.Values[0]); err != nil || one.Question == "" || one.Number && len(one.Values) == 0 {
			return nil, fmt.Errorf("%+v: %w", one, err)
		}
	}
	_ = []string{
		a.BulkID, a.BulkBadRow, a.BulkErrors, a.ParentAnswer, a.BulkOrder, a.BulkStatus, a.BulkLimit, a.BodyLimit,
		a.ListCap, a.ListEnvelope, a.ListState, a.CreatedAtFilter, a.CreatedAtPrecision, a.BulkCreatedAt, a.BulkAbsent,
		a.PatchWithoutName, a.DeleteParent, a.JSONLForm, a.JSONLPaging, a.PagePastEnd, a.PageSizeCap, a.Statistics, a.Search,
		a.Whitespace, a.UniqueName, a.UnknownFields, a.UnknownParameters, a.AuthStatus, a.RetryAfter, a.ServerError, a.RequestLine,
	}
	if err := s.SetAssumptions(a); err != nil {
		return nil, err
	}
	var f sandbox.Faults
	for _, one := range append(sandbox.FaultSwitches(), sandbox.LimitSwitches()...) {
		if err := f.Set(one.Name, one.Values[0]); err != nil {
			return nil, err
		}
	}
	_ = []sandbox.Fault{
		f.Latency, f.TooMany, f.ServerError, f.HTMLError, f.DropBefore, f.DropAfter, f.Shuffle, f.Short, f.OtherValues, f.OtherIDs,
		f.More, f.Twice, f.OtherAnswer, f.EmptyAnswer, f.NullAnswer, f.ErrorAnswer, f.PageAnswer, f.CutLine, f.CutBetween,
		f.Stall,
	}
	f.Rate = 0
	s.SetFaults(f)
	if err := s.Seed(ctx, 10, 1); err != nil {
		return nil, err
	}
	if err := s.Reset(ctx); err != nil {
		return nil, err
	}
	row := []byte(`{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","name":"Provön AB","created_at":"2019-08-24T14:15:22Z"}`)
	loaded, err := s.Load(ctx, func(yield func([]byte, error) bool) { yield(row, nil) })
	if err != nil {
		return nil, err
	}
	if n, err := s.Count(ctx); err != nil || n != loaded {
		return nil, fmt.Errorf("%d of %d are there: %w", n, loaded, err)
	}
	for _, r := range s.Requests() {
		_ = fmt.Sprint(r.Method, r.Path, r.Query, r.Body, r.Rows, r.Status, r.Fault, r.Time, r.Took)
	}
	return s, nil
}
