package ui

import tea "charm.land/bubbletea/v2"

// still keeps the frame that was drawn last for messages that change nothing on the screen,
// such as that it is time to look at the journal: a floor of consoles in which nothing
// happens draws nothing.
type still struct {
	last  tea.View
	drawn bool // last shows what all updates so far have changed
	was   bool // drawn, before the newest update
	same  bool // the newest update changed nothing that last shows
}

// update begins an update, which changes something unless it says otherwise.
func (s *still) update() { s.was, s.drawn, s.same = s.drawn, false, false }

// keep says that the update that has begun changes nothing.
func (s *still) keep() { s.drawn, s.same = s.was, s.was }

// forget says that something has changed beside the updates.
func (s *still) forget() { *s = still{} }

// view is the last frame, if it is right, or else a new one.
func (s *still) view(draw func() tea.View) tea.View {
	if !s.same {
		s.last, s.drawn = draw(), true
	}
	return s.last
}
