package run

import (
	"errors"

	"github.com/ncruces/go-sqlite3"
)

// OpenReadOnly opens a run to look at it. Any number of processes may do so at the same time; while one does, none can go on with the
// run. One that its writer didn't close, or that an older orgbatch made, is put in order first. Errors are those of Open.
func OpenReadOnly(path string) (*Run, error) { return access{}.openReadOnly(path) }

func (a access) openReadOnly(path string) (*Run, error) {
	dir, file, err := locate(path)
	if err != nil {
		return nil, err
	}
	resealed, err := a.tidy(dir, file)
	if err != nil {
		return nil, err
	}
	r, err := a.view(dir, file)
	if errors.Is(err, sqlite3.IOERR_DATA) && !resealed {
		if other, broken := a.open(dir); broken == nil { // another program had written into it
			resealed, err = other.resealed, other.Close()
			if err == nil {
				r, err = a.view(dir, file)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	r.resealed = resealed
	return r, nil
}

// view opens a journal that is in the form to be read without writing.
func (a access) view(dir, file string) (*Run, error) {
	db, err := dial(dir, file, a.vfs, sqlite3.OPEN_READONLY)
	if err != nil {
		return nil, err
	}
	r := newRun(dir, db)
	r.readOnly = true
	// The open transaction keeps writers away: what is read here is one state.
	err = db.read("BEGIN", nil)
	if err == nil {
		_, err = db.version(len(a.schema()))
	}
	if err == nil {
		err = load(r)
	}
	if err != nil {
		return nil, errors.Join(err, db.close())
	}
	return r, nil
}

// tidy brings a journal into the form that can be read without writing: its log folded in, its tables up to date. Opening it for writing
// and closing it does all that; a run that is in use says so.
func (a access) tidy(dir, file string) (resealed bool, err error) {
	h, err := peek(dir, file)
	if err != nil {
		return false, err
	}
	if h.alone(file) && h.version >= len(a.schema()) || h.version == 0 { // the latter isn't a run: refused by whoever reads it
		return false, nil
	}
	r, err := a.open(dir)
	if err != nil {
		return false, unreadable(err)
	}
	return r.resealed, r.Close()
}

// unreadable gives what keeps a run from being put in order a hint for whoever only wants to read it.
func unreadable(err error) error {
	var storage *StorageError
	if errors.As(err, &storage) && !storage.Full {
		storage.Hint = hintElsewhere
	}
	return err
}
