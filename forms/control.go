package forms

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// maxRule is the longest rule of the gateway's that is shown.
const maxRule = 200

// find is the index of the field the gateway calls name, or -1.
func (f *Form) find(name string) int {
	return slices.IndexFunc(f.slots, func(s slot) bool {
		a, ok := s.Field.(answerer)
		return s.Name() == name || ok && a.answersTo(name)
	})
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
		if s.check(); s.wrong() && (first < 0 || i == f.focus && !s.Empty()) {
			first = i
		}
	}
	if first >= 0 {
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
		f.slots[i] = slot{Field: f.slots[i].Field}
	}
	f.focus, f.jump, f.remark = 0, jump{}, ""
}

// ClearCard wipes the card's number, code and expiry date and keeps the rest.
func (f *Form) ClearCard() {
	f.jump, f.remark = jump{}, ""
	for _, name := range [...]string{"pan", "expirydate", "securitycode"} {
		if i := f.find(name); i >= 0 {
			f.slots[i].Clear()
			f.slots[i] = slot{Field: f.slots[i].Field, failed: f.slots[i].failed}
		}
	}
}
