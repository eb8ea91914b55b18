package keyboard

import (
	"errors"
	"io"
	"time"
)

// How Memory is shared out.
const (
	readSize = 1024
	holdSize = 64 // the longest sequence held
	ringSize = 2048
	// paintSize is enough for one key's changes to the screen.
	paintSize = 1024

	// Memory is how many bytes New needs.
	Memory = readSize + holdSize + ringSize + shownSize + paintSize
)

// silence is the longest pause inside one sequence: a little less than the decoder
// waits, which is 50 ms. So bytes that the decoder has given up never form a
// sequence here.
const silence = 40 * time.Millisecond

// pasteSilence is how long a paste may pause. After a longer pause its end counts
// as lost, and the next key ends it.
const pasteSilence = 3 * time.Second

// New makes a filter of the input from in, and the queue of its digits. Input is
// kept only in memory, which has at least Memory bytes and must stay as long as the
// filter is read. If in is a terminal's file, so is the filter: raw mode and
// waiting for input work as on the file.
func New(in io.Reader, memory []byte) (io.Reader, *Queue) {
	part := func(size int) []byte {
		p := memory[:size:size]
		memory = memory[size:]
		return p
	}
	scratch, hold := part(readSize), part(holdSize)
	q := &Queue{ring: part(ringSize), shown: part(shownSize), paint: part(paintSize)}
	f := &filter{in: in, queue: q, now: time.Now, scratch: scratch, hold: hold[:0]}
	if tty, ok := in.(terminal); ok {
		return &file{filter: f, tty: tty}, q
	}
	return f, q
}

// terminal are the methods that make a file count as a terminal.
type terminal interface {
	io.ReadWriteCloser
	Fd() uintptr
	Name() string
}

// file is a filter that in all but reading is a terminal's file.
type file struct {
	*filter
	tty terminal
}

func (f *file) Write(p []byte) (int, error) { return f.tty.Write(p) }
func (f *file) Close() error                { return f.tty.Close() }
func (f *file) Fd() uintptr                 { return f.tty.Fd() }
func (f *file) Name() string                { return f.tty.Name() }

// filter is the reader. Only one goroutine at a time may read.
type filter struct {
	in      io.Reader
	queue   *Queue
	now     func() time.Time
	last    time.Time // when bytes last came
	scratch []byte    // the input just read
	hold    []byte    // an incomplete sequence or character
	out     []byte    // what to pass on, without typed digits
	machine
}

// ErrAnew is what the reader below a filter returns, without input, when what comes next
// is typed on another terminal.
var ErrAnew = errors.New("another terminal")

// Read implements io.Reader. It may return 0 and no error if there was input, but
// none to pass on yet. It does not wait for more input, because a caller that
// cancels the read could not end that wait.
func (f *filter) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	var err error
	if len(f.out) == 0 {
		// A byte becomes at most two, plus a sequence on hold. So everything fits,
		// and a wait for input misses nothing.
		most := max(1, min((len(p)-holdSize)/2, readSize))
		var n int
		n, err = f.in.Read(f.scratch[:most])
		f.take(f.scratch[:n])
		clear(f.scratch[:n])
		if errors.Is(err, ErrAnew) {
			f.anew()
			err = nil
		}
	}
	n := copy(p, f.out)
	f.out = f.out[:copy(f.out, f.out[n:])]
	return n, err
}

// take passes the input through the machine.
func (f *filter) take(read []byte) {
	if len(read) == 0 {
		return
	}
	now := f.now()
	if quiet := now.Sub(f.last); quiet > silence {
		if f.paste && quiet > pasteSilence {
			f.endPaste()
		}
		f.giveUp(f.last)
	}
	f.last = now
	read = f.withoutLate(read, now)
	for _, b := range read {
		for !f.step(b) {
		}
	}
}

// anew ends a paste, and gives up a sequence whose rest does not come.
func (f *filter) anew() {
	if f.paste {
		f.endPaste()
	}
	f.giveUp(f.now())
	f.to(ground)
	f.late = late{}
}
