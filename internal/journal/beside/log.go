package beside

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"time"

	"motoconsole/internal/trust"
)

// LeftLog names a log that lies at a place without its journal, "" for none.
func LeftLog(journal string) string {
	for _, end := range OfSQLite() {
		if _, err := os.Lstat(journal + end); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if _, err := os.Lstat(journal); err == nil { // another process has just made the journal, and uses it
			return ""
		}
		return journal + end
	}
	return ""
}

// LostLog reports whether the write-ahead log was deleted while it still held
// commits. Its index, the -shm file, then lists frames that were never moved into
// the database. SQLite would silently continue from the older state and forget the
// attempts in between.
func LostLog(journal string) bool {
	for range 20 { // the last process to close deletes one, then the other
		if _, err := os.Stat(journal + Log); err == nil || !unmoved(journal+Index) {
			return false
		}
		time.Sleep(5 * time.Millisecond)
	}
	return true
}

// unmoved reads the head of a log's index: frames written, frames moved. The layout
// is part of SQLite's documented file format (walformat.html, 2.1 and 2.2), in the
// byte order of the host.
func unmoved(index string) bool {
	const initialised, frames, moved, length = 12, 16, 96, 100
	file, err := trust.Beside(index, os.O_RDONLY, 0)
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // it was only read
	var head [length]byte
	if n, _ := file.Read(head[:]); n < length || head[initialised] == 0 {
		return false
	}
	return binary.NativeEndian.Uint32(head[frames:]) > binary.NativeEndian.Uint32(head[moved:])
}
