package keyboard

import (
	"io"
	"sync"
)

// Shared is one keyboard for consoles that run on it one after another. A reader that
// was left over by the console before would take the next one's keys. The
// keyboard's digits are not in it: its filter keeps them.
type Shared struct {
	from io.Reader
	asks chan ask
	over chan struct{} // closed when nothing more comes
}

// ask is a read that waits.
type ask struct {
	into []byte
	got  chan int
}

// NewShared shares a filter.
func NewShared(from io.Reader) *Shared {
	return &Shared{from: from, asks: make(chan ask), over: make(chan struct{})}
}

// Run reads the keyboard until it is gone.
func (k *Shared) Run() {
	defer close(k.over)
	buf := make([]byte, 512)
	for {
		n, err := k.from.Read(buf)
		for rest := buf[:n]; len(rest) > 0; {
			a, ok := <-k.asks
			if !ok {
				return
			}
			taken := copy(a.into, rest)
			rest = rest[taken:]
			a.got <- taken
		}
		clear(buf[:n])
		if err != nil {
			return
		}
	}
}

// Wait waits until the keyboard is gone and Run has returned. No console may read it any
// more.
func (k *Shared) Wait() {
	close(k.asks)
	<-k.over
}

// Part is the keyboard for one console.
func (k *Shared) Part() *Part { return &Part{shared: k, done: make(chan struct{})} }

// Part implements io.Reader.
type Part struct {
	shared *Shared
	done   chan struct{}
	mu     sync.Mutex // while it reads
	gone   bool
}

// Read reads keys, until the console has ended.
func (p *Part) Read(into []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone || len(into) == 0 {
		return 0, io.EOF
	}
	a := ask{into, make(chan int, 1)}
	select {
	case p.shared.asks <- a:
		return <-a.got, nil
	case <-p.done:
		p.gone = true
	case <-p.shared.over:
	}
	return 0, io.EOF
}

// End ends the reads of the console.
func (p *Part) End() {
	close(p.done)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone = true
}
