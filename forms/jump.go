package forms

import (
	"fmt"
	"unicode"
)

// jump is an automatic move. The agent may not have seen it: an Enter or a Tab
// that follows was meant for the field that was left, and so were a backspace
// and what the new field cannot begin with.
type jump struct {
	made bool
	from int // the field that was left
}

// jumpOn leaves a field because no further key can belong to it. The last one
// stays, for the form is not left by itself.
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
	if s.Empty() && endKeyOf(k.KeyPressMsg) == dropAll { // of a field not seen yet: it must not wipe the one before
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

// belongsBefore reports a key that the focused field cannot begin with: a point
// or a comma, a digit where no answer begins with one, and whatever else no
// answer begins with when the field that was left takes all characters.
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
