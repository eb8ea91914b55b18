package option

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// The operations that change a payment or refund without giving anything back.

func (f *facts) release() Option {
	o := Option{
		Kind: Release, Title: "Release the held " + f.noun,
		Says: "It " + f.moves() + " " + statement.Run(f.record.SettleDueDate, f.now) +
			", without the fraud and duplicate checks that may have held it.",
		Caller: "The payment will be taken " + statement.Day(f.record.SettleDueDate, f.now) + ".",
	}
	if f.reserved() {
		o.Title, o.Captures = "Capture the reserved amount", f.whole
		amount := "The reserved amount"
		if !f.whole.IsZero() {
			amount = "The " + f.whole.String() + " that is reserved"
			o.Caller = f.whole.String() + " will be taken " + statement.Day(f.record.SettleDueDate, f.now) + "."
		}
		o.Says = amount + " is taken " + statement.Run(f.record.SettleDueDate, f.now) +
			", without further fraud and duplicate checks. To capture a part, reduce it first: the rest is let go."
	}
	if f.isRefund {
		o.Caller = "The " + f.noun + " leaves us " + statement.Day(f.record.SettleDueDate, f.now) + ". Your bank may take a few working days to show it."
	}
	if o.Refusal = f.unchangeable(); o.Refusal == "" && f.stage != stageHeld {
		o.Refusal = "It is not held: it settles by itself."
		if f.reserved() && f.record.SettleDueDate > f.now.UTC().Format(time.DateOnly) {
			o.Refusal = "It is not held: it settles by itself " + statement.Run(f.record.SettleDueDate, f.now) + ". To take it earlier, change the settlement date."
		}
	}
	if f.isRefund && o.Refusal == "" { // the release gives money back
		o.Most, o.Left = f.whole, f.whole
		return f.lettingGo(o)
	}
	return o
}

// reserved reports a pre-authorisation whose amount is still to be taken.
func (f *facts) reserved() bool {
	return !f.isRefund && gateway.AuthMethod(f.record.AuthMethod) == gateway.AuthPre
}

// waits reports a pre-authorisation that has not been captured: it waits for that,
// or for its day.
func (f *facts) waits() bool {
	return f.open() && statement.IsReserved(f.record, true, f.now)
}

func (f *facts) hold() Option {
	o := Option{
		Kind: Hold, Title: "Hold the " + f.noun, Warning: f.finalWarning(putOff),
		Says:   "It will not " + f.move() + " until an agent releases it. " + statement.HeldWords(f.record),
		Caller: "You are not charged while we look into this.",
	}
	if f.isRefund {
		o.Caller = "The " + f.noun + " waits until we have looked into this."
	}
	if f.waits() {
		o.Title = "Hold the pre-authorisation"
	}
	if o.Refusal = f.unchangeable(); o.Refusal == "" && f.stage == stageHeld {
		o.Refusal = "It is held already."
	}
	if o.Refusal == "" && !f.isRefund { // the gateway cancels a payment that stays held, which gives the money back
		o.Most, o.Left = f.whole, f.whole
		return f.bounded(o, true)
	}
	return o
}

func (f *facts) order() Option {
	return Option{
		Kind: Order, Title: "Change the order reference", Refusal: f.unchangeable(),
		Says: "The " + f.noun + " is found under the new order reference from then on.",
	}
}

func (f *facts) correct() Option {
	o := Option{
		Kind: Correct, Title: "Correct the customer’s details", Refusal: f.unchangeable(),
		Says: "Name, address, e-mail, telephone or expiry date, as the gateway has them. The bank does not check them again, and no money moves.",
	}
	if o.Refusal == "" && f.isRefund {
		o.Refusal = "This is a " + f.noun + ": correct the payment it belongs to."
	}
	return o
}

func (f *facts) due() Option {
	o := Option{
		Kind: Due, Title: "Change the settlement date", Warning: f.finalWarning(putOff), Refusal: f.unchangeable(),
		Says: "It " + f.moves() + " in that day’s run, at the latest " + f.limitWords() + " after it was taken.",
	}
	o.tell(func(c chosen) string {
		if f.isRefund {
			return "The " + f.noun + " leaves us on " + c.onDay() + "."
		}
		return "The payment will be taken on " + c.onDay() + "."
	})
	if f.stage == stageHeld { // another due date does not release it
		o.Says = "It is held, and " + f.moves() + " in that day’s run at the earliest: not before it is released. The gateway cancels it when it has not settled " +
			f.limitWords() + " after it was taken."
		o.tell(func(c chosen) string {
			switch {
			case f.isRefund:
				return "The " + f.noun + " waits until we have looked into this, and until " + c.onDay() + " at least."
			case f.reserved():
				return "The amount stays reserved on your card, and is not taken before " + c.onDay() + "."
			default:
				return "You are not charged while we look into this, and not before " + c.onDay() + "."
			}
		})
	}
	started, ok := f.record.StartedAt()
	if o.Refusal != "" {
		return o
	}
	o.DueFrom, o.DueTo = f.now.UTC().Format(time.DateOnly), started.AddDate(0, 0, f.limitDays()).Format(time.DateOnly)
	switch {
	case !ok:
		o.Refusal = "The gateway does not say when it was taken, so it is not known how long it may wait."
	case o.DueTo < o.DueFrom:
		o.Refusal = "It cannot be put off any longer."
	}
	return o
}

// moves is what money does once it settles.
func (f *facts) moves() string { return "will " + f.move() }

func (f *facts) move() string {
	if f.isRefund {
		return "go out"
	}
	return "be taken"
}

// limitDays is how many days after it was made a payment or refund may still
// settle.
func (f *facts) limitDays() int {
	return statement.HeldDays(f.record)
}

func (f *facts) limitWords() string {
	return statement.Span(time.Duration(f.limitDays()) * 24 * time.Hour)
}
