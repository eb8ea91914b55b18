package statement

import (
	"time"

	"motoconsole/gateway"
)

// IsCapturable reports a pre-authorisation that is held: its amount is reserved, and
// waits to be captured.
func IsCapturable(r gateway.Record) bool {
	return IsPreauthorisation(r) && r.Outcome() == gateway.OutcomeHeld
}

// IsPreauthorisation reports a payment that reserves its amount first.
func IsPreauthorisation(r gateway.Record) bool {
	return r.RequestType == gateway.TypeAuth && gateway.AuthMethod(r.AuthMethod) == gateway.AuthPre
}

// IsReserved reports a pre-authorisation that has not been captured, and which no
// total counts as taken: it waits to be captured, as its agent asked, which asked says,
// or for a later day on which it settles, captured or not.
func IsReserved(r gateway.Record, asked bool, now time.Time) bool {
	switch gateway.SettleStatus(r.SettleStatus) {
	case gateway.SettlePending, gateway.SettleOverride:
		return IsPreauthorisation(r) && settles(r) && later(r.SettleDueDate, now) != ""
	default:
		return asked && IsCapturable(r)
	}
}

// HeldDays is how many days after a payment was taken the gateway cancels it if it
// is still held.
func HeldDays(r gateway.Record) int {
	return gateway.AuthMethod(r.AuthMethod).SettleDays()
}

// HeldUntil is when the gateway cancels a record that is still held; false if the
// record does not say when it was made.
func HeldUntil(r gateway.Record) (time.Time, bool) {
	started, ok := r.StartedAt()
	return started.AddDate(0, 0, HeldDays(r)), ok
}

// HeldEnd says in a sentence when the gateway cancels held money, if only the
// journal is available. The zero time means not known.
func HeldEnd(until time.Time) string {
	if until.IsZero() {
		return "The gateway cancels it 7 days after it was taken, a pre-authorisation 31 days after, if still held."
	}
	return "The gateway cancels it on " + heldDay(until) + " if still held."
}

// HeldWords says the same of a gateway's record.
func HeldWords(r gateway.Record) string {
	span := "7 days"
	if HeldDays(r) == 31 {
		span = "31 days"
	}
	done := " after it was taken"
	if FlowOf(r) == Out {
		done = " after it was made"
	}
	until, ok := HeldUntil(r)
	if !ok {
		return "The gateway cancels it " + span + done + " if still held."
	}
	return "The gateway cancels it on " + heldDay(until) + ", " + span + done + ", if still held."
}

// HeldShort is short for HeldWords, to follow the word HELD in a list; "" for a
// record that is not held.
func HeldShort(r gateway.Record) string { return untilShort(r, "released") }

// ReservedShort is the same, to follow the word RESERVED.
func ReservedShort(r gateway.Record) string { return untilShort(r, "captured") }

func untilShort(r gateway.Record, done string) string {
	until, ok := HeldUntil(r)
	switch {
	case r.Outcome() != gateway.OutcomeHeld:
		return ""
	case !ok:
		return "until " + done + ", or cancelled"
	default:
		return "until " + done + ", or cancelled on " + until.Local().Format("2 January")
	}
}

// ReservedEnd says when a pre-authorisation ends that is not captured.
func ReservedEnd(r gateway.Record) string {
	const rest = "; what is not captured by then is cancelled"
	until, ok := HeldUntil(r)
	if !ok {
		return "31 days after it was reserved" + rest
	}
	return heldDay(until) + " (31 days)" + rest
}

func heldDay(until time.Time) string { return until.Local().Format("Monday 2 January") }
