package wire

import (
	"errors"
	"io"
	"sync"

	"motoconsole/gateway/internal/secmem"
)

// redacted is embedded so that no field is exported.
type redacted = secmem.Redacted

// errSent reports a second attempt to send a body.
var errSent = errors.New("the request has been sent or given up")

// Body is a request body in locked memory. It is written once and then wiped,
// and may be wiped at any time.
type Body struct {
	redacted
	mu          sync.Mutex
	memory      []byte // the mapping, nil once it is gone
	headroom    int    // in front of data, for the head
	data        []byte // the part of it in use
	size        int
	fullRecords bool
	problems    []string
}

// NewBody makes a body with room for size bytes of JSON, to follow a head of about
// headSize bytes. The body begins with the blanks that keep TLS from leaving a copy
// (see padding).
func NewBody(headSize, size int) (*Body, error) {
	blanks, fullRecords := padding(headSize, size)
	headroom := headSize + headSlack
	memory, problems, err := secmem.Map(headroom + blanks + size)
	if err != nil {
		return nil, err
	}
	b := &Body{memory: memory, headroom: headroom, data: memory[headroom : headroom+blanks], fullRecords: fullRecords, problems: problems}
	for i := range b.data {
		b.data[i] = ' '
	}
	return b, nil
}

// Problems says in sentences which protections the system could not give the memory.
func (b *Body) Problems() []string { return b.problems }

// Fill passes the body's memory to write, which appends the JSON and returns the
// whole. JSON that outgrows the body moves to other memory: then Fill wipes both
// and reports false.
func (b *Body) Fill(write func(out []byte) []byte) (whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := write(b.data)
	if len(out) > len(b.memory)-b.headroom {
		clear(out)
		b.drop()
		return false
	}
	b.data = out
	return true
}

// Len is the number of bytes, even after the body has been wiped.
func (b *Body) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory != nil {
		b.size = len(b.data)
	}
	return b.size
}

// Send writes head and body together and wipes them.
func (b *Body) Send(w io.Writer, head []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.memory == nil {
		return errSent
	}
	defer b.drop()
	from := b.headroom - len(head)
	if from < 0 { // longer than estimated, for example with a proxy's password
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

// Wipe overwrites the body and unmaps its memory.
func (b *Body) Wipe() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop()
}

func (b *Body) drop() {
	if b.memory == nil {
		return
	}
	b.size = len(b.data)
	clear(b.memory)
	secmem.Unmap(b.memory)
	b.memory, b.data = nil, nil
}

// placeholder is the body that net/http sees.
func (b *Body) placeholder() io.ReadCloser {
	return io.NopCloser(io.LimitReader(blankReader{}, int64(b.Len())))
}

// blankReader reads as endless blanks.
type blankReader struct{}

// Read implements io.Reader.
func (blankReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
