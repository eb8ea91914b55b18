package keyboard

import (
	"bytes"
	"io"
	"sync"
	"unicode/utf8"
)

// Output makes the writer that replaces stand-ins with their digits, and lets
// fields have stand-ins. If out is a terminal's file, so is the writer. Call it
// before any field is made.
func (q *Queue) Output(out io.Writer) io.Writer {
	if q == nil {
		return out
	}
	q.showing = true
	s := &shower{out: out, queue: q}
	if tty, ok := out.(terminal); ok {
		return &screen{s, tty}
	}
	return s
}

// Cover makes the writer drop what it is given, until it is uncovered or the program leaves
// the terminal. The terminal then needs a whole frame.
func (q *Queue) Cover(covered bool) {
	if q == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.covered = covered
}

func (q *Queue) isCovered() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.covered
}

// screen is a shower that is a terminal's file in all but writing.
type screen struct {
	*shower
	tty terminal
}

func (s *screen) Read(p []byte) (int, error) { return s.tty.Read(p) }
func (s *screen) Close() error               { return s.tty.Close() }
func (s *screen) Fd() uintptr                { return s.tty.Fd() }
func (s *screen) Name() string               { return s.tty.Name() }

// shower is the writer.
type shower struct {
	mu    sync.Mutex
	out   io.Writer
	queue *Queue
	begun []byte // of a stand-in that continues in the next write
}

// standInLead is the first byte of every stand-in.
const standInLead = 0xee

// Write implements io.Writer. Digits are only in the locked memory, and only during
// the write.
func (s *shower) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	whole := len(p)
	if s.queue.isCovered() {
		leaves := leaving(p)
		if leaves < 0 {
			return whole, nil
		}
		s.queue.Cover(false)
		p, s.begun = p[leaves:], nil
	}
	paint := paint{out: s.out, bytes: s.queue.paint[:0]}
	defer paint.wipe()
	text := p
	if len(s.begun) > 0 {
		text = append(s.begun, p...)
		s.begun = nil
	}
	for len(text) > 0 && paint.err == nil {
		at := bytes.IndexByte(text, standInLead)
		switch {
		case at < 0:
			at = len(text)
			paint.add(text)
		case at > 0:
			paint.add(text[:at])
		case !utf8.FullRune(text):
			s.begun, at = bytes.Clone(text), len(text)
		default:
			r, size := utf8.DecodeRune(text)
			if at = size; isStandIn(r) {
				paint.digit(s.queue.shownAt(int(r - firstShown)))
			} else {
				paint.add(text[:size])
			}
		}
		text = text[at:]
	}
	if paint.flush(); paint.err != nil {
		return 0, paint.err
	}
	return whole, nil
}

// What a program writes as it leaves a terminal: it ends the reports of keys, and then
// leaves the alternate screen.
const (
	leavesKeys   = "\x1b[>4m"
	leavesScreen = "\x1b[?1049l"
)

// leaving is where a write begins to give the terminal back; -1 if it does not. A program
// that ends while its frames are dropped must do that all the same.
func leaving(p []byte) int {
	at := bytes.Index(p, []byte(leavesScreen))
	if at < 0 {
		return -1
	}
	if keys := bytes.LastIndex(p[:at], []byte(leavesKeys)); keys >= 0 {
		return keys
	}
	return at
}

// paint collects the bytes of one write.
type paint struct {
	out   io.Writer
	bytes []byte // in the locked memory; its capacity never grows
	err   error
}

func (p *paint) add(text []byte) {
	if len(text) > cap(p.bytes)-len(p.bytes) {
		p.flush()
	}
	if len(text) > cap(p.bytes) {
		p.write(text)
		return
	}
	p.bytes = append(p.bytes, text...)
}

func (p *paint) digit(d byte) {
	if len(p.bytes) == cap(p.bytes) {
		p.flush()
	}
	p.bytes = append(p.bytes, d)
}

func (p *paint) flush() {
	if len(p.bytes) > 0 {
		p.write(p.bytes)
		p.bytes = p.bytes[:0]
	}
}

func (p *paint) write(text []byte) {
	if p.err == nil {
		_, p.err = p.out.Write(text)
	}
}

func (p *paint) wipe() { clear(p.bytes[:cap(p.bytes)]) }
