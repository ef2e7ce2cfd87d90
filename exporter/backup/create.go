package backup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
)

// The checks that can be asked for.
const (
	CheckSlim = "slim" // the ids of a second pass
	CheckFull = "full" // everything is read twice and compared
	// checkReread replaces a slim check that proved nothing: everything is read twice, and the
	// ids are compared.
	checkReread = "reread"
)

// CreateOptions say what a snapshot is made of. The zero value of every field but Source is the
// documented default.
type CreateOptions struct {
	Source     Source
	Check      string   // CheckSlim or CheckFull; "" is CheckSlim
	Recipients []string // age recipients that it is encrypted for; none: it isn't
	// MaxShrink is the part of the rows, from 0 to 1, that may be gone since former snapshots;
	// nil is DefaultMaxShrink.
	MaxShrink *float64
	// Free says how many bytes may be written in a folder, if that is known.
	Free func(dir string) (bytes int64, known bool)
	// Prune is what the next prune would do, for the error of a full disk.
	Prune    PruneOptions
	Version  string
	Progress func(exporter.Progress) // called from one goroutine
	Logger   *slog.Logger
	Now      func() time.Time
}

func (o *CreateOptions) setDefaults() error {
	o.Check = cmp.Or(o.Check, CheckSlim)
	if o.Check != CheckSlim && o.Check != CheckFull {
		return &pigello.UsageError{Subject: o.Check, Problem: "unknown check",
			Hint: "it is slim or full"}
	}
	shrink := DefaultMaxShrink
	o.MaxShrink = cmp.Or(o.MaxShrink, &shrink)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Progress == nil {
		o.Progress = func(exporter.Progress) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return nil
}

// creation is a snapshot being made.
type creation struct {
	store   Store
	client  *pigello.Client
	o       *CreateOptions
	before  []*Snapshot // that could be opened and aren't of the future, the oldest first
	folder  *folder
	out     *sink.File // the rows
	fuzzy   *sink.File // nil until a row is
	bytes   int64      // before compression
	line    []byte
	ids     idTable
	late    map[uuid.UUID]bool // rows that the first pass lacked
	changed map[uuid.UUID]bool // rows that a later pass had with another value
	pieces  pieces
	lost    int // rows that a pass had and that are gone
	slipped int // of the late ones, those that the first pass should have had
	fields  FieldCounter
	m       Manifest
}

// Create makes a snapshot of all organizations that client sees, and gives it its name when it is
// whole, checked and on disk. One that a rule casts doubt on is made all the same, with the state
// Suspect. After an error there is none.
//
// Memory is 24 bytes a row. Errors: *SpaceError, *SourceError, *LockedError, *sink.Error from the
// file system, those of package pigello from the API.
func (s Store) Create(
	ctx context.Context, client *pigello.Client, o CreateOptions,
) (snap *Snapshot, err error) {
	if err := o.setDefaults(); err != nil {
		return nil, err
	}
	c := &creation{store: s, client: client, o: &o}
	c.late, c.changed = map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	recipients, err := ParseRecipients(o.Recipients)
	if err != nil {
		return nil, err
	}
	release, err := s.lock()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := c.prepare(); err != nil {
		return nil, err
	}
	// nothing is left of it once published
	defer func() { err = errors.Join(err, c.folder.abort()) }()
	c.folder.recipients = recipients
	if c.out, err = c.folder.create(rowsName); err != nil {
		return nil, err
	}
	if err := c.readAndCheck(ctx); err != nil {
		return nil, err
	}
	return c.publish(ctx)
}

// prepare does what can be done before anything is read.
func (c *creation) prepare() error {
	c.store.Now = c.o.Now
	if _, err := c.store.clean(); err != nil {
		return err
	}
	list, err := c.store.List()
	if err != nil {
		return err
	}
	for _, snap := range list {
		if snap.Err != nil {
			c.o.Logger.Warn("a former snapshot can't be opened", "error", snap.Err)
			continue
		}
		c.before = append(c.before, snap)
	}
	c.before, _ = apart(c.before)
	if err := errors.Join(c.checkSource(), c.checkSpace()); err != nil {
		return err
	}
	c.m = Manifest{
		Profile: c.store.Profile(), Source: c.o.Source, Started: c.now(),
		Recipients: c.o.Recipients, State: Good, Version: c.o.Version,
	}
	c.folder, err = c.store.newFolder(c.m.Started)
	return err
}

func (c *creation) now() time.Time { return c.o.Now().UTC().Truncate(time.Millisecond) }

// read is the first pass: the list loop, which ends without an error only when the list was proven
// whole.
func (c *creation) read(ctx context.Context) error {
	var report pigello.ListReport
	for org, err := range c.pieces.list(ctx, c.client, &report) {
		if err != nil {
			return &exporter.ListError{Rows: c.m.Rows, Err: err}
		}
		hash, err := c.hash(&org)
		if err != nil {
			return err
		}
		c.ids.add(org.ID, hash)
		c.pieces.find(&org, c.m.Rows)
		if err := c.write(&org); err != nil {
			return err
		}
	}
	c.tell(c.m.Rows)
	c.m.Window = exporter.NewWindow(report.Started, report.Finished)
	c.o.Logger.Info("the list was read", "profile", c.m.Profile, "rows", c.m.Rows,
		"requests", report.Requests, "resumes", report.Resumes)
	if id, twice := c.ids.sort(); twice {
		return fmt.Errorf("the list has the organization %s twice: nothing is kept of it", id)
	}
	return nil
}

// tellEvery is how many rows go by between two calls of Progress.
const tellEvery = 500

// write writes a row.
func (c *creation) write(org *pigello.Organization) error {
	line, err := exporter.AppendLine(c.line[:0], org)
	if err != nil {
		return err
	}
	if err := c.fields.Add(line); err != nil {
		return fmt.Errorf("keep organization %s: %w", org.ID, err)
	}
	if org.Parent.IsAbsent() {
		c.m.UntoldParents++
	}
	c.line = line
	c.bytes += int64(len(line))
	c.m.Rows++
	if c.m.Rows%tellEvery == 0 {
		c.tell(c.m.Rows)
	}
	_, err = c.out.Write(line)
	return err
}

func (c *creation) tell(rows int) { c.o.Progress(exporter.Progress{Rows: rows, Bytes: c.bytes}) }

// publish closes the files, decides whether the snapshot is suspect, and gives it its name.
func (c *creation) publish(ctx context.Context) (*Snapshot, error) {
	var err error
	if c.m.Files, err = c.folder.commit(); err != nil {
		return nil, err
	}
	c.m.Fields = c.fields.Fields()
	if last := newestTrusted(c.before); last != nil {
		c.m.Previous, c.m.Drift = last.Name, driftOf(last.Manifest.Fields, c.m.Fields)
	}
	c.m.Reasons = doubts(c.m.Rows, c.m.Started, c.before, *c.o.MaxShrink)
	if len(c.m.Reasons) > 0 {
		c.m.State = Suspect
	}
	c.m.Window.To = exporter.NewWindow(c.m.Window.From, c.client.ServerNow()).To
	c.m.Finished = c.now()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	snap, err := c.folder.publish(&c.m)
	if err == nil {
		c.o.Logger.Info("the snapshot was published", "profile", c.m.Profile, "snapshot", snap.Name,
			"state", c.m.State, "rows", c.m.Rows, "seconds", c.m.Finished.Sub(c.m.Started).Seconds())
	}
	return snap, err
}

// newestTrusted is the newest trusted snapshot of a list, or nil.
func newestTrusted(list []*Snapshot) *Snapshot {
	for _, snap := range slices.Backward(list) {
		if snap.Trusted() {
			return snap
		}
	}
	return nil
}
