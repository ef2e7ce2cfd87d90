//go:build !race

package main

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// shadow is what a disk would hold of a folder if the power went now: of every file what was synced, and of every folder the names that
// were there when it was synced last.
type shadow struct {
	root   string
	top    *inode
	inodes map[uint64]*inode // that are there now, by the system's number, which is used again when a file is gone
	all    []*inode
}

// inode is a file or a folder. What comes after its last sync is pending.
type inode struct {
	folder  bool
	content []byte
	pending []operation       // writes and truncations, in their order
	names   map[string]*inode // of a folder, durable
	later   []change          // to its names, in their order
}

// change is to a folder's names: name is of this inode from now on, nil for nothing.
type change struct {
	name  string
	inode *inode
}

// newShadow takes all that is below a folder for synced.
func newShadow(root string) (*shadow, error) {
	s := &shadow{root: root, inodes: map[uint64]*inode{}}
	return s, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		n := s.add(path, d.IsDir())
		if path == root {
			s.top = n
			return nil
		}
		s.at(filepath.Dir(path)).names[filepath.Base(path)] = n
		if !n.folder {
			n.content, err = os.ReadFile(path)
		}
		return err
	})
}

// add enters what was made.
func (s *shadow) add(path string, folder bool) *inode {
	n := &inode{folder: folder, names: map[string]*inode{}}
	s.inodes[numberOf(path)] = n
	s.all = append(s.all, n)
	return n
}

// at is what is there under a path, nil for nothing.
func (s *shadow) at(path string) *inode { return s.inodes[numberOf(path)] }

func (s *shadow) below(path string) bool {
	return path == s.root || strings.HasPrefix(path, s.root+"/")
}

func numberOf(path string) uint64 {
	var stat syscall.Stat_t
	if err := syscall.Lstat(path, &stat); err != nil {
		return 0
	}
	return stat.Ino
}

// done enters an operation that the system has carried out.
func (s *shadow) done(o *operation, result int64) {
	switch o.kind {
	case "open":
		s.opened(o)
	case "folder":
		s.rename(o.path, s.add(o.path, true))
	case "write":
		o.data = o.data[:result]
		fallthrough
	case "truncate":
		s.inodes[o.inode].pending = append(s.inodes[o.inode].pending, *o)
	case "remove":
		s.rename(o.path, nil)
	case "rename":
		s.rename(o.path, nil)
		s.rename(o.to, s.at(o.to))
	case "sync":
		s.inodes[o.inode].sync()
	}
}

// opened enters a file that was made or emptied.
func (s *shadow) opened(o *operation) {
	if !o.existed {
		s.rename(o.path, s.add(o.path, false))
		return
	}
	if n := s.at(o.path); !n.folder && o.flags&syscall.O_TRUNC != 0 {
		n.pending = append(n.pending, operation{kind: "truncate", path: o.path})
	}
}

func (s *shadow) rename(path string, n *inode) {
	folder := s.at(filepath.Dir(path))
	folder.later = append(folder.later, change{filepath.Base(path), n})
}

func (n *inode) sync() {
	for _, o := range n.pending {
		n.write(&o, func() bool { return true })
	}
	for _, c := range n.later {
		n.change(c)
	}
	n.pending, n.later = nil, nil
}

func (n *inode) change(c change) {
	if c.inode == nil {
		delete(n.names, c.name)
		return
	}
	n.names[c.name] = c.inode
}

const sector = 512

// write carries out a write or a truncation, as far as keep says so for each sector.
func (n *inode) write(o *operation, keep func() bool) {
	if o.kind == "truncate" {
		if keep() {
			n.resize(o.offset)
		}
		return
	}
	for at := int64(0); at < int64(len(o.data)); {
		end := min(int64(len(o.data)), (o.offset+at)/sector*sector+sector-o.offset)
		if keep() {
			if int64(len(n.content)) < o.offset+end {
				n.resize(o.offset + end)
			}
			copy(n.content[o.offset+at:], o.data[at:end])
		}
		at = end
	}
}

func (n *inode) resize(size int64) {
	if size <= int64(len(n.content)) {
		n.content = slices.Clip(n.content[:size])
		return
	}
	n.content = append(n.content, make([]byte, size-int64(len(n.content)))...)
}

// loseUnsynced puts the folder into the state that it has after the power went. With a seed, some of what was pending had reached the disk:
// sectors in any order, and names up to some moment, as file systems with a journal do it.
func (s *shadow) loseUnsynced(seed uint64) error {
	if seed != 0 {
		rng := rand.New(rand.NewPCG(seed, 0))
		for _, n := range s.all {
			share := rng.Float64()
			for _, o := range n.pending {
				n.write(&o, func() bool { return rng.Float64() < share })
			}
			for _, c := range n.later[:rng.IntN(len(n.later)+1)] {
				n.change(c)
			}
		}
	}
	entries, err := os.ReadDir(s.root)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(s.root, e.Name())); err != nil {
			return err
		}
	}
	return s.restore(s.root, s.top)
}

func (s *shadow) restore(path string, n *inode) error {
	for _, name := range slices.Sorted(maps.Keys(n.names)) {
		below, child := filepath.Join(path, name), n.names[name]
		if child.folder {
			if err := os.Mkdir(below, 0o700); err != nil {
				return err
			}
			if err := s.restore(below, child); err != nil {
				return err
			}
			continue
		}
		if err := os.WriteFile(below, child.content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
