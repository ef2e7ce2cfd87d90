package run

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// errClosed answers whatever is asked of a closed run.
var errClosed = errors.New("the run is closed")

// lockWait is how long an open waits for another process before it says that the run is in use: enough for one that only looks.
const lockWait = time.Second

// database is one connection to a run.db, used by one goroutine at a time. In exclusive locking there can be no second connection.
type database struct {
	dir   string // of the run, for errors
	mu    sync.Mutex
	conn  *sqlite3.Conn
	stmts map[string]*sqlite3.Stmt
}

// dial is the one place where SQLite opens a file. vfs names another file layer than the system's ("" for that), for tests that lose
// what was not synced. The files that SQLite makes beside run.db get its mode.
func dial(dir, file, vfs string, flags sqlite3.OpenFlag) (*database, error) {
	path := filepath.ToSlash(file)
	query := url.Values{"modeof": {path}}
	if vfs != "" {
		query.Set("vfs", vfs)
	}
	uri := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
	conn, err := sqlite3.OpenFlags(uri, flags|sqlite3.OPEN_URI)
	if err != nil {
		return nil, classify("open run", dir, err)
	}
	d := &database{dir: dir, conn: conn, stmts: map[string]*sqlite3.Stmt{}}
	err = conn.BusyTimeout(lockWait)
	if err == nil { // an error leaves the log, as a crash does
		_, err = conn.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, true)
	}
	if err != nil {
		return nil, errors.Join(classify("open run", dir, err), d.close())
	}
	return d, nil
}

// read runs one query and gives each row of its answer to scan, which must not call d.
func (d *database) read(query string, scan func(*sqlite3.Stmt) error, args ...any) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return classify("read run", d.dir, d.exec(query, scan, args...))
}

// set changes how the journal is kept.
func (d *database) set(pragma string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return classify("write run", d.dir, d.exec(pragma, nil))
}

// write runs f in a transaction of its own; when it returns nil, what f wrote is on disk.
func (d *database) write(f func() error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return classify("write run", d.dir, d.transact(f))
}

// writeAll runs all of fs in one transaction. When one of them fails each gets its own, so that none suffers from another.
// The caller holds d.mu.
func (d *database) writeAll(fs []func() error) []error {
	errs := make([]error, len(fs))
	failed := false
	err := d.transact(func() error {
		for _, f := range fs {
			if err := f(); err != nil {
				failed = true
				return err
			}
		}
		return nil
	})
	for i, f := range fs {
		if failed && len(fs) > 1 {
			err = d.transact(f)
		}
		errs[i] = classify("write run", d.dir, err)
	}
	return errs
}

// transact is one transaction. The caller holds d.mu.
func (d *database) transact(f func() error) (err error) {
	if err := d.exec("BEGIN IMMEDIATE", nil); err != nil {
		return err
	}
	defer func() {
		// A full disk or a panic may leave the transaction open, or may have ended it already.
		if !d.conn.GetAutocommit() {
			err = errors.Join(err, d.exec("ROLLBACK", nil))
		}
	}()
	if err := f(); err != nil {
		return err
	}
	return d.exec("COMMIT", nil)
}

// exec runs one statement, prepared once. The caller holds d.mu.
func (d *database) exec(query string, scan func(*sqlite3.Stmt) error, args ...any) error {
	s, err := d.prepare(query)
	if err != nil {
		return err
	}
	for i, arg := range args {
		if err := bind(s, i+1, arg); err != nil {
			return err
		}
	}
	for s.Step() {
		if scan == nil {
			continue
		}
		if err := scan(s); err != nil {
			_ = s.Reset() // tells the statement's last error, and there was none
			return err
		}
	}
	err = s.Err()
	if reset := s.Reset(); err == nil {
		err = reset
	}
	return err
}

func (d *database) prepare(query string) (*sqlite3.Stmt, error) {
	if d.conn == nil {
		return nil, errClosed
	}
	if s := d.stmts[query]; s != nil {
		return s, nil
	}
	s, _, err := d.conn.Prepare(query)
	if err == nil {
		d.stmts[query] = s
	}
	return s, err
}

func bind(s *sqlite3.Stmt, i int, arg any) error {
	switch v := arg.(type) {
	case int:
		return s.BindInt(i, v)
	case int32:
		return s.BindInt64(i, int64(v))
	case int64:
		return s.BindInt64(i, v)
	case string:
		return s.BindText(i, v)
	case []byte:
		return s.BindBlob(i, v)
	}
	return fmt.Errorf("bind parameter %d: a %T has no place in a journal", i, arg)
}

// close ends the connection and with it the lock. It may be called again.
func (d *database) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		return nil
	}
	for _, s := range d.stmts {
		_ = s.Close() // tells the statement's last error, which was told when it happened
	}
	err := d.conn.Close()
	d.conn, d.stmts = nil, nil
	return classify("close run", d.dir, err)
}

func (d *database) isOpen() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.conn != nil
}

// errReadOnly refuses to write.
func (d *database) errReadOnly() error {
	return &StorageError{Op: "write run", Path: d.dir, Hint: "open it for writing", Err: errors.New("it was opened to be read only")}
}
