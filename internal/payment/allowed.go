package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// This file says what the agent of a processor may do. Every attempt is checked here
// before it is recorded. The amount that it takes is checked against the agent's
// limits before it is sent.

// Needs are the rights that an attempt needs. Each kind of payment has a right of its
// own, and so has each way to settle except the next run.
func Needs(a Attempt) []rights.Right {
	switch a.Operation {
	case journal.OpCharge, journal.OpCheck:
		return overrides(a, takes(a.Charge)...)
	case journal.OpRepeat:
		if a.Charge.Uncalled() {
			return overrides(a, rights.Repeat, rights.Uncalled)
		}
		return overrides(a, rights.Repeat)
	case journal.OpRaise:
		return []rights.Right{rights.Preauthorise}
	case journal.OpRefund:
		return []rights.Right{rights.Refund}
	case journal.OpPayout:
		return []rights.Right{rights.Payout}
	case journal.OpCancel, journal.OpReduce:
		return []rights.Right{rights.Cancel}
	case journal.OpHold, journal.OpRelease:
		return []rights.Right{rights.Hold}
	case journal.OpDueDate, journal.OpOrder, journal.OpCorrect:
		return []rights.Right{rights.Change}
	default: // an operation without a right of its own is refused wherever rights are given
		return []rights.Right{rights.Right(a.Operation)}
	}
}

// takes are the rights that a charge needs by its kind and its settlement.
func takes(c Charge) []rights.Right {
	return append(ofKind(c.Kind), ofWay(c.Settlement.Way())...)
}

// ofKind are the rights that a kind of payment needs.
func ofKind(k terms.Kind) []rights.Right {
	switch k {
	case terms.Payment:
		return []rights.Right{rights.Take}
	case terms.Preauthorisation:
		return []rights.Right{rights.Preauthorise}
	case terms.CardCheck:
		return []rights.Right{rights.CheckCard}
	default: // a kind without a right of its own is refused wherever rights are given
		return []rights.Right{rights.Right(k)}
	}
}

// Offered is the part of the site's offer that the agent may take. If the agent may
// take nothing, it is the whole offer, and the payment is refused when the agent
// takes it.
func (d *Processor) Offered() terms.Offer {
	o := d.Offer
	kinds := slices.DeleteFunc(slices.Clone(o.Kinds), func(k terms.Kind) bool { return d.WhyNot(k) != "" })
	if len(kinds) == 0 {
		return o
	}
	o.Kinds = kinds
	if ways := slices.DeleteFunc(slices.Clone(o.Ways), func(w terms.Way) bool { return d.Grant.May(ofWay(w)...) != nil }); len(ways) > 0 {
		o.Ways = ways
	}
	return o
}

// WhyNot says why the agent may not take a kind of payment: the right to it is missing,
// or the right to every way in which it settles here; "" for one that the agent may take.
func (d *Processor) WhyNot(k terms.Kind) string {
	if why := d.Grant.Why(ofKind(k)...); why != "" || !k.TakesMoney() {
		return why
	}
	says := "You may not choose any of the ways in which a " + k.Noun() + " settles here."
	for _, w := range d.Offer.WaysOf(k) {
		why := d.Grant.Why(ofWay(w)...)
		if why == "" {
			return ""
		}
		says += " " + why
	}
	return says
}

// ofWay are the rights that a way to settle needs.
func ofWay(w terms.Way) []rights.Right {
	switch w {
	case terms.NextRun:
		return nil
	case terms.OnDate:
		return []rights.Right{rights.Defer}
	case terms.Held:
		return []rights.Right{rights.TakeHeld}
	case terms.AtOnce:
		return []rights.Right{rights.SettleAtOnce}
	default:
		return []rights.Right{rights.Right(w)}
	}
}

// overrides adds the right to override a warning, if the charge has a reason for
// that. That a number was corrected overrides nothing.
func overrides(a Attempt, all ...rights.Right) []rights.Right {
	if a.Charge.Reason != "" && !a.Charge.Corrected {
		return append(all, rights.Override)
	}
	return all
}

// mayBegin says why a job must not even be recorded.
func (d *Processor) mayBegin(j Job) error {
	if err := d.Grant.At(d.Site); err != nil {
		return err
	}
	if err := d.Grant.May(Needs(j.Attempt)...); err != nil {
		return err
	}
	return j.Refused
}

// MayTake refuses a test card on a live site.
func (d *Processor) MayTake(number gateway.CardNumber) error {
	if d.Live && number.IsTest() {
		return &gateway.FieldError{Field: "pan", Rule: gateway.TestCardRefused}
	}
	return nil
}

