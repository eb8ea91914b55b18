package disk

import (
	"os"
	"runtime"
)

// SyncFolder makes a new name durable. Without it, a power cut may lose the name
// even if the content is safe.
func SyncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil // folders on this system cannot be synced
	}
	dir, err := os.Open(folder) //nolint:gosec // the caller has looked at the path
	if err != nil {
		return err
	}
	defer dir.Close() //nolint:errcheck // it was only synced
	return dir.Sync()
}
