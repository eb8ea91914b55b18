package forms

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// maxRule is the longest rule of the gateway's that is shown.
const maxRule = 200

// find is the index of the field the gateway calls name, or -1. Of several the one that
// is asked for counts. A field that was given an answer in place of another counts for
// itself.
func (f *Form) find(name string) int {
	found, best := -1, 0
	for i := range f.slots {
		s, fits := &f.slots[i], 0
		a, also := s.Field.(answerer)
		switch is := s.Name() == name; {
		case is && f.shows(i), is && s.asked() && !s.Empty():
			fits = 4
		case also && a.answersTo(name) && s.asked():
			fits = 3
		case is && (s.asked() || s.place.hidden && !s.place.demanded): // it can be demanded
			fits = 2
		case is:
			fits = 1
		}
		if fits > best {
			found, best = i, fits
		}
	}
	return found
}

// Focused is the field with the focus.
func (f *Form) Focused() Field { return f.current().Field }

// Field is the field the gateway calls name, or nil.
func (f *Form) Field(name string) Field {
	if i := f.find(name); i >= 0 {
		return f.slots[i].Field
	}
	return nil
}

// FocusField moves the focus to the field the gateway calls name, and reports
// whether the form has it.
func (f *Form) FocusField(name string) bool {
	i := f.find(name)
	if i < 0 {
		return false
	}
	if i != f.focus {
		f.leave(f.current())
	}
	f.bring(i)
	f.focus, f.jump, f.remark = i, jump{}, ""
	return true
}

// Fail shows the gateway's rule at a field until the field is edited, and
// reports whether the form has the field. The rule is cleaned first.
func (f *Form) Fail(name, rule string) bool {
	i := f.find(name)
	if i < 0 {
		return false
	}
	if cardguard.InRecord(rule) {
		rule = "the gateway refused this field"
	}
	f.bring(i)
	f.slots[i].failed = broken(f.slots[i].Name(), gateway.Clean(rule, maxRule))
	return true
}

// CheckAll checks every field, shows every error and moves the focus to the
// first, unless the focused field holds what is not accepted. It reports whether
// all fields are right.
func (f *Form) CheckAll() bool {
	f.jump, f.remark = jump{}, ""
	first := -1
	for i := range f.slots {
		s := &f.slots[i]
		if !s.asked() {
			continue
		}
		if s.check(); s.wrong() && (first < 0 || i == f.focus && !s.Empty()) {
			first = i
		}
	}
	if first >= 0 {
		f.bring(first)
		f.focus = first
	}
	return first < 0
}

// Dirty reports that something has been typed which Clear would lose.
func (f *Form) Dirty() bool {
	return slices.ContainsFunc(f.slots, func(s slot) bool {
		if p, ok := s.Field.(prefilled); ok && p.asBegun() {
			return false
		}
		return !s.Empty()
	})
}

// Clear forgets every answer, wipes the card and begins again at the first
// field.
func (f *Form) Clear() {
	for i := range f.slots {
		f.slots[i].Clear()
		f.slots[i] = f.slots[i].fresh()
		f.slots[i].place.demanded = false
	}
	f.focus, f.jump, f.remark = max(0, f.nextFrom(-1, false)), jump{}, ""
}

// cardNames are the fields whose answers are wiped with a card, as the gateway names them.
// The number of a recipient's account may be a card's.
func cardNames() []string { return []string{"pan", "expirydate", "securitycode", accountNumber} }

// ClearCard wipes the card's number, code and expiry date, and the number of a recipient's
// account. It keeps the rest.
func (f *Form) ClearCard() {
	f.jump, f.remark = jump{}, ""
	for _, name := range cardNames() {
		if i := f.find(name); i >= 0 {
			f.slots[i].Clear()
			failed := f.slots[i].failed
			f.slots[i] = f.slots[i].fresh()
			f.slots[i].failed = failed
		}
	}
}

