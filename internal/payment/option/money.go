package option

import "motoconsole/gateway"

// The operations that give money back: cancelling or reducing a payment that has
// not settled, and refunding one that has.

// cancel stops a payment. It also stops a refund.
func (f *facts) cancel() Option {
	o := Option{
		Kind: Cancel, Title: "Cancel the " + f.noun, Most: f.whole, Left: f.whole, Warning: f.finalWarning("cancelled"),
		Says:   "The whole " + f.noun + " stops before it settles. This cannot be undone.",
		Caller: "You will not be charged. Your bank may show it as pending for a few days.",
	}
	switch {
	case f.waits():
		o.Title, o.Says = "Cancel the pre-authorisation", "All that is reserved is let go, and nothing is taken. This cannot be undone."
	case f.stage == stageHeld:
		o.Title = "Cancel the held " + f.noun
	}
	if f.isRefund {
		o.Title = "Stop this " + f.noun
		o.Says = "The " + f.noun + " stops before it settles. The customer keeps nothing of it" + f.stays() + ". This cannot be undone."
		o.Caller = "This " + f.noun + " will not be paid."
		o.Refusal = f.unchangeable()
		return o
	}
	if o.Refusal = f.unchangeable(); o.Refusal != "" {
		return o
	}
	return f.bounded(o, true)
}

// stays is the money that a refund or payout would have given away.
func (f *facts) stays() string {
	if f.whole.IsZero() {
		return ": its money stays with us"
	}
	return ": " + f.whole.String() + " stays with us"
}

func (f *facts) reduce() Option {
	o := Option{
		Kind: Reduce, Title: "Reduce the payment", stands: f.whole, Warning: f.finalWarning("reduced"),
		Says: "Only the remainder is taken; the caller keeps the rest.",
	}
	o.tell(func(c chosen) string {
		return "You will be charged " + c.less() + ". Your bank may hold the whole amount for a few days."
	})
	switch {
	case f.waits():
		o.Title, o.Says = "Reduce the pre-authorisation", "You say how much stays reserved, to be captured next. The rest is let go."
		if f.stage != stageHeld {
			o.Says = "You say how much stays reserved, and is taken on its day. The rest is let go."
		}
		o.tell(func(c chosen) string {
			if c.stays == "" {
				return "Less stays reserved on your card."
			}
			return c.stays + " stays reserved on your card instead of " + c.was + "."
		})
	case f.stage == stageHeld:
		o.Says = "Only the remainder is taken, once it is released; the caller keeps the rest."
		o.tell(func(c chosen) string {
			return "You are not charged while we look into this. After that you will be charged " + c.less() + ". Your bank may hold the whole amount for a few days."
		})
	}
	if f.isRefund {
		o.Refusal = "This cannot be reduced here" + stopIt + " and make a smaller " + f.noun + "."
		return o
	}
	if o.Refusal = f.unchangeable(); o.Refusal != "" {
		return o
	}
	if f.left.Minor < 2 {
		o.Refusal = "This amount cannot be made any smaller" + cancelPayment + "."
		return o
	}
	o.Most, o.Left = f.left, f.left
	o.Most.Minor--
	return f.bounded(o, false)
}

func (f *facts) refundWhole() Option {
	o := f.refund(Option{Kind: RefundWhole, Title: "Refund the whole payment"})
	if f.stage == stageSettled && f.left != f.whole {
		o.Title = "Refund all that is left"
	}
	if o.Refusal == "" && f.myBank && f.left != f.whole {
		o.Refusal = "A MyBank payment can only be refunded whole, and a part of this one has already been given back."
	}
	if o.Refusal != "" {
		return o
	}
	return f.bounded(o, true)
}

func (f *facts) refundPart() Option {
	o := f.refund(Option{Kind: RefundPart, Title: "Refund a part", stands: f.left})
	if o.Refusal == "" && f.myBank {
		o.Refusal = "A MyBank payment can only be refunded whole."
	}
	if o.Refusal != "" {
		return o
	}
	return f.bounded(o, false)
}

// refund fills in what both kinds of refund have in common.
func (f *facts) refund(o Option) Option {
	o.Says = "A refund to the same card. It goes out in the next daily run and can be stopped until then."
	o.Caller = "The refund leaves us within a day. Your bank may take a few working days to show it" + f.onCard() + "."
	if f.myBank {
		o.Says = "A refund to the bank account the money came from. It is paid at once and cannot be stopped."
		o.Caller = "The refund leaves us now. Your bank decides when it shows in your account."
	}
	o.Refusal = f.unrefundable()
	if o.Refusal != "" {
		return o
	}
	o.Most, o.Left = f.left, f.left
	if f.askExpiry(&o) {
		o.Title += " with a new expiry date"
	}
	return o
}

// askExpiry makes an option ask for the new expiry date of a card that has expired since,
// and reports whether it has.
func (f *facts) askExpiry(o *Option) bool {
	if f.expired {
		o.NeedsExpiry = true
		o.Says += " The card has expired since: the bank wants the expiry date of the card that took its place."
	}
	return f.expired
}

// bounded applies the limits to an option. It refuses an operation on the whole if
// the limit is lower.
func (f *facts) bounded(o Option, whole bool) Option {
	if err := f.limits.mayGiveBack(f.record, f.now); err != nil {
		o.Refusal, o.Limited = err.Sentence, true
		return o
	}
	most, over := f.limits.most(o.Most, f.given)
	if o.over = over; over != nil && (whole || most.IsZero()) {
		o.Refusal, o.Limited = over.Sentence, true
		return o
	}
	o.Most = most
	return o
}

// lettingGo applies the limits to the release of a held refund or payout: the
// release is what gives the money back.
func (f *facts) lettingGo(o Option) Option {
	if f.record.AccountType == string(gateway.AccountPayout) {
		if err := f.limits.MayPayOut(o.Most, gateway.Money{}); err != nil {
			o.Refusal, o.Limited = err.Sentence, true
		}
		return o
	}
	if !f.limits.Refunds {
		o.Refusal, o.Limited = switchedOff, true
		return o
	}
	if _, over := f.limits.most(o.Most, gateway.Money{}); over != nil {
		o.Refusal, o.Limited = over.Sentence, true
	}
	return o
}

// unchangeable is why an update of the payment is refused.
func (f *facts) unchangeable() string {
	switch {
	case f.stage == stageSettling && f.myBank:
		return f.bankHasIt()
	case f.stage == stageSettling:
		return "It is with the bank now and cannot be changed any more."
	case f.myBank && f.stage == stageSettled && !f.isRefund:
		return "It has settled and cannot be changed any more" + refundIt + " whole."
	case f.stage == stageSettled && !f.isRefund:
		return "It has settled and cannot be changed any more" + refundIt + "."
	case f.myBank && f.open():
		return "A MyBank payment cannot be changed" + refundWhole + "."
	}
	return f.nothing()
}

// unrefundable is why a refund is refused.
func (f *facts) unrefundable() string {
	switch {
	case f.isRefund:
		return "This is itself a " + f.noun + ": refund the payment it belongs to."
	case f.stage == stageSettling && f.myBank:
		return f.bankHasIt()
	case f.stage == stageSettling:
		return "It is with the bank now" + refundSettled + "."
	case f.myBank && f.open():
		return "A MyBank payment can only be refunded once it has settled."
	case f.nothing() != "":
		return f.nothing()
	case f.open():
		return "It has not settled yet" + cancelIt + ", or reduce it."
	}
	return ""
}

func (f *facts) bankHasIt() string {
	return "The customer or the bank has not finished this MyBank payment" + refundWhole + "."
}
