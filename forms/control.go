package forms

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// maxRule is the longest rule of the gateway's that is shown.
const maxRule = 200

// find is the index of the field the gateway calls name, or -1. Of several, one of that
// name that shows, or has an answer, comes first.
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
		case is && (s.asked() || s.place.hidden && !s.place.demanded): // the field can be demanded
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

// Fail shows the gateway's rule, cleaned, at a field until the field is edited. It
// reports whether the form has the field.
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

// CheckAll checks every field, shows every error and moves the focus to the first
// error, unless the focused field is itself wrong. It reports whether all fields are
// right.
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

// Dirty reports that Clear would lose something the agent typed.
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

// AtCard reports that the focused field is one of those.
func (f *Form) AtCard() bool { return slices.Contains(cardNames(), f.current().Name()) }

// CardField is the name of the focused field, if it is one; "" for another.
func (f *Form) CardField() string {
	if !f.AtCard() {
		return ""
	}
	return f.current().Name()
}

// ShutHere reports that the focused field is one, and may not be typed into now.
func (f *Form) ShutHere() bool { return f.shut(f.current().Field) }

// shut reports a field of a card that may not be typed into now.
func (f *Form) shut(field Field) bool {
	return f.Shut != nil && slices.Contains(cardNames(), field.Name()) && f.Shut()
}

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

// LoseCard is ClearCard for when the agent does not expect it. Each field that lost its
// answer says why, even an optional one, and the first gets the focus.
func (f *Form) LoseCard(why string) {
	lost := slices.DeleteFunc(cardNames(), func(name string) bool {
		i := f.find(name)
		return i < 0 || f.slots[i].Empty()
	})
	f.ClearCard()
	if len(lost) > 0 {
		f.FocusField(lost[0]) // leaving an empty field clears its error
	}
	for _, name := range lost {
		f.Fail(name, why)
	}
}

// fresh is the slot with its field and place, and no trace of an answer.
func (s *slot) fresh() slot { return slot{Field: s.Field, place: s.place} }

// place says where and when a form shows a field.
type place struct {
	heading  string      // of the group it belongs to, "" for none
	drawer   bool        // it shows while the drawer is open
	hidden   bool        // it is not asked for until something demands it
	demanded bool        // the gateway demands it
	with     string      // the group of fields that are demanded together, "" for none
	when     func() bool // whether the other answers ask for it; nil is always
}

// drawer says whether the further fields of a form show. Their answers count either
// way.
type drawer struct {
	open bool
	back int // the field that was left for the drawer
}

// asked reports whether the other answers call for the field. Otherwise the form
// neither shows nor checks it, and does not send its answer.
func (s *slot) asked() bool {
	return (!s.place.hidden || s.place.demanded) && (s.place.when == nil || s.place.when())
}

// shows reports a field that can have the focus.
func (f *Form) shows(i int) bool {
	s := &f.slots[i]
	return s.asked() && (!s.place.drawer || f.drawer.open)
}

// bring shows a field: it demands the field and those that go with it, and opens the
// drawer if the field is in it.
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

// OnForm reports whether the named field shows outside the drawer.
func (f *Form) OnForm(name string) bool {
	return slices.ContainsFunc(f.slots, func(s slot) bool {
		return s.Name() == name && s.asked() && !s.place.drawer
	})
}

// DrawerOpen reports that the further fields show.
func (f *Form) DrawerOpen() bool { return f.drawer.open }

// SetDrawer opens or closes the drawer of an untouched form.
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

// Head puts a heading above the named field.
func (f *Form) Head(name, heading string) {
	for i := max(0, f.find(name)); i < len(f.slots); i++ {
		f.slots[i].place.heading = heading
	}
}
