package payment

import (
	"context"
	"iter"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/resolve"
)

// reconcile is what a console does when it starts: it compares the gateway's records
// with the journal, from an hour before the newest entry on, and tries until it can.
func (p *process) reconcile() {
	for !p.isDead() {
		if !p.step("reconciles") {
			return
		}
		since := p.now().Add(-time.Hour)
		if newest, err := p.memory.Recent(context.Background(), "", 1); err == nil && len(newest) > 0 {
			since = newest[0].IntentAt.Add(-time.Hour)
		}
		if p.compare(since) {
			return
		}
		if !p.sleep(context.Background(), 30*time.Second) {
			return
		}
	}
}

// compare compares once, and reports whether it could.
func (p *process) compare(since time.Time) bool {
	if err := p.processor.SignIn.Prove(context.Background()); err != nil {
		return false
	}
	ahead, _ := p.processor.SignIn.Clock()
	asked := time.Now()
	r := &resolve.Reconciler{Gateway: line{p}, Store: p.processor.Store, Sites: []string{simSite}, Now: p.now, Ahead: ahead}
	found, err := r.Run(context.Background(), since)
	if !p.step("has compared") {
		return false
	}
	p.log("reconciles: %d looked at, %d forgotten, %d of others, %v", found.Looked, len(found.Forgotten), len(found.Others), orOK(err))
	if err != nil {
		return false
	}
	for _, a := range found.Forgotten {
		p.adopted(AttemptOf(a))
	}
	if p.whole && p.exact() {
		p.compared(asked, since)
	}
	return p.processor.Store.Reconciled(context.Background()) == nil
}

// compared judges that a comparison to which the gateway hid nothing has left no
// payment forgotten that it could see.
func (p *process) compared(asked, since time.Time) {
	for _, b := range p.bank.booked {
		if b.by == nil || b.by.book != p.book || b.by.identity != p.memory.Identity().Name || !b.verdict.recorded() || b.misfiled ||
			b.shown.After(asked) || !b.stamp.After(since.Add(time.Minute)) || p.opened.Before(p.book.replaced) {
			continue
		}
		if p.book.forgot(b.by) {
			p.violated("I17", "%s is still forgotten, and a comparison was shown it", b.request.OrderReference)
		}
	}
}

// adopted judges a row that was made for a payment the journal is said to have
// forgotten.
func (p *process) adopted(a Attempt) {
	record := a.Result.Record
	made := p.bank.of(a.SentReference, record.TransactionReference)
	switch {
	case len(made) == 0:
		p.violated("I17", "%s is called forgotten, and the bank has no such payment", a.SentReference)
	case made[0].by == nil || made[0].by.book != p.book:
		p.violated("I17", "%s is called forgotten, and another journal or the portal made it", a.SentReference)
	case !p.book.forgot(made[0].by) && p.references == exactReferences && p.book.replaced.IsZero():
		p.violated("I17", "%s is called forgotten, and the journal has it", a.SentReference)
	case a.Alarm == "":
		p.violated("I17", "%s was forgotten, and raises no alarm", a.SentReference)
	}
}

// remembers judges, by a comparison of everything at a time when nothing is
// hidden any more, that each forgotten payment has a row with an alarm, or is
// listed as another journal's where the journal is a new one.
func (s *sim) remembers(b *book) {
	walk := walker{s}
	r := &resolve.Reconciler{Gateway: walk, Store: b.disk, Sites: []string{simSite}, Now: time.Now, Ahead: 0}
	found, err := r.Run(context.Background(), s.began.Add(-time.Hour))
	if err != nil {
		s.violated("I17", "the journal cannot be compared: %v", err)
		return
	}
	others := map[string]bool{}
	for _, o := range found.Others {
		others[o.TransactionReference] = true
	}
	alarms := map[string]bool{}
	for _, e := range b.entries() {
		alarms[e.TransactionReference] = e.Alarm != ""
	}
	for _, made := range s.bank.booked {
		if made.by == nil || made.by.book != b || !made.verdict.recorded() || !b.forgot(made.by) || made.misfiled {
			continue
		}
		if tx := made.transaction(); !alarms[tx] && !others[tx] {
			s.violated("I17", "%s was forgotten, and a comparison says nothing of it", made.request.OrderReference)
		} else if others[tx] && made.by.identity == b.disk.Identity().Name && s.exact() {
			s.violated("I17", "%s was forgotten, carries the journal's name, and is listed as another's", made.request.OrderReference)
		}
	}
}

// exact is a world in which a record tells for certain which journal made it and
// when: order references are kept to the letter, and all clocks agree. A journal
// does not claim records from before it was made, by its maker's clock.
func (s *sim) exact() bool {
	return s.references == exactReferences && s.clocks == rightClocks && len(s.hosts) == 1
}

// walker is the bank as `moto reconcile` finds it in the end.
type walker struct{ s *sim }

func (w walker) Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		for _, b := range w.s.bank.booked {
			if b.verdict.recorded() && !b.shown.After(time.Now()) && !yield(w.s.shows(b, time.Now()), nil) {
				return
			}
		}
	}
}
