package forms

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
