//go:build !unix

package trust

import "os"

// StampOf is the stamp of the file of a name.
func StampOf(path string) Stamp {
	info, err := os.Stat(path)
	if err != nil {
		return Stamp{}
	}
	return Stamp{modified: info.ModTime().UnixNano(), size: info.Size()}
}
