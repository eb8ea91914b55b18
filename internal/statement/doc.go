// Package statement says what a record of the gateway means: what it is, which money
// it moves in which direction, and what settles when. Screens, lists and files all
// take their words and signs from here, so they all agree with the money.
//
// A payment brings money in; a refund and a payout take money out; a card check
// moves none. Only money that settles or has settled counts. A payment that was
// declined, cancelled or not accepted moves nothing. A held one moves nothing until
// it is released. The package claims nothing of an unknown one.
//
// Records must be cleaned if their words go to a screen.
package statement
