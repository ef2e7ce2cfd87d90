package run

import "syscall"

// mountLocal marks, in the flags of a file system, one whose disk is of this computer. Package syscall doesn't name it.
const mountLocal = 0x1000

// networkOf names the network file system that a folder lies on, "" for a disk of this computer.
func networkOf(dir string) string {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil || fs.Flags&mountLocal != 0 {
		return ""
	}
	var kind []byte
	for _, c := range fs.Fstypename {
		if c == 0 {
			break
		}
		kind = append(kind, byte(c))
	}
	return string(kind)
}
