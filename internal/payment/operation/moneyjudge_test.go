package operation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
)

// judge compares what the agents were told with what the bank has done.
func (w *moneyWorld) judge() {
	entries, err := w.disk.Recent(context.Background(), "", 100_000)
	if err != nil {
		w.violated("the journal cannot be read: %v", err)
		return
	}
	rows := map[string]journal.Entry{}
	for _, e := range slices.Backward(entries) {
		w.log("journal", "%s %s: %v %v %v %s, wanted %+v, was %+v, %q %q", e.IntentAt.Sub(w.began).Round(time.Second), e.SentReference, e.Amount, e.State, e.Outcome, e.Resolution, e.Target, e.Before, e.Alarm, e.Evidence)
	}
	for _, p := range w.bank.payments {
		for _, c := range p.changes {
			w.log("bank", "%s changed at %v, shown at %v: %q %+v by %d", p.reference, c.at.Sub(w.began), c.shown.Sub(w.began), c.by, c.want, c.delta)
		}
	}
	for _, e := range entries {
		if _, twice := rows[e.SentReference]; twice {
			w.violated("the journal has %s twice", e.SentReference)
		}
		rows[e.SentReference] = e
		if e.State != journal.Known && e.Alarm == "" {
			w.violated("what became of %s is not known, and has no alarm: %+v", e.SentReference, e)
		}
	}
	made := map[string]int{} // how often each was booked
	for _, k := range w.bank.backs {
		if k.by != "" {
			made[k.by]++
			w.judgeMade(k.by, rows, true)
		}
	}
	for _, p := range w.bank.payments {
		for _, c := range p.changes {
			if c.adds > 0 { // its record was judged
				w.judgeChange(p, c, rows[c.by])
			} else if c.by != "" {
				made[c.by]++
				w.judgeMade(c.by, rows, !c.forgot)
				w.judgeChange(p, c, rows[c.by])
			}
		}
		w.judgePayment(p, rows)
	}
	for sent, times := range made {
		if times > 1 {
			w.violated("%s was booked %d times", sent, times)
		}
	}
	for _, e := range entries {
		if made[e.SentReference] == 0 && e.State == journal.Known && e.Outcome.MovesMoney() && e.Alarm == "" && !w.asBy(e) {
			w.violated("%s is called %v, and the bank has not done it", e.SentReference, e.Outcome)
		}
	}
	w.judgeAgain(rows)
	w.judgeSeries(rows)
	w.judgeLimits(rows)
	w.judgeTold(rows)
	w.judgeAlarms(rows)
}

// judgeMade judges the row of what was done.
func (w *moneyWorld) judgeMade(sent string, rows map[string]journal.Entry, done bool) {
	e, ok := rows[sent]
	switch {
	case !ok:
		w.violated("%s was booked, and the journal does not have it", sent)
	case (e.Operation == journal.OpHold || e.Operation == journal.OpRelease) && w.cancelled(w.bank.payment(e.Parent)):
		// Whether it was held before it was cancelled makes no difference.
	case done && e.State == journal.Known && !e.Outcome.MovesMoney() && e.Alarm == "":
		w.violated("%s was done, and is called %v without an alarm", sent, e.Outcome)
	}
}

// asBy reports an update whose effect another change has brought about.
func (w *moneyWorld) asBy(e journal.Entry) bool {
	p := w.bank.payment(e.Parent)
	if p == nil || e.RequestType() != journal.TypeUpdate {
		return false
	}
	if e.Operation == journal.OpRelease { // what settles was released
		return true
	}
	return slices.ContainsFunc(p.changes, func(c *moneyChange) bool {
		return !c.forgot && (c.want == e.Target || c.want.SettleStatus != "" && c.want.SettleStatus == e.Target.SettleStatus)
	})
}

