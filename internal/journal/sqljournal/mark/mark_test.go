package mark

import (
	"crypto/rand"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

func aPosition(number int64) (p Position) {
	_, _ = rand.Read(p.Hash[:])
	p.Journal, p.Number = [16]byte{1, 2, 3}, number
	return p
}

// When several processes write the mark at once, none reads a position that was not
// written, and the highest is there in the end.
func TestMarkOfManyWriters(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	var written []Position
	for n := range int64(200) {
		written = append(written, aPosition(n))
	}
	if err := Reset(path, written[0]); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := w; i < len(written); i += 4 {
				Write(path, written[i])
				for _, p := range Read(path) {
					if p != written[p.Number] {
						t.Errorf("position %d was never written", p.Number)
					}
				}
			}
		})
	}
	writers.Wait()
	var read []int64
	for _, p := range Read(path) {
		read = append(read, p.Number)
	}
	if slices.Max(read) != 199 {
		t.Errorf("in the end it holds %v", read)
	}
}

// The tables of agents have a place of their own, which what is written of the history leaves
// as it is, and which no position of the history is read from.
func TestMarkOfTables(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	if _, ok := ReadTables(path); ok {
		t.Error("there is one without a mark")
	}
	Write(path, aPosition(1))
	if _, ok := ReadTables(path); ok {
		t.Error("there is one in a mark of the history alone")
	}
	want := aPosition(7)
	if err := WriteTables(path, Position{}, want); err != nil {
		t.Fatal(err)
	}
	for n := range int64(20) {
		Write(path, aPosition(n))
	}
	if err := Reset(path, aPosition(3)); err != nil {
		t.Fatal(err)
	}
	if got, ok := ReadTables(path); !ok || got != want {
		t.Errorf("got %+v, %v", got, ok)
	}
	if all := Read(path); len(all) != 1 || all[0].Number != 3 {
		t.Errorf("the history is %+v", all)
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

// TestTheMarkOfTablesDoesNotGoBack: a process that read the mark before another one wrote it
// writes nothing.
func TestTheMarkOfTablesDoesNotGoBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	var at [6]Position
	for n := range at {
		at[n] = aPosition(int64(n))
	}
	for _, step := range []struct{ was, writes, want Position }{
		{Position{}, at[3], at[3]},
		{at[3], at[5], at[5]},
		{at[3], at[4], at[5]},      // it was slower
		{Position{}, at[4], at[5]}, // and there was no mark when it read
		{at[5], at[2], at[2]},      // confirmed
	} {
		if err := WriteTables(path, step.was, step.writes); err != nil {
			t.Fatal(err)
		}
		if got, ok := ReadTables(path); !ok || got != step.want {
			t.Errorf("%d after %d: the mark is %d, want %d", step.writes.Number, step.was.Number, got.Number, step.want.Number)
		}
	}
}
