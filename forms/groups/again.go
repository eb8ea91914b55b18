// Package groups has a card number typed again, group by group, to find where it was
// mistyped. The check digit only tells that some digit is wrong, or two are swapped.
//
// The digits that are typed again lie in the vault, as those of the number do. They are
// compared there, and no text ever holds them.
package groups

import (
	"slices"

	"motoconsole/gateway"
)

// Again is a card number that is typed again. The number stays as it was until Take.
type Again struct {
	number gateway.CardNumber
	spare  gateway.CardNumber // for the number as it would be; empty but during Fits
	groups []group
	at     int  // the group that is typed
	last   int  // the group that got the last digit
	chosen bool // the agent went to the group: if it is whole, the next digit begins it again
}

// group is one group of the number as it was typed again.
type group struct {
	from, size int // its place in the number
	digits     gateway.CardNumber
}

func (g group) whole() bool { return g.digits.Len() == g.size }

// New begins with the first group of the number. The function makes an empty number in
// the number's vault.
func New(number gateway.CardNumber, fresh func() gateway.CardNumber) *Again {
	a, from := &Again{number: number, spare: fresh()}, 0
	for _, size := range number.Brand().Grouping(number.Len()) {
		a.groups = append(a.groups, group{from: from, size: size, digits: fresh()})
		from += size
	}
	return a
}

// Push adds a digit to the group that is typed. From a whole group it goes on to the next
// that is not. It reports whether there was room.
func (a *Again) Push(digit byte) bool {
	g := a.groups[a.at]
	if g.whole() {
		if !a.chosen {
			return false
		}
		g.digits.Wipe()
	}
	a.chosen = false
	if !g.digits.Push(digit) {
		return false
	}
	a.last = a.at
	if g.whole() {
		a.Next()
	}
	return true
}

// Pop deletes the digit that was typed last: in this group, or in the one before.
func (a *Again) Pop() {
	if a.chosen = false; a.groups[a.at].digits.Len() == 0 {
		a.at = a.last
	}
	a.groups[a.at].digits.Pop()
}

// ClearHere empties the group that is typed.
func (a *Again) ClearHere() {
	a.groups[a.at].digits.Wipe()
	a.last = a.at
}

// Move goes to another group, which may be typed alone.
func (a *Again) Move(by int) {
	a.at = min(max(0, a.at+by), len(a.groups)-1)
	a.last, a.chosen = a.at, true
}

// Next goes to the next group that is not whole, and reports false if all others are.
func (a *Again) Next() bool {
	for i := 1; i < len(a.groups); i++ {
		if next := (a.at + i) % len(a.groups); !a.groups[next].whole() {
			a.at = next
			return true
		}
	}
	return false
}

// Mark is what comparing a group with the number says.
type Mark int

// The marks.
const (
	Open Mark = iota // not typed again, or not whole
	Same
	Different
)

// Marks are the marks of all groups.
func (a *Again) Marks() []Mark {
	marks := make([]Mark, len(a.groups))
	for i, g := range a.groups {
		switch {
		case !g.whole():
		case a.number.HasAt(g.from, g.digits):
			marks[i] = Same
		default:
			marks[i] = Different
		}
	}
	return marks
}

// Begun reports a group of which only some digits were typed.
func (a *Again) Begun() bool {
	return slices.ContainsFunc(a.groups, func(g group) bool { return g.digits.Len() > 0 && !g.whole() })
}

// Fits reports that the number is right with the groups that were typed again.
func (a *Again) Fits() bool {
	if a.Begun() {
		return false
	}
	defer a.spare.Wipe()
	a.spare.Set(a.number)
	a.put(a.spare)
	return a.spare.Check() == nil
}

// Take puts the groups that were typed again into the number, and wipes them.
func (a *Again) Take() {
	a.put(a.number)
	a.Wipe()
}

func (a *Again) put(number gateway.CardNumber) {
	for _, g := range a.groups {
		if g.whole() {
			number.PutAt(g.from, g.digits)
		}
	}
}

// Wipe overwrites what was typed again.
func (a *Again) Wipe() {
	a.spare.Wipe()
	for _, g := range a.groups {
		g.digits.Wipe()
	}
}
