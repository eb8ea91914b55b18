// Package forms is the data entry of the console: fields that check what is
// typed as it is typed, and forms that lead from one field to the next.
//
// Four rules hold for every field:
//
//   - A field sends what was typed, or nothing. It keeps and shows keys that it
//     cannot take, says why, and has no value until they are put right. It refuses a
//     paste as a whole, and then has no value until something is deleted.
//   - The order of keys decides what a key is for, never the time between them.
//   - An error names the rule and the way out, and never holds what was typed.
//   - Card data lives only in the wipeable buffers of package gateway. The screen
//     shows no more of a card number than its last four digits.
package forms

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/keyboard"
)

// Event is what a message did to a form.
type Event int

const (
	None    Event = iota // nothing: not a key of the form, or one it swallowed
	Edited               // the focused field took it
	Moved                // another field has the focus
	Left                 // the last field was left and every field is right
	Refused              // a rule is broken, and the form shows it
)

// slot is a field with what the form notes about it.
type slot struct {
	Field
	visited bool
	err     error // from the last Check
	failed  error // the gateway's, until the field is edited
	note    error // the error of the last key or paste
	lost    error // why something typed or pasted is not in the field
	key     bool  // lost stays after an edit, until something is deleted
	pasted  bool  // if something was lost, it was the last paste
	place   place
}

// wrong reports that the form cannot be left because of the field.
func (s *slot) wrong() bool { return s.err != nil || s.failed != nil || s.lost != nil }

// Form leads through its fields in their order. An empty field may always be left,
// because callers say things in their own order; the form asks for what is missing
// at the end. A field whose answer is not accepted cannot be left, so that the next
// keys do not land in another field. The one way out of it leads back to a field
// that may be the cause.
//
// Only a key leaves the form, never a completed field: the next keys may still be
// meant for the form, and the next page may take a letter for a yes.
//
// The order of keys, never time, decides whether the form moves on by itself and
// which field the next key is for: over a slow line keys arrive late and in bunches.
type Form struct {
	// Queue is where an input filter put the digits that are typed into the
	// form; nil without one.
	Queue *keyboard.Queue

	slots  []slot
	focus  int
	drawer drawer
	labels int    // width of the label column
	words  bool   // optional fields say so, because the form has required ones
	jump   jump   // the automatic move that no key has followed yet
	remark string // what the form did with the last key

	NoCardPaste bool
	// Shut, if set, reports that the fields of a card take no key and no paste: the
	// recording of the call is not paused.
	Shut func() bool
}

// New makes a form of the fields, with the focus on the first. It needs at
// least one.
func New(fields ...Field) *Form {
	f := &Form{slots: make([]slot, len(fields))}
	for i, field := range fields {
		f.slots[i].Field = field
		f.labels = max(f.labels, cells(field.Label()))
		o, asks := field.(optioner)
		f.words = f.words || field.Check() != nil || asks && !o.optional()
	}
	return f
}

// Update gives the form a key press or a paste. It ignores other messages.
func (f *Form) Update(msg tea.Msg) Event {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return f.press(msg)
	case tea.PasteMsg:
		return f.paste(msg.Content)
	}
	return None
}

func (f *Form) press(msg tea.KeyPressMsg) Event {
	k, ok := f.keyed(msg)
	if !ok {
		return None
	}
	if event, ok := f.afterJump(k); ok {
		return event
	}
	if event, ok := f.inList(k.KeyPressMsg); ok {
		return event
	}
	if event, ok := f.byGroups(k.KeyPressMsg); ok {
		return event
	}
	switch commandOf(k.KeyPressMsg) {
	case onward:
		return f.onward(true)
	case downward:
		return f.onward(false)
	case back:
		return f.back()
	case toField:
	}
	s := f.current()
	before := measure(s)
	if !f.pressInto(s.Field, k) {
		return None
	}
	s.note = nil
	if t, ok := s.Field.(tracker); ok {
		s.note = t.refusal()
		types := k.digit != 0 || typed(k.KeyPressMsg) != ""
		switch same := t.editions() == before.editions; {
		case s.note != nil && (same || s.Empty()):
			s.lost, s.key, s.pasted = s.note, same, false
		case deletes(k.KeyPressMsg) || measure(s).length < before.length || !same && !types:
			s.lost = nil
		case s.pasted && !same && s.lost != nil:
			s.lost = broken(s.Name(), "the earlier paste was not accepted: delete what is here and type it all")
		}
	}
	return f.edited(s, before)
}

