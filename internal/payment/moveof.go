package payment

import "motoconsole/internal/journal"

// MoveOf is the move an attempt made, as far as it tells: MoveNothing for the
// payment of a card that was read out. A refund of a part stands for one of the
// whole, and for a payout to the card of a payment.
func MoveOf(a Attempt) Move {
	switch a.Kind {
	case journal.KindRefund:
		if a.Parent == "" {
			return MovePayout
		}
		return MoveRefundPart
	case journal.KindUpdate:
		c, _ := parseChange(a.SentReference)
		return c.move
	default:
		if a.Parent != "" {
			return MoveRepeat
		}
		return MoveNothing
	}
}

// WhatIs is what an attempt was to make, as a noun: "payment", "refund".
func WhatIs(a Attempt) string {
	switch MoveOf(a) {
	case MoveCancel:
		return "cancellation"
	case MoveReduce:
		return "reduction"
	case MoveRefundWhole, MoveRefundPart:
		return "refund"
	case MovePayout:
		return "payout"
	case MoveRelease:
		return "release"
	case MoveHold:
		return "hold"
	case MoveOrder:
		return "change of order reference"
	case MoveDue:
		return "change of due date"
	case MoveRepeat:
		return "repeat payment"
	default:
		if a.Kind == journal.KindUpdate {
			return "change"
		}
		return "payment"
	}
}

// WhatEntryIs is WhatIs of an entry of the journal.
func WhatEntryIs(e journal.Entry) string { return WhatIs(attemptOf(e)) }
