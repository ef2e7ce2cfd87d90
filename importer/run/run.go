package run

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// Run is an open run. Its methods are safe for concurrent use, except that the Append and Flush methods are for one goroutine at a time.
// One that was opened with OpenReadOnly refuses to write.
type Run struct {
	dir      string
	db       *database
	readOnly bool
	resealed bool

	rows, decisions blocks
	issues          issueBuffer
	commits         commits
	journal         Journal[Status]
	undo            Journal[UndoStatus]

	mu     sync.Mutex // guards meta and spools
	meta   Meta
	spools []*spool
}

// access says how to open a journal. The zero value is what the exported functions do.
type access struct {
	vfs   string   // "" for the system's own files
	steps []string // nil for schemas
}

func (a access) schema() []string {
	if a.steps != nil {
		return a.steps
	}
	return schemas[:]
}

// Create makes a run in runsDir: its folder (0700) with a .gitignore of "*" and its journal (0600), and takes its lock. m says what is
// known of it; its ID and Short are made here, from m.Created (now when it is zero) and four random characters.
//
// The error is a *StorageError when the folder can't be written or the disk is full.
func Create(runsDir string, m Meta) (*Run, error) { return access{}.create(runsDir, m) }

func (a access) create(runsDir string, m Meta) (*Run, error) {
	m = m.clone()
	if m.Created.IsZero() {
		m.Created = time.Now()
	}
	if m.State == "" {
		m.State = Planning
	}
	m.Created = m.Created.UTC()
	dir, id, err := makeFolder(runsDir, m.Created)
	if err != nil {
		return nil, err
	}
	m.ID, m.Short = id, shortOf(id)
	db, err := dial(dir, filepath.Join(dir, journalName), a.vfs, sqlite3.OPEN_READWRITE)
	if err != nil {
		return nil, err
	}
	r := newRun(dir, db)
	// The tables first, then the log: so the file itself says what it is from its first write on.
	err = errors.Join(db.check(), db.lock())
	if err == nil {
		err = db.install(0, a.schema())
	}
	if err == nil {
		err = db.own()
	}
	if err == nil {
		err = r.saveMeta(m)
	}
	if err == nil {
		err = classify("create run", dir, errors.Join(sink.SyncDir(dir), sink.SyncDir(filepath.Dir(dir))))
	}
	if err != nil {
		return nil, errors.Join(err, r.shut())
	}
	return r, nil
}

// Open opens a run to go on with it, and takes its lock. path is the run's folder, or the run.db in it. An older run is brought up to
// date.
//
// The error is a *LockedError when another living process has it, a *VersionError when a newer orgbatch made it, a *DamagedError when
// there is no run or it can't be read, a *StorageError when it can't be written.
func Open(path string) (*Run, error) { return access{}.open(path) }

func (a access) open(path string) (*Run, error) {
	dir, file, err := locate(path)
	if err != nil {
		return nil, err
	}
	h, err := peek(dir, file)
	if err != nil {
		return nil, err
	}
	unlogged := h.unlogged(file)
	db, err := dial(dir, file, a.vfs, sqlite3.OPEN_READWRITE)
	if err != nil {
		return nil, err
	}
	r := newRun(dir, db)
	o := opening{run: r, db: db, steps: a.schema(), header: h, unlogged: unlogged}
	if err := o.takeOver(); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return r, nil
}

// opening is a run that is being opened for writing.
type opening struct {
	run      *Run
	db       *database
	steps    []string // of the schema
	header   header
	unlogged bool // the journal should have a log beside it and has none
}

// takeOver makes this process the journal's one writer.
func (o *opening) takeOver() error {
	if err := o.db.lock(); err != nil {
		return err
	}
	if err := o.mend(); err != nil {
		return err
	}
	// What belongs to another program or to a newer orgbatch is only looked at.
	version, err := o.db.version(len(o.steps))
	if err != nil {
		return err
	}
	if o.unlogged && !o.run.resealed {
		if err := o.lostLog(); err != nil {
			return err
		}
	}
	if err := o.db.own(); err != nil {
		return err
	}
	if version < len(o.steps) {
		if err := o.db.install(version, o.steps); err != nil {
			return err
		}
	}
	return load(o.run)
}

