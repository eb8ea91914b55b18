package payment

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// smallRow is an entry of the journal with the leases on it, as far as anything
// is decided by it. The entry itself is made of it whenever the engine reads it.
type smallRow struct {
	intentAt, answeredAt               rel // by the time of day
	emptyAt                            rel // by the gateway's clock
	emptyHere                          rel // by the time of day
	emptySteady, sendBySteady          rel // by the clock that cannot be set
	sendTaken, sendUntil               rel // the sending lease, by the time of day
	checkTaken, checkUntil             rel // the checking lease
	outcome                            gateway.Outcome
	state, resolution, alarm           int8 // their place in the lists below
	evidence                           smallEvidence
	resolved, next, referenced, reason bool
}

type smallEvidence int8

const (
	noEvidence smallEvidence = iota
	unnamedEvidence
	namedEvidence // it names a transaction
)

// What the words of an entry may be.
var (
	smallStates      = []journal.State{journal.Open, journal.InDoubt, journal.Known}
	smallResolutions = []string{
		"", journal.ResolvedQuery, journal.ResolvedLateAnswer, journal.ResolvedNotFound, journal.ResolvedSupervisor, journal.ResolvedSignIn,
	}
	smallAlarmsOf = journal.AlarmsOf(journal.Entry{Operation: journal.OpCharge})
	smallAlarms   = []string{
		"", smallAlarmsOf.Twice, smallAlarmsOf.Amount, smallAlarmsOf.Late, smallAlarmsOf.Maybe, smallAlarmsOf.Evidence, smallAlarmsOf.Contradicted,
	}
)

// The names of the two tries.
var (
	smallIDs    = [smallProcessors]string{"try1", "try2"}
	smallSent   = [smallProcessors]string{"A17-M0AAAA", "A17-M0BBBB"}
	smallAgents = [smallProcessors]string{"desk 1", "desk 2"}
	smallOwn    = [2]string{"A17", "B18"}
	smallMade   = [smallProcessors]string{"23-9-1", "23-9-2"} // transaction references
	smallAmount = func() gateway.Money {
		gbp, _ := gateway.ParseCurrency("GBP")
		return gateway.Money{Minor: 1050, Currency: gbp}
	}()
)

func (r *smallRow) known() bool { return smallStates[r.state] == journal.Known }

// held is what the journal says of a lease.
func held(taken, until rel) bool { return until != never && until > 0 && taken <= 60 }

func (r *smallRow) beingSent() bool    { return held(r.sendTaken, r.sendUntil) }
func (r *smallRow) beingChecked() bool { return held(r.checkTaken, r.checkUntil) }

// has reports whether the journal has the try's intent.
func (s *smallState) has(i int) bool { return slices.Contains(s.order[:], int8(i+1)) }

// ordered is which order a try is for. The other order is desk 2's, or desk 1's
// where they have changed places; all that counts is whether it is the same.
func (s *smallState) ordered(i int) int {
	if i == 1 && s.tries[0].other != s.tries[1].other {
		return 1
	}
	return 0
}

// charge is what the agent of a try confirmed.
func (s *smallState) charge(i int) Charge {
	t := &s.tries[i]
	c := Charge{
		OrderReference: smallOwn[s.ordered(i)], Amount: smallAmount, Brand: gateway.Visa, First6: "411111", Last4: "1111",
	}
	if t.reason { // Charge.TellOf: there is one other that the agent can have been warned of
		c.Reason, c.Told = "the caller wants a second one", []string{smallIDs[1-i]}
	}
	return c
}

// entry is the row as the journal hands it out.
func (s *smallState) entry(i int) journal.Entry {
	r := &s.rows[i]
	c := s.charge(i)
	e := journal.Entry{
		ID: smallIDs[i], Operation: journal.OpCharge, SentReference: smallSent[i], OwnReference: c.OrderReference,
		Amount: c.Amount, Site: simSite, First6: c.First6, Last4: c.Last4, Brand: string(c.Brand), Agent: smallAgents[i],
		IntentAt: r.intentAt.on(smallWall), AnsweredAt: r.answeredAt.on(smallWall), SendBySteady: r.sendBySteady.steady(),
		Outcome: r.outcome, State: smallStates[r.state], Resolution: smallResolutions[r.resolution], Alarm: smallAlarms[r.alarm],
		FirstEmptyAt: r.emptyAt.on(smallTheirs), FirstEmptyHere: r.emptyHere.on(smallWall), FirstEmptySteady: r.emptySteady.steady(),
	}
	if r.emptyAt != never {
		e.EmptyChecks = 1
	}
	if r.resolved {
		e.ResolvedAt = smallWall
	}
	if r.next {
		e.NextCheckAt = smallWall
	}
	if r.reason {
		e.OverrideReason = "the caller wants a second one"
	}
	if r.referenced {
		e.TransactionReference = smallMade[i]
	}
	switch r.evidence {
	case namedEvidence:
		e.EvidenceReference = smallMade[i]
		fallthrough
	case unnamedEvidence:
		e.Evidence = "something was found"
	case noEvidence:
	}
	return e
}

// keep packs an entry, without what decides nothing any more: for a known outcome,
// how it was found out.
func (s *smallState) keep(i int, e journal.Entry) {
	old := s.rows[i]
	r := smallRow{
		intentAt: relTo(smallWall, e.IntentAt), answeredAt: relTo(smallWall, e.AnsweredAt),
		emptyAt: relTo(smallTheirs, e.FirstEmptyAt), emptyHere: relTo(smallWall, e.FirstEmptyHere),
		emptySteady: relSteady(e.FirstEmptySteady), sendBySteady: relSteady(e.SendBySteady),
		sendTaken: old.sendTaken, sendUntil: old.sendUntil, checkTaken: old.checkTaken, checkUntil: old.checkUntil,
		outcome: e.Outcome, state: place(smallStates, e.State), resolution: place(smallResolutions, e.Resolution),
		alarm: place(smallAlarms, e.Alarm), resolved: !e.ResolvedAt.IsZero(), next: !e.NextCheckAt.IsZero(),
		referenced: e.TransactionReference != "", reason: e.OverrideReason != "",
	}
	if e.Evidence != "" {
		r.evidence = unnamedEvidence
	}
	if e.EvidenceReference != "" {
		r.evidence = namedEvidence
	}
	if r.known() {
		r.answeredAt, r.emptyAt, r.emptyHere, r.emptySteady, r.sendBySteady = never, never, never, never, never
	}
	s.rows[i] = r
}

// place is where a word stands in the list of what it may be.
func place[T ~string](words []T, word T) int8 {
	i := slices.Index(words, word)
	if i < 0 {
		panic("the small world does not know " + string(word))
	}
	return int8(i)
}