// judgeChange compares what an update did to the money with what the caller was
// told of it. What the portal did and did not show by the time the intent was
// durable cannot be known.
func (w *moneyWorld) judgeChange(p *moneyPayment, c *moneyChange, e journal.Entry) {
	want := int64(0)
	if e.Operation == journal.OpReduce || e.Operation == journal.OpCancel {
		want = -e.Amount.Minor
	}
	if e.Operation == journal.OpRaise {
		want = e.Amount.Minor
	}
	if e.Alarm != "" || c.delta == want && !c.forgot {
		return
	}
	if c.forgot && (e.State == journal.Known && !e.Outcome.MovesMoney() || w.asBy(e) || w.cancelled(p)) {
		return
	}
	if w.crossed(p, c.intentAt, c.at) {
		return
	}
	w.violated("%s changed what settles by %d (forgotten %v), the caller was told %d, and there is no alarm: %v %v", e.SentReference, c.delta, c.forgot, want, e.State, e.Outcome)
}

// asByPortal reports a reduction that the portal happened to make as well.
func (w *moneyWorld) asByPortal(p *moneyPayment, e journal.Entry) bool {
	made := func(c *moneyChange) bool { return c.by == e.SentReference && !c.forgot }
	same := func(c *moneyChange) bool { return c.by == "" && c.want == e.Target }
	return e.State == journal.Known && e.Outcome.MovesMoney() && !slices.ContainsFunc(p.changes, made) && slices.ContainsFunc(p.changes, same)
}

func (w *moneyWorld) cancelled(p *moneyPayment) bool { return p.worth(time.Now()) == 0 }

// crossed reports a booking of the portal's that was made before the booked
// instant and not yet shown at the time of the intent.
func (w *moneyWorld) crossed(p *moneyPayment, intent, booked time.Time) bool {
	for _, c := range p.changes {
		if c.by == "" && c.at.Before(booked) && c.shown.After(intent) {
			return true
		}
	}
	return slices.ContainsFunc(w.bank.backs, func(k *moneyBack) bool {
		return k.by == "" && k.parent == p.reference && k.at.Before(booked) && k.shown.After(intent)
	})
}

// alarmed reports a payment that has an alarm.
func alarmed(p *moneyPayment, rows map[string]journal.Entry) bool {
	for _, e := range rows {
		if e.Parent == p.reference && e.Alarm != "" {
			return true
		}
	}
	return false
}

// judgePayment looks for payments that gave back more than settles, or more than was
// promised to settle.
func (w *moneyWorld) judgePayment(p *moneyPayment, rows map[string]journal.Entry) {
	settles, back := p.worth(time.Now()), w.bank.refunded(p.reference)
	if alarmed(p, rows) {
		return
	}
	// What settles is what the callers were told.
	told := p.asked
	for _, c := range p.changes {
		if c.by == "" {
			told += c.delta
		}
	}
	for _, e := range rows {
		if e.Parent == p.reference && e.State == journal.Known && e.Outcome.MovesMoney() && (e.Operation == journal.OpReduce || e.Operation == journal.OpCancel) {
			told -= e.Amount.Minor
		}
		if e.Parent == p.reference && e.State == journal.Known && e.Outcome.MovesMoney() && e.Operation == journal.OpRaise {
			told += e.Amount.Minor
		}
	}
	known := true // of each booked update and refund
	for _, c := range p.changes {
		// A change that the bank forgot and one that the portal made look alike.
		known = known && !w.crossed(p, c.intentAt, c.at) && !(c.forgot && w.asBy(rows[c.by]))
	}
	for _, e := range rows { // so do a change that is called done and one that another attempt made
		known = known && !(e.Parent == p.reference && e.Operation == journal.OpReduce && w.asByPortal(p, e))
	}
	cancelled := settles == 0
	if known && told != settles && !cancelled {
		w.violated("%d of %s settles, and the callers were told %d", settles, p.reference, told)
	}
	if back <= settles && (back <= told || cancelled || !known) {
		return
	}
	for _, k := range w.bank.backs {
		if k.by != "" && k.parent == p.reference && w.crossed(p, rows[k.by].IntentAt, k.at) {
			return
		}
	}
	w.violated("%d of %s was given back, %d settles and %d was promised to settle", back, p.reference, settles, told)
}

