package forms

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/keyboard"
)

// afterMove is how long after a form has moved on by itself an Enter or Tab is
// taken as meant for the field that was left.
const afterMove = 500 * time.Millisecond

// Event is what a message did to a form.
type Event int

const (
	None    Event = iota // nothing: not a key of the form, or one it swallowed
	Edited               // the focused field took it
	Moved                // another field has the focus
	Left                 // the last field was left and every field is right
	Refused              // a rule is broken; the form shows which
)

// slot is a field with what the form knows about it.
type slot struct {
	Field
	visited bool
	err     error // from the last Check
	failed  error // the gateway's, until the field is edited
	note    error // why the last key or paste was refused
}

func (s *slot) shown() error {
	switch {
	case s.note != nil:
		return s.note
	case s.failed != nil:
		return s.failed
	default:
		return s.err
	}
}

// Form leads through its fields in their order.
type Form struct {
	// Queue is where an input filter put the digits that are typed into the
	// form; nil without one.
	Queue *keyboard.Queue

	now    func() time.Time
	slots  []slot
	focus  int
	labels int       // width of the label column
	moved  time.Time // when the form last moved on by itself

	NoCardPaste bool
}

// New makes a form of the fields, with the focus on the first. It needs at
// least one. now is the clock.
func New(now func() time.Time, fields ...Field) *Form {
	f := &Form{now: now, slots: make([]slot, len(fields))}
	for i, field := range fields {
		f.slots[i].Field = field
		f.labels = max(f.labels, cells(field.Label()))
	}
	return f
}

// Update gives the form a key press or a paste. Other messages are not for it.
func (f *Form) Update(msg tea.Msg) Event {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return f.press(msg)
	case tea.PasteMsg:
		return f.paste(msg.Content)
	}
	return None
}

func (f *Form) press(k tea.KeyPressMsg) Event {
	moved := f.moved
	f.moved = time.Time{} // the next key is the only one that may be a stray
	if event, ok := f.inList(k); ok {
		return event
	}
	switch commandOf(k) {
	case onward:
		if !moved.IsZero() && f.now().Sub(moved) < afterMove {
			return None
		}
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
		f.moved = moved
		return None
	}
	s.note = nil
	if t, ok := s.Field.(tracker); ok && t.refusal() != nil {
		s.note = t.refusal()
		return Refused
	}
	return f.edited(s, before)
}

func (f *Form) paste(text string) Event {
	if text == "" {
		return None
	}
	f.moved = time.Time{}
	s := f.current()
	before := measure(s)
	if s.note = f.pasteInto(s.Field, text); s.note != nil {
		return Refused
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

// edited drops the errors of an answer that is no more, and moves on where
// the edit completed it.
func (f *Form) edited(s *slot, before measured) Event {
	if t, ok := s.Field.(tracker); ok && t.editions() == before.editions {
		return Edited // the cursor moved, the answer did not
	}
	s.err, s.failed = nil, nil
	if before.complete || !s.Complete() {
		return Edited
	}
	if l, ok := s.Field.(liner); ok && (l.length() <= before.length || !l.atEnd()) {
		return Edited
	}
	event := f.onward(true)
	if event != Refused {
		f.moved = f.now()
	}
	return event
}

// onward leaves the focused field for the next one, or the form from its last.
// With pass it steps over fields that have nothing to ask.
func (f *Form) onward(pass bool) Event {
	s := f.current()
	if !f.leave(s) || s.failed != nil {
		return Refused
	}
	for i := f.focus + 1; i < len(f.slots); i++ {
		if !pass || !f.slots[i].passes() {
			f.focus = i
			return Moved
		}
	}
	if !f.CheckAll() {
		return Refused
	}
	return Left
}

func (f *Form) back() Event {
	s := f.current()
	untouched := s.Empty() && s.err == nil
	f.leave(s)
	if untouched && s.Empty() {
		s.err = nil // going back to mend another field is no answer to this one
	}
	if f.focus == 0 {
		return None
	}
	f.focus--
	return Moved
}

// leave checks a field the focus is about to leave, and with it the fields
// whose rules may depend on its answer. It reports whether the field is right.
func (f *Form) leave(s *slot) bool {
	s.check()
	for i := range f.slots {
		if o := &f.slots[i]; o != s && o.visited && !o.Empty() {
			o.err = o.Check()
		}
	}
	return s.err == nil
}

func (s *slot) check() {
	s.visited, s.note = true, nil
	if s.err = s.Check(); s.err != nil {
		return
	}
	if l, ok := s.Field.(leaver); ok {
		l.leave()
	}
}

// passes reports a field that Enter, Tab and the form itself step over.
func (s *slot) passes() bool {
	if p, ok := s.Field.(passer); ok && p.passedOver() {
		return true
	}
	p, ok := s.Field.(prefilled)
	return ok && p.asBegun() && s.failed == nil && s.Check() == nil
}

func (f *Form) current() *slot { return &f.slots[f.focus] }

// inList moves in the list of the focused field, if it has one and the arrow
// stays in it. Where the arrows do that, Tab goes to the next field, whatever it
// is.
func (f *Form) inList(k tea.KeyPressMsg) (Event, bool) {
	s := f.current()
	list, ok := s.Field.(interface {
		listed() bool
		upDown(by int) bool
	})
	if !ok || !list.listed() || k.Mod&^lockKeys != 0 {
		return None, false
	}
	by := 0
	switch k.Code {
	case tea.KeyTab:
		return f.onward(false), true
	case tea.KeyDown, tea.KeyKpDown:
		by = 1
	case tea.KeyUp, tea.KeyKpUp:
		by = -1
	}
	if by == 0 || !list.upDown(by) {
		return None, false
	}
	s.note = nil
	return None, true
}
