package screentest

import (
	"io"
	"sync"
)

// inbox is a program's input. Writing never blocks, and each write is read as
// one chunk, as a keystroke arrives from a terminal.
type inbox struct {
	mu     sync.Mutex
	some   *sync.Cond
	chunks [][]byte
	closed bool
}

func newInbox() *inbox {
	b := &inbox{}
	b.some = sync.NewCond(&b.mu)
	return b
}

func (b *inbox) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, io.ErrClosedPipe
	}
	if len(p) > 0 {
		b.chunks = append(b.chunks, append([]byte(nil), p...))
		b.some.Signal()
	}
	return len(p), nil
}

func (b *inbox) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.chunks) == 0 && !b.closed {
		b.some.Wait()
	}
	if len(b.chunks) == 0 {
		return 0, io.EOF
	}
	n := copy(p, b.chunks[0])
	if b.chunks[0] = b.chunks[0][n:]; len(b.chunks[0]) == 0 {
		b.chunks = b.chunks[1:]
	}
	return n, nil
}

func (b *inbox) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.some.Broadcast()
	return nil
}