// load reads what a Run keeps in memory.
func load(r *Run) error {
	var body []byte
	err := r.db.read(`SELECT body FROM meta WHERE key = 'meta'`, func(s *sqlite3.Stmt) error {
		body = s.ColumnBlob(0, nil)
		return nil
	})
	if err != nil {
		return err
	}
	if body == nil {
		return &DamagedError{Path: r.dir, Problem: "it was never finished", Hint: hintUnplanned}
	}
	if err := json.Unmarshal(body, &r.meta); err != nil {
		return &DamagedError{Path: r.dir, Problem: "its description is damaged", Hint: hintDamaged, Err: err}
	}
	if err := errors.Join(r.rows.load(), r.decisions.load(), r.issues.load(), r.journal.load(), r.undo.load()); err != nil {
		return err
	}
	if r.decisions.flushed() > r.rows.flushed() {
		return &DamagedError{Path: r.dir, Problem: "rows are missing in it", Hint: hintDamaged}
	}
	return nil
}

// locate gives a run's folder and journal.
func locate(path string) (dir, file string, err error) {
	dir, err = filepath.Abs(path)
	if err != nil {
		return "", "", classify("open run", path, err)
	}
	if filepath.Base(dir) == journalName {
		dir = filepath.Dir(dir)
	}
	return dir, filepath.Join(dir, journalName), nil
}

func newRun(dir string, db *database) *Run {
	r := &Run{dir: dir, db: db}
	r.rows = newBlocks(db, "row_block")
	r.decisions = newBlocks(db, "decision_block")
	r.commits.db, r.issues.db = db, db
	r.journal = Journal[Status]{run: r, phase: importing}
	r.undo = Journal[UndoStatus]{run: r, phase: undoing}
	return r
}

// Journal is the journal of the run's import.
func (r *Run) Journal() *Journal[Status] { return &r.journal }

// UndoJournal is that of its undo, which never changes the run's States and Books. See [Run.BeginUndo].
func (r *Run) UndoJournal() *Journal[UndoStatus] { return &r.undo }

// Dir is the run's folder, absolute.
func (r *Run) Dir() string { return r.dir }

// Meta gives what is known of the run. The caller owns it.
func (r *Run) Meta() Meta {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.meta.clone()
}

// SetMeta lets change edit the description and keeps it, durably; when that fails nothing has changed. The id can't be changed, and the
// state only along the arrows drawn at State. change must not call the Run.
func (r *Run) SetMeta(change func(*Meta)) error {
	if r.readOnly {
		return r.db.errReadOnly()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.meta.clone()
	change(&m)
	if err := m.check(&r.meta); err != nil {
		return err
	}
	return r.saveMeta(m.clone())
}

// saveMeta writes m and keeps it.
func (r *Run) saveMeta(m Meta) error {
	body, err := json.Marshal(m)
	if err != nil {
		return &StorageError{Op: "write run", Path: r.dir, Err: err}
	}
	err = r.db.write(func() error {
		return r.db.exec(`INSERT OR REPLACE INTO meta (key, body) VALUES ('meta', ?)`, nil, body)
	})
	if err == nil {
		r.meta = m
	}
	return err
}

// Close keeps what was appended and not yet flushed, puts the journal into the form in which many may read it, and gives the lock back.
// Closing again does nothing.
func (r *Run) Close() error {
	if r.readOnly {
		return r.shut()
	}
	err := errClosed
	if r.db.isOpen() {
		err = errors.Join(r.FlushRows(), r.issues.flush(), r.FlushDecisions())
		if err == nil {
			err = keepBooks(r)
		}
		if err == nil {
			err = r.db.set("PRAGMA journal_mode = DELETE")
		}
	}
	if errors.Is(err, errClosed) {
		err = nil
	}
	return errors.Join(err, r.shut())
}

// shut ends everything without writing.
func (r *Run) shut() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, s := range r.spools {
		errs = append(errs, s.Close())
	}
	r.spools = nil
	r.rows.close()
	r.decisions.close()
	return errors.Join(append(errs, r.db.close())...)
}
