package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/rights"
)

// supervise settles what is in doubt by hand, as `moto resolve --settle` does:
// by what the gateway shows at that time. A supervisor looks it up in the
// portal first, which takes a while.
func (p *process) supervise(e journal.Entry) {
	t := p.attempts[e.SentReference]
	if t == nil || !p.chance(0.5) || !p.step("looks up "+e.SentReference) {
		return
	}
	if !p.leasesHold() && time.Since(t.confirmed) < 2*time.Minute {
		return // the lease is reckoned by clocks that differ, or by one that was set
	}
	said := gateway.OutcomeNotSent
	for _, b := range p.bank.under(e.SentReference) {
		if b.verdict.moves() && !b.shown.After(time.Now()) {
			said = gateway.OutcomeApproved
		}
	}
	_, err := p.resolver.RuleOn(context.Background(), rights.Everything(), e.SentReference, said, "sam", "looked up in the portal")
	if !p.step("has settled " + e.SentReference) {
		return
	}
	p.log("a supervisor calls %s %v: %v", e.SentReference, said, orOK(err))
	if err != nil || said != gateway.OutcomeNotSent {
		return
	}
	p.struck(strikeSupervisor)
	if p.leasesHold() && t.onItsWay() {
		p.violated("I16", "a supervisor could call %s not taken while it was on its way", e.SentReference)
	}
}

// callSupervisor is an agent who does not wait for the gateway.
func (p *process) callSupervisor(a Attempt) bool {
	if !p.step("calls a supervisor") || !p.sleep(context.Background(), p.between(10*time.Second, 45*time.Second)) ||
		!p.step("has a supervisor") {
		return false
	}
	p.supervise(journal.Entry{SentReference: a.SentReference})
	return p.step("the supervisor goes")
}

// onItsWay reports an attempt whose owner lives and may still send it, or waits
// for the answer.
func (t *attempted) onItsWay() bool {
	if !t.underWay.Load() || t.process.isDead() {
		return false
	}
	if t.passed {
		return time.Since(t.began) < t.process.deadline
	}
	return time.Since(t.confirmed) < doubt.LookTime+t.process.patience
}
