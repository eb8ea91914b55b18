package forms

import (
	"fmt"
	"unicode"

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

// next is the field after the focused one, -1 for none. With pass it is the next one
// that has something to ask.
func (f *Form) next(pass bool) int { return f.nextFrom(f.focus, pass) }

func (f *Form) nextFrom(from int, pass bool) int {
	for i := from + 1; i < len(f.slots); i++ {
		if f.shows(i) && (!pass || !f.slots[i].passes()) {
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
	for i := f.focus - 1; i >= 0; i-- {
		if f.shows(i) {
			f.focus = i
			return Moved
		}
	}
	return None
}

// leave checks the field that the focus is about to leave, and other fields, whose
// rules may depend on its answer. It reports whether the field may be left: it is
// empty, or its answer is accepted.
func (f *Form) leave(s *slot) bool {
	empty := s.Empty()
	s.check()
	if empty {
		s.err, s.failed = nil, nil // the form asks for it at the end
	}
	for i := range f.slots {
		if o := &f.slots[i]; o != s && o.visited && o.asked() && !o.Empty() {
			o.err = o.Check()
		}
	}
	return s.err == nil && s.lost == nil
}

// shown is the error to show at the field.
func (s *slot) shown() error {
	switch {
	case s.note != nil:
		return s.note
	case s.failed != nil:
		return s.failed
	case s.err != nil:
		return s.err
	case s.lost != nil:
		return s.lost
	}
	if f, ok := s.Field.(forewarner); ok {
		return f.early()
	}
	return nil
}

func (s *slot) check() {
	s.visited, s.note = true, nil
	if g, ok := s.Field.(grouped); ok {
		g.takeGroups()
	}
	if s.err = s.Check(); s.err != nil {
		if r, ok := s.Field.(refusable); ok {
			r.refused()
		}
		return
	}
	if l, ok := s.Field.(leaver); ok && s.lost == nil {
		l.leave()
	}
}

// passes reports a field that Enter, Tab and automatic moves step over. They stop at a
// prefilled field in the drawer, because the agent opened it to see what is in it.
func (s *slot) passes() bool {
	if p, ok := s.Field.(passer); ok && p.passedOver() {
		return true
	}
	p, ok := s.Field.(prefilled)
	return ok && !s.place.drawer && p.asBegun() && !s.wrong() && s.Check() == nil
}

// inList moves in the list of the focused field, if it has one and the arrow does not
// leave it. In such a field Tab goes to the very next field.
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

// jump is an automatic move, which the agent may not have seen. So the form takes an
// Enter or a Tab that follows for one meant for the field before, and likewise a
// backspace and a character that the new field cannot begin with.
type jump struct {
	made bool
	from int // the field that was left
}

// jumpOn leaves a field because no further key can belong to it. The last field keeps
// the focus: only a key leaves the form.
func (f *Form) jumpOn() Event {
	from := f.focus
	if f.next(true) < 0 {
		s := f.current()
		if s.err = s.Check(); s.err != nil {
			return Refused
		}
		f.remark = "enter goes on"
		return Edited
	}
	event := f.onward(true)
	if event == Moved {
		f.jump = jump{made: true, from: from}
	}
	return event
}

// afterJump takes a key that comes right after an automatic move, and reports
// false for one that is for the new field.
func (f *Form) afterJump(k keyed) (Event, bool) {
	if !f.jump.made {
		return None, false
	}
	if commandOf(k.KeyPressMsg) == onward {
		f.jump = jump{}
		f.remark = "already moved on: press again to skip " + f.current().Label()
		return None, true
	}
	s := f.current()
	if s.Empty() && endKeyOf(k.KeyPressMsg) == dropAll { // the agent has not seen the new field yet, and the one before must not be wiped
		s.Clear()
		s.note, s.lost = nil, nil
		f.remark = "nothing typed here: backspace for " + f.slots[f.jump.from].Label()
		return None, true
	}
	b, ok := s.Field.(blanked)
	back := s.Empty() && endKeyOf(k.KeyPressMsg) == dropLast && !(ok && b.began())
	if !back && !f.belongsBefore(k) {
		return None, false
	}
	to := f.focus
	f.focus, f.jump = f.jump.from, jump{}
	s = f.current()
	label := s.Label()
	before := measure(s)
	f.pressInto(s.Field, k)
	s.note = nil
	f.edited(s, before)
	if back {
		f.remark = "back in " + label
		return Moved, true
	}
	sentence := fmt.Sprintf("%s had moved on by itself, and the last key went back into it: check it", label)
	if t, ok := f.slots[to].Field.(*TextField); ok && t.o.Named {
		sentence += ". Where a name begins with a digit, press Enter before it"
	}
	s.note = broken(s.Name(), sentence)
	return Refused, true
}

// belongsBefore reports a key for the field before: a point, a comma, or a digit that
// the focused field cannot begin with. If the field before takes all characters, any
// character that the focused field cannot begin with counts.
func (f *Form) belongsBefore(k keyed) bool {
	r, ok := k.character()
	if !ok {
		return false
	}
	begins := true
	if b, ok := f.current().Field.(beginner); ok {
		begins = b.canBegin(r)
	}
	_, anyText := f.slots[f.jump.from].Field.(*TextField)
	return r == '.' || r == ',' || !begins && (unicode.IsDigit(r) || anyText)
}
