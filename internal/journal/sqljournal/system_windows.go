package sqljournal

import "golang.org/x/sys/windows"

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
