package sqljournal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"motoconsole/internal/orderref"
	"motoconsole/internal/trust"
)

// position is the end of a journal's history: the journal's identity, its last
// event and that event's hash.
type position struct {
	journal [16]byte
	number  int64
	hash    [32]byte
}

// The mark is a small file beside the journal that keeps its last positions. It
// shows when the journal was replaced by an older copy. Each position has its own
// checksum and, by its number, one of eight slots. So two processes that write at
// once do not spoil each other's positions, a late one does not take the mark back,
// and a torn slot is ignored. The mark is not synced: after a power cut it may be
// behind the journal, which does no harm.
const (
	markEnd   = ".mark"
	markSlots = 8
	slotSize  = 64 // 16 journal, 8 number, 32 hash, 8 checksum
)

func (p position) slot() []byte {
	b := make([]byte, 0, slotSize)
	b = append(b, p.journal[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(p.number)) //nolint:gosec // never negative
	b = append(b, p.hash[:]...)
	sum := sha256.Sum256(b)
	return append(b, sum[:slotSize-len(b)]...)
}

func slotOffset(number int64) int64 { return number % markSlots * slotSize }

// positionIn is the position in a slot; false if the slot is not complete.
func positionIn(slot []byte) (p position, ok bool) {
	copy(p.journal[:], slot)
	p.number = int64(binary.BigEndian.Uint64(slot[16:])) //nolint:gosec // checked with the rest
	copy(p.hash[:], slot[24:])
	return p, p.number >= 0 && bytes.Equal(slot, p.slot())
}

// readMark are the positions in a journal's mark; none if there is no mark.
func readMark(path string) (positions []position) {
	file, err := trust.Beside(path+markEnd, os.O_RDONLY, 0)
	if err != nil {
		return nil
	}
	defer file.Close() //nolint:errcheck // it was only read
	content, err := io.ReadAll(io.LimitReader(file, markSlots*slotSize))
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

// openMark opens or makes the mark, with the permissions of the journal: a group
// may share one.
func openMark(path string) (*os.File, error) {
	file, err := trust.Beside(path+markEnd, os.O_RDWR, 0)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	file, err = trust.Beside(path+markEnd, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil { //nolint:gosec // the path is that of the configuration
		_ = file.Chmod(info.Mode().Perm())
	}
	return file, nil
}

// writeMark adds a position. If it fails, the mark is less up to date, and the
// payment goes on.
func writeMark(path string, p position) {
	if file, err := openMark(path); err == nil {
		_, _ = file.WriteAt(p.slot(), slotOffset(p.number))
		_ = file.Close()
	}
}

// resetMark makes the mark hold only this position, durably.
func resetMark(path string, p position) error {
	content := make([]byte, markSlots*slotSize)
	copy(content[slotOffset(p.number):], p.slot())
	file, err := openMark(path)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(content, 0)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// letters is the alphabet of the endings of order references.
const letters = orderref.Alphabet

// name is the name of the journal of a position, as migration 0002 makes it.
func (p position) name() string {
	return string([]byte{letters[p.journal[0]&31], letters[p.journal[1]&31]})
}

// Former implements Store.
func (s *Store) Former() []string {
	var names []string
	for _, p := range s.db.marks() {
		if name := p.name(); p.journal != s.seen.journal && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
