package sqljournal

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// freeSpace is how much this user may still write to a folder's disk.
func freeSpace(folder string) (bytes uint64, known bool) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, false
	}
	err = windows.GetDiskFreeSpaceEx(name, &bytes, nil, nil)
	return bytes, err == nil
}

// On this system moto finds out what it may read and write by trying.
func mayRead(string) error  { return nil }
func mayWrite(string) error { return nil }

// isNetworked reports a folder on a share, or on a drive letter that stands for one.
func isNetworked(folder string) bool {
	volume := filepath.VolumeName(folder)
	if isShare(volume) {
		return true
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE
}

// isShare reports the volume of a UNC path, and not one such as \\?\C:.
func isShare(volume string) bool {
	local := strings.HasPrefix(volume, `\\?\`) || strings.HasPrefix(volume, `\\.\`)
	return strings.HasPrefix(volume, `\\`) && (!local || strings.HasPrefix(strings.ToUpper(volume), `\\?\UNC`))
}
