package forms

import (
	tea "charm.land/bubbletea/v2"
)

// onward leaves the focused field for the next one, or the form from its last.
// With pass it steps over fields that have nothing to ask.
func (f *Form) onward(pass bool) Event {
	f.jump, f.remark = jump{}, ""
	s := f.current()
	if !f.leave(s) || s.failed != nil {
		return Refused
	}
	if i := f.next(pass); i > 0 {
		f.focus = i
		return Moved
	}
	if !f.CheckAll() {
		return Refused
	}
	return Left
}

// next is the field after the focused one, -1 for none. With pass it is one that
// has something to ask.
func (f *Form) next(pass bool) int {
	for i := f.focus + 1; i < len(f.slots); i++ {
		if !pass || !f.slots[i].passes() {
			return i
		}
	}
	return -1
}

func (f *Form) back() Event {
	f.jump, f.remark = jump{}, ""
	if s := f.current(); !f.leave(s) && s.wayOut() == "" {
		return Refused
	}
	if f.focus == 0 {
		return None
	}
	f.focus--
	return Moved
}

// leave checks a field the focus is about to leave, and with it the fields
// whose rules may depend on its answer. It reports whether the field may be
// left: when it holds nothing, or what it holds is accepted.
func (f *Form) leave(s *slot) bool {
	empty := s.Empty()
	s.check()
	if empty {
		s.err, s.failed = nil, nil // it is asked for at the end
	}
	for i := range f.slots {
		if o := &f.slots[i]; o != s && o.visited && !o.Empty() {
			o.err = o.Check()
		}
	}
	return s.err == nil && s.lost == nil
}

func (s *slot) check() {
	s.visited, s.note = true, nil
	if s.err = s.Check(); s.err != nil {
		if r, ok := s.Field.(standing); ok {
			r.refused()
		}
		return
	}
	if l, ok := s.Field.(leaver); ok && s.lost == nil {
		l.leave()
	}
}

// passes reports a field that Enter, Tab and the form itself step over.
func (s *slot) passes() bool {
	if p, ok := s.Field.(passer); ok && p.passedOver() {
		return true
	}
	p, ok := s.Field.(prefilled)
	return ok && p.asBegun() && !s.wrong() && s.Check() == nil
}

// inList moves in the list of the focused field, if it has one and the arrow
// stays in it. Where the arrows do that, Tab goes to the next field, whatever it
// is.
func (f *Form) inList(k tea.KeyPressMsg) (Event, bool) {
	s := f.current()
	list, ok := s.Field.(interface {
		listed() bool
		upDown(by int) bool
	})
	if !ok || !list.listed() || k.Mod != 0 {
		return None, false
	}
	by := 0
	switch k.Code {
	case tea.KeyTab:
		return f.onward(false), true
	case tea.KeyDown:
		by = 1
	case tea.KeyUp:
		by = -1
	}
	before := measure(s)
	if by == 0 || !list.upDown(by) {
		return None, false
	}
	s.note, s.lost = nil, nil
	f.edited(s, before)
	return None, true
}
