package disk

import (
	"errors"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// Free is how much this user may still write to a folder's disk.
func Free(folder string) (bytes uint64, known bool) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, false
	}
	err = windows.GetDiskFreeSpaceEx(name, &bytes, nil, nil)
	return bytes, err == nil
}

// MayRead reports a file that may not be read.
func MayRead(path string) error { return mayOpen(path, windows.FILE_READ_DATA) }

// MayWrite reports a file that may not be written, or a folder in which none may be made:
// the right is the same bit.
func MayWrite(path string) error { return mayOpen(path, windows.FILE_WRITE_DATA) }

// MayMakeFolder reports a folder in which no folder may be made, as every user may in C:.
func MayMakeFolder(folder string) error { return mayOpen(folder, windows.FILE_APPEND_DATA) }

// mayOpen opens a file or folder with some rights and closes it again. Windows keeps
// the locks that others hold on it. A file that another program holds is no refusal.
func mayOpen(path string, rights uint32) error {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	const shared = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	file, err := windows.CreateFile(name, rights, shared, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	switch {
	case err == nil:
		return windows.CloseHandle(file)
	case errors.Is(err, windows.ERROR_ACCESS_DENIED), errors.Is(err, windows.ERROR_WRITE_PROTECT):
		return err
	default:
		return nil
	}
}

// IsNetworked reports a folder on a share, or on a drive letter that stands for one.
func IsNetworked(folder string) bool {
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
