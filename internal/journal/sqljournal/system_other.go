//go:build !linux && !darwin && !windows

package sqljournal

// freeSpace is not known here; a full disk is found when it is written.
func freeSpace(string) (bytes uint64, known bool) { return 0, false }

// On this system moto finds out what it may read and write by trying.
func mayRead(string) error  { return nil }
func mayWrite(string) error { return nil }

func mayMakeFolder(string) error { return nil }

// isNetworked is not known here.
func isNetworked(string) bool { return false }
