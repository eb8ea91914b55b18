package forms

import (
	"errors"
	"slices"

	"motoconsole/gateway"
)

// amountTail is an amount with a tail, which is typed at its end only.
type amountTail AmountField

// add implements digitField.
func (a *amountTail) add(r rune) {
	rule := "the amount has more digits than an amount can have: delete them"
	if wrong, ok := errors.AsType[*gateway.FieldError]((*AmountField)(a).Check()); ok {
		rule = wrong.Rule
	}
	a.tail.add(r, rule)
	_ = a.text.refuse(a.text.o.Name, a.tail.rule) // kept for the form
	if a.isCard() {
		a.text.wipeCard(len(a.text.line.runes) + a.tail.length())
		a.tail.clear()
		_ = a.text.refuseCard()
	}
	a.text.edited()
}

// isCard reports a card number in place of an amount. One that stands behind an
// amount, of an agent who forgot the Enter, only leaves no more of itself than the
// field draws: the amount can be had back.
func (a *amountTail) isCard() bool {
	find := a.text.guard.finds
	return find(a.likely) && (slices.ContainsFunc(a.text.line.runes, isBlank) || !find(a.behindFirst))
}

// behindFirst is likely without its first digits.
func (a *amountTail) behindFirst(yield func(rune) bool) {
	digits, behind := false, false
	for r := range a.likely {
		_, is := gateway.Digit(r)
		behind = behind || digits && !is
		if digits = digits || is; behind && !yield(r) {
			return
		}
	}
}

// likely is the text with a 0 for each digit that was not kept. How a number
// begins and how long it is says enough.
func (a *amountTail) likely(yield func(rune) bool) {
	for r := range a.text.line.plain {
		if !yield(r) {
			return
		}
	}
	for _, r := range a.tail.marks {
		if string(r) == hidden {
			r = '0'
		}
		if !yield(r) {
			return
		}
	}
	for range a.tail.more {
		if !yield('0') {
			return
		}
	}
}

// pop implements digitField.
func (a *amountTail) pop() {
	a.tail.drop()
	a.text.edited()
}

// Clear implements digitField.
func (a *amountTail) Clear() { (*AmountField)(a).Clear() }
