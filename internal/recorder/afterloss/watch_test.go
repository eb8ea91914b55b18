package afterloss

import (
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// TestAPipeThatIsNotRead: a small process that stands still is replaced, and holds no session up.
// It does not resume what the next one watches.
func TestAPipeThatIsNotRead(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	w := watching(t, f, at, time.Hour)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = read.Close() })
	if err := write.SetWriteDeadline(time.Now().Add(time.Second)); err != nil {
		t.Skip("a pipe has no deadline here")
	}
	w.mu.Lock()
	first := w.process
	kept := w.pipe
	w.pipe = write
	w.mu.Unlock()
	t.Cleanup(func() { _ = kept.Close() })
	for text := make([]byte, 64<<10); ; {
		_ = write.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
		if _, err := write.Write(text); errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
	}
	if err := w.Guard("one", priya).Hold(); err != nil {
		t.Error(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.process == first || w.pipe == write {
		t.Error("the small process that stands still was not replaced")
	}
}

// TestItRests: a small process that cannot run is started again after longer and longer waits,
// and no more when its console ends.
func TestItRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &Watch{folder: new(Folder), ended: make(chan struct{})}
		for _, want := range []time.Duration{0, 1, 2, 4, 8, 16, 32, 60, 60} {
			began := time.Now()
			if !w.rest(time.Millisecond) || time.Since(began) != want*time.Second {
				t.Errorf("it rested %v, want %v s", time.Since(began), int64(want))
			}
		}
		began := time.Now()
		if !w.rest(time.Hour) || time.Since(began) > 0 {
			t.Error("it rests after a long life")
		}
		go w.Close()
		if w.rest(0) {
			t.Error("it is started again at the end")
		}
	})
}

// TestAWatchThatFails: what could not be started is not started again behind it.
func TestAWatchThatFails(t *testing.T) {
	at := started(t)
	none := []string{filepath.Join(t.TempDir(), "none")}
	if w, err := NewWatch(folder(t, at), at.Settings(), none, slog.New(slog.NewTextHandler(io.Discard, nil))); err == nil || w != nil {
		t.Errorf("%v %v", w, err)
	}
}