// LoseCard is ClearCard for a card that the agent does not expect to go: each field that
// lost its answer says why, also one that may be empty, and the first has the focus.
func (f *Form) LoseCard(why string) {
	lost := slices.DeleteFunc(cardNames(), func(name string) bool {
		i := f.find(name)
		return i < 0 || f.slots[i].Empty()
	})
	f.ClearCard()
	if len(lost) > 0 {
		f.FocusField(lost[0]) // an empty field that is left forgets what it said
	}
	for _, name := range lost {
		f.Fail(name, why)
	}
}

// fresh is the slot with its field, in its place, and nothing known of its answer.
func (s *slot) fresh() slot { return slot{Field: s.Field, place: s.place} }

// place is where a field stands in a form, and when.
type place struct {
	heading  string      // of the group it belongs to, "" for none
	drawer   bool        // it shows while the drawer is open
	hidden   bool        // it is not asked for until something demands it
	demanded bool        // something does: the gateway wants it
	with     string      // the group of fields that are demanded together, "" for none
	when     func() bool // whether the other answers ask for it; nil is always
}

// drawer says whether the further fields of a form show. They count whether or not they
// do.
type drawer struct {
	open bool
	back int // the field that was left for the drawer
}

// asked reports a field that is asked for as the other answers stand. A field that is
// not is neither shown nor checked, and its answer is not sent.
func (s *slot) asked() bool {
	return (!s.place.hidden || s.place.demanded) && (s.place.when == nil || s.place.when())
}

// shows reports a field that can have the focus.
func (f *Form) shows(i int) bool {
	s := &f.slots[i]
	return s.asked() && (!s.place.drawer || f.drawer.open)
}

// bring makes a field show: it demands it, with those that go with it, and opens the
// drawer if it is in there.
func (f *Form) bring(i int) {
	s := &f.slots[i]
	if s.place.hidden {
		for j := range f.slots {
			if o := &f.slots[j]; j == i || s.place.with != "" && o.place.with == s.place.with {
				o.place.demanded = true
			}
		}
	}
	if s.place.drawer && s.asked() {
		f.drawer.open = true
	}
}

// HasDrawer reports fields that show while the drawer is open.
func (f *Form) HasDrawer() bool {
	for i := range f.slots {
		if s := &f.slots[i]; s.place.drawer && s.asked() {
			return true
		}
	}
	return false
}

// OnForm reports a field of that very name that shows whether or not the drawer is open.
func (f *Form) OnForm(name string) bool {
	return slices.ContainsFunc(f.slots, func(s slot) bool {
		return s.Name() == name && s.asked() && !s.place.drawer
	})
}

// DrawerOpen reports that the further fields show.
func (f *Form) DrawerOpen() bool { return f.drawer.open }

// SetDrawer opens or closes the drawer of a form in which nothing was typed yet.
func (f *Form) SetDrawer(open bool) { f.drawer.open = open }

// ToggleDrawer opens the drawer and goes to its first field, or closes it and goes back
// to the field that was left for it. A field that cannot be left keeps the focus.
func (f *Form) ToggleDrawer() Event {
	f.jump, f.remark = jump{}, ""
	s := f.current()
	if !f.leave(s) || s.failed != nil {
		return Refused
	}
	if f.drawer.open {
		f.drawer.open = false
		if !f.shows(f.focus) {
			f.focus = f.drawer.back
		}
		if !f.shows(f.focus) {
			f.focus = max(0, f.nextFrom(-1, false))
		}
		return Moved
	}
	f.drawer.open, f.drawer.back = true, f.focus
	for i := range f.slots {
		if f.shows(i) && f.slots[i].place.drawer {
			f.focus = i
			break
		}
	}
	return Moved
}

// Head begins a group of fields with a heading, at the field of a name.
func (f *Form) Head(name, heading string) {
	for i := max(0, f.find(name)); i < len(f.slots); i++ {
		f.slots[i].place.heading = heading
	}
}
