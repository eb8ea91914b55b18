package terminal

import (
	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"
)

// Painter paints frames for tests.
type Painter struct{ s screen }

func NewPainter(width, height int, profile colorprofile.Profile) *Painter {
	p := &Painter{}
	p.s.profile = profile
	p.s.resize(width, height)
	return p
}

func (p *Painter) Resize(width, height int)    { p.s.resize(width, height) }
func (p *Painter) Paint(content string) []byte { return p.s.paint(nil, rowsOf(content)) }

// Turns is how many rounds the loop of a waiting session has made.
func (s *Program) Turns() int { return s.turns }

// InboxRoom is how many messages wait at most.
const InboxRoom = inboxRoom

// Decoding decodes bytes in the given pieces, as if a long silence came at the end.
func Decoding(pieces ...string) (msgs []tea.Msg) {
	var d decoder
	emit := func(msg tea.Msg) { msgs = append(msgs, msg) }
	for _, piece := range pieces {
		d.feed([]byte(piece), false, emit)
	}
	for range 1000 {
		if len(d.pending) == 0 {
			break
		}
		d.feed(nil, true, emit)
	}
	return msgs
}

// Waiting is how many messages the model has not been given.
func (s *Program) Waiting() int {
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	return len(s.inbox.queue)
}
