package floor

import (
	"io"
	"sync"

	"motoconsole/internal/keyboard"
)

// input is what is typed on a seat, on whichever terminal it has now. Between two
// terminals it waits.
type input struct {
	mu      sync.Mutex
	from    io.Reader     // nil between two terminals
	turn    int           // counts the terminals
	read    int           // the turn of the newest read
	changed chan struct{} // closed at each change
	over    bool
}

func newInput() *input { return &input{changed: make(chan struct{})} }

// set changes where input comes from.
func (in *input) set(from io.Reader) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.turn++
	in.from = from
	in.ring()
}

// unset ends the input from a terminal, unless another has taken its place.
func (in *input) unset(from io.Reader) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.from == from {
		in.from = nil
		in.ring()
	}
}

// close ends the input. A read under way ends with its terminal.
func (in *input) close() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.from, in.over = nil, true
	in.ring()
}

func (in *input) ring() {
	close(in.changed)
	in.changed = make(chan struct{})
}

// Read implements io.Reader. Only one goroutine reads. What a terminal still sent after
// another took its place is dropped.
func (in *input) Read(p []byte) (int, error) {
	for {
		in.mu.Lock()
		from, turn, changed, over := in.from, in.turn, in.changed, in.over
		anew := in.read != turn
		in.read = turn
		in.mu.Unlock()
		switch {
		case over:
			return 0, io.EOF
		case from == nil:
			<-changed
			continue
		case anew:
			return 0, keyboard.ErrAnew
		}
		n, err := from.Read(p)
		in.mu.Lock()
		same := in.from == from && in.turn == turn
		if same && err != nil {
			in.from = nil // it is gone
		}
		in.mu.Unlock()
		if same && n > 0 {
			return n, nil
		}
		clear(p[:n])
	}
}
