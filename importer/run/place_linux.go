package run

import (
	"os"
	"path/filepath"
	"strings"
)

// networkOf names the network file system that a folder lies on, "" for a disk of this computer.
func networkOf(dir string) string {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	return networkIn(string(mounts), dir)
}

// networkIn looks a folder up in a table of mounts, as proc(5) describes it. A later mount hides an earlier one.
func networkIn(mounts, dir string) string {
	kind, longest := "", -1
	for line := range strings.Lines(mounts) {
		before, after, ok := strings.Cut(line, " - ")
		fields, types := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(types) == 0 {
			continue
		}
		point := unescapeMount(fields[4])
		if below := dir == point || strings.HasPrefix(dir, strings.TrimSuffix(point, string(filepath.Separator))+"/"); below && len(point) >= longest {
			kind, longest = types[0], len(point)
		}
	}
	if isNetwork(kind) {
		return kind
	}
	return ""
}

// unescapeMount undoes what the kernel does to spaces and the like in a path.
func unescapeMount(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(s)
}

// isNetwork knows the file systems of Linux whose disk is another computer's. Through 9p and the shared folders of virtual machines the
// computer's own host is one.
func isNetwork(kind string) bool {
	switch strings.TrimPrefix(kind, "fuse.") {
	case "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "coda", "ceph", "lustre", "glusterfs", "beegfs", "orangefs",
		"9p", "vboxsf", "vmhgfs", "vmhgfs-fuse", "prl_fs",
		"sshfs", "rclone", "gvfsd-fuse", "davfs", "davfs2", "s3fs", "gcsfuse", "goofys", "google-drive-ocamlfuse", "onedriver":
		return true
	}
	return false
}
