package forms

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// maxRule is the longest rule of the gateway's that is shown.
const maxRule = 200

// find is the index of the field the gateway calls name, or -1. Of several the one that
// is asked for counts.
func (f *Form) find(name string) int {
	found := -1
	for i, s := range f.slots {
		a, ok := s.Field.(answerer)
		if s.Name() != name && !(ok && a.answersTo(name)) {
			continue
		}
		if s.asked() {
			return i
		}
		if found < 0 {
			found = i
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

// ClearCard wipes the card's number, code and expiry date, and the number of a recipient's
// account, which may be a card's. It keeps the rest.
func (f *Form) ClearCard() {
	f.jump, f.remark = jump{}, ""
	for _, name := range [...]string{"pan", "expirydate", "securitycode", accountNumber} {
		if i := f.find(name); i >= 0 {
			f.slots[i].Clear()
			failed := f.slots[i].failed
			f.slots[i] = f.slots[i].fresh()
			f.slots[i].failed = failed
		}
	}
}

// fresh is the slot with its field, in its place, and nothing known of its answer.
func (s *slot) fresh() slot { return slot{Field: s.Field, place: s.place} }
