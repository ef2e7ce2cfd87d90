package run

import "testing"

func TestNetworkIn(t *testing.T) {
	const mounts = `21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 21 0:40 / /home rw shared:2 - nfs4 server:/home rw
31 30 8:2 / /home/local rw - ext4 /dev/sda2 rw
32 21 0:41 / /mnt/with\040space rw - cifs //server/share rw
33 21 0:42 / /mnt/c rw - 9p drvfs rw
34 21 0:43 / /mnt/far rw - fuse.sshfs user@server: rw
35 21 0:44 / /mnt/far rw - tmpfs tmpfs rw
broken
`
	for dir, want := range map[string]string{
		"/": "", "/var/runs": "", "/home": "nfs4", "/home/anna/runs": "nfs4", "/home/local/runs": "", "/homestead": "",
		"/mnt/with space/a": "cifs", "/mnt/c/Users": "9p", "/mnt/far/runs": "",
	} {
		if got := networkIn(mounts, dir); got != want {
			t.Errorf("%s lies on %q, want %q", dir, got, want)
		}
	}
	if got := networkOf(t.TempDir()); got != "" {
		t.Errorf("this test runs on %s", got)
	}
}
