package run

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// networkOf names the share or the drive that a folder lies on when it is of another computer, "" for a disk of this one.
func networkOf(dir string) string {
	volume := filepath.VolumeName(dir)
	if rest, ok := strings.CutPrefix(volume, `\\?\`); ok {
		if rest, ok = strings.CutPrefix(rest, `UNC\`); ok {
			return `\\` + rest
		}
		volume = rest
	}
	if strings.HasPrefix(volume, `\\`) {
		return volume
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil || windows.GetDriveType(root) != windows.DRIVE_REMOTE {
		return ""
	}
	return volume
}
