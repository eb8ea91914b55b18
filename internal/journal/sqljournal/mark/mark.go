// Package mark keeps the last positions of a journal in a small file beside it. They show when the
// journal was replaced by an older copy.
package mark

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/orderref"
	"motoconsole/internal/trust"
)

// Position is the end of a journal's history: the journal's identity, its last
// event and that event's hash.
type Position struct {
	Journal [16]byte
	Number  int64
	Hash    [32]byte
}

// The mark is a small file beside the journal that keeps its last positions. It
// shows when the journal was replaced by an older copy. Each position has its own
// checksum and, by its number, one of eight slots. So two processes that write at
// once do not spoil each other's positions, a late one does not take the mark back,
// and a torn slot is ignored. The mark is not synced: after a power cut it may be
// behind the journal, which does no harm.
const (
	slots    = 8
	slotSize = 64 // 16 journal, 8 number, 32 hash, 8 checksum
)

func (p Position) slot() []byte {
	b := make([]byte, 0, slotSize)
	b = append(b, p.Journal[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(p.Number)) //nolint:gosec // never negative
	b = append(b, p.Hash[:]...)
	sum := sha256.Sum256(b)
	return append(b, sum[:slotSize-len(b)]...)
}

func slotOffset(number int64) int64 { return number % slots * slotSize }

// positionIn is the position in a slot; false if the slot is not complete.
func positionIn(slot []byte) (p Position, ok bool) {
	copy(p.Journal[:], slot)
	p.Number = int64(binary.BigEndian.Uint64(slot[16:])) //nolint:gosec // checked with the rest
	copy(p.Hash[:], slot[24:])
	return p, p.Number >= 0 && bytes.Equal(slot, p.slot())
}

// Read are the positions in a journal's mark; none if there is no mark.
func Read(path string) (positions []Position) {
	file, err := trust.Beside(path+beside.Mark, os.O_RDONLY, 0)
	if err != nil {
		return nil
	}
	defer file.Close() //nolint:errcheck // it was only read
	content, err := io.ReadAll(io.LimitReader(file, slots*slotSize))
	if err != nil {
		return nil
	}
	for ; len(content) >= slotSize; content = content[slotSize:] {
		if p, ok := positionIn(content[:slotSize]); ok {
			positions = append(positions, p)
		}
	}
	return positions
}

// open opens or makes the mark, with the permissions of the journal: a group
// may share one.
func open(path string) (*os.File, error) {
	file, err := trust.Beside(path+beside.Mark, os.O_RDWR, 0)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	file, err = trust.Beside(path+beside.Mark, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil { //nolint:gosec // the path is that of the configuration
		_ = file.Chmod(info.Mode().Perm())
	}
	return file, nil
}

// Write adds a position. If it fails, the mark is less up to date, and the
// payment goes on.
func Write(path string, p Position) {
	if file, err := open(path); err == nil {
		_, _ = file.WriteAt(p.slot(), slotOffset(p.Number))
		_ = file.Close()
	}
}

// Reset makes the mark hold only this position, durably.
func Reset(path string, p Position) error {
	content := make([]byte, slots*slotSize)
	copy(content[slotOffset(p.Number):], p.slot())
	file, err := open(path)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(content, 0)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return disk.SyncFolder(filepath.Dir(path))
}

// The newest version of the tables of agents that was seen has a slot of its own, after those of
// the history, which an older moto neither reads nor writes.

// ReadTables is the newest version of the tables of agents in a journal's mark; false if there
// is none.
func ReadTables(path string) (p Position, ok bool) {
	file, err := trust.Beside(path+beside.Mark, os.O_RDONLY, 0)
	if err != nil {
		return p, false
	}
	defer file.Close() //nolint:errcheck // it was only read
	slot := make([]byte, slotSize)
	if _, err := file.ReadAt(slot, slots*slotSize); err != nil {
		return p, false
	}
	return positionIn(slot)
}

// WriteTables replaces the version of the tables of agents that was read before. If another
// process has written since, WriteTables leaves that: it was seen later, and the mark does not go
// back. If it fails, less is noticed.
func WriteTables(path string, was, p Position) error {
	file, err := open(path)
	if err != nil {
		return err
	}
	slot := make([]byte, slotSize)
	_, err = file.ReadAt(slot, slots*slotSize)
	is, written := positionIn(slot)
	if err != nil && !errors.Is(err, io.EOF) || err == nil && written && is != was {
		return errors.Join(err, file.Close())
	}
	_, err = file.WriteAt(p.slot(), slots*slotSize)
	return errors.Join(err, file.Close())
}

// Name is the name of the journal of a position, as migration 0002 makes it: two characters
// of the endings of order references.
func (p Position) Name() string {
	const letters = orderref.Alphabet
	return string([]byte{letters[p.Journal[0]&31], letters[p.Journal[1]&31]})
}
