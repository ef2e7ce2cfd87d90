package run

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

// applicationID marks an SQLite file as a run ("orgb"), so that another program's is never written to.
const applicationID = 0x6f726762

// schemas are the steps that lead from an empty file to today's journal; a run's user_version is how many it has taken. A released step
// is never changed: what comes later is another step, and an older run takes the missing ones when it is opened.
var schemas = [...]string{`
CREATE TABLE meta (key TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE row_block (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE decision_block (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE issue (
	"row" INTEGER NOT NULL, col INTEGER NOT NULL, seq INTEGER NOT NULL,
	source INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, column_name TEXT NOT NULL,
	code TEXT NOT NULL, severity INTEGER NOT NULL, message TEXT NOT NULL, value TEXT NOT NULL, suggestion TEXT NOT NULL,
	PRIMARY KEY ("row", col, seq)) WITHOUT ROWID;
CREATE TABLE chunk (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, sent_at INTEGER NOT NULL, intent BLOB NOT NULL, outcomes BLOB);
CREATE TABLE message ("row" INTEGER PRIMARY KEY, status INTEGER NOT NULL, message TEXT NOT NULL);
`, `
CREATE TABLE undo_chunk (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, sent_at INTEGER NOT NULL, intent BLOB NOT NULL, outcomes BLOB);
CREATE TABLE undo_message ("row" INTEGER PRIMARY KEY, message TEXT NOT NULL);
`, `
CREATE TABLE met ("row" INTEGER PRIMARY KEY, body BLOB NOT NULL);
`, `
-- a decision may name a move that it waits for, which an older program can't read
`, `
-- a decision may delete an organization, which an older program doesn't know
`}

// Schema is the version of the journals that this package writes. It reads every older one: a run of each is kept among the tests of
// cmd/orgbatch.
const Schema = len(schemas)

// magic begins every SQLite file.
const magic = "SQLite format 3\x00"

// header is what the first bytes of a run.db tell without opening it.
type header struct {
	wal     bool   // written by a process that lives, or that died
	version int    // may be older than what the log beside it says
	writer  string // the version of the SQLite that wrote last, "" if the header disagrees with itself
}

// peek looks at a journal before SQLite does, which would take an empty file for a database, and wait for whoever writes into a pipe.
func peek(dir, file string) (header, error) {
	for _, beside := range [...]string{"-wal", "-journal", "-shm", ""} {
		if info, err := os.Stat(file + beside); err == nil && !info.Mode().IsRegular() {
			return header{}, &DamagedError{Path: dir, Problem: "its run.db" + beside + " is not an ordinary file", Hint: hintDamaged}
		}
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		damaged := &DamagedError{Path: dir, Problem: "there is no run.db in it", Hint: "name the folder of a run", Err: fs.ErrNotExist}
		if _, err := os.Stat(dir); err == nil && isID(filepath.Base(dir)) {
			damaged.Hint = hintDamaged
		}
		return header{}, damaged
	}
	if err != nil {
		return header{}, classify("open run", dir, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	var b [100]byte
	if _, err := io.ReadFull(f, b[:]); err != nil || !bytes.HasPrefix(b[:], []byte(magic)) {
		return header{}, &DamagedError{Path: dir, Problem: "its run.db is not a journal, or was never finished", Hint: hintDamaged}
	}
	h := header{wal: b[18] == 2, version: int(binary.BigEndian.Uint32(b[60:]))}
	if bytes.Equal(b[24:28], b[92:96]) { // the counter of changes, and what it was when the writer was noted
		v := binary.BigEndian.Uint32(b[96:])
		h.writer = fmt.Sprintf("%d.%d.%d", v/1_000_000, v/1000%1000, v%1000)
	}
	if cutOff(f, binary.BigEndian.Uint16(b[16:])) && h.alone(file) {
		return h, &DamagedError{Path: dir, Problem: "its run.db was cut off", Hint: hintDamaged}
	}
	return h, nil
}

// cutOff says whether a file ends in the middle of a page, which SQLite would fill up with zeros and believe.
func cutOff(f *os.File, page uint16) bool {
	info, err := f.Stat()
	return err == nil && page > 1 && info.Size()%int64(page) != 0
}

// alone says whether all of a journal is in its file: there is no log that would mend it.
func (h header) alone(file string) bool {
	_, rollback := os.Lstat(file + "-journal")
	return !h.wal && errors.Is(rollback, fs.ErrNotExist)
}

// check makes every page of a new journal carry a checksum, which is looked at whenever the page is read: a disk that gives back other bytes
// than it took is noticed.
func (d *database) check() error {
	_, err := d.conn.FileControl("main", sqlite3.FCNTL_RESERVE_BYTES, 8)
	return classify("create run", d.dir, err)
}

// install takes the steps that the journal lacks, in one transaction.
func (d *database) install(from int, steps []string) error {
	return d.write(func() error {
		if from == 0 {
			if err := d.conn.Exec(fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
				return err
			}
		}
		for _, step := range steps[from:] {
			if err := d.conn.Exec(step); err != nil {
				return err
			}
		}
		return d.conn.Exec(fmt.Sprintf("PRAGMA user_version = %d", len(steps)))
	})
}

// version checks that the journal is a run and gives its version.
func (d *database) version(supported int) (int, error) {
	application, err := d.number("PRAGMA application_id")
	if err != nil {
		return 0, err
	}
	version, err := d.number("PRAGMA user_version")
	switch {
	case err != nil:
		return 0, err
	case application == 0 && version == 0 && d.empty():
		return 0, &DamagedError{Path: d.dir, Problem: "it was never finished", Hint: hintUnplanned}
	case application != applicationID || version < 1:
		return 0, &DamagedError{Path: d.dir, Problem: "its run.db belongs to another program", Hint: "name the folder of a run"}
	case version > supported:
		return 0, &VersionError{Path: d.dir, Found: version, Supported: supported, Hint: hintNewer}
	}
	return version, nil
}

// empty says whether there is no table at all: the power went, or the process, while they were made.
func (d *database) empty() bool {
	n, err := d.number("SELECT count(*) FROM sqlite_schema")
	return err == nil && n == 0
}

// number reads one number.
func (d *database) number(query string) (n int, err error) {
	err = d.read(query, func(s *sqlite3.Stmt) error { n = s.ColumnInt(0); return nil })
	return n, err
}

// lock makes the lock that the first read or write takes one that is kept until the connection ends, and that needs no shared memory.
func (d *database) lock() error { return d.read("PRAGMA locking_mode = EXCLUSIVE", nil) }

// own sets how the journal is written, with a log, so that a transaction costs one sync; and sees that the lock is held and the disk
// takes something: the mark that the journal is open.
func (d *database) own() error {
	for _, pragma := range [...]string{"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"} {
		if err := d.set(pragma); err != nil {
			return err
		}
	}
	return d.markOpen()
}
