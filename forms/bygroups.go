package forms

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/groups"
)

// grouped is a field whose number can be typed again by groups.
type grouped interface {
	slips() bool    // the check digit does not fit: a slip is in the number
	misbegun() bool // no card number begins like this: it is to be typed whole
	beginGroups()
	inGroups() *groups.Again // nil where the number is not typed again
	endGroups()
	takeGroups() // takes the groups if the number fits with them
}

// InGroups reports that a card number is typed again by groups, and whether it fits with
// those typed so far.
func (f *Form) InGroups() (is, fits bool) {
	if g, ok := f.current().Field.(grouped); ok && g.inGroups() != nil {
		return true, g.inGroups().Fits()
	}
	return false, false
}

// GroupAsked is the group that the caller is to read, as the agent says it: "two"; "" where
// no number is typed again by groups.
func (f *Form) GroupAsked() string {
	if g, ok := f.current().Field.(grouped); ok && g.inGroups() != nil {
		return g.inGroups().Said()
	}
	return ""
}

// byGroups takes the keys that lead through the groups of a card number. Enter begins
// with them at a number that is shown as mistyped, and ends them once the number fits.
// Esc leaves the number as it was. At a number that begins like none, Enter clears it.
func (f *Form) byGroups(k tea.KeyPressMsg) (Event, bool) {
	s := f.current()
	g, ok := s.Field.(grouped)
	enters := k.Code == tea.KeyEnter && k.Mod == 0
	switch {
	case !ok:
		return None, false
	case g.inGroups() == nil && enters && g.misbegun() && s.shown() != nil:
		s.Clear()
		s.err, s.note, s.failed, s.lost = nil, nil, nil, nil
		f.remark = "cleared: type the whole number"
		return Edited, true
	case g.inGroups() == nil:
		if !enters || !g.slips() || s.lost != nil || s.shown() == nil {
			return None, false
		}
		g.beginGroups()
		s.err, s.note, s.failed = nil, nil, nil
		return Edited, true
	case k.Code == tea.KeyEscape:
		g.endGroups()
		s.err, s.note = nil, nil
		return Edited, true
	}
	again := g.inGroups()
	s.note = nil // it was about the last key
	switch c := commandOf(k); {
	case enters && again.Fits():
		return None, false // onward takes them
	case enters && again.Short() != "":
		s.note = broken(s.Name(), again.Short())
	case enters && !again.Next():
		s.note = broken(s.Name(), again.Says())
	case enters:
	case k.Code == tea.KeyTab && k.Mod == 0:
		again.Move(1)
	case k.Code == tea.KeyTab:
		again.Move(-1)
	case c == downward, c == back:
		s.note = broken(s.Name(), "esc leaves the groups, ← → go to another")
	default:
		return None, false
	}
	if s.note != nil {
		return Refused, true
	}
	s.err = nil
	return Edited, true
}
