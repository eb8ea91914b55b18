package terminal

import (
	"sync"

	tea "charm.land/bubbletea/v2"
)

// inboxRoom is the most messages that may wait. Beyond that their senders wait: the
// reader of keys, so that the line holds the client back, and commands.
const inboxRoom = 256

// inbox holds the messages that the model has not had yet.
type inbox struct {
	bell chan struct{} // rings when there is something new

	mu    sync.Mutex
	queue []tea.Msg
	spare []tea.Msg
	room  chan struct{}      // closed when there is room again; nil while none waits
	size  *tea.WindowSizeMsg // the newest size
}

func newInbox() *inbox { return &inbox{bell: make(chan struct{}, 1)} }

func (b *inbox) ring() {
	select {
	case b.bell <- struct{}{}:
	default:
	}
}

// put adds a message, and waits for room. It reports whether room came before the
// session was over.
func (b *inbox) put(msg tea.Msg, over <-chan struct{}) bool {
	for {
		select {
		case <-over:
			return false
		default:
		}
		b.mu.Lock()
		if len(b.queue) < inboxRoom {
			b.queue = append(b.queue, msg)
			b.mu.Unlock()
			b.ring()
			return true
		}
		if b.room == nil {
			b.room = make(chan struct{})
		}
		room := b.room
		b.mu.Unlock()
		select {
		case <-room:
		case <-over:
			return false
		}
	}
}

// resize keeps a size, in place of one that has not been taken yet.
func (b *inbox) resize(size tea.WindowSizeMsg) {
	b.mu.Lock()
	b.size = &size
	b.mu.Unlock()
	b.ring()
}

// take takes all messages. Call done once they are handled.
func (b *inbox) take() (size *tea.WindowSizeMsg, msgs []tea.Msg) {
	b.mu.Lock()
	defer b.mu.Unlock()
	size, msgs = b.size, b.queue
	b.size, b.queue, b.spare = nil, b.spare, nil
	if b.room != nil {
		close(b.room)
		b.room = nil
	}
	return size, msgs
}

// done returns the messages' memory for reuse, except after a burst.
func (b *inbox) done(msgs []tea.Msg) {
	clear(msgs)
	if cap(msgs) > 16 {
		return
	}
	b.mu.Lock()
	b.spare = msgs[:0]
	b.mu.Unlock()
}
