// Package statement says what a record of the gateway stands for: what it is, what
// money it moves and which way, and what of it settles when. Screens, lists and
// files all take their words and signs from here, so that none of them
// contradicts the money.
//
// A payment brings money in; a refund and a payout take money out; a card check
// moves none. Only what settles or has settled counts: a payment that was
// declined, cancelled or not accepted moves nothing, one that is held moves
// nothing until it is released, and of an unknown one nothing is claimed.
//
// Records have to be cleaned where their words go to a screen.
package statement