func (f *Form) paste(text string) Event {
	if text == "" {
		return None
	}
	s := f.current()
	if f.shut(s.Field) {
		return None
	}
	before := measure(s)
	s.note = f.pasteInto(s.Field, text)
	s.lost, s.key, s.pasted = s.note, s.note != nil, true
	if _, replaced := s.Field.(digitField); replaced && s.note == nil {
		before.length = -1
	}
	return f.edited(s, before)
}

// measured is a field before an edit.
type measured struct {
	complete         bool
	length, editions int
}

func measure(s *slot) measured {
	m := measured{complete: s.Complete()}
	if l, ok := s.Field.(liner); ok {
		m.length = l.length()
	}
	if t, ok := s.Field.(tracker); ok {
		m.editions = t.editions()
	}
	return m
}

// edited drops the errors of the answer before the edit, and moves on where the edit
// completed it.
func (f *Form) edited(s *slot, before measured) Event {
	if t, ok := s.Field.(tracker); !ok || t.editions() != before.editions {
		f.jump, f.remark = jump{}, ""
		s.err, s.failed = nil, nil
		if s.note == nil && !s.key {
			s.lost = nil
		}
	}
	switch {
	case s.note != nil:
		return Refused
	case before.complete, !s.Complete():
		return Edited
	}
	if l, ok := s.Field.(liner); ok && (l.length() <= before.length || !l.atEnd()) {
		return Edited
	}
	return f.jumpOn()
}

func (f *Form) current() *slot { return &f.slots[f.focus] }

// Row is the present state of a field, for the code that draws it.
type Row struct {
	Name, Label string
	Group       string // the heading that the field begins, "" for none
	Drawer      bool   // it stands in the drawer
	Focused     bool
	Wrong       bool // the answer is refused; Error says why
	Empty       bool
	Optional    bool   // it may stay empty
	Barred      bool   // there is nothing to answer: the card has no such thing
	Answer      string // drawn
	Cursor      int    // the cell of the answer in which the cursor stands, -1 for none
	Note        string // a short remark: a count, a brand
	Now         string // what the answer would replace, as a remark; "" for nothing
	Guide       string // what to do, instead of the field's hint; "" for nothing
	Error       string
}

// barred is a field that some cards have nothing for.
type barred interface{ barred() bool }

// usualRows is how many fields most forms show. A payment has twice as many that it may ask
// for, and a row is large.
const usualRows = 12

// replacer is a field whose answer replaces a value.
type replacer interface{ replaces() string }

// Rows are the fields that are shown, in their order, each answer in at most room cells.
func (f *Form) Rows(room int, st Styles) []Row {
	rows := make([]Row, 0, usualRows)
	above := ""
	for i := range f.slots {
		s, focused := &f.slots[i], i == f.focus
		if !f.shows(i) {
			continue
		}
		r := Row{Name: s.Name(), Label: s.Label(), Focused: focused, Empty: s.Empty(), Drawer: s.place.drawer}
		if s.place.heading != above {
			above = s.place.heading
			r.Group = above
		}
		r.Answer, r.Cursor = s.Render(focused, max(1, room), st)
		if o, ok := s.Field.(optioner); ok {
			r.Optional = f.words && o.optional()
		}
		if b, ok := s.Field.(barred); ok {
			r.Barred = b.barred()
		}
		if o, ok := s.Field.(replacer); ok {
			r.Now = o.replaces()
		}
		if g, ok := s.Field.(guided); ok && focused {
			r.Guide = g.guide()
		}
		if r.Note = s.Hint(focused); focused && f.remark != "" {
			r.Note = f.remark
		}
		if err := s.shown(); err != nil {
			r.Wrong, r.Error = true, s.explained(err, focused)
		}
		rows = append(rows, r)
	}
	return rows
}

// Here is the name of the focused field, and whether its answer is refused.
func (f *Form) Here() (name string, refused bool) {
	s := f.current()
	return s.Name(), s.shown() != nil && !s.Empty()
}

// InDrawer are the answers that the agent gave in the drawer, each in at most room cells, as
// rows; none while it is open and shows them itself.
func (f *Form) InDrawer(room int, st Styles) (rows []Row) {
	for i := range f.slots {
		s := &f.slots[i]
		if p, ok := s.Field.(prefilled); f.drawer.open || !s.place.drawer || !s.asked() || s.Empty() || ok && p.asBegun() {
			continue
		}
		r := Row{Name: s.Name(), Label: s.Label(), Drawer: true}
		r.Answer, _ = s.Render(false, max(1, room), st)
		rows = append(rows, r)
	}
	return rows
}

// Labels is how wide the widest label is.
func (f *Form) Labels() int { return f.labels }
