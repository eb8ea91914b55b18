package option

import (
	"motoconsole/gateway"
	"motoconsole/internal/script"
)

// The operations that take or send new money with the card of an earlier payment.

// stopWords refuse a card that the bank said not to try again.
const stopWords = "The bank said not to try this card again: take another card."

// stopped reports a card that the bank said not to try again, in the record or in one
// made from it: by its advice (4 and 8, and Mastercard's 03 and 21), which holds even if the
// payment it came with was approved, or by the code of a refusal.
func stopped(record gateway.Record, related []gateway.Record) bool {
	if script.Stops(record) {
		return true
	}
	for _, child := range related {
		sameCard := child.MaskedPAN == "" || child.MaskedPAN == record.MaskedPAN
		if sameCard && script.Stops(child) {
			return true
		}
	}
	return false
}

func (f *facts) repeat() Option {
	o := Option{
		Kind: Repeat, Title: "Take a new payment from this card",
		Says:   "A new payment with this card, which need not be read out again. It has its own amount and order reference.",
		Caller: "I can use the card of your earlier payment, if you agree.",
	}
	switch {
	case f.stopped:
		o.Refusal = stopWords
	case f.record.RequestType != gateway.TypeAuth && f.record.RequestType != gateway.TypeAccountCheck:
		o.Refusal = "Only a payment or a card check can be repeated."
	case f.isRaise:
		o.Refusal = "This is a raise: repeat the payment that it raised."
	case f.myBank:
		o.Refusal = "A MyBank payment cannot be repeated."
	case f.record.ErrorCode != gateway.CodeFine:
		o.Refusal = "This payment did not go through, so it cannot be repeated: take a new one."
	case f.expired:
		o.Refusal = "The card has expired: take a new payment with the new card."
	}
	return o
}

// raise adds to a pre-authorisation, by the same card.
func (f *facts) raise() Option {
	o := Option{
		Kind: Raise, Title: "Raise the pre-authorisation", Most: f.whole, Left: f.whole, stands: f.whole,
		Says: "More is reserved on the same card, and captured with the rest. If the bank declines it, what is reserved already stays.",
	}
	o.tell(func(c chosen) string {
		if c.stays == "" {
			return "More is reserved on your card."
		}
		return c.by + " more is reserved on your card: " + c.stays + " instead of " + c.was + "."
	})
	switch o.Refusal = f.unchangeable(); {
	case o.Refusal != "":
	case f.record.SettleStatus == string(gateway.SettleOverride): // more would be charged at once, and not reserved
		o.Refusal = "This pre-authorisation is captured: take a new payment for the rest."
	case f.stopped:
		o.Refusal = stopWords
	case f.record.PaymentType != string(gateway.Visa):
		o.Refusal = "Only a pre-authorisation of a Visa card can be raised: take a new payment for the rest."
	case f.expired:
		o.Refusal = "The card has expired: take a new payment with the new card."
	}
	return o
}

func (f *facts) payout() Option {
	o := Option{
		Kind: Payout, Title: "Pay money out to this card",
		Says:   "A payout sends new money to this card; it may be more than was taken. It is not a refund, and this payment stays refundable.",
		Caller: "The money leaves us within a day. Your bank may take a few working days to show it" + f.onCard() + ".",
	}
	f.payoutRefusal(&o)
	if o.Refusal == "" {
		f.askExpiry(&o)
	}
	return o
}

func (f *facts) payoutRefusal(o *Option) {
	switch {
	case !f.limits.Payouts:
		o.Refusal, o.Limited = payoutsOff, true
	case f.limits.MayBeOld(f.record, f.now) != nil:
		o.Refusal, o.Limited = f.limits.MayBeOld(f.record, f.now).Sentence, true
	case f.record.RequestType != gateway.TypeAuth:
		o.Refusal = "Money can only be paid out to the card of a payment."
	case f.isRaise:
		o.Refusal = "This is a raise: pay out to the card of the payment that it raised."
	case f.myBank:
		o.Refusal = "A MyBank payment has no card to pay out to."
	case f.stopped:
		o.Refusal = stopWords
	case f.stage == stageRefused || f.stage == stageUnsure:
		o.Refusal = "It is not certain that this payment went through, so nothing can be paid out to its card."
	}
}
