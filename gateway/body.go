package gateway

import (
	"errors"
	"io"
	"sync"

	"motoconsole/gateway/internal/secmem"
)

// How crypto/tls cuts what one Write is given into records: the first of a
// connection carries firstRecord bytes, each one after it as many more, and
// none more than maxRecord. All records of one Write are built in one buffer.
const (
	firstRecord = 1186
	maxRecord   = 16 << 10
)

const (
	headSlack = 150  // how far the head may be from the length it is reckoned to have
	minBlanks = 1400 // what was measured to be enough for a short request
)

// padding is how many blanks to send between a head and size bytes of JSON,
// which allows them, and whether records are to be of full size from the start.
//
// TLS 1.3 seals a record in the buffer it was copied to, and when that is a few
// bytes too small, moves it: the plain text stays in the old one, on the heap.
// So a record of blanks comes before the one with the digits and in the same
// Write, and is at least as long: it makes the buffer big enough. A long body
// needs more blanks, or else a first record as large as records can be.
//
// All this is how crypto/tls happens to work; TestNoCardInMemory watches it.
func padding(head, size int) (blanks int, fullRecords bool) {
	record := 2 * firstRecord
	before := firstRecord + record // two records of head and blanks
	for size+2*headSlack > record || before < head+minBlanks {
		record += firstRecord
		if before += record; before > maxRecord {
			return maxRecord, true
		}
	}
	return before + headSlack - head, false
}

// errSent is a body that is asked for again.
var errSent = errors.New("the request has been sent or given up")

// body is a request body in locked memory. It is written once and then wiped,
// and may be wiped at any time.
type body struct {
	redacted
	mu          sync.Mutex
	memory      []byte // the mapping, nil once it is gone
	headroom    int    // in front of data, for the head
	data        []byte // the part of it in use
	size        int
	fullRecords bool
}

// newBody makes a body with room for size bytes behind a head. What it could
// not lock, the vault could not lock either, and says so.
func newBody(headroom, size int, fullRecords bool) (*body, error) {
	memory, _, err := secmem.Map(headroom + size)
	if err != nil {
		return nil, err
	}
	return &body{memory: memory, headroom: headroom, data: memory[headroom:headroom], fullRecords: fullRecords}, nil
}

func (b *body) len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory != nil {
		b.size = len(b.data)
	}
	return b.size
}

// writeTo writes head and body in one go and wipes them.
func (b *body) writeTo(w io.Writer, head []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory == nil {
		return errSent
	}
	defer b.drop()
	from := b.headroom - len(head)
	if from < 0 { // not as reckoned: a proxy's sign-in, say
		if _, err := w.Write(head); err != nil {
			return err
		}
		var err error
		secmem.Quietly(func() { _, err = w.Write(b.data) })
		return err
	}
	copy(b.memory[from:], head)
	var err error
	secmem.Quietly(func() { _, err = w.Write(b.memory[from : b.headroom+len(b.data)]) })
	return err
}

func (b *body) wipe() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop()
}

func (b *body) drop() {
	if b.memory == nil {
		return
	}
	b.size = len(b.data)
	clear(b.memory)
	secmem.Unmap(b.memory)
	b.memory, b.data = nil, nil
}

// placeholder is what net/http sends for the body.
func (b *body) placeholder() io.ReadCloser {
	return io.NopCloser(io.LimitReader(blankReader{}, int64(b.len())))
}

// blankReader is blanks without end.
type blankReader struct{}

// Read implements io.Reader.
func (blankReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
