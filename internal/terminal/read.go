package terminal

import (
	"io"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/panics"
)

const (
	readSize = 512
	// escapeWait is how long the rest of a sequence may take, as in Bubble Tea.
	escapeWait = 50 * time.Millisecond
)

// hangUp says that no more input comes. It is a message, so that it comes after
// earlier input.
type hangUp struct{ err error }

// read passes input to the inbox until the terminal is gone. While the inbox is
// full it does not read, and the line holds the client back.
func (s *Program) read(input io.Reader) {
	r := &reader{emit: s.Send}
	r.waits = time.AfterFunc(time.Hour, func() {
		if panics.Caught(s.opts.Log, "what reads a terminal", r.expire) {
			s.end(errPanicked)
		}
	})
	r.waits.Stop()
	defer r.waits.Stop()
	buf := make([]byte, readSize)
	for {
		n, err := input.Read(buf)
		r.feed(buf[:n])
		clear(buf[:n])
		if err != nil {
			r.last()
			s.Send(hangUp{err})
			return
		}
		if s.ctx.Err() != nil {
			return
		}
	}
}

// reader decodes input, and abandons a sequence that pauses for too long.
type reader struct {
	emit  func(tea.Msg)
	waits *time.Timer // for the rest of a sequence; runs while there is one

	mu  sync.Mutex
	d   decoder
	due time.Time // when the sequence is abandoned
}

func (r *reader) feed(read []byte) {
	if len(read) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waits.Stop()
	r.d.feed(read, false, r.emit)
	r.wait()
}

func (r *reader) wait() {
	if len(r.d.pending) > 0 {
		r.due = time.Now().Add(escapeWait)
		r.waits.Reset(escapeWait)
	}
}

func (r *reader) expire() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.d.pending) == 0 || time.Now().Before(r.due) {
		return // more came meanwhile
	}
	r.d.feed(nil, true, r.emit)
	r.wait()
}

// last decodes the rest at the end of the input.
func (r *reader) last() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.d.feed(nil, true, r.emit)
}
