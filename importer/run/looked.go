package run

import (
	"errors"
	"io"
	"iter"
	"os"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// People look into the journal of a killed run with sqlite3, Python or DB Browser. Such a program brings the log into run.db and takes it
// away, as it should, but knows nothing of the checksums of pages: those that it wrote have none that holds. They are told from damage by
// what else must be so:
//
//	header says log, there is none ─► every page holds ─► the log was lost, if the run was open (openKey)
//	                               └► some don't ─► no books, integrity_check, every record holds ─► sealed anew
//	page 1 doesn't hold            ───────────────► another SQLite wrote last, the books are right, every record holds ─► sealed anew
//
// A run that was closed keeps its books and no log, and a process that ends otherwise leaves its log (dial): so neither is ever taken for
// the other. Whatever writes into a closed one (vacuum, analyze, another way of keeping the journal) changes its first page, too, in which
// stands who wrote last: by that it is told from a disk that gives back other bytes.

// openKey stands in run.db itself while a process writes the journal, from before the first record in the log on.
const openKey = "open"

// writerKey stands in a run.db that was closed: the version of the SQLite in the orgbatch that did so.
const writerKey = "sqlite"

// markOpen enters that the journal is being written, and takes away what only a closed one has. It is in run.db when it returns, not only in
// the log.
func (d *database) markOpen() error {
	err := d.write(func() error {
		if err := d.exec(`DELETE FROM meta WHERE key = 'books'`, nil); err != nil {
			return err
		}
		return d.exec(`INSERT OR REPLACE INTO meta (key, body) VALUES ('`+openKey+`', x'')`, nil)
	})
	if err != nil {
		return err
	}
	return d.set("PRAGMA wal_checkpoint")
}

// unlogged says whether a journal that is kept with a log has none: nothing, or an empty file.
func (h header) unlogged(file string) bool {
	info, err := os.Lstat(file + "-wal")
	return h.wal && (err != nil || info.Size() == 0)
}

// mend puts a journal in order that another SQLite has written: one without its log if that took it in, and any whose first page doesn't
// hold if that is seen to be by another. It runs before anything else is read.
func (o *opening) mend() error {
	_, err := o.db.number("PRAGMA user_version")
	first := errors.Is(err, sqlite3.IOERR_DATA)
	if err != nil && !first || err == nil && !o.unlogged {
		return err
	}
	ok, err := o.db.sound()
	if ok || err != nil && !errors.Is(err, sqlite3.IOERR_DATA) {
		return err
	}
	if err := o.db.verify("OFF"); err != nil {
		return err
	}
	if err := o.holds(); err != nil {
		return err
	}
	if err := o.db.sealPages(); err != nil {
		return classify("write run", o.run.dir, err)
	}
	o.run.resealed = true
	return o.db.verify("ON")
}

// Resealed says that another program had looked or written into the run, and that it was put in order when it was opened.
func (r *Run) Resealed() bool { return r.resealed }

// lostLog refuses a journal of which only run.db is left, and in which the log had more: it was being written, or all that it says of
// itself stood there. It comes before anything is written, for that makes a new log.
func (o *opening) lostLog() error {
	open, err := o.db.number(`SELECT count(*) FROM meta WHERE key = '` + openKey + `'`)
	if err != nil {
		return err
	}
	known, err := o.db.number(`SELECT count(*) FROM meta WHERE key = 'meta'`)
	switch {
	case err != nil:
		return err
	case open > 0:
		return &DamagedError{Path: o.run.dir, Problem: "its run.db-wal is missing, in which stands what it did last", Hint: hintNoLog}
	case known == 0:
		return &DamagedError{Path: o.run.dir, Problem: "it was never finished, or its run.db-wal is missing", Hint: hintNoLog}
	}
	return nil
}

// holds refuses a journal in which more fails than checksums of pages, or of which nothing says that another program wrote it.
func (o *opening) holds() error {
	damaged := &DamagedError{Path: o.run.dir, Problem: "its journal is damaged", Hint: hintDamaged}
	if _, err := o.db.version(len(o.steps)); err != nil {
		return err
	}
	ok, err := o.db.sound()
	if err != nil {
		return err
	}
	kept, closed, err := o.db.keptBooks()
	if err != nil || !ok {
		return errors.Join(err, damaged)
	}
	otherWrote := o.otherOpened
	if closed {
		otherWrote = o.otherClosed
	}
	other, err := otherWrote()
	if err != nil {
		return err
	}
	if !other && (closed || !o.unlogged) {
		return damaged
	}
	if err := errors.Join(load(o.run), readRecords(o.run)); err != nil || !closed {
		return err
	}
	if books, err := o.run.Books(); err != nil || books != kept {
		return errors.Join(err, damaged)
	}
	return nil
}

// otherOpened says whether a run that is open tells that another program wrote it last: it has
// no log, without which ours never is.
func (o *opening) otherOpened() (bool, error) {
	open, err := o.db.number(`SELECT count(*) FROM meta WHERE key = '` + openKey + `'`)
	return open > 0 && !o.header.wal, err
}

// otherClosed says it of a closed run, by the version of SQLite in its header.
func (o *opening) otherClosed() (bool, error) {
	own := o.header.writer
	err := o.db.read(`SELECT body FROM meta WHERE key = '`+writerKey+`'`, func(s *sqlite3.Stmt) error { own = s.ColumnText(0); return nil })
	return o.header.writer != "" && own != o.header.writer, err
}

// readRecords reads every record.
func readRecords(r *Run) error {
	for _, err := range [...]error{drain(r.Rows(0)), drain(r.Decisions(0)), drain(r.journal.Chunks()), drain(r.undo.Chunks())} {
		if err != nil {
			return err
		}
	}
	return r.db.read(`SELECT body FROM met`, func(s *sqlite3.Stmt) error {
		if _, err := decodeMet(s.ColumnBlob(0, nil)); err != nil {
			return &DamagedError{Path: r.dir, Problem: "what rows on hold met can't be read", Hint: hintDamaged, Err: err}
		}
		return nil
	})
}

func drain[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		if err != nil {
			return err
		}
	}
	return nil
}

// sound says whether SQLite finds nothing wrong with any page or index.
func (d *database) sound() (ok bool, err error) {
	err = d.read("PRAGMA integrity_check(1)", func(s *sqlite3.Stmt) error { ok = s.ColumnText(0) == "ok"; return nil })
	return ok, err
}

// verify says whether the checksums of pages are looked at. That is done when the statement is prepared, so it is never kept.
func (d *database) verify(on string) error {
	return classify("read run", d.dir, d.conn.Exec("PRAGMA checksum_verification = "+on))
}

// sealPages writes every page as it is, past SQLite's cache: what writes it gives it its checksum.
func (d *database) sealPages() error {
	size, err := d.number("PRAGMA page_size")
	if err != nil {
		return err
	}
	file, err := d.conn.FileControl("main", sqlite3.FCNTL_FILE_POINTER)
	if err != nil {
		return err
	}
	f := file.(vfs.File)
	page := make([]byte, size)
	for at := int64(0); err == nil; at += int64(size) {
		if _, err = f.ReadAt(page, at); err == nil {
			_, err = f.WriteAt(page, at)
		}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	return f.Sync(vfs.SYNC_FULL)
}
