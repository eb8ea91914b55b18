package payment

import (
	"errors"
	"strings"

	"motoconsole/gateway"
)

// Same is what became of an earlier, identical attempt that this attempt gave
// way to. This attempt was not sent, but the caller may have been charged, or
// given the money, by the earlier one.
type Same int

// What became of the earlier attempt.
const (
	SameNone    Same = iota // the attempt gave way to none
	SameUnknown             // it is on its way, or in doubt
	SameMade
	SameNotMade // it was called so, and may turn up
)

// Why a recorded attempt gives way to another one, and is not sent: an AUTH, and
// what gives money back.
var (
	errRival    = errors.New("the same card or order is being charged at another desk: it was not sent from here")
	errTaken    = errors.New("the same payment was taken at another desk in the meantime: it was not sent from here")
	errNotTaken = errors.New("the same payment was called not taken in the meantime: it was not sent; charge it again and say why")

	ErrTwin    = errors.New("the same amount is being given back at another desk, or it is not known yet whether it was")
	ErrAgain   = errors.New("the same amount was given back after you looked: if it is right once more, say why")
	ErrNotBack = errors.New("the same amount was called not given back after you looked, and may turn up: if it is right once more, say why")
)

// gaveWay are the errors with which an attempt gives way, by what they say of
// the other one.
var gaveWay = map[Same][]error{
	SameUnknown: {errRival, ErrTwin},
	SameMade:    {errTaken, ErrAgain},
	SameNotMade: {errNotTaken, ErrNotBack},
}

// GaveWay reports what became of the attempt that stood in the way of this one.
// The journal keeps why an attempt was not sent as a text for people, so it is
// known by that.
func (a Attempt) GaveWay() Same {
	if a.State != Done || a.Outcome != gateway.NotSent || a.Problem == "" {
		return SameNone
	}
	for same, list := range gaveWay {
		for _, err := range list {
			if strings.HasPrefix(a.Problem, err.Error()) {
				return same
			}
		}
	}
	return SameNone
}
