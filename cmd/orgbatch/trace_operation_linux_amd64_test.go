//go:build !race

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// operation is a system call that changes what is on disk.
type operation struct {
	kind     string // open (to write), write, truncate, sync, rename, remove, folder
	path, to string // to: of a rename
	inode    uint64 // of what was open
	offset   int64  // of a write, or the new length
	data     []byte
	flags    int  // of an open
	existed  bool // before it was opened
}

func (o *operation) String() string {
	text := o.kind + " " + filepath.Base(o.path)
	switch o.kind {
	case "write":
		text += fmt.Sprintf(" %d bytes at %d", len(o.data), o.offset)
	case "truncate":
		text += fmt.Sprintf(" to %d", o.offset)
	case "rename":
		text += " to " + filepath.Base(o.to)
	}
	return text
}

// needsRoom says whether a full disk refuses it.
func (o *operation) needsRoom() bool {
	switch o.kind {
	case "write", "folder", "sync":
		return true
	case "open":
		return !o.existed
	}
	return false
}

// Numbers of system calls that package syscall doesn't name.
const sysRenameat2 = 316

// operationOf reads a system call. ok says whether it changes anything below the folder.
func (s *shadow) operationOf(tid int, r *syscall.PtraceRegs) (op operation, ok bool) {
	number := r.Orig_rax
	switch number {
	case syscall.SYS_WRITE, syscall.SYS_PWRITE64, syscall.SYS_FTRUNCATE, syscall.SYS_FALLOCATE, syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		op, ok = s.ofOpen(tid, r)
	case syscall.SYS_OPENAT:
		op = operation{kind: "open", path: pathAt(tid, r.Rdi, r.Rsi), flags: int(r.Rdx)}
		_, err := os.Lstat(op.path)
		op.existed = err == nil
		ok = op.flags&(syscall.O_CREAT|syscall.O_TRUNC) != 0
	case syscall.SYS_MKDIRAT:
		op, ok = operation{kind: "folder", path: pathAt(tid, r.Rdi, r.Rsi)}, true
		_, err := os.Lstat(op.path)
		ok = err != nil // the system says that it is there
	case syscall.SYS_UNLINKAT:
		op, ok = operation{kind: "remove", path: pathAt(tid, r.Rdi, r.Rsi)}, true
	case syscall.SYS_RENAMEAT, sysRenameat2:
		op, ok = operation{kind: "rename", path: pathAt(tid, r.Rdi, r.Rsi), to: pathAt(tid, r.Rdx, r.R10)}, true
	case syscall.SYS_WRITEV, syscall.SYS_PWRITEV, syscall.SYS_RENAME, syscall.SYS_UNLINK, syscall.SYS_MKDIR, syscall.SYS_LINK, syscall.SYS_LINKAT, syscall.SYS_SPLICE, copyFileRange:
		if name, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", tid, r.Rdi)); err == nil && s.below(name) {
			panic(fmt.Sprintf("the tracer doesn't know system call %d", number))
		}
	}
	return op, ok && s.below(op.path)
}

const copyFileRange = 326

// ofOpen reads a call on an open file.
func (s *shadow) ofOpen(tid int, r *syscall.PtraceRegs) (op operation, ok bool) {
	fd := fmt.Sprintf("/proc/%d/fd/%d", tid, int32(r.Rdi))
	path, err := os.Readlink(fd)
	if err != nil || !s.below(strings.TrimSuffix(path, " (deleted)")) {
		return op, false
	}
	var stat syscall.Stat_t
	if err := syscall.Stat(fd, &stat); err != nil {
		return op, false
	}
	op = operation{path: path, inode: stat.Ino}
	switch r.Orig_rax {
	case syscall.SYS_WRITE:
		op.kind, op.data, op.offset = "write", memoryOf(tid, r.Rsi, int(r.Rdx)), position(tid, int(r.Rdi))
	case syscall.SYS_PWRITE64:
		op.kind, op.data, op.offset = "write", memoryOf(tid, r.Rsi, int(r.Rdx)), int64(r.R10)
	case syscall.SYS_FTRUNCATE:
		op.kind, op.offset = "truncate", int64(r.Rsi)
	case syscall.SYS_FALLOCATE:
		op.kind, op.offset = "truncate", max(stat.Size, int64(r.Rdx+r.R10))
	default:
		op.kind = "sync"
	}
	return op, true
}

// memory reads the traced program's.
func memoryOf(tid int, address uint64, n int) []byte {
	f, err := os.Open(fmt.Sprintf("/proc/%d/mem", tid))
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }() // it was only read
	b := make([]byte, n)
	n, _ = f.ReadAt(b, int64(address)) // what there is
	return b[:n]
}

// position is where an open file stands.
func position(tid, fd int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", tid, fd))
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(data), "\n")
	n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimPrefix(line, "pos:")), 10, 64)
	return n
}

// pathAt reads the path that a call names: relative to an open folder or to where the program is.
func pathAt(tid int, folder, address uint64) string {
	b := memoryOf(tid, address, 4096)
	if len(b) == 0 { // the name lies at the end of a page
		b = memoryOf(tid, address, int(4096-address%4096))
	}
	end := bytes.IndexByte(b, 0)
	if end < 0 {
		return ""
	}
	path := string(b[:end])
	if filepath.IsAbs(path) {
		return path
	}
	from := fmt.Sprintf("/proc/%d/cwd", tid)
	if int32(folder) >= 0 {
		from = fmt.Sprintf("/proc/%d/fd/%d", tid, int32(folder))
	}
	base, err := os.Readlink(from)
	if err != nil {
		return ""
	}
	return filepath.Join(base, path)
}
