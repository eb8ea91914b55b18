package sqljournal

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

func aPosition(number int64) (p position) {
	_, _ = rand.Read(p.hash[:])
	p.journal, p.number = [16]byte{1, 2, 3}, number
	return p
}

// When several processes write the mark at once, none reads a position that was not
// written, and the highest is there in the end.
func TestMarkOfManyWriters(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	var written []position
	for n := range int64(200) {
		written = append(written, aPosition(n))
	}
	if err := resetMark(path, written[0]); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := w; i < len(written); i += 4 {
				writeMark(path, written[i])
				for _, p := range readMark(path) {
					if p != written[p.number] {
						t.Errorf("position %d was never written", p.number)
					}
				}
			}
		})
	}
	writers.Wait()
	var read []int64
	for _, p := range readMark(path) {
		read = append(read, p.number)
	}
	if slices.Max(read) != 199 {
		t.Errorf("in the end it holds %v", read)
	}
}

// A half-overwritten slot is ignored.
func FuzzTornMark(f *testing.F) {
	f.Add(int64(5), int64(13), 20)
	f.Add(int64(1)<<62, int64(0), 63)
	f.Fuzz(func(t *testing.T, a, b int64, at int) {
		before, after := aPosition(max(a, -a, 0)), aPosition(max(b, -b, 0))
		at = max(at, -at, 0) % (slotSize + 1)
		torn := append(slices.Clone(after.slot()[:at]), before.slot()[at:]...)
		if p, ok := positionIn(torn); ok && p != before && p != after {
			t.Errorf("a torn slot says %+v", p)
		}
		if p, ok := positionIn(before.slot()); !ok || p != before {
			t.Errorf("a whole slot says %+v, %v", p, ok)
		}
	})
}

// TestFormerNames: the mark gives the name of a deleted journal.
func TestFormerNames(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := p.open()
	journaltest.Intend(t, s, journaltest.AnAuth(t, "a", p.c.Now()))
	name := s.Identity().Name
	if s.seen.name() != name || len(s.Former()) != 0 {
		t.Errorf("the journal is %q, by its number %q, after %v", name, s.seen.name(), s.Former())
	}
	p.must(s.Close())
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(p.path + end)
	}
	s = p.open()
	defer func() { _ = s.Close() }()
	if former := s.Former(); len(former) != 1 || former[0] != name || s.Behind() != journal.BehindAnother {
		t.Errorf("before it was %v, behind by %d", former, s.Behind())
	}
}