// judgeAgain looks for the same money given back twice, or the same payment
// repeated, without a reason.
func (w *moneyWorld) judgeAgain(rows map[string]journal.Entry) {
	var made []journal.Entry
	for _, k := range w.bank.backs {
		if e, ok := rows[k.by]; ok {
			made = append(made, e)
		}
	}
	for _, p := range w.bank.payments {
		for _, c := range p.changes {
			if e, ok := rows[c.by]; ok && !c.forgot && givesBack(e.Operation, journal.TypeAuth) {
				made = append(made, e)
			}
		}
	}
	slices.SortFunc(made, func(a, b journal.Entry) int { return a.IntentAt.Compare(b.IntentAt) })
	for i, e := range made {
		if e.OverrideReason != "" && e.OverrideReason != "simulation" {
			continue
		}
		for _, earlier := range made[:i] {
			repeats := (e.RequestType() == journal.TypeAuth) == (earlier.RequestType() == journal.TypeAuth)
			payout := e.Operation == journal.OpPayout || earlier.Operation == journal.OpPayout
			same := repeats && e.Amount == earlier.Amount && (e.Parent == earlier.Parent || payout && e.Last4 == earlier.Last4)
			if same && e.IntentAt.Sub(earlier.IntentAt) < payment.DefaultWindow && earlier.Alarm == "" {
				w.violated("%v of %v for %s was made after %v of it without a reason: %s, %s", e.Operation, e.Amount, e.Parent, earlier.Operation, earlier.SentReference, e.SentReference)
			}
		}
	}
}

// judgeSeries looks for a place in a series that was charged twice.
func (w *moneyWorld) judgeSeries(rows map[string]journal.Entry) {
	made := map[string]journal.Entry{}
	for _, k := range w.bank.backs {
		e := rows[k.by]
		if k.series.IsZero() || e.Alarm != "" {
			continue
		}
		place := fmt.Sprint(w.bank.root(k.parent), " ", k.series)
		if earlier, twice := made[place]; twice {
			w.violated("%s was charged twice: %s, %s", place, earlier.SentReference, e.SentReference)
		}
		if e.Initiation != k.series.String() {
			w.violated("%s is %q in the journal", place, e.Initiation)
		}
		made[place] = e
	}
}

// judgeLimits looks for limits that were passed by what the bank has done, and by
// what it will do: what is still held in the end is cancelled.
func (w *moneyWorld) judgeLimits(rows map[string]journal.Entry) {
	agents, payments := map[string]int64{}, map[string]int64{}
	add := func(sent string, minor int64) {
		if e, ok := rows[sent]; ok && e.Alarm == "" {
			agents[e.Agent] += minor
			payments[e.Parent] += minor
		}
	}
	for _, k := range w.bank.backs {
		if rows[k.by].RequestType() == journal.TypeRefund {
			add(k.by, k.minor)
		}
	}
	for _, p := range w.bank.payments {
		holder := ""
		for _, c := range p.changes {
			if !c.forgot && c.adds == 0 {
				add(c.by, -c.delta)
			}
			if status := c.want.SettleStatus; status != "" && !c.forgot {
				holder = map[bool]string{true: c.by}[status == string(gateway.SettleSuspended)]
			}
		}
		if worth := p.worth(time.Now()); worth > 0 { // what was raised after it was held gives nothing back
			add(holder, worth-min(worth, p.raised()))
		}
	}
	for agent, sum := range agents {
		if most := w.limits.MaxAgentDay; !most.IsZero() && sum > most.Minor {
			w.violated("%s gave back %d in a day, and may %v", agent, sum, most)
		}
	}
	for reference, sum := range payments {
		if most := w.limits.MaxRefund; !most.IsZero() && sum > most.Minor {
			w.violated("%d was given back for %s, and %v may be", sum, reference, most)
		}
	}
}

// judgeTold compares what an agent was told with what the journal says in the
// end.
func (w *moneyWorld) judgeTold(rows map[string]journal.Entry) {
	for _, a := range w.people {
		for _, v := range a.told {
			e, ok := rows[v.SentReference]
			if v.State != payment.Known || v.Outcome == gateway.OutcomeUnknown || !ok || e.State != journal.Known || e.Alarm != "" {
				continue
			}
			if v.Outcome.MovesMoney() != e.Outcome.MovesMoney() {
				w.violated("%s was told %v of %s, which is %v, without an alarm", e.Agent, v.Outcome, v.SentReference, e.Outcome)
			}
		}
	}
}