// mayCharge says why a charge is not taken here: the site does not take its kind, the
// kind does not take the card, or MayTake says so.
func (d *Processor) mayCharge(c Charge, number gateway.CardNumber) error {
	if err := d.Offer.Takes(c.Kind, c.Settlement); err != nil {
		return err
	}
	if why := c.Kind.Refuses(number.Brand()); why != "" {
		return &gateway.FieldError{Field: "pan", Rule: why}
	}
	return d.MayTake(number)
}

// MarkRefused marks the warnings that this agent may not override.
func (d *Processor) MarkRefused(warnings []Warning) []Warning {
	for i, w := range warnings {
		if !w.Bars() && w.Kind != NumberRefused { // which any agent can have corrected
			warnings[i].Refusal = d.Grant.Why(rights.Override)
		}
	}
	return warnings
}

// OverLimit says why an AUTH is more than this agent may take, in one payment or in
// one day. A limit is a figure that applies to each currency by itself. Only attempts
// that the journal got before this one count; a later one counts this one when it is
// checked itself.
func (d *Processor) OverLimit(ctx context.Context, a Attempt) error {
	limits, amount := d.Grant.Limits(), a.Charge.Amount
	if a.Operation.RequestType() != journal.TypeAuth {
		return nil
	}
	// In a currency without decimals a figure below one unit becomes zero, and then
	// allows nothing: only a limit that is zero itself is no limit.
	if most := limits.Payment.FigureIn(amount.Currency); !limits.Payment.IsZero() && a.whole().Minor > most.Minor {
		return rights.Limited("You may take at most %s in one payment. Ask a supervisor.", most)
	}
	if limits.PaymentDay.IsZero() {
		return nil
	}
	most := limits.PaymentDay.FigureIn(amount.Currency)
	since := d.DaySince()
	entries, err := d.OfAgent(ctx, a.Agent, since)
	if err != nil {
		return errUnread
	}
	if older, ok := journal.Before(entries, a.ID); ok {
		entries = older
	}
	entries = slices.DeleteFunc(entries, func(e journal.Entry) bool {
		return e.RequestType() != journal.TypeAuth || e.Amount.Currency != amount.Currency || Outside(e, since) ||
			e.State == journal.Known && !e.Outcome.MovesMoney()
	})
	taken := gateway.Money{Currency: amount.Currency}
	for _, e := range entries {
		taken, _ = taken.Plus(e.Amount)
	}
	switch with, _ := amount.Plus(taken); {
	case with.Minor <= most.Minor:
		return nil
	case taken.IsZero():
		return rights.Limited("You may take at most %s in one day. Ask a supervisor.", most)
	default:
		return rights.Limited("You may take at most %s in one day, and have taken %s today. Ask a supervisor.", most, taken)
	}
}

// whole is what one payment takes in all: a raise adds to what is reserved already.
func (a Attempt) whole() gateway.Money {
	if a.Operation == journal.OpRaise {
		return a.Before.Raised(a.Charge.Amount)
	}
	return a.Charge.Amount
}

// The limits of a day: whose attempts count, and when the day began. A day is from
// midnight to midnight.

// OfAgent are an agent's attempts since a time, newest first, including those that
// began a while before it and may have been sent after it. It reads all agents'
// attempts and compares the names itself, because the journal finds a name in one
// spelling only. Attempts at test sites do not count at a live site, nor the other
// way round.
func (d *Processor) OfAgent(ctx context.Context, agent string, since time.Time) ([]journal.Entry, error) {
	all, err := d.Store.Since(ctx, since.Add(-24*time.Hour))
	return slices.DeleteFunc(all, func(e journal.Entry) bool {
		return !rights.By(e.Agent, agent) || gateway.IsTestSite(e.Site) != gateway.IsTestSite(d.Site)
	}), err
}

// Outside reports an attempt from before a time. An open attempt counts as sent now,
// however long ago it began. One that began before midnight and was sent after it
// counts on both days.
func Outside(e journal.Entry, since time.Time) bool {
	last := e.IntentAt
	if e.AnsweredAt.After(last) {
		last = e.AnsweredAt
	}
	return e.State != journal.Open && last.Before(since)
}

// DaySince is when today began, by our clock or by the gateway's, whichever is
// earlier: a clock that is set ahead begins no new day. $TZ does not move midnight
// either, but it does on screens: see takings.Midnight.
func (d *Processor) DaySince() time.Time {
	now := d.Now()
	since := d.midnight(now)
	if ahead, told := d.SignIn.Clock(); told && ahead < 0 {
		since = d.midnight(now.Add(ahead))
	}
	return since
}

func (d *Processor) midnight(now time.Time) time.Time {
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := now.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}
