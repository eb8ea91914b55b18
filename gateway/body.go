package gateway

import (
	"errors"
	"io"
	"sync"
)

// How crypto/tls cuts what one Write is given into records: the first of a
// connection carries firstRecord bytes, each one after it as many more, and
// none more than maxRecord. All records of one Write are built in one buffer.
const (
	firstRecord = 1186
	maxRecord   = 16 << 10
)

// padding is how many blanks to send before size bytes of JSON, which allows
// them, and whether records are to be of full size from the start: they must be
// when the head may need more than the first record.
//
// TLS 1.3 seals a record in the buffer it was copied to, and when that is a few
// bytes too small, moves it: the plain text stays in the old one, on the heap.
// So a record of blanks comes first, which makes the buffer big enough for the
// one with the digits. The body is a Write of its own behind the head, hence
// begins with the second record. A long body needs more blanks, or else a
// first record as large as records can be.
//
// All this is how crypto/tls happens to work; TestNoCardInMemory watches it.
func padding(size int, longHead bool) (blanks int, fullRecords bool) {
	const spare = 32 // to be a little less exact about it
	record := 2 * firstRecord
	blanks = record
	if longHead {
		return maxRecord + spare, true
	}
	for size+2*spare > record {
		record += firstRecord
		if blanks += record; blanks > maxRecord {
			return maxRecord + spare, true
		}
	}
	return blanks + spare, false
}

// errSent is a body that is asked for again.
var errSent = errors.New("the request has been sent or given up")

// body is a request body in locked memory. It is written once and then wiped,
// and may be wiped at any time.
type body struct {
	redacted
	mu          sync.Mutex
	memory      []byte // the mapping, nil once it is gone
	data        []byte // the part of it in use
	size        int
	fullRecords bool
}

// newBody makes a body with room for size bytes. What it could not lock, the
// vault could not lock either, and says so.
func newBody(size int, fullRecords bool) (*body, error) {
	memory, _, err := mapPages(size)
	if err != nil {
		return nil, err
	}
	return &body{memory: memory, data: memory[:0], fullRecords: fullRecords}, nil
}

func (b *body) len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory != nil {
		b.size = len(b.data)
	}
	return b.size
}

// writeTo writes the body in one go and wipes it.
func (b *body) writeTo(w io.Writer) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory == nil {
		return errSent
	}
	defer b.drop()
	_, err := w.Write(b.data)
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
	unmapPages(b.memory)
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
