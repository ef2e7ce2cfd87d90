package run

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/vfs"
)

// fullDisk is a file layer whose disk becomes full after so many writes, and may become free again.
type fullDisk struct {
	vfs.VFS
	left atomic.Int64 // writes that still succeed
}

const plenty = 1 << 40

// newFullDisk registers a file layer for the test, under a name of its own.
func newFullDisk(t *testing.T) (disk *fullDisk, name string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("uses an error of Unix")
	}
	disk, name = &fullDisk{VFS: vfs.Find("")}, "full-"+t.Name()
	disk.left.Store(plenty)
	vfs.Register(name, disk)
	t.Cleanup(func() { vfs.Unregister(name) })
	return disk, name
}

func (d *fullDisk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := d.VFS.(vfs.VFSFilename).OpenFilename(name, flags)
	if err != nil {
		return nil, flags, err
	}
	return &fullFile{File: f, disk: d}, flags, nil
}

type fullFile struct {
	vfs.File
	disk *fullDisk
}

func (f *fullFile) WriteAt(p []byte, off int64) (int, error) {
	if f.disk.left.Add(-1) < 0 {
		return 0, &fs.PathError{Op: "write", Path: "run.db", Err: syscall.ENOSPC}
	}
	return f.File.WriteAt(p, off)
}

// TestDiskFull guards that a full disk is told as one, loses nothing, and that the same run goes on when there is room again.
func TestDiskFull(t *testing.T) {
	disk, name := newFullDisk(t)
	a := access{vfs: name}
	r, err := a.create(t.TempDir(), testMeta())
	must(t, err)
	fill(t, r, 100)
	ctx := t.Context()
	one, err := r.Journal().Intend(ctx, ChunkCreate, []int32{1}, time.Unix(1, 0))
	must(t, err)

	disk.left.Store(0)
	_, intend := r.Journal().Intend(ctx, ChunkCreate, []int32{2}, time.Unix(2, 0))
	must(t, r.AppendRow(testRow(100)))
	for what, err := range map[string]error{
		"Intend": intend, "Settle": r.Journal().Settle(ctx, one, []Outcome{{Row: 1, Status: Created, ID: uid(1)}}),
		"Note": r.Journal().Note(ctx, []Outcome{{Row: 3, Status: Held}}), "SetMeta": r.SetMeta(func(m *Meta) { m.State = Ready }),
		"FlushRows": r.FlushRows(),
	} {
		var storage *StorageError
		if !errors.As(err, &storage) || !storage.Full || storage.Hint != hintFull {
			t.Errorf("%s gives %v", what, err)
		}
	}
	if m := r.Meta(); m.State != Planning {
		t.Errorf("the state is %s though it couldn't be written", m.State)
	}

	disk.left.Store(plenty)
	must(t, r.Journal().Settle(ctx, one, []Outcome{{Row: 1, Status: Created, ID: uid(1)}}))
	must(t, r.FlushRows())
	must(t, r.Close())
	r, err = Open(r.Dir())
	must(t, err)
	books, err := r.Books()
	must(t, err)
	if books != (Books{Read: 101, Created: 1, NotReached: 100}) {
		t.Errorf("the books are %s", books)
	}
	must(t, r.Close())
}

// TestDiskFullAnywhere fills the disk at each write in turn: whatever had returned is there afterwards.
func TestDiskFullAnywhere(t *testing.T) {
	t.Parallel()
	disk, name := newFullDisk(t)
	a := access{vfs: name}
	for writes := int64(0); ; writes += 1 + writes/8 {
		disk.left.Store(plenty)
		r, err := a.create(t.TempDir(), testMeta())
		must(t, err)
		fill(t, r, 600)
		disk.left.Store(writes)
		intended, settled := work(t, r)
		closing := r.Close()
		whole := disk.left.Load() >= 0
		if whole != (closing == nil) {
			t.Errorf("closing gives %v after %d writes", closing, writes)
		}
		disk.left.Store(plenty)
		again, err := Open(r.Dir())
		if err != nil {
			t.Fatalf("after %d writes: %v", writes, err)
		}
		n, done := 0, 0
		for c, err := range again.Journal().Chunks() {
			must(t, err)
			if n++; c.Settled {
				done++
			}
		}
		if n < intended || done < settled {
			t.Errorf("after %d writes %d and %d chunks are there, %d and %d had returned", writes, n, done, intended, settled)
		}
		must(t, again.Close())
		if whole {
			return
		}
	}
}

// work enters chunks until the disk is full and says how many calls returned well.
func work(t *testing.T, r *Run) (intended, settled int) {
	t.Helper()
	for i := range int32(60) {
		chunk, err := r.Journal().Intend(t.Context(), ChunkCreate, []int32{i, i + 1, i + 2}, time.Unix(1, 0))
		if err != nil {
			return intended, settled
		}
		intended++
		if r.Journal().Settle(t.Context(), chunk, []Outcome{{Row: i, Status: Rejected, Message: fmt.Sprint(i)}}) != nil {
			return intended, settled
		}
		settled++
	}
	return intended, settled
}

func TestClassify(t *testing.T) {
	for _, test := range []struct {
		err  error
		full bool
		hint string
	}{
		{&fs.PathError{Op: "write", Path: "p", Err: syscall.ENOSPC}, true, hintFull},
		{&fs.PathError{Op: "open", Path: "p", Err: fs.ErrPermission}, false, hintForbidden},
		{&fs.PathError{Op: "open", Path: "p", Err: syscall.EROFS}, false, hintReadOnly},
	} {
		if runtime.GOOS == "windows" && !errors.Is(test.err, fs.ErrPermission) {
			continue
		}
		err := classify("write run", "d", test.err)
		var storage *StorageError
		if !errors.As(err, &storage) || storage.Full != test.full || storage.Hint != test.hint || !errors.Is(err, test.err.(*fs.PathError).Err) {
			t.Errorf("%v becomes %v", test.err, err)
		}
		if classify("again", "e", err) != err {
			t.Errorf("%v is classified twice", err)
		}
	}
	if classify("x", "d", nil) != nil {
		t.Error("nil becomes an error")
	}
}
