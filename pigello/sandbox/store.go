package sandbox

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"
	_ "github.com/ncruces/go-sqlite3/vfs/mvcc" // in memory, readers and writer apart
)

const (
	applicationID = 0x6f726273 // "orbs"
	schemaVersion = 1
)

var errClosed = errors.New("sandbox is closed")

// schema keeps the rows in the order they came. There is one random index, the name; ids are found
// by calculation (see mintID), except those that came from elsewhere. The other two indexes grow at
// their end, or where related rows are.
const schema = `
CREATE TABLE org (n INTEGER PRIMARY KEY, id BLOB NOT NULL, name TEXT NOT NULL, custom_id TEXT, parent BLOB, created INTEGER NOT NULL, tags TEXT, cols TEXT);
CREATE UNIQUE INDEX org_name ON org (name);
CREATE INDEX org_created ON org (created, id);
CREATE INDEX org_parent ON org (parent) WHERE parent IS NOT NULL;
CREATE TABLE foreign_id (id BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE counter (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counter VALUES ('n', 0), ('domain', 0);
`

// linkSchema is of what organizations are linked to without telling it; an older program passes
// over it.
const linkSchema = `CREATE TABLE IF NOT EXISTS link (kind TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (kind, id, n)) WITHOUT ROWID`

// store is the database: one writing connection behind a lock, and a pool of reading ones. Readers
// see the last commit from when they started and neither wait for the writer nor make it wait.
type store struct {
	mu      sync.Mutex
	writer  *conn
	stamp   int64 // the newest created_at given, microseconds; under mu
	idSeed  uint64
	readers pool
}

// busyWait is how long a write waits for another process that writes the same file.
const busyWait = 10 * time.Second

func openStore(file string, idSeed uint64) (*store, error) {
	uri, err := storeURI(file)
	if err != nil {
		return nil, err
	}
	writer, err := openConn(uri)
	if err != nil {
		return nil, fmt.Errorf("open sandbox database %q: %w", file, err)
	}
	st := &store{writer: writer, idSeed: idSeed, readers: pool{uri: uri}}
	if err := st.prepare(file); err != nil {
		_ = writer.close()
		return nil, fmt.Errorf("open sandbox database %q: %w", file, err)
	}
	return st, nil
}

// storeURI names the database for SQLite; a new file is made readable by its owner alone, for it
// may hold a copy of a customer's rows.
func storeURI(file string) (string, error) {
	if file == "" {
		return "file:/orgbatch-" + rand.Text() + "?vfs=mvcc", nil
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", fmt.Errorf("open sandbox database: %w", err)
	}
	if err := f.Close(); err != nil {
		return "", fmt.Errorf("open sandbox database: %w", err)
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return "", fmt.Errorf("open sandbox database: %w", err)
	}
	return fileURI(filepath.ToSlash(path)), nil
}

// fileURI names a file for SQLite, on Windows too: before a drive it takes no slash.
func fileURI(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)"
}

// prepare makes the tables of a new database, and refuses one that is somebody else's.
func (st *store) prepare(file string) error {
	c := st.writer
	if err := c.BusyTimeout(busyWait); err != nil {
		return err
	}
	if file != "" {
		// The sandbox may lose its last second in a power cut, never its consistency.
		const pragmas = `PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=20000; PRAGMA cache_size=-65536`
		if err := st.checkOwner(); err != nil {
			return err
		}
		if err := c.Exec(pragmas); err != nil {
			return err
		}
	}
	return st.write(func(c *conn) error {
		version, _, err := c.number("PRAGMA user_version")
		if err != nil || version == schemaVersion {
			return errors.Join(err, c.Exec(linkSchema))
		}
		if err := c.Exec(fmt.Sprintf("%s %s; PRAGMA application_id=%d; PRAGMA user_version=%d", schema, linkSchema, applicationID, schemaVersion)); err != nil {
			return err
		}
		return setDomain(c, st.idSeed)
	})
}

// checkOwner reads the marks of an existing database before anything is changed in it.
func (st *store) checkOwner() error {
	app, _, err := st.writer.number("PRAGMA application_id")
	if err != nil {
		if errors.Is(err, sqlite3.NOTADB) {
			return errors.New("the file is not a database")
		}
		return err
	}
	version, _, err := st.writer.number("PRAGMA user_version")
	if err != nil {
		return err
	}
	tables, _, err := st.writer.number("SELECT count(*) FROM sqlite_schema")
	switch {
	case err != nil:
		return err
	case tables > 0 && app != applicationID:
		return errors.New("the file is a database of another program")
	case version > schemaVersion:
		return fmt.Errorf("the file was made by a newer version of this program (format %d, this one knows %d)", version, schemaVersion)
	}
	return nil
}

// setDomain chooses which ids this database gives to new rows.
func setDomain(c *conn, seed uint64) error {
	if seed == 0 {
		var random [8]byte
		_, _ = rand.Read(random[:]) // never fails
		seed = binary.LittleEndian.Uint64(random[:])
	}
	return c.exec("UPDATE counter SET value = ? WHERE key = 'domain'", int64(mix(seed)>>1))
}

// write runs fn in a transaction of the writing connection. An error of fn undoes it all.
func (st *store) write(fn func(*conn) error) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.writer == nil {
		return errClosed
	}
	if err := st.writer.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := fn(st.writer)
	if err == nil {
		if err = st.writer.exec("COMMIT"); err == nil {
			return nil
		}
	}
	if !st.writer.GetAutocommit() {
		err = errors.Join(err, st.writer.Exec("ROLLBACK"))
	}
	return err
}

// close waits for the write under way; lists still being streamed close their connections
// themselves.
func (st *store) close() error {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.writer == nil {
		return nil
	}
	err := errors.Join(st.readers.close(), st.writer.close())
	st.writer = nil
	return err
}
