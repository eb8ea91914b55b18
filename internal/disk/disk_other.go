//go:build !linux && !darwin && !windows

package disk

// Free is not known here; a full disk is found when it is written.
func Free(string) (bytes uint64, known bool) { return 0, false }

// On this system moto finds out what it may read and write by trying.

// MayRead reports nothing here.
func MayRead(string) error { return nil }

// MayWrite reports nothing here.
func MayWrite(string) error { return nil }

// MayMakeFolder reports nothing here.
func MayMakeFolder(string) error { return nil }

// IsNetworked is not known here.
func IsNetworked(string) bool { return false }
