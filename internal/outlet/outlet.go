// Package outlet writes to a terminal that may be held or dead, and lets the program end
// all the same.
//
// A write to a terminal that takes no output never ends, and the program that shows the
// console waits with it. Until the program is told to end that is right: nothing of a frame may
// be lost. From then on a write is given up after a while, so that the program gives the
// terminal back as far as it can, records what is on its way, and ends.
package outlet

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"motoconsole/internal/panics"
)

// patience is how long a write may take once the program has been told to end. After that
// what the terminal has not taken is dropped, and a write has as long again.
const patience = 2 * time.Second

// ErrHeld says that the terminal takes no output.
var ErrHeld = errors.New("the terminal takes no output")

// terminal is what an outlet needs of one.
type terminal interface {
	Read(p []byte) (int, error)
	Write(p []byte) (int, error)
	Close() error
	Fd() uintptr
	Name() string
}

// Outlet is a terminal's file. Many goroutines may call its methods.
type Outlet struct {
	terminal

	ctx  context.Context
	free func() // drops what the terminal has not taken

	writing sync.Mutex
	given   chan done // of the write that was given up; nil for none
}

// done is the end of a write.
type done struct {
	n   int
	err error
}

// Open makes the outlet of a terminal. Its writes end soon after the context has.
func Open(ctx context.Context, tty *os.File) *Outlet {
	return &Outlet{terminal: tty, ctx: ctx, free: func() { free(tty) }}
}

// Write implements io.Writer. It gives a write up only when the context has ended. Against
// the rule of io.Writer a write that was given up may still read p, where the system drops
// nothing of it: a terminal that goes on then shows a mixture of frames, or nothing. There is
// no copy, because p is locked memory that its owner wipes, and a copy would outlive that.
func (o *Outlet) Write(p []byte) (int, error) {
	o.writing.Lock()
	defer o.writing.Unlock()
	if o.given != nil {
		select {
		case <-o.given:
			o.given = nil
		default:
			return 0, ErrHeld
		}
	}
	written := make(chan done, 1)
	go panics.Caught(nil, "what writes to the terminal", func() {
		d := done{err: ErrHeld}
		defer func() { written <- d }()
		d.n, d.err = o.terminal.Write(p)
	})
	select {
	case d := <-written:
		return d.n, d.err
	case <-o.ctx.Done():
	}
	for _, last := range []bool{false, true} {
		late := time.NewTimer(patience)
		select {
		case d := <-written:
			late.Stop()
			return d.n, d.err
		case <-late.C:
		}
		if !last {
			o.free()
		}
	}
	o.given = written
	return 0, ErrHeld
}
